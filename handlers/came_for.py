"""What somebody came for, in their own words: the card says it to whoever takes the conversation."""

from handlers.arrival import as_written
from handlers.attachment_words import is_wordless
from handlers.desk.file_words import file_word
from handlers.desk.masked import contacts_words, in_staffs_words
from handlers.exchange import Turn
from handlers.numbers import place_in
from handlers.order_numbers import digits_alone
from handlers.under_way import told, under_way
from storage.results import EntryKind

NO_MATTER = frozenset({"cancel", "escalation", "language"})
"""Words that lead there are about the conversation, and not about what somebody came for."""


async def came_for(turn: Turn) -> str:
    """What they were at with the bot, if anything, and what they said."""
    begun = under_way(turn)
    words = contacts_words(turn, await (beside(turn) if begun else question(turn)))
    return file_word(turn, "under_way_said", begun=begun, text=words) if begun else words


async def beside(turn: Turn) -> str:
    """What they said before may have been an answer, which tells nothing by itself."""
    if not only_asks_for_a_person(turn):
        return as_written(turn.inbound)
    before = await turn.doors.transcript(turn.conversation.id, turn.policy.card_messages)
    missed = [each.text for each in before if each.external_id and each.external_id == turn.state.unanswered]
    return next((text for text in missed if tells(text) and not is_wordless(text)), "") or told(turn)


def only_asks_for_a_person(turn: Turn) -> bool:
    return not turn.text or bool(place_in(turn.text)) or asks_for_a_person(turn, turn.text)


async def question(turn: Turn) -> str:
    """What they came for: their own words, unless those only ask for a person; else what they sent without any."""
    if not only_asks_for_a_person(turn):
        return as_written(turn.inbound)
    before = await turn.doors.transcript(turn.conversation.id, turn.policy.card_messages)
    said = [entry.text for entry in before if entry.kind is EntryKind.INCOMING and tells(entry.text)]
    in_words = [text for text in said if not (is_wordless(text) or is_no_matter(turn, text))]
    return in_staffs_words(turn, (in_words or said or [as_written(turn.inbound)])[-1])


def asks_for_a_person(turn: Turn, text: str) -> bool:
    return turn.library.exactly(text, turn.language) == "escalation"


def is_no_matter(turn: Turn, text: str) -> bool:
    return turn.library.exactly(text, turn.language) in NO_MATTER


def tells(text: str) -> bool:
    """The answer to "which four digits?" tells an agent nothing, and the number of a button neither."""
    return bool(text.strip()) and digits_alone(text) is None and not place_in(text)
