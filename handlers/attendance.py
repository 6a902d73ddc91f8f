"""Who attends to a message: a form, a script's handler, the desk, or nobody."""

from collections.abc import Callable

from handlers import link_steps, trace
from handlers.at_desk import at_desk
from handlers.campaigns import ringing as campaigns
from handlers.desk import linking
from handlers.desk import timers as desk_timers
from handlers.desk.ban import turned_away
from handlers.desk.calling import answered, called
from handlers.desk.elsewhere import answered_there
from handlers.desk.hearing import heard_by_staff
from handlers.dispatch import carried_out, choose, run
from handlers.exchange import Handler, Outcome, Turn
from handlers.farewell import idle, visits
from handlers.farewell.returning import came_back, kindly
from handlers.feedback import acts as feedback_acts
from handlers.feedback.meant import is_feedback
from handlers.feedback.meant import meant as feedback_in
from handlers.feedback.owing import told_now
from handlers.forms.answers import Press
from handlers.forms.outcomes import Ask, Ending
from handlers.forms.steps import step
from handlers.interruption import open_form
from handlers.picks import Pick, ToForm, ToScript
from handlers.promises import keeping as promises
from handlers.questions import GATHERED, TIMER, asked, gathered, over
from handlers.relay import relay
from handlers.returns import parcel
from handlers.returns import timers as return_timers
from handlers.state import BLANK, left_over
from handlers.surveys import answering as survey_answers
from handlers.surveys import waiting as surveys
from handlers.tasks import answering as tasks
from handlers.tasks import timers as task_timers
from storage.content import Content
from storage.conversations import Status
from storage.inbound import SPOKEN, Kind
from storage.records import replace
from storage.results import Entry, EntryKind

UNSAID = frozenset({Kind.LEFT, Kind.MOVED, Kind.TIMER})
"""What nobody tells us."""
CHANGES = frozenset({Kind.EDIT, Kind.DELETED, Kind.REACTION})
"""Of what was said before: staff who saw it see the change, and nobody is woken by it."""
BY_NUMBER = frozenset({"order_lookup", "fallback"})
"""The scripts to which a message with some number in it leads."""

DUE: tuple[tuple[Callable[[str], bool], Handler], ...] = (
    (return_timers.is_ours, return_timers.due),
    (link_steps.is_ours, linking.due),
    (desk_timers.is_ours, desk_timers.due),
    (idle.is_ours, idle.due),
    (promises.is_ours, promises.due),
    (surveys.is_ours, surveys.rung),
    (campaigns.is_ours, campaigns.due),
    (task_timers.is_ours, task_timers.due),
    (feedback_acts.is_ours, feedback_acts.due),
)
"""Whose a timer is, by its name."""


async def attend(turn: Turn) -> Outcome:
    kind = turn.inbound.kind
    if kind in UNSAID:
        return await happened(turn)
    if turn.conversation.banned:
        return turned_away(turn)
    if not turn.inbound.private:
        return await in_group(turn)
    if kind in CHANGES:
        return await changed(turn)
    if turn.state.survey is None and kind is not Kind.BUTTON:  # of no survey, as most are
        return await spoken_to(turn)
    survey = await survey_answers.heard(turn)
    return survey if survey is not None else survey_answers.passed(turn, await spoken_to(turn))


async def happened(turn: Turn) -> Outcome:
    match turn.inbound.kind:
        case Kind.LEFT:
            return await left(turn)
        case Kind.MOVED:
            return moved(turn)
    return await due(turn)


async def spoken_to(turn: Turn) -> Outcome:
    if turn.at_desk:
        outcome = answered_there(turn, await heard_by_staff(turn, await at_desk(turn)))
    else:
        outcome = await with_bot(turn)
    return await told_now(turn, outcome) if turn.state.owed else outcome


async def left(turn: Turn) -> Outcome:
    note = turn.post(Content(text=turn.desk_words.line("left", name=turn.named))) if turn.at_desk else ()
    return Outcome(
        conversation=replace(turn.conversation, blocked=True),
        state=turn.state if turn.at_desk else left_over(turn.state),
        posts=note,
        timers=await linking.gone(turn),
        events=visits.left(turn),
        cancelled_timers=(*visits.unminded(turn), *((TIMER,) if turn.state.form else ())),
        entries=(Entry(kind=EntryKind.ACTIVITY, author="contact", text="left", at=turn.now),),
    )


def moved(turn: Turn) -> Outcome:
    """A group that moved is no conversation's chat: only a private chat's id is kept."""
    if turn.conversation.chat_id != turn.inbound.chat_id or not turn.inbound.payload:
        return Outcome()
    return Outcome(conversation=replace(turn.conversation, chat_id=turn.inbound.payload))


async def due(turn: Turn) -> Outcome:
    """A timer's, or the form's own. One that was overtaken by a newer answer finds the form not expired."""
    for is_ours, ring in DUE:
        if is_ours(turn.inbound.payload):
            return await ring(turn)
    form, handler = turn.state.form, open_form(turn)
    if turn.inbound.payload == GATHERED and handler is not None:
        return gathered(turn, handler)
    if turn.inbound.payload != TIMER or form is None or turn.now < form.expires_at:
        return Outcome()
    trace.chose("form", "form")
    return over(turn, Ending.EXPIRED)


async def in_group(turn: Turn) -> Outcome:
    """Whoever says something to the bot in a group is told how to reach it; FAQ are answered where they are asked."""
    if turn.inbound.kind not in SPOKEN:
        return Outcome()
    pick = choose(turn)
    if isinstance(pick, ToForm) or pick.id in ("fallback", "media"):
        pick = ToScript("welcome")
    return await run(turn, pick)


async def changed(turn: Turn) -> Outcome:
    if turn.at_desk:
        return await relay(turn)
    return await edited(turn) if turn.inbound.kind is Kind.EDIT else Outcome()


async def edited(turn: Turn) -> Outcome:
    """Only a message that the bot could make nothing of is heard again; what was answered stays answered."""
    if turn.state.unanswered is None or turn.inbound.message_id != turn.state.unanswered:
        return Outcome()
    return await with_bot(turn)


async def with_bot(turn: Turn) -> Outcome:
    form = turn.state.form
    if form is not None and turn.now >= form.expires_at:
        return await after_expiry(turn)
    awaited = tasks.meant(turn)
    if awaited is not None:  # whoever answers us does not come with something of their own
        return await served(turn, awaited)
    pick = feedback_in(turn) or choose(turn)
    # A number alone is an order's, unless we wait for a parcel of theirs.
    if is_by_number(pick) and parcel.may_be_meant(turn) and await parcel.is_awaited(turn):
        pick = ToScript("my_returns")
    if turn.state.visit is None and not is_feedback(turn, pick):
        back = await came_back(turn, pick)
        if back is not None:
            return back
    pick = kindly(turn, pick)
    script = "" if isinstance(pick, ToForm) else pick.id
    inside = visits.entered(turn, script)
    person = None if is_feedback(inside, pick) else await called(inside, pick)
    outcome = person or await served(inside, pick)
    return visits.minded(turn, inside, outcome, script)


async def served(turn: Turn, pick: Pick) -> Outcome:
    """By the bot."""
    outcome = await carried_out(turn, pick)
    outcome = heard(turn, await answered(turn, pick, outcome))
    return resumed(turn, outcome) if turn.state.form is not None and isinstance(pick, ToScript) else outcome


def is_by_number(pick: Pick) -> bool:
    """Chosen for the number in the message, or for nothing that was understood."""
    return isinstance(pick, ToScript) and not pick.argument and pick.id in BY_NUMBER


async def after_expiry(turn: Turn) -> Outcome:
    """The form's timer is late: say that it is over, then hear the message on its own."""
    ended = over(turn, Ending.EXPIRED)
    return ended.and_then(await with_bot(replace(turn, state=ended.state or BLANK)))


def heard(turn: Turn, outcome: Outcome) -> Outcome:
    """Forget earlier misses once something was understood."""
    state = outcome.state if outcome.state is not None else turn.state
    if not outcome.understood or not (state.misunderstood or state.unanswered):
        return outcome
    return replace(outcome, state=replace(state, misunderstood=0, unanswered=None))


def resumed(turn: Turn, outcome: Outcome) -> Outcome:
    """Ask the open question again after something else was answered."""
    handler, form = open_form(turn), turn.state.form
    if handler is None or form is None:
        return outcome
    state = outcome.state or turn.state
    elsewhere = outcome.conversation is not None and outcome.conversation.status is not Status.PENDING
    if state.form != form or elsewhere:
        return outcome
    speaking = spoken_language(turn, outcome)
    handler = handler.at(speaking)
    following = step(handler.form, form, Press.RESUME, turn.policy, turn.now)
    if not isinstance(following, Ask):
        return outcome
    return outcome.and_then(asked(replace(speaking, state=state), handler.form, following))


def spoken_language(turn: Turn, outcome: Outcome) -> Turn:
    chosen = outcome.conversation.language if outcome.conversation else None
    return replace(turn, language=chosen) if chosen else turn
