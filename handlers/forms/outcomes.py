"""What comes of a move."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from handlers.forms.form import FormState, Slot
from storage.records import record


class Why(StrEnum):
    """Why a question is asked."""

    NEXT = "next"
    MORE = "more"
    """A part of the answer is there."""
    PUT_BY = "put_by"
    """Something came that may be asked for later."""
    AGAIN = "again"
    INVALID = "invalid"
    PERSON = "person"
    """Invalid once too often: offer a person with the question."""


class Ending(StrEnum):
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    GAVE_UP = "gave_up"


@record(frozen=True, slots=True)
class Ask:
    state: FormState
    slot: Slot
    why: Why
    reason: str = ""
    """MORE: the line that says what was gathered. INVALID, PERSON: the one that says what was wrong."""
    blanks: Mapping[str, object] = field(default_factory=dict)
    """Of that line."""
    but: str = ""
    """MORE: the line that says what was wrong with the rest."""


@record(frozen=True, slots=True)
class Done:
    state: FormState


@record(frozen=True, slots=True)
class Over:
    ending: Ending


Next = Ask | Done | Over
