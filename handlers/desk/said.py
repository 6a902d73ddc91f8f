"""What was said earlier in a conversation, by the message that is edited, deleted or answered now."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from enum import Enum, auto

from handlers.desk.command_names import behind_bang
from handlers.exchange import Turn
from handlers.member import Talk, read
from storage.inbound import Quote
from storage.results import Entry, EntryKind

LOOKED_BACK = 200
"""So many lines of the transcript. What is older than that was never said, as far as staff's edits go."""
LEADING_NUMBER = re.compile(r"\A[0-9]+[\s:：,，]+")
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
    return await turn.doors.transcript(turn.conversation.id, LOOKED_BACK)


def last(message_id: str | None, entries: Iterable[Entry]) -> Entry | None:
    return next((each for each in reversed(list(entries)) if message_id and each.external_id == message_id), None)


class Answers(Enum):
    """What a member's message is an answer to, as far as it matters."""

    NOTE = auto()
    PERHAPS_A_NOTE = auto()
    """It reads like one, it told kefu to do something, or the transcript knows nothing of it."""
    NO_NOTE = auto()


async def answers(turn: Turn) -> Answers:
    quote = turn.inbound.quote
    if quote is None or is_held(turn, quote):
        return Answers.NO_NOTE
    entries = await latest(turn)
    before = last(quote.message_id, filter(is_of_staff, entries))
    match before.kind if before else None:
        case EntryKind.NOTE:
            return Answers.NOTE
        case EntryKind.ACTIVITY:
            return Answers.PERHAPS_A_NOTE
        case None if quote.by_staff or reads_internal(quote.text, entries, behind_bang(turn.library)):
            return Answers.PERHAPS_A_NOTE
    return Answers.NO_NOTE


def is_held(turn: Turn, quote: Quote) -> bool:
    """It waits for its author to take the conversation over, and is in no transcript yet."""
    return bool(quote.message_id) and quote.message_id in (each.message_id for each in turn.state.held)


def reads_internal(quoted: str, entries: Iterable[Entry], names: Collection[str]) -> bool:
    """Where the platform does not say which message it is, or the transcript does not reach back so far.

    `names`: of commands.
    """
    words = on_one_line(quoted)
    known = [(each.kind, on_one_line(each.text)) for each in entries]
    notes = [text for kind, text in known if kind is EntryKind.NOTE]
    if words and words in notes:
        return True
    # A contact, too, may begin with 备注： or with a slash.
    is_theirs = any(kind is EntryKind.INCOMING and words in text for kind, text in known)
    is_kept = bool(words) and any(begins(text, words) for text in notes)
    return (is_kept or not isinstance(read(quoted, names), Talk)) and not is_theirs


def begins(note: str, words: str) -> bool:
    """Also behind a number: what was taken for the conversation's may have been the note's own (`2 件都有`)."""
    return note.startswith(words) or LEADING_NUMBER.sub("", note).startswith(words)


def on_one_line(text: str) -> str:
    """As far as it is compared: a desk may show a sign in its full width."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def quoted(turn: Turn) -> Quote | None:
    """The message that a member answers, without the words that their platform tells of it: they may be of a note, of a
    card, or of another conversation. Delivery finds those that the contact knows.
    """
    quote = turn.inbound.quote
    return Quote(message_id=quote.message_id) if quote and quote.message_id else None
