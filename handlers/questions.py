"""A form in words: its questions with their buttons, and how it ends."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from handlers.exchange import Outcome, Turn, plain
from handlers.forms import Ask, Done, Ending, Form, FormState, Json, Next, Over, Why, can_go_back
from handlers.scripts.declaration import declare
from storage.content import Button, Content
from storage.results import Timer

DECLARATION = declare(
    "form",
    script="form",
    resumed="",  # before the question is asked again, after something else was answered
    too_many="",  # several invalid answers: a person is offered, with the question
    gave_up="",  # and several more: the form is over
    expired="",
    skip="",  # the label of the button that skips an optional question
    back="",  # the label of the button that returns to the question before
    may_be_empty="resumed",
)

TIMER = "form"


async def nothing_yet(_turn: Turn, _filled: Mapping[str, Json]) -> Outcome | None:
    return None


@dataclass(frozen=True, slots=True)
class FormHandler:
    """A form, and what becomes of it when every slot is filled."""

    form: Form
    done: Callable[[Turn, Mapping[str, Json]], Awaitable[Outcome]]
    enough: Callable[[Turn, Mapping[str, Json]], Awaitable[Outcome | None]] = nothing_yet
    """Before each question: what comes of the answers so far, when nothing more has to be asked."""


async def proceed(turn: Turn, handler: FormHandler, following: Next) -> Outcome:
    """Put into words what a step of the form led to."""
    match following:
        case Ask():
            closed = without_form(turn, handler.form)
            enough = await handler.enough(closed, following.state.filled)
            return closing(closed, enough) if enough else asked(turn, handler.form, following)
        case Done(filled):
            closed = without_form(turn, handler.form)
            return closing(closed, await handler.done(closed, filled))
        case Over(ending):
            return over(turn, ending)


def without_form(turn: Turn, form: Form) -> Turn:
    return replace(turn.at(form.name), state=replace(turn.state, form=None))


def asked(turn: Turn, form: Form, ask: Ask) -> Outcome:
    return Outcome(
        replies=questions(turn, form, ask),
        state=replace(turn.state, form=ask.state),
        timers=(Timer(name=TIMER, due_at=ask.state.expires_at),),
    )


def closing(turn: Turn, outcome: Outcome) -> Outcome:
    """A form is closed when its handler has taken over, unless that opened it again."""
    state = outcome.state or turn.state
    if state.form is not None:
        return outcome
    return replace(outcome, state=state, cancelled_timers=(*outcome.cancelled_timers, TIMER))


def over(turn: Turn, ending: Ending) -> Outcome:
    words, line = {
        Ending.CANCELLED: ("cancel", "cancelled"),
        Ending.EXPIRED: ("form", "expired"),
        Ending.GAVE_UP: ("form", "gave_up"),
    }[ending]
    buttons = () if ending is Ending.EXPIRED else (turn.button("menu"),)
    if ending is Ending.GAVE_UP:
        buttons = (turn.button("escalation"), *buttons)
    reply = Content(text=turn.words(words).line(line), buttons=buttons)
    return Outcome(replies=(reply,), state=replace(turn.state, form=None), cancelled_timers=(TIMER,))


def questions(turn: Turn, form: Form, ask: Ask) -> tuple[Content, ...]:
    script = turn.words(form.name)
    blanks = {name: ask.state.filled.get(name) for name in ask.slot.blanks}
    prompt = script.line(ask.slot.prompt, **blanks)
    match ask.why:
        case Why.NEXT:
            text = prompt
        case Why.AGAIN:
            text = joined(turn.words("form").line("resumed"), prompt)
        case Why.INVALID:
            text = script.line(ask.reason)
        case Why.PERSON:
            text = joined(script.line(ask.reason), turn.words("form").line("too_many"))
    return (Content(text=text, buttons=tuple(buttons(turn, form, ask))),)


def buttons(turn: Turn, form: Form, ask: Ask) -> list[Button]:
    script, own = turn.words(form.name), turn.words("form")
    shown = [choice(plain(script.line(each.line)), f"form:say:{each.value}") for each in ask.slot.choices]
    if ask.slot.optional:
        shown.append(choice(plain(own.line("skip")), "form:skip"))
    if can_go_back(form, ask.state):
        shown.append(choice(plain(own.line("back")), "form:back"))
    if ask.why is Why.PERSON:
        shown.append(turn.button("escalation"))
    shown.append(turn.button("cancel"))
    return shown


def choice(label: str, goto: str) -> Button:
    return Button(label=label, goto=goto)


def open_form(turn: Turn, state: FormState) -> Outcome:
    """Begin to wait for an answer to a question that the handler has asked in its own words."""
    due = Timer(name=TIMER, due_at=state.expires_at)
    return Outcome(state=replace(turn.state, form=state), timers=(due,))


def joined(*lines: str) -> str:
    return "\n".join(line for line in lines if line)
