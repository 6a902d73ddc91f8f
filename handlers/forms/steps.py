"""What is asked next."""

from collections.abc import Mapping, Sequence

from handlers.contract import Policy
from handlers.forms.answers import Answer, Change, Invalid, Json, Move, Press
from handlers.forms.filling import fill, standing, without
from handlers.forms.form import Form, FormState, Slot, asking, before, slots_of
from handlers.forms.hearing import Heard, heard, unfilled_and_found
from handlers.forms.outcomes import Ask, Done, Ending, Next, Over, Why
from storage.records import replace


def begin(
    form: Form,
    told: Answer,
    policy: Policy,
    now: float,
    prefilled: Mapping[str, Json] | None = None,
    facts: Mapping[str, Json] | None = None,
    gathered: Mapping[str, Json] | None = None,
    since: Sequence[str] = (),
) -> Next:
    """Open a form with what is known, and what is found in the words that started it, or came `since`: the last count
    most.
    """
    known = FormState(
        form=form.name,
        expires_at=0,
        filled=dict(prefilled or {}),
        facts=dict(facts or {}),
        gathered=dict(gathered or {}),
    )
    for answer in (*(Answer(text=words) for words in reversed(since)), told):
        known = fill(known, unfilled_and_found(form, known, answer, policy))
    return onward(form, known, policy, now)


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
        case Invalid(line, blanks, tells):
            invalid = state.invalid + 1
            if invalid >= 2 * policy.form_retries:
                return Over(Ending.GAVE_UP)
            why = Why.PERSON if invalid == policy.form_retries else Why.INVALID
            again = renewed(replace(fill(state, tells), invalid=invalid), policy, now)
            return Ask(again, slot, why, line or slot.retry, blanks or slot.shows)


def onward(form: Form, state: FormState, policy: Policy, now: float) -> Next:
    state = standing(form, state)
    slot = asking(form, state)
    if slot is None:
        asked = {each.name: state.filled[each.name] for each in slots_of(form, state)}
        return Done(replace(state, filled=asked))
    return Ask(renewed(replace(state, invalid=0), policy, now), slot, Why.NEXT)


def progress(form: Form, state: FormState) -> Ask | None:
    """What was gathered for the question that is open; None where nothing was."""
    slot = asking(form, state)
    if slot is None or slot.progress is None:
        return None
    return Ask(state, slot, Why.MORE, slot.progress.line, slot.progress.blanks)


def renewed(state: FormState, policy: Policy, now: float) -> FormState:
    return replace(state, expires_at=now + policy.form_expires)
