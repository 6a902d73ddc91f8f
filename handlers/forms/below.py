"""A form that another one interrupts waits below it, and comes up again when that is closed."""

from handlers.forms.form import FormState
from storage.records import replace

DEEPEST = 2
"""So many wait at once. Whoever begins yet another thing has forgotten the first."""
RETURNS_PROOF = "returns_proof"
"""The form in which an order is proven that somebody wants to return."""
FAMILY = {RETURNS_PROOF: "returns"}
"""What is a part of another form."""
GIVES_WAY = {"order_lookup": "returns"}
"""Whoever asked for an order, and then wants to return it, has stopped asking."""


def family(form: FormState) -> str:
    return FAMILY.get(form.form, form.form)


def laid_over(upper: FormState, lower: FormState, *, interrupts: bool) -> FormState:
    """`interrupts`: `upper` was begun by something else that was said; otherwise `lower` has led to it."""
    ended = family(upper) == family(lower) or gives_way(lower, upper)
    waits = lower if interrupts and not ended else lower.below
    return replace(upper, below=cut(waits, DEEPEST))


def gives_way(lower: FormState, upper: FormState) -> bool:
    asked, wanted = lower.filled.get("number"), upper.filled.get("number") or upper.filled.get("order")
    return GIVES_WAY.get(lower.form) == family(upper) and asked in (None, wanted)


def cut(form: FormState | None, depth: int) -> FormState | None:
    if form is None or depth == 0:
        return None
    return replace(form, below=cut(form.below, depth - 1)) if form.below else form


def brought_up(form: FormState, below: FormState, expires_at: float) -> FormState:
    """They have turned to what waited: now the other one waits."""
    waits = replace(form, below=below.below)
    return replace(below, below=waits, expires_at=expires_at)
