"""What staff read and ask about a contact: the card, lookups, notes and tags."""

from handlers.desk.staff_words import StaffWords
from handlers.exchange import Turn
from handlers.formats import day
from handlers.scripts.declaration import declare

SCRIPT = "desk_file"

DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    # The card; each on a line of its own. Everything personal comes masked.
    contact="tier tags since",
    banned="",
    declined="",  # they do not want to be asked how it was
    elsewhere="channel name number time",  # another account of theirs, with the number of its conversation
    in_queue="position time agent",  # its place at this time, and who was asked to take it, if anybody was
    with_agent="agent",
    asleep="time agent",  # until when, and who gets it back
    with_bot="",
    over="",
    why="reason rule team priority",
    angry="",
    orders="count orders",
    returns="count returns",  # the latest of them
    one_return="number status",
    cases="count",  # above the latest
    case="date team agents ending",
    notes="count",  # above the latest
    note="time author text",
    # Orders
    no_orders="",  # none that they have proven
    order_list="count",  # above the list
    listed_order="number status date total",
    buyer="name phone email",  # below an order that was asked for
    not_their_order="number",  # also where there is no such order
    orders_down="",  # the order source does not answer
    # Earlier conversations
    no_history="",
    history_cut="",  # there was more than can be shown
    history_note="time author text",
    # Notes, tags, tier
    noted="",
    no_notes="",
    note_too_long="most",
    tags="tags",  # as they are now
    too_many_tags="most",
    tier_set="tier",  # "": it follows from orders and earlier conversations
    # Surveys
    surveys_off="",  # staff noted that the contact does not want to be asked
    # Bans
    ban_set="",
    ban_lifted="",
    banned_already="",
    not_banned="",
    supervisors_only="",
    # Canned replies
    no_canned="",
    canned_list="",  # above the list
    canned="name text",
    canned_more="count",
    canned_unknown="text names",
    canned_preview="name language text",
    gap_contact="",  # why it cannot be sent
    gap_order="",
    gap_shop="",
    gap_agent="",
    canned_stale="",  # it was sent, dropped, or is too old
    canned_dropped="",
    # Words that stand in other lines
    reason="reason",
    under_way="what order goods reason resolution photos",  # what they were at with the bot; all but `what` may be ""
    under_way_said="begun text",  # `begun` is the line above
    tier_new="",
    tier_returning="",
    tier_vip="",
    priority_urgent="",
    priority_high="",
    priority_normal="",
    priority_low="",
    ended_contact="",
    ended_timer="",
    ended_agent="agent",
    # Buttons
    claim_button="",
    release_button="",
    transfer_button="",
    order_button="",
    history_button="",
    send_button="",
    drop_button="",
    may_be_empty="contact elsewhere with_bot over why orders returns cases notes angry",
)


WORDS = StaffWords(SCRIPT)
file_line, file_word, file_content = WORDS.line, WORDS.word, WORDS.content
answered, file_button = WORDS.told, WORDS.button


def staff_day(turn: Turn, at: float) -> str:
    return day(at, turn.policy.default_language, turn.policy.timezone)
