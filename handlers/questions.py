"""A form in words: its questions with their buttons, and how it ends."""

from collections.abc import Awaitable, Callable

from handlers.exchange import Outcome, Turn, plain
from handlers.forms.answers import Answer
from handlers.forms.form import Form, FormState, can_go_back
from handlers.forms.outcomes import Ask, Done, Ending, Next, Over, Why
from handlers.forms.steps import progress
from handlers.media import unread
from handlers.overheard import mood
from handlers.scripts.declaration import declare
from handlers.scripts.library import Script
from handlers.state import State
from handlers.writing import is_wordless
from storage.content import Button, Content
from storage.records import record, replace
from storage.results import Timer

DECLARATION = declare(
    "form",
    script="form",
    put_by="",  # a photo came before it was asked for: it is kept, and the question is asked again
    noted="",  # words that tell of something which is asked later: they are kept, and the question is asked again
    resumed="",  # before the question is asked again, after something else was answered
    too_many="",  # several invalid answers: a person is offered, with the question
    gave_up="",  # and several more: the form is over
    expired="",
    skip="",  # the label of the button that skips an optional question
    back="",  # the label of the button that returns to the question before
    heard_skip="",  # what they say who have nothing to add: it skips an optional question
    heard_wait="",  # what they say who look for the answer: the question waits
    heard_stop="",  # what they say who do not want to go on, beside the triggers of `cancel`
    may_be_empty="resumed heard_skip heard_wait heard_stop",
)

TIMER = "form"
GATHERED = "form:gathered"
"""The timer after which several attachments are answered together."""
TOGETHER = 3.0
"""Seconds between the messages of one album."""


def form_timer(turn: Turn) -> tuple[str, ...]:
    """What is to be cancelled where the form that is open, if any, goes."""
    return (TIMER,) if turn.state.form else ()


async def nothing_yet(_turn: Turn, _state: FormState) -> Outcome | None:
    """A form all of whose questions are asked."""
    return None


async def as_said(_turn: Turn, state: FormState, answer: Answer) -> tuple[FormState, Answer]:
    """A form that keeps nothing but the words of an answer."""
    return state, answer


Taken = Callable[[Turn, FormState, Answer], Awaitable[tuple[FormState, Answer]]]
"""Keep what an answer brings beside its words, before it is looked at."""


@record(frozen=True, slots=True)
class FormHandler:
    """A form, and what becomes of it when every slot is filled."""

    form: Form
    done: Callable[[Turn, FormState], Awaitable[Outcome]]
    enough: Callable[[Turn, FormState], Awaitable[Outcome | None]] = nothing_yet
    """Before each question: what comes of the answers so far, when nothing more has to be asked."""
    form_of: Callable[[Turn], Form] | None = None
    """The form's questions in the words of a turn, where what they are depends on it."""
    taken: Taken = as_said

    def at(self, turn: Turn) -> "FormHandler":
        """With the questions as they are in this turn."""
        return replace(self, form=self.form_of(turn.at(self.form.words))) if self.form_of else self


def counted_together(turn: Turn, answer: Answer, following: Ask, outcome: Outcome) -> Outcome:
    """The first picture of an album is answered at once, and the others when the last has come, unless an answer to
    something else has told meanwhile what there is to tell.
    """
    form = (outcome.state or turn.state).form
    pictures_alone = bool(answer.attachments) and not (answer.text or answer.refused)
    if form is None:
        return outcome
    if following.why is Why.NEXT and turn.now < form.quiet_until:
        return replace(outcome, cancelled_timers=(*outcome.cancelled_timers, GATHERED))
    if following.why not in (Why.MORE, Why.PUT_BY) or not pictures_alone:
        return outcome
    if turn.now >= form.quiet_until:
        return replace(outcome, state=with_form(turn, outcome, replace(form, quiet_until=turn.now + TOGETHER)))
    waiting = replace(form, quiet_until=turn.now + TOGETHER)
    timers = (*outcome.timers, Timer(name=GATHERED, due_at=turn.now + TOGETHER))
    return replace(outcome, replies=(), state=with_form(turn, outcome, waiting), timers=timers)


def with_form(turn: Turn, outcome: Outcome, form: FormState) -> State:
    return replace(outcome.state or turn.state, form=form)


def gathered(turn: Turn, handler: FormHandler) -> Outcome:
    """The album has come: how many there are now, unless something else was said meanwhile."""
    form = turn.state.form
    ask = progress(handler.form, form) if form is not None and turn.now >= form.quiet_until else None
    return Outcome(replies=questions(turn, handler.form, ask)) if ask else Outcome()


async def proceed(turn: Turn, handler: FormHandler, following: Next) -> Outcome:
    """Put into words what a step of the form led to."""
    match following:
        case Ask():
            closed = without_form(turn, handler.form)
            enough = await handler.enough(closed, following.state)
            return closing(closed, enough) if enough else asked(turn, handler.form, following)
        case Done(state):
            closed = without_form(turn, handler.form)
            return closing(closed, await handler.done(closed, state))
        case Over(ending):
            return over(turn, ending)


def without_form(turn: Turn, form: Form) -> Turn:
    return replace(turn.at(form.words), state=replace(turn.state, form=None))


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
        Ending.CANCELLED: ("cancel", "cancelled_at_desk" if turn.at_desk else "cancelled"),
        Ending.EXPIRED: ("form", "expired"),
        Ending.GAVE_UP: ("form", "gave_up"),
    }[ending]
    buttons = () if ending is Ending.EXPIRED else (turn.button("menu"),)
    if ending is Ending.GAVE_UP:
        buttons = (turn.button("escalation"), *buttons)
    reply = Content(text=turn.words(words).line(line), buttons=buttons)
    return Outcome(replies=(reply,), state=replace(turn.state, form=None), cancelled_timers=(TIMER,))


def questions(turn: Turn, form: Form, ask: Ask) -> tuple[Content, ...]:
    text = question(turn, turn.words(form.words), ask)
    return (Content(text=text, buttons=tuple(buttons(turn, form, ask)), numbered=not ask.slot.digits),)


def unnumbered(outcome: Outcome) -> Outcome:
    """Where digits are asked for, a number chooses no button, whatever it stands beside."""
    return replace(outcome, replies=tuple(replace(each, numbered=False) for each in outcome.replies))


def question(turn: Turn, script: Script, ask: Ask) -> str:
    first = said_before(turn, ask)
    if first is not None:
        blanks = {name: ask.state.filled.get(name) for name in ask.slot.blanks}
        return joined(first, script.line(ask.slot.prompt, **blanks, **ask.slot.shows))
    of_answer = script.line(ask.reason, **ask.blanks)
    if ask.why is Why.PERSON:
        return joined(of_answer, turn.words("form").line("too_many"))
    return joined(script.line(ask.but) if ask.but else "", of_answer)


def said_before(turn: Turn, ask: Ask) -> str | None:
    """Before the question, "" for nothing; None: what there is to say of the answer takes the question's place."""
    match ask.why:
        case Why.NEXT:
            return ""
        case Why.AGAIN:
            return turn.words("form").line("resumed")
        case Why.PUT_BY:
            return turn.words("form").line("put_by" if turn.inbound.attachments else "noted")
        case Why.INVALID if is_no_word(turn, ask):
            return turn.words("media").line(unread(turn))
        case Why.INVALID if tells_nothing(turn, ask):
            return turn.words("fallback").line("upset") if is_upset(turn, ask) else turn.words("form").line("resumed")
        case _:
            return None


def is_no_word(turn: Turn, ask: Ask) -> bool:
    """A voice or a picture alone, for which nobody asked, is no wrong answer: it is none that the bot can read.

    A question for any words says in its own that it wants words.
    """
    return bool(turn.inbound.attachments) and not (turn.text or ask.slot.media or ask.slot.free or ask.but)


def tells_nothing(turn: Turn, ask: Ask) -> bool:
    """A question mark, a cry for haste or an angry word is no wrong answer, either."""
    if not turn.text or turn.inbound.attachments or ask.but or ask.slot.free:
        return False
    return is_wordless(turn.text) or bool(mood(turn))


def is_upset(turn: Turn, ask: Ask) -> bool:
    return tells_nothing(turn, ask) and mood(turn) == "upset"


def buttons(turn: Turn, form: Form, ask: Ask) -> list[Button]:
    own = turn.words("form")
    shown = [choice(each.label, f"form:say:{each.value}") for each in ask.slot.choices]
    shown += [choice(each.label, f"form:change:{each.value}") for each in ask.slot.changes]
    if ask.slot.optional:
        shown.append(choice(plain(own.line("skip")), "form:skip"))
    if can_go_back(form, ask.state):
        shown.append(choice(plain(own.line("back")), "form:back"))
    may_be_unable = bool(ask.slot.media or ask.slot.cannot)  # not everybody can take a photo
    stuck = ask.why is Why.INVALID and (is_upset(turn, ask) or may_be_unable)
    if ask.why is Why.PERSON or stuck:
        shown.append(turn.button("escalation"))
    shown.append(turn.button("cancel"))
    return shown


def choice(label: str, goto: str) -> Button:
    return Button(label=label, goto=goto)


def expect_answer(turn: Turn, state: FormState) -> Outcome:
    """Begin to wait for an answer to a question that the handler has asked in its own words."""
    due = Timer(name=TIMER, due_at=state.expires_at)
    return Outcome(state=replace(turn.state, form=state), timers=(due,))


def joined(*lines: str) -> str:
    return "\n".join(line for line in lines if line)
