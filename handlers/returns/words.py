"""The lines of a customer's return request, as its script must have them."""

from handlers.scripts.declaration import declare
from storage.returns import Resolution

DECLARATION = declare(
    "returns",
    script="returns",
    button="",  # the label of a button that leads here
    order_button="number",  # the label of one that begins with this order, where several are told
    closed="",  # the shop takes no returns in chat; a button to a person is under it
    in_group="",  # asked in a group: please write to us in private
    in_private="",  # then, in private, above a button that begins
    # The order and its goods
    ask_order="",  # above a button for each proven order
    bad_order="",
    nothing_left="number closed",  # `closed`: the goods, a line each as in `closed_item`, with the policy's words
    closed_item="item why",  # `why` may be ""
    ask_items="number closed",  # above a button for each item; `closed` as above, may be ""
    item_choice="item left",  # the label of such a button, short
    items_all="",
    items_more="items",  # so much was chosen: anything else?
    items_done="",
    bad_items="",
    ask_quantity="item left",
    too_many="item left",
    bad_quantity="item left",
    # Why
    ask_reason="",
    ask_sub_reason="",
    bad_reason="",
    noted_reason="",  # their own words, which fit no reason: they are kept as the note, and one is asked for
    too_late="item why",  # not for this reason any more
    ask_note="",
    bad_note="",
    ask_photos="least most",
    photos_more="count missing",  # `missing` may be 0
    photos_early="count missing",  # while something else is asked
    photos_done="",
    bad_photos="",  # neither a photograph nor the end of them
    photo_not_a_photo="",
    photo_broken="",
    photo_too_large="",
    photo_gone="",
    photo_later="",
    # What for
    ask_resolution="",
    bad_resolution="",
    **{f"resolution_{each}": "" for each in Resolution},
    ask_variant="",
    variant_same="",
    bad_variant="",
    # The summary
    summary="number items reason note photos resolution variant amount postage",
    summary_item="item quantity price",
    postage_customer="",
    postage_shop="",
    confirm="",
    bad_confirm="",
    change_order="",  # labels of the buttons that correct something, and what may be typed instead
    change_items="",
    change_quantity="",
    change_reason="",
    change_note="",
    change_photos="",
    change_resolution="",
    change_variant="",
    taken_meanwhile="number",
    opened="number",  # what the shop says to it follows
    opened_in_review="number",
    # What customers say, several words with 、 or a comma between them
    heard_begin="",  # what is wrong with goods: who opens with it, and with nothing else, wants to return them
    heard_yes="",
    heard_done="",
    heard_all="",
    heard_left_out="",  # some of the goods are left out, or kept: rather than choose wrongly we ask
    **{f"heard_{each}": "" for each in Resolution},
    called_order="",
    called_items="",
    called_quantity="",
    called_reason="",
    called_note="",
    called_photos="",
    called_resolution="",
    called_variant="",
    may_be_empty="opened heard_begin heard_yes heard_done heard_all called_order called_items called_quantity "
    "called_reason called_note called_photos called_resolution called_variant "
    + " ".join(f"heard_{each}" for each in Resolution),
)
