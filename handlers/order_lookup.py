"""Where is my order: a number, a proof that it is theirs, and then what the shop knows of it."""

from handlers.scripts.declaration import declare

DECLARATION = declare(
    "order_lookup",
    script="order_lookup",
    button="",  # the label of a button that leads here
    ask_number="",
    bad_number="",
    ask_factor="number",  # last four digits of the phone, or the e-mail address
    bad_factor="",  # neither four digits nor an e-mail address
    refused="",  # not there, or not theirs: never say which
    locked="minutes",
    unavailable="",  # the order source does not answer; a button to a person is shown under it
    pick="count",  # several proven orders; a button each under it
    pick_button="number status",  # the label of such a button, short
    other_button="",  # the label of the button under them: another order
    # An order is told by these, each on a line of its own, in this order:
    found="number status placed",
    item="item quantity price",  # for each line of the order; `price` is a line's whole price
    total="total payment",  # `payment` is one of payment_... or ""
    not_shipped="",
    shipment="carrier tracking_number",  # for each parcel, followed by its dates and events
    shipped="date",
    expected="date",
    delivered="date",
    event="date place text",  # `place` may be ""; the newest comes first
    status_pending="",
    status_paid="",
    status_shipped="",
    status_delivered="",
    status_cancelled="",
    status_refunded="",
    payment_open="",
    payment_paid="",
    payment_refunded="",
    in_group="",  # in a group: we have written to you in private
    in_group_unreachable="",  # in a group, when we cannot write first: please write to us in private
    may_be_empty="not_shipped shipped expected event",
)
