"""The steps of linking two accounts, as far as the customer and the staff take them alike."""

from collections.abc import Iterator

from storage.inbound import Inbound, Kind
from storage.links import Party
from storage.results import Timer

PREFIX = "link:"
"""Of timers, by which each side is told in a turn of its own conversation: `link:<step>:<number of the link>`."""
ASK, DONE, CARD, DECLINED, UNDONE, PARTED = "ask", "done", "card", "declined", "undone", "parted"
GONE = "gone"
"""The contact has left an account; the number is that of its conversation."""


def is_ours(timer: str) -> bool:
    return timer.startswith(PREFIX)


def is_about_links(inbound: Inbound) -> bool:
    return inbound.kind is Kind.TIMER and is_ours(inbound.payload)


def tell(step: str, link_id: int, party: Party, now: float) -> Timer:
    return Timer(name=f"{PREFIX}{step}:{link_id}", due_at=now, conversation_id=party.conversation_id)


def read_timer(name: str) -> tuple[str, int]:
    """The step, and the number of the link; 0: a name of another kind."""
    step, _, number = name.removeprefix(PREFIX).partition(":")
    return step, int(number) if number.isdecimal() else 0


def refusal(mine: Party, theirs: Party) -> str:
    """Why these two cannot be linked, as the line is called that says so; "": they can."""
    return next(reasons(mine, theirs), "")


def reasons(mine: Party, theirs: Party) -> Iterator[str]:
    if mine.identity == theirs.identity:
        yield "own_code"
    if mine.contact_id and mine.contact_id == theirs.contact_id:
        yield "already"
    if mine.banned or theirs.banned:
        yield "refused"
    if {each.channel for each in mine.identities} & {each.channel for each in theirs.identities}:
        yield "same_channel"  # the numbers of messages are each channel's own: of two accounts they would be mixed up
    if len(mine.identities) > 1 and len(theirs.identities) > 1:
        yield "both_linked"  # undoing one link gives one account back, whatever else was linked


def stays(mine: Party, theirs: Party) -> bool:
    """Which contact the other one becomes: that with several accounts, else that which was here first."""
    if len(mine.identities) != len(theirs.identities):
        return len(mine.identities) > len(theirs.identities)
    return mine.contact_id < theirs.contact_id


def masked_name(name: str) -> str:
    """Enough for its owner to know it: 李雷 -> 李**."""
    return f"{name.strip()[:1]}**" if name.strip() else ""
