"""What the desk says of return requests: to staff in the desk's language, to customers in theirs."""

from handlers.desk.staff_words import StaffWords
from handlers.exchange import Turn
from handlers.formats import day
from handlers.scripts.declaration import declare
from storage.returns import Decision, Resolution, RmaStatus

SCRIPT = "returns_desk"
CANNED = ("used", "incomplete", "different", "unproven")
"""Reasons to decline that every shop has."""
REASONS = {line: "" for because in CANNED for line in (f"reason_{because}_button", f"reason_{because}")}
STATUSES = {f"status_{status}": "" for status in RmaStatus}
RESOLUTIONS = {f"resolution_{resolution}": "" for resolution in Resolution}
PROMISES = {f"promise_{resolution}": "" for resolution in Resolution}
DECISIONS = {f"decision_{decision}": "" for decision in Decision}

DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    # The card; each on a line of its own. Everything personal comes masked.
    title="number",  # in the topic's name: what the customer asks for
    card="number order status",
    card_item="position item quantity price",
    card_reason="reason sub_reason",
    card_note="text",
    card_photos="count",
    card_resolution="resolution variant amount postage",
    card_verdict="decision rule why",
    card_first="",  # the customer's first request
    card_history="count",  # above the customer's earlier requests
    card_log="",  # above what has happened to it
    card_event="time who status why",
    # How it stands
    declined="why",
    send_back_by="date",
    shipped="carrier tracking_number",
    received="position item received quantity",
    refund_by="date promise",
    paid="amount reference",
    sent="carrier tracking_number",
    **STATUSES,
    **RESOLUTIONS,
    **DECISIONS,
    by_contact="",
    by_policy="",
    by_timer="",
    # Buttons
    approve_button="",
    decline_button="",
    ask_button="",
    received_button="",
    part_button="",
    inspected_button="",
    refunded_button="",
    credited_button="",
    sent_button="",
    cancel_button="",
    # Alerts in the general topic
    review="number conversation name amount reason",  # somebody has to decide
    late="number conversation name days last",  # what was promised is overdue; `last`: nobody is told again
    # What has happened, in the topic
    moved="number status who",
    why="text",
    asked="number text",
    left="name",  # the customer left: they were not told
    overdue="number days status last",
    # Answers to members
    help="number",
    none="",  # this conversation has no requests
    listed="",  # above the list
    which="",  # above the list: say which of them
    list_item="number status date amount",
    unknown_number="number",
    unknown_move="command",
    elsewhere="number conversation",  # it belongs to another conversation
    outside="",  # written in no topic, without a number
    outside_number="number conversation",  # the same, with a number: the card is in its topic now
    stands="number status who date",  # what was asked for cannot be done (any more)
    possible="commands",
    nothing_possible="",
    no_amount="",
    bad_amount="text example",
    other_currency="text currency",
    too_much="most",
    no_line="count",
    too_many="",
    no_pieces="",
    bad_counts="text",
    bad_parcel="text",
    too_long="most",
    # What has to be typed, after a button or half a command; `number` is the request's
    type_ask="number",
    type_part="number",
    type_refunded="number amount",
    type_credited="number amount",
    type_sent="number",
    choose_reason="number",  # above a button for each reason to decline
    # Reasons to decline beside the policy's own: the button, and the words that the customer is told
    **REASONS,
    # To the customer, at every move
    **PROMISES,
    told_approved="number date address postage",
    told_approved_kept="number promise amount date",  # nothing has to be sent back
    told_declined="number why",
    told_question="number text",
    told_received="number promise date",
    told_received_part="number items promise date",
    item="item received quantity",  # each of `items`
    told_inspected="number",
    told_refunded="number amount reference",
    told_credited="number amount reference",
    told_exchanged="number carrier tracking_number",
    told_cancelled="number why",
    told_expired="number days",
    told_remind="number date address",
    may_be_empty="card_first why told_received told_received_part told_inspected told_remind",
)


WORDS = StaffWords(SCRIPT)
staff_line, staff_word, staff_content = WORDS.line, WORDS.word, WORDS.content


def last_day(turn: Turn, by: float | None, language: str) -> str:
    """Of a deadline, which is the midnight after it."""
    return day((by or turn.now) - 1, language, turn.policy.timezone)
