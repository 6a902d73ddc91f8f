"""Words of the desk as content, and who is speaking there."""

from handlers.desk.people import among_staff
from handlers.exchange import Outcome, Turn, plain
from storage.content import Button, Content
from storage.results import Entry, EntryKind


def told(turn: Turn, name: str, /, **blanks: object) -> Outcome:
    """A line of the desk's script, in the topic; outside of any topic where it was asked."""
    content = line(turn, name, **blanks)
    return Outcome(posts=turn.post(content) if turn.conversation.contact_id else turn.alert(content, turn.asked_from))


def line(turn: Turn, name: str, /, *buttons: Button, **blanks: object) -> Content:
    return Content(text=turn.desk_words.line(name, **blanks), buttons=buttons)


def button(turn: Turn, command: str) -> Button:
    return Button(label=plain(turn.desk_words.line(f"{command}_button")), goto=f"desk:{command}")


def agent(turn: Turn) -> str:
    """The account of the member who is speaking."""
    return str(turn.inbound.identity)


def member(turn: Turn) -> str:
    """What the member who is speaking is called among staff."""
    return among_staff(turn, agent(turn))


def entry(turn: Turn, kind: EntryKind, text: str) -> Entry:
    return Entry(
        kind=kind,
        author=agent(turn),
        author_name=turn.inbound.name,
        text=text,
        at=turn.now,
        external_id=turn.inbound.message_id,
    )
