"""The state of a form with more or less in it."""

from collections.abc import Mapping

from handlers.forms.answers import Json, More
from handlers.forms.form import Form, FormState, Slot, asking, slots_of
from handlers.forms.outcomes import Ask, Why
from storage.records import replace


def fill(state: FormState, found: Mapping[str, Json]) -> FormState:
    gathered = {name: value for name, value in state.gathered.items() if name not in found}
    return replace(state, filled={**state.filled, **found}, gathered=gathered)


def without(state: FormState, name: str) -> FormState:
    return replace(
        state,
        filled={each: value for each, value in state.filled.items() if each != name},
        gathered={each: value for each, value in state.gathered.items() if each != name},
    )


def standing(form: Form, state: FormState) -> FormState:
    """Without the answers that are none any more."""
    while True:
        slots = slots_of(form, state)
        fallen = next((s.name for s in slots if s.name in state.filled and not s.stands(state.filled[s.name])), None)
        if fallen is None:
            return state
        state = without(state, fallen)


def gather(form: Form, state: FormState, slot: Slot, more: More) -> Ask:
    """What can still be chosen depends on what was."""
    after = replace(state, gathered={**state.gathered, slot.name: more.gathered}, invalid=0)
    return Ask(after, asking(form, after) or slot, Why.MORE, more.line, more.blanks, more.but)
