"""What was said earlier in a conversation, by the message that is edited, deleted or answered now."""

from collections.abc import Iterable
from enum import Enum, auto

from handlers.exchange import Turn
from handlers.member import noted
from storage.inbound import Quote
from storage.results import Entry, EntryKind

LOOKED_BACK = 200
"""So many lines of the transcript. What is older than that was never said, as far as staff's edits go."""
BOT = "bot"
CONTACT = "contact"


async def by_staff(turn: Turn, message_id: str | None) -> Entry | None:
    """What a message in the topic last was: words for the contact, a note, or neither any more."""
    return last(message_id, filter(is_of_staff, await latest(turn)))


async def by_contact(turn: Turn, message_id: str | None) -> Entry | None:
    entries = await latest(turn)
    return last(message_id, (each for each in entries if each.kind is EntryKind.INCOMING))


def is_of_staff(entry: Entry) -> bool:
    return entry.author not in (BOT, CONTACT)


async def latest(turn: Turn) -> list[Entry]:
    return await turn.transcript(turn.conversation.id, LOOKED_BACK)


def last(message_id: str | None, entries: Iterable[Entry]) -> Entry | None:
    return next((each for each in reversed(list(entries)) if message_id and each.external_id == message_id), None)


class Answers(Enum):
    """What a member's message is an answer to, as far as it matters."""

    NOTE = auto()
    PERHAPS_A_NOTE = auto()
    """It reads like one, and the transcript knows nothing of it any more."""
    NO_NOTE = auto()


async def answers(turn: Turn) -> Answers:
    quote = turn.inbound.quote
    if quote is None:
        return Answers.NO_NOTE
    entries = await latest(turn)
    before = last(quote.message_id, filter(is_of_staff, entries))
    if before is not None:
        return Answers.NOTE if before.kind is EntryKind.NOTE else Answers.NO_NOTE
    return Answers.PERHAPS_A_NOTE if reads_like_note(quote.text, entries) else Answers.NO_NOTE


def reads_like_note(quoted: str, entries: Iterable[Entry]) -> bool:
    """Where the platform does not say which message it is, or the transcript does not reach back so far.

    The words may follow the number of the conversation, in a group without topics.
    """
    whole = on_one_line(quoted)
    known = [(each.kind, on_one_line(each.text)) for each in entries]
    return any(is_note(words, known) for words in (whole, whole.partition(" ")[2]) if words)


def is_note(words: str, known: Iterable[tuple[EntryKind, str]]) -> bool:
    """A contact, too, may begin with 备注：."""
    is_theirs = any(kind is EntryKind.INCOMING and words in text for kind, text in known)
    is_kept = any(kind is EntryKind.NOTE and text.startswith(words) for kind, text in known)
    return (is_kept or noted(words)) and not is_theirs


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def quoted(turn: Turn) -> Quote | None:
    """The message that a member answers, without the words that their platform tells of it: they may be of a note, of a
    card, or of another conversation. Delivery finds those that the contact knows.
    """
    quote = turn.inbound.quote
    return Quote(message_id=quote.message_id) if quote and quote.message_id else None
