"""The turn failed: sorry to the contact, the case to the desk."""

from handlers.exchange import Outcome, Turn
from handlers.relay import told
from handlers.scripts.declaration import declare
from storage.content import Content
from storage.inbound import SPOKEN

DECLARATION = declare(
    "apology",
    script="apology",
    sorry="",
    sorry_at_desk="",  # the same while staff have the conversation: they were told
)


def apologise(turn: Turn, case: str) -> Outcome:
    """`case` is for staff; the contact is told nothing of it."""
    note = Content(text=turn.desk_words.line("failed", number=turn.number, name=turn.named, case=case))
    if not turn.at_desk:
        return Outcome(replies=sorry(turn, "sorry"), posts=turn.alert(note))
    return Outcome(replies=sorry(turn, "sorry_at_desk"), posts=(*told(turn), *turn.post(note)))


def apologise_to_member(turn: Turn, case: str, *, in_topic: bool) -> Outcome:
    note = Content(text=turn.desk_words.line("member_failed", case=case))
    return Outcome(posts=turn.post(note) if in_topic else turn.alert(note))


def sorry(turn: Turn, line: str) -> tuple[Content, ...]:
    """An edit, a departure and a timer ask for no answer."""
    return (turn.content(line),) if turn.inbound.kind in SPOKEN else ()
