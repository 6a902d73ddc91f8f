"""What was said in a conversation, for a topic that had to be opened again."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from handlers.attachment_words import read_by_staff
from handlers.contract import Policy
from handlers.exchange import in_bold
from handlers.masking import masked_text
from handlers.order_numbers import without_digits
from handlers.scripts.library import Script
from storage.results import Entry, EntryKind

MOST_WORDS = 120


def summed_up(entries: Sequence[Entry], desk_words: Script, notices: Script, policy: Policy) -> Iterator[Markup]:
    """One line a message. Notes are left out: who wrote them has them in mind."""
    for entry in entries:
        if entry.kind in (EntryKind.INCOMING, EntryKind.OUTGOING):
            yield Markup("{}: {}").format(author(entry, desk_words), in_short(entry, notices, policy))


def author(entry: Entry, desk_words: Script) -> Markup:
    match entry.author:
        case "contact":
            return Markup(desk_words.line("author_contact", name=in_bold(entry.author_name)))  # noqa: S704
        case "bot":
            return Markup(desk_words.line("author_bot"))  # noqa: S704 - a line, whose blanks are escaped
        case account:
            return Markup(desk_words.line("author_agent", name=entry.author_name or account))  # noqa: S704


def in_short(entry: Entry, notices: Script, policy: Policy) -> str:
    text = " ".join(read_by_staff(entry.text, notices).split())
    if entry.kind is EntryKind.INCOMING:
        # Any of them may be the second factor of an order, with which others could prove that it is theirs.
        text = without_digits(text)
    text = masked_text(text, policy.order_number)
    return text if len(text) <= MOST_WORDS else f"{text[: MOST_WORDS - 1]}…"
