"""Forms: a few questions over several messages, as pure steps from value to value.

What is asked next is never stored: it is the first slot that is not filled. So a slot that was filled in any
way (told with the first words, skipped, corrected) is not asked for, and a form that is read back from JSON
goes on where it stood.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from enum import StrEnum
from typing import Any, TypeAlias

from handlers.contract import Policy
from storage.inbound import Attachment
from storage.records import record

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


@record(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the contact said to a question."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()


class Press(StrEnum):
    """What else can be done with a question."""

    SKIP = "skip"
    BACK = "back"
    CANCEL = "cancel"
    RESUME = "resume"
    """Something else was answered in between: ask again."""


Move = Answer | Press


@record(frozen=True, slots=True)
class Valid:
    value: Json


@record(frozen=True, slots=True)
class Invalid:
    line: str = ""
    """The line that says what is wrong with it; "": the slot's own `retry`."""


Parse = Callable[[Answer, Policy], Valid | Invalid]
Spot = Callable[[str, Policy], Json]
"""The value amid other words, or None: contacts tell several things at once, and correct themselves."""


@record(frozen=True, slots=True)
class Choice:
    line: str
    """The line that is the button's label."""
    value: str
    """What pressing it says, as if typed."""


@record(frozen=True, slots=True, kw_only=True)
class Slot:
    name: str
    prompt: str
    """The line that asks."""
    retry: str
    """The line that asks again after an answer that `parse` refused."""
    parse: Parse
    spot: Spot | None = None
    blanks: tuple[str, ...] = ()
    """Slots filled before, whose values `prompt` shows."""
    optional: bool = False
    choices: tuple[Choice, ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class Form:
    name: str
    """Also the id of the script that holds its lines."""
    slots: tuple[Slot, ...]


@record(frozen=True, slots=True, kw_only=True)
class FormState:
    form: str
    expires_at: float
    filled: Mapping[str, Json] = field(default_factory=dict)
    """By slot, in the order they were filled; a skipped slot holds None."""
    invalid: int = 0
    """So many invalid answers in a row to the question that is open."""

    def as_json(self) -> dict[str, Json]:
        return {
            "form": self.form,
            "expires_at": self.expires_at,
            "filled": dict(self.filled),
            "invalid": self.invalid,
        }


def read_form(data: Mapping[str, Any]) -> FormState:
    """Raises KeyError, TypeError or ValueError when it is not what `as_json` wrote."""
    state = FormState(
        form=data["form"],
        expires_at=float(data["expires_at"]),
        filled=dict(data["filled"]),
        invalid=int(data["invalid"]),
    )
    if not isinstance(state.form, str):
        raise TypeError("a form's name is a string")
    return state


class Why(StrEnum):
    """Why a question is asked."""

    NEXT = "next"
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
    """INVALID, PERSON: the line that says what was wrong with the answer."""


@record(frozen=True, slots=True)
class Done:
    filled: Mapping[str, Json]


@record(frozen=True, slots=True)
class Over:
    ending: Ending


Next = Ask | Done | Over


def begin(form: Form, told: Answer, policy: Policy, now: float, prefilled: Mapping[str, Json] | None = None) -> Next:
    """Open a form with what is known, and what is found in the words that started it."""
    filled = dict(prefilled or {})
    filled |= {slot.name: value for slot, value in spotted(form, told, policy) if slot.name not in filled}
    return onward(form, FormState(form=form.name, expires_at=0, filled=filled), policy, now)


def step(form: Form, state: FormState, move: Move, policy: Policy, now: float) -> Next:
    """What follows from one move. Pure; every outcome of it can be stored and read back."""
    slot = asking(form, state)
    if now >= state.expires_at:
        return Over(Ending.EXPIRED)
    if slot is None:
        return Done(state.filled)
    match move:
        case Press.CANCEL:
            return Over(Ending.CANCELLED)
        case Press.SKIP if slot.optional:
            return onward(form, fill(state, {slot.name: None}), policy, now)
        case Press.BACK:
            return onward(form, unfilled(form, state, slot), policy, now)
        case Press():
            return Ask(renewed(state, policy, now), slot, Why.AGAIN)
        case Answer():
            return answered(form, state, slot, move, policy, now)


def asking(form: Form, state: FormState) -> Slot | None:
    return next((slot for slot in form.slots if slot.name not in state.filled), None)


def can_go_back(form: Form, state: FormState) -> bool:
    return form.slots[0].name in state.filled


def accepts(form: Form, state: FormState, answer: Answer, policy: Policy) -> bool:
    """Whether this would be an answer to the question that is open, or a correction of one before."""
    slot = asking(form, state)
    return slot is not None and bool(heard(form, state, slot, answer, policy)[0])


def answered(form: Form, state: FormState, slot: Slot, answer: Answer, policy: Policy, now: float) -> Next:
    found, reason = heard(form, state, slot, answer, policy)
    if found:
        return onward(form, fill(state, found), policy, now)
    invalid = state.invalid + 1
    if invalid >= 2 * policy.form_retries:
        return Over(Ending.GAVE_UP)
    why = Why.PERSON if invalid == policy.form_retries else Why.INVALID
    return Ask(renewed(replace(state, invalid=invalid), policy, now), slot, why, reason)


def heard(form: Form, state: FormState, slot: Slot, answer: Answer, policy: Policy) -> tuple[dict[str, Json], str]:
    """What the answer fills anew, or the line that says why it fills nothing."""
    match slot.parse(answer, policy):
        case Valid(value):
            others = spotted(form, answer, policy)
            return {other.name: it for other, it in others if other.name not in state.filled} | {slot.name: value}, ""
        case Invalid(line):
            found = {other.name: it for other, it in spotted(form, answer, policy)}
            changed = {name: it for name, it in found.items() if state.filled.get(name) != it}
            return (found if changed else {}), line or slot.retry


def spotted(form: Form, answer: Answer, policy: Policy) -> Iterator[tuple[Slot, Json]]:
    for slot in form.slots:
        value = slot.spot(answer.text, policy) if slot.spot and answer.text else None
        if value is not None:
            yield slot, value


def onward(form: Form, state: FormState, policy: Policy, now: float) -> Next:
    slot = asking(form, state)
    if slot is None:
        return Done(state.filled)
    return Ask(renewed(replace(state, invalid=0), policy, now), slot, Why.NEXT)


def fill(state: FormState, found: Mapping[str, Json]) -> FormState:
    return replace(state, filled={**state.filled, **found})


def unfilled(form: Form, state: FormState, slot: Slot) -> FormState:
    """Without the answer to the question before this one; the same when this is the first."""
    names = [each.name for each in form.slots]
    before = names[: names.index(slot.name)][-1:]
    return replace(state, filled={name: value for name, value in state.filled.items() if name not in before})


def renewed(state: FormState, policy: Policy, now: float) -> FormState:
    return replace(state, expires_at=now + policy.form_expires)
