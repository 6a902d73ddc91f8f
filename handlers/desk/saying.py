"""Words of the desk as content, and who is speaking there."""

from handlers.desk.people import among_staff
from handlers.desk.staff_words import StaffWords
from handlers.exchange import Turn, plain, script_in
from handlers.scripts.library import Library
from storage.inbound import Kind
from storage.results import Entry, EntryKind

WORDS = StaffWords("desk")
told, line, button = WORDS.told, WORDS.content, WORDS.button


def press_unchecked(library: Library, language: str) -> str:
    """To whoever pressed a button, over the chat, while their platform does not say who is in the group."""
    return plain(script_in(library, language, "desk").line("press_unchecked"))


def agent(turn: Turn) -> str:
    """The account of the member who is speaking."""
    return str(turn.inbound.identity)


def member(turn: Turn) -> str:
    """What the member who is speaking is called among staff."""
    return among_staff(turn, agent(turn))


def entry(turn: Turn, kind: EntryKind, text: str) -> Entry:
    is_at_anothers = kind is EntryKind.ACTIVITY and turn.inbound.kind in (Kind.BUTTON, Kind.REACTION)
    return Entry(
        kind=kind,
        author=agent(turn),
        author_name=turn.inbound.name,
        text=text,
        at=turn.now,
        external_id=None if is_at_anothers else turn.inbound.message_id,
    )
