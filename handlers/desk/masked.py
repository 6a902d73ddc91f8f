"""What somebody wrote, as staff may read it at a glance."""

from handlers.exchange import Turn
from handlers.masking import masked_text
from handlers.order_numbers import FOUR_DIGITS, order_number_in
from handlers.order_proof import PROOFS
from storage.results import Entry, EntryKind

QUOTED = 200


def masked(turn: Turn, text: str, longest: int = QUOTED) -> str:
    text = masked_text(" ".join(text.split()), turn.policy.order_number)
    return text if len(text) <= longest else text[:longest] + "…"


def unproven(turn: Turn, text: str) -> str:
    """Without the second factor: who reads along in the desk could use it as their own proof."""
    alone = FOUR_DIGITS.fullmatch(text.strip()) is not None
    return FOUR_DIGITS.sub("****", text) if alone or order_number_in(text, turn.policy) else text


def for_topic(turn: Turn, text: str, before: str = "") -> str:
    """The contact's words for staff: as they are, unless they prove an order with them. `before`: what they replace."""
    form = turn.state.form
    asked = form if form is not None and form.form in PROOFS and turn.now < form.expires_at else None
    proved = unproven(turn, before) != before
    if (asked is not None and "number" in asked.filled) or proved:
        hidden = FOUR_DIGITS.sub("****", text)
    else:
        hidden = unproven(turn, text)
    is_proof = asked is not None or proved or (bool(before) and hidden != text)
    return masked_text(hidden, turn.policy.order_number) if is_proof else text


def masked_entry(turn: Turn, entry: Entry, longest: int = QUOTED) -> str:
    text = unproven(turn, entry.text) if entry.kind is EntryKind.INCOMING else entry.text
    return masked(turn, text, longest)
