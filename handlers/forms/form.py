"""The questions of a form, and how far somebody is with them."""

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from handlers.forms.answers import Json, More, Parse, Spot
from storage.records import record


@record(frozen=True, slots=True)
class Choice:
    label: str
    value: str
    """What pressing it answers. It names its slot, so that a button from further up corrects that answer."""


def anything(_value: Json) -> bool:
    return True


def nothing(_text: str) -> bool:
    return False


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
    called: Callable[[str], bool] = nothing
    """Whether customers say this who want to change the answer."""
    cannot: str = ""
    """The line of what they say who cannot answer, whatever else it sounds like."""
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
    below: "FormState | None" = None
    """The one that this one has interrupted."""

    def as_json(self) -> dict[str, Json]:
        below: dict[str, Json] = {"below": self.below.as_json()} if self.below else {}
        return below | {
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
        below=read_form(data["below"]) if data.get("below") else None,
    )
    if not isinstance(state.form, str):
        raise TypeError("a form's name is a string")
    return state


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


def slots_of(form: Form, state: FormState) -> tuple[Slot, ...]:
    return form.slots(state) if callable(form.slots) else form.slots


def asking(form: Form, state: FormState) -> Slot | None:
    return next((slot for slot in slots_of(form, state) if slot.name not in state.filled), None)


def before(form: Form, state: FormState, slot: Slot) -> Slot | None:
    """The question before this one."""
    slots = slots_of(form, state)
    return next(reversed(slots[: [each.name for each in slots].index(slot.name)]), None)


def can_go_back(form: Form, state: FormState) -> bool:
    slot = asking(form, state)
    return slot is not None and bool(slot.name in state.gathered or before(form, state, slot))
