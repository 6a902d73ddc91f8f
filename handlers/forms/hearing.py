"""What an answer answers: the open question, an earlier one, or none."""

from collections.abc import Iterator

from handlers.contract import Policy
from handlers.forms.answers import Answer, Invalid, Json, More, Valid
from handlers.forms.filling import fill, gather, without
from handlers.forms.form import Form, FormState, Slot, slots_of
from handlers.forms.outcomes import Ask, Why
from storage.records import record, replace


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
    if answer.put_by:
        return Ask(state, slot, Why.PUT_BY)
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
    return slot.name in state.filled and bool(answer.text) and slot.called(answer.text)


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
