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


def contacts_words(turn: Turn, text: str, longest: int = QUOTED) -> str:
    """Their own: without what would prove an order, too."""
    return masked(turn, without_proof(text, turn.policy), longest)


def for_topic(turn: Turn, text: str, before: str = "") -> str:
    """The contact's words for staff: as they are, unless they prove an order with them. `before`: what they replace."""
    form = turn.state.form
    asked = form if form is not None and form.form in PROOFS and turn.now < form.expires_at else None
    proved = without_proof(before, turn.policy) != before
    answers = asked is not None and "number" in asked.filled
    hidden = without_digits(text, turn.policy) if answers or proved else without_proof(text, turn.policy)
    is_proof = asked is not None or proved or (bool(before) and hidden != text)
    return masked_words(as_it_looks(hidden), turn.policy.order_number) if is_proof else text


def masked_entry(turn: Turn, entry: Entry, longest: int = QUOTED) -> str:
    shown = contacts_words if entry.kind is EntryKind.INCOMING else masked
    return shown(turn, in_staffs_words(turn, entry.text), longest)


def in_staffs_words(turn: Turn, kept: str) -> str:
    return read_by_staff(kept, script_in(turn.library, turn.policy.default_language, "notices"))
