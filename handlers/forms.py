"""Forms: a few questions over several messages, as pure steps from value to value.

What is asked next is never stored: it is the first slot that is not filled. So a slot that was filled in any
way (told with the first words, skipped, corrected) is not asked for, and a form that is read back from JSON
goes on where it stood.

Which questions there are may depend on the answers so far: then `Form.slots` is a function of the state. An answer
that a correction of another one has made impossible is forgotten, and so asked for again.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any, TypeAlias

from handlers.contract import Policy
from storage.inbound import Attachment
from storage.records import record, replace

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


@record(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the contact said to a question."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    pressed: bool = False
    """`text` is the value of a choice, not somebody's words."""
    kept: tuple[str, ...] = ()
    """Ids of what was kept of the attachments, for a slot that asks for them."""
    refused: tuple[str, ...] = ()
    """Lines that say why others were not."""


class Press(StrEnum):
    """What else can be done with a question."""

    SKIP = "skip"
    BACK = "back"
    CANCEL = "cancel"
    RESUME = "resume"
    """Something else was answered in between: ask again."""


@record(frozen=True, slots=True)
class Change:
    """Answer an earlier question anew."""

    slot: str


Move = Answer | Press | Change


@record(frozen=True, slots=True)
class Valid:
    value: Json


@record(frozen=True, slots=True)
class More:
    """A part of an answer: it is kept, and the question stays open."""

    gathered: Json
    line: str
    """What is said to it."""
    blanks: Mapping[str, object] = field(default_factory=dict)
    but: str = ""
    """The line that says what was wrong with the rest of it, without blanks."""


@record(frozen=True, slots=True)
class Invalid:
    line: str = ""
    """The line that says what is wrong with it; "": the slot's own `retry`."""
    blanks: Mapping[str, object] = field(default_factory=dict)


Parsed = Valid | More | Invalid
Parse = Callable[[Answer, Policy], Parsed]
Spot = Callable[[str, Policy], Json]
"""The value amid other words, or None: contacts tell several things at once, and correct themselves."""


@record(frozen=True, slots=True)
class Choice:
    label: str
    value: str
    """What pressing it answers. It names its slot, so that a button from further up corrects that answer."""


def anything(_value: Json) -> bool:
    return True


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
    shows: Mapping[str, object] = field(default_factory=dict)
    """What else `prompt` and `retry` show."""
    optional: bool = False
    choices: tuple[Choice, ...] = ()
    changes: tuple[Choice, ...] = ()
    """Buttons that lead to an earlier question; their values are the names of slots."""
    stands: Callable[[Json], bool] = anything
    """Whether this value, given before, is still an answer."""
    called: tuple[str, ...] = ()
    """What customers say who want to change the answer."""
    free: bool = False
    """Any words are an answer: only what is clearly something else is not taken for one."""
    digits: bool = False
    """A number is always meant as an answer, and never as the number of a button."""
    media: bool = False
    """Attachments are kept for it."""
    early: str = ""
    """What is said to attachments that come while something else is asked."""
    progress: More | None = None
    """What was gathered so far, as it is said when something was added."""


Plan = Callable[["FormState"], tuple[Slot, ...]]


@record(frozen=True, slots=True, kw_only=True)
class Form:
    name: str
    script: str = ""
    """The id of the script that holds its lines; "": its name."""
    slots: tuple[Slot, ...] | Plan = ()
    """In the order they are asked. Whether a slot is there depends on those before it alone."""

    @property
    def words(self) -> str:
        return self.script or self.name


@record(frozen=True, slots=True, kw_only=True)
class FormState:
    form: str
    expires_at: float
    filled: Mapping[str, Json] = field(default_factory=dict)
    """By slot, in the order they were filled; a skipped slot holds None."""
    invalid: int = 0
    """So many invalid answers in a row to the question that is open."""
    gathered: Mapping[str, Json] = field(default_factory=dict)
    """By slot: the parts of an answer that is not complete."""
    facts: Mapping[str, Json] = field(default_factory=dict)
    """What the form is about, and no answer tells."""
    quiet_until: float = 0.0
    """Attachments that come before this are counted together: an album is several messages."""

    def as_json(self) -> dict[str, Json]:
        return {
            "form": self.form,
            "expires_at": self.expires_at,
            "filled": dict(self.filled),
            "invalid": self.invalid,
            "gathered": dict(self.gathered),
            "facts": dict(self.facts),
            "quiet_until": self.quiet_until,
        }


def read_form(data: Mapping[str, Any]) -> FormState:
    """Raises KeyError, TypeError or ValueError when it is not what `as_json` wrote."""
    state = FormState(
        form=data["form"],
        expires_at=float(data["expires_at"]),
        filled=dict(data["filled"]),
        invalid=int(data["invalid"]),
        gathered=dict(data.get("gathered", {})),
        facts=dict(data.get("facts", {})),
        quiet_until=float(data.get("quiet_until", 0)),
    )
    if not isinstance(state.form, str):
        raise TypeError("a form's name is a string")
    return state


class Why(StrEnum):
    """Why a question is asked."""

    NEXT = "next"
    MORE = "more"
    """A part of the answer is there."""
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

    @property
    def filled(self) -> Mapping[str, Json]:
        return self.state.filled


@record(frozen=True, slots=True)
class Over:
    ending: Ending


Next = Ask | Done | Over


def begin(
    form: Form,
    told: Answer,
    policy: Policy,
    now: float,
    prefilled: Mapping[str, Json] | None = None,
    facts: Mapping[str, Json] | None = None,
) -> Next:
    """Open a form with what is known, and what is found in the words that started it."""
    known = FormState(form=form.name, expires_at=0, filled=dict(prefilled or {}), facts=dict(facts or {}))
    return onward(form, fill(known, unfilled_and_found(form, known, told, policy)), policy, now)


def step(form: Form, state: FormState, move: Move, policy: Policy, now: float) -> Next:
    """What follows from one move. Pure; every outcome of it can be stored and read back."""
    state = standing(form, state)  # what is offered may have changed since it was asked
    slot = asking(form, state)
    if now >= state.expires_at:
        return Over(Ending.EXPIRED)
    if slot is None:
        return Done(state)
    if isinstance(move, Answer):
        return answered(form, state, slot, move, policy, now)
    if move is Press.CANCEL:
        return Over(Ending.CANCELLED)
    moved = moved_to(form, state, slot, move)
    return onward(form, moved, policy, now) if moved else Ask(renewed(state, policy, now), slot, Why.AGAIN)


def moved_to(form: Form, state: FormState, slot: Slot, move: Press | Change) -> FormState | None:
    """None: nothing moves, the question is asked again."""
    match move:
        case Press.SKIP if slot.optional:
            return fill(state, {slot.name: None})
        case Press.BACK:
            return gone_back(form, state, slot)
        case Change(name) if name in state.filled:
            return without(state, name)
        case _:
            return None


def slots_of(form: Form, state: FormState) -> tuple[Slot, ...]:
    return form.slots(state) if callable(form.slots) else form.slots


def asking(form: Form, state: FormState) -> Slot | None:
    return next((slot for slot in slots_of(form, state) if slot.name not in state.filled), None)


def can_go_back(form: Form, state: FormState) -> bool:
    slot = asking(form, state)
    return slot is not None and bool(slot.name in state.gathered or before(form, state, slot))


def before(form: Form, state: FormState, slot: Slot) -> Slot | None:
    """The question before this one."""
    slots = slots_of(form, state)
    return next(reversed(slots[: [each.name for each in slots].index(slot.name)]), None)


def gone_back(form: Form, state: FormState, slot: Slot) -> FormState:
    """Without what was gathered, or the answer to the question before; the same when this is the first."""
    if slot.name in state.gathered:
        return without(state, slot.name)
    earlier = before(form, state, slot)
    return without(state, earlier.name) if earlier else state


def accepts(form: Form, state: FormState, answer: Answer, policy: Policy) -> bool:
    """Whether this would be an answer to the question that is open, or a correction of one before."""
    state = standing(form, state)
    slot = asking(form, state)
    if slot is not None and slot.media and answer.attachments:
        return True
    return slot is not None and not isinstance(heard(form, state, slot, answer, policy), Invalid)


def answered(form: Form, state: FormState, slot: Slot, answer: Answer, policy: Policy, now: float) -> Next:
    match heard(form, state, slot, answer, policy):
        case Heard(after):
            return onward(form, after, policy, now)
        case Ask() as ask:
            return replace(ask, state=renewed(ask.state, policy, now))
        case Invalid() if answer.pressed:  # a button of a question that is not asked any more
            return Ask(renewed(state, policy, now), slot, Why.AGAIN)
        case Invalid(line, blanks):
            invalid = state.invalid + 1
            if invalid >= 2 * policy.form_retries:
                return Over(Ending.GAVE_UP)
            why = Why.PERSON if invalid == policy.form_retries else Why.INVALID
            again = renewed(replace(state, invalid=invalid), policy, now)
            return Ask(again, slot, why, line or slot.retry, blanks or slot.shows)


@record(frozen=True, slots=True)
class Heard:
    """The state after an answer that was understood."""

    state: FormState


def heard(form: Form, state: FormState, slot: Slot, answer: Answer, policy: Policy) -> Heard | Ask | Invalid:
    """What comes of an answer: to this question, to another one, or to none."""
    if answer.pressed:
        return pressed(form, state, answer, policy)
    early = came_early(form, state, slot, answer, policy)
    if early is not None:
        said = words_heard(form, early.state, slot, answer, policy) if answer.text else Invalid()
        return early if isinstance(said, Invalid) else said
    return words_heard(form, state, slot, answer, policy)


def words_heard(form: Form, state: FormState, slot: Slot, answer: Answer, policy: Policy) -> Heard | Ask | Invalid:
    renamed = next((each.name for each in slots_of(form, state) if names(each, state, answer)), None)
    if renamed:
        return Heard(without(state, renamed))
    match slot.parse(answer, policy):
        case Valid(value):
            after = fill(state, {slot.name: value})
            return Heard(fill(after, unfilled_and_found(form, after, answer, policy)))
        case More() as more:
            return gather(form, state, slot, more)
        case Invalid() as invalid:
            found = dict(spotted(form, state, answer, policy))
            changed = {name: value for name, value in found.items() if state.filled.get(name) != value}
            return Heard(fill(state, changed)) if changed else invalid


def came_early(form: Form, state: FormState, slot: Slot, answer: Answer, policy: Policy) -> Ask | None:
    """Attachments before they are asked for are as good as later ones."""
    if not answer.kept or slot.media:
        return None
    for_them = next((each for each in slots_of(form, state) if each.media and each.name not in state.filled), None)
    match for_them.parse(answer, policy) if for_them else Invalid():
        case More() as more if for_them:
            return replace(gather(form, state, for_them, more), slot=slot, reason=for_them.early)
        case _:
            return None


def pressed(form: Form, state: FormState, answer: Answer, policy: Policy) -> Heard | Ask | Invalid:
    """A choice names its slot: one of an earlier question corrects the answer to that."""
    slot = next((each for each in slots_of(form, state) if any(c.value == answer.text for c in each.choices)), None)
    match slot.parse(answer, policy) if slot else Invalid():
        case Valid(value) if slot:
            return Heard(fill(state, {slot.name: value}))
        case More() as more if slot:
            return gather(form, without(state, slot.name), slot, more)
        case Invalid(line, blanks) if slot and line:
            return Ask(state, slot, Why.INVALID, line, blanks)
        case _:
            return Invalid()


def names(slot: Slot, state: FormState, answer: Answer) -> bool:
    return slot.name in state.filled and answer.text.casefold() in slot.called


def spotted(form: Form, state: FormState, answer: Answer, policy: Policy) -> Iterator[tuple[str, Json]]:
    for slot in slots_of(form, state):
        value = slot.spot(answer.text, policy) if slot.spot and answer.text else None
        if value is not None:
            yield slot.name, value


def unfilled_and_found(form: Form, state: FormState, answer: Answer, policy: Policy) -> dict[str, Json]:
    """An answer that was found may be followed by a question whose answer is found too."""
    found: dict[str, Json] = {}
    while True:
        known = fill(state, found)
        new = {name: it for name, it in spotted(form, known, answer, policy) if name not in known.filled}
        if not new:
            return found
        found |= new


def onward(form: Form, state: FormState, policy: Policy, now: float) -> Next:
    state = standing(form, state)
    slot = asking(form, state)
    if slot is None:
        asked = {each.name: state.filled[each.name] for each in slots_of(form, state)}
        return Done(replace(state, filled=asked))
    return Ask(renewed(replace(state, invalid=0), policy, now), slot, Why.NEXT)


def standing(form: Form, state: FormState) -> FormState:
    """Without the answers that are none any more."""
    while True:
        slots = slots_of(form, state)
        fallen = next((s.name for s in slots if s.name in state.filled and not s.stands(state.filled[s.name])), None)
        if fallen is None:
            return state
        state = without(state, fallen)


def fill(state: FormState, found: Mapping[str, Json]) -> FormState:
    gathered = {name: value for name, value in state.gathered.items() if name not in found}
    return replace(state, filled={**state.filled, **found}, gathered=gathered)


def gather(form: Form, state: FormState, slot: Slot, more: More) -> Ask:
    """What can still be chosen depends on what was."""
    after = replace(state, gathered={**state.gathered, slot.name: more.gathered}, invalid=0)
    return Ask(after, asking(form, after) or slot, Why.MORE, more.line, more.blanks, more.but)


def without(state: FormState, name: str) -> FormState:
    return replace(
        state,
        filled={each: value for each, value in state.filled.items() if each != name},
        gathered={each: value for each, value in state.gathered.items() if each != name},
    )


def progress(form: Form, state: FormState) -> Ask | None:
    """What was gathered for the question that is open; None where nothing was."""
    slot = asking(form, state)
    if slot is None or slot.progress is None:
        return None
    return Ask(state, slot, Why.MORE, slot.progress.line, slot.progress.blanks)


def renewed(state: FormState, policy: Policy, now: float) -> FormState:
    return replace(state, expires_at=now + policy.form_expires)
