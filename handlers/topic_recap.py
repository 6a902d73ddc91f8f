"""What was said in a conversation, for a topic that had to be opened again."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from handlers.attachment_words import read_by_staff
from handlers.contract import Policy
from handlers.desk.masked import masked_line
from handlers.desk.people import named_author
from handlers.order_numbers import without_digits
from handlers.scripts.library import Script
from handlers.without_proof import name_for_staff
from storage.results import Entry, EntryKind

MOST_WORDS = 120


def summed_up(
    entries: Sequence[Entry], desk_words: Script, notices: Script, policy: Policy, *, contact: str
) -> Iterator[Markup]:
    """One line a message. Notes are left out: who wrote them has them in mind."""
    called = masked_line(name_for_staff(contact, policy), policy.order_number)
    for entry in entries:
        if entry.kind in (EntryKind.INCOMING, EntryKind.OUTGOING):
            author = named_author(entry, desk_words, contact=called, agent=entry.author_name or entry.author)
            yield Markup("{}: {}").format(author, in_short(entry, notices, policy))


def in_short(entry: Entry, notices: Script, policy: Policy) -> str:
    text = read_by_staff(entry.text, notices)
    if entry.kind is EntryKind.INCOMING:
        # Any of them may be the second factor of an order, with which others could prove that it is theirs.
        text = without_digits(text, policy)
    text = masked_line(text, policy.order_number)
    return text if len(text) <= MOST_WORDS else f"{text[: MOST_WORDS - 1]}…"
