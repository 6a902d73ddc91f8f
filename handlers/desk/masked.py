"""What somebody wrote, as staff may read it at a glance."""

import re

from handlers.attachment_words import read_by_staff
from handlers.exchange import Turn, script_in
from handlers.looks import as_it_looks
from handlers.order_numbers import without_digits
from handlers.order_proof import PROOFS
from handlers.taps import untapped
from handlers.without_proof import masked_words, without_proof
from storage.results import Entry, EntryKind

QUOTED = 200
BLANK = re.compile("[\u115f\u1160\u2800\u3164\uffa0\u202a-\u202e\u2066-\u2069]")
"""Signs that show nothing, and are no blanks to Python; the last of them turn the words that follow round, and those
may be ours.
"""


def masked(turn: Turn, text: str, longest: int = QUOTED) -> str:
    text = masked_line(text, turn.policy.order_number)
    return text if len(text) <= longest else text[:longest] + "…"


def masked_line(text: str, order_number: re.Pattern[str]) -> str:
    """In one line of ours, without room in it to look like the next, or anything in it that can be tapped."""
    return untapped(masked_words(" ".join(BLANK.sub(" ", text).split()), order_number))


def unproven(turn: Turn, text: str) -> str:
    return without_proof(text, turn.policy)


def for_topic(turn: Turn, text: str, before: str = "") -> str:
    """The contact's words for staff: as they are, unless they prove an order with them. `before`: what they replace."""
    form = turn.state.form
    asked = form if form is not None and form.form in PROOFS and turn.now < form.expires_at else None
    proved = unproven(turn, before) != before
    answers = asked is not None and "number" in asked.filled
    hidden = without_digits(text, turn.policy) if answers or proved else unproven(turn, text)
    is_proof = asked is not None or proved or (bool(before) and hidden != text)
    return masked_words(as_it_looks(hidden), turn.policy.order_number) if is_proof else text


def masked_entry(turn: Turn, entry: Entry, longest: int = QUOTED) -> str:
    text = unproven(turn, entry.text) if entry.kind is EntryKind.INCOMING else entry.text
    return masked(turn, in_staffs_words(turn, text), longest)


def in_staffs_words(turn: Turn, kept: str) -> str:
    return read_by_staff(kept, script_in(turn.library, turn.policy.default_language, "notices"))
