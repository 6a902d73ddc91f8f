"""A form that is open while the contact asks for something else: it waits below whatever that opens, and goes on after
it.
"""

from handlers.catalogue import FORMS
from handlers.exchange import Outcome, Turn
from handlers.forms.answers import Answer, Press
from handlers.forms.below import brought_up, family, laid_over
from handlers.forms.form import FormState, asking
from handlers.forms.steps import accepts, step
from handlers.order_numbers import order_number_in
from handlers.picks import Pick, ToForm, ToScript
from handlers.questions import FormHandler, proceed
from storage.conversations import Status
from storage.records import replace

LEAVING = frozenset({"end"})
"""Scripts that close a form together with all that wait below it."""


def open_form(turn: Turn) -> FormHandler | None:
    return FORMS[turn.state.form.form].at(turn) if turn.state.form else None


def turned_to(turn: Turn, picked: Pick) -> Turn:
    """The turn; the form that waits is brought up in it where the message is clearly for that one, and not for the one
    above.
    """
    form = turn.state.form
    if form is None or form.below is None:
        return turn
    raised = with_form(turn, brought_up(form, form.below, turn.now + turn.policy.form_expires))
    if isinstance(picked, ToScript):
        return raised if picked.id == family(form.below) and not names_another(turn, picked, form.below) else turn
    answer = picked.move
    is_for_it = isinstance(answer, Answer) and is_told(raised, answer) and not is_heard(turn, answer)
    return raised if is_for_it else turn


def names_another(turn: Turn, picked: ToScript, form: FormState) -> bool:
    """Whether the message names an order that this form is not about."""
    number = order_number_in(picked.argument.upper() or turn.text, turn.policy)
    return number is not None and number not in (form.filled.get("order"), form.filled.get("number"))


def is_told(turn: Turn, answer: Answer) -> bool:
    """Whether it answers the question; any words would answer one that is `free`, so that those prove nothing."""
    handler, form = open_form(turn), turn.state.form
    slot = asking(handler.form, form) if handler and form else None
    return slot is not None and (answer.pressed or not slot.free) and is_heard(turn, answer)


def is_heard(turn: Turn, answer: Answer) -> bool:
    handler, form = open_form(turn), turn.state.form
    return handler is not None and form is not None and accepts(handler.form, form, answer, turn.policy)


async def going_on(turn: Turn, picked: Pick, outcome: Outcome) -> Outcome:
    """What was open keeps its place: below what has interrupted it, or up again once that is closed."""
    before, state = turn.state.form, outcome.state
    if before is None or state is None or state.form is before:
        return outcome
    if state.form is not None:
        laid = laid_over(state.form, before, interrupts=isinstance(picked, ToScript))
        return outcome if laid == state.form else replace(outcome, state=replace(state, form=laid))
    is_over = outcome.conversation is not None and outcome.conversation.status is not Status.PENDING
    leaves = isinstance(picked, ToScript) and picked.id in LEAVING
    return outcome if before.below is None or is_over or leaves else await taken_up(turn, before.below, outcome)


async def taken_up(turn: Turn, form: FormState, outcome: Outcome) -> Outcome:
    """The form comes up with its whole time, so that nobody has to hurry because of what came in between."""
    renewed = replace(form, expires_at=turn.now + turn.policy.form_expires)
    turn = with_form(replace(turn, argument="", state=outcome.state or turn.state), renewed)
    handler = open_form(turn)
    if handler is None:
        return outcome
    following = step(handler.form, renewed, Press.RESUME, turn.policy, turn.now)
    return outcome.and_then(await going_on(turn, ToForm(Press.RESUME), await proceed(turn, handler, following)))


def with_form(turn: Turn, form: FormState) -> Turn:
    return replace(turn, state=replace(turn.state, form=form))
