"""What was said earlier in a conversation, by the message that is edited, deleted or answered now."""

from collections.abc import Iterable

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
    entries = await latest(turn)
    return last(message_id, (each for each in entries if each.author not in (BOT, CONTACT)))


async def by_contact(turn: Turn, message_id: str | None) -> Entry | None:
    entries = await latest(turn)
    return last(message_id, (each for each in entries if each.kind is EntryKind.INCOMING))


async def latest(turn: Turn) -> list[Entry]:
    return await turn.transcript(turn.conversation.id, LOOKED_BACK)


def last(message_id: str | None, entries: Iterable[Entry]) -> Entry | None:
    return next((each for each in reversed(list(entries)) if message_id and each.external_id == message_id), None)


async def answers_note(turn: Turn) -> bool:
    quote = turn.inbound.quote
    if quote is None:
        return False
    before = await by_staff(turn, quote.message_id)
    return noted(quote.text) or (before is not None and before.kind is EntryKind.NOTE)


def quoted(turn: Turn) -> Quote | None:
    """The message that a member answers, without the words that their platform tells of it: they may be of a note, of a
    card, or of another conversation. Delivery finds those that the contact knows.
    """
    quote = turn.inbound.quote
    return Quote(message_id=quote.message_id) if quote and quote.message_id else None
