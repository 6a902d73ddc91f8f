"""Who attends to a message: a form, a script's handler, the desk, or nobody."""

from handlers.at_desk import at_desk
from handlers.desk.ban import turned_away
from handlers.desk.calling import answered, called
from handlers.desk.elsewhere import answered_there
from handlers.desk.hearing import heard_by_staff
from handlers.dispatch import carried_out, choose, run
from handlers.exchange import Outcome, Turn
from handlers.farewell import visits
from handlers.farewell.returning import came_back, kindly
from handlers.feedback.meant import is_feedback
from handlers.feedback.meant import meant as feedback_in
from handlers.feedback.owing import told_now
from handlers.forms.answers import Press
from handlers.forms.outcomes import Ask, Ending
from handlers.forms.steps import step
from handlers.interruption import open_form
from handlers.picks import Pick, ToForm, ToScript
from handlers.questions import asked, over, unnumbered
from handlers.relay import relay
from handlers.returns import parcel
from handlers.state import BLANK
from handlers.surveys import answering as survey_answers
from handlers.tasks import answering as tasks
from handlers.unspoken import UNSPOKEN, happened
from storage.conversations import Status
from storage.inbound import SPOKEN, Kind
from storage.records import replace

CHANGES = frozenset({Kind.EDIT, Kind.DELETED, Kind.REACTION})
"""What somebody does to an earlier message. Staff who have seen that message see the change; it wakes nobody."""
NOT_IN_GROUPS = frozenset({"better", "end", "fallback", "media"})
"""The scripts that do not say so by themselves. Nothing is kept of what is said in a group, so that whoever ended their
conversation there could do it a thousand times, and staff would read of each.
"""
BY_NUMBER = frozenset({"order_lookup", "fallback"})
"""The scripts that get a message with a number in it of which it is not known what it numbers."""


async def attend(turn: Turn) -> Outcome:
    """Whose the message is: the first that may be meant has it."""
    kind = turn.inbound.kind
    if kind in UNSPOKEN:
        return await happened(turn)
    if turn.conversation.banned:
        return turned_away(turn)
    if not turn.inbound.private:
        return await in_group(turn)
    if kind in CHANGES:
        return await changed(turn)
    if turn.state.survey is None and kind is not Kind.BUTTON:  # most messages: no survey is open
        return await spoken_to(turn)
    survey = await survey_answers.heard(turn)
    return survey if survey is not None else survey_answers.passed(turn, await spoken_to(turn))


async def spoken_to(turn: Turn) -> Outcome:
    """By the contact, in private: staff hear it while they have the conversation, and else the bot."""
    if turn.at_desk:
        outcome = answered_there(turn, await heard_by_staff(turn, await at_desk(turn)))
    else:
        outcome = await with_bot(turn)
    return await told_now(turn, outcome) if turn.state.owed else outcome


async def in_group(turn: Turn) -> Outcome:
    """What needs no proof is answered in the group where it is asked. Everybody else is told how to reach the bot in
    private.
    """
    if turn.inbound.kind not in SPOKEN:
        return Outcome()
    pick = choose(turn)
    if isinstance(pick, ToForm) or pick.id in NOT_IN_GROUPS:
        pick = ToScript("welcome")
    return await run(turn, pick)


async def changed(turn: Turn) -> Outcome:
    """The bot minds edits alone: it has nothing to take back, or to react to."""
    if turn.at_desk:
        return await relay(turn)
    return await edited(turn) if turn.inbound.kind is Kind.EDIT else Outcome()


async def edited(turn: Turn) -> Outcome:
    """Only a message that the bot could make nothing of is heard again; what was answered stays answered."""
    if turn.state.unanswered is None or turn.inbound.message_id != turn.state.unanswered:
        return Outcome()
    return await with_bot(turn)


async def with_bot(turn: Turn) -> Outcome:
    """What the bot does about a message. Most lead to a script or to the open form (`chosen`).

    Before that comes whoever answers a question that we asked unasked, after a low rating: they bring nothing of their
    own, so that no visit begins. And whoever writes just after an end may thank for it, or want to go on with it.
    """
    form = turn.state.form
    if form is not None and turn.now >= form.expires_at:
        return await after_expiry(turn)
    awaited = tasks.meant(turn)
    if awaited is not None:
        return await served(turn, awaited)
    pick = await chosen(turn)
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


async def chosen(turn: Turn) -> Pick:
    pick = feedback_in(turn) or choose(turn)
    # A number alone is taken for an order's, unless we wait for a parcel of theirs.
    if is_by_number(pick) and parcel.may_be_meant(turn) and await parcel.is_awaited(turn):
        return ToScript("my_returns")
    return pick


async def served(turn: Turn, pick: Pick) -> Outcome:
    """The bot does what the message leads to, and asks its open question again."""
    outcome = await carried_out(turn, pick)
    outcome = misses_forgotten(turn, await answered(turn, pick, outcome))
    return resumed(turn, outcome) if turn.state.form is not None and isinstance(pick, ToScript) else outcome


def is_by_number(pick: Pick) -> bool:
    """Chosen because of a number in the message, or because nothing in it was understood."""
    return isinstance(pick, ToScript) and not pick.argument and pick.id in BY_NUMBER


async def after_expiry(turn: Turn) -> Outcome:
    """Its timer, which would have closed the form, is late: the form is over first, and then the message is heard."""
    ended = over(turn, Ending.EXPIRED)
    return ended.and_then(await with_bot(replace(turn, state=ended.state or BLANK)))


def misses_forgotten(turn: Turn, outcome: Outcome) -> Outcome:
    """Something was understood: what was not, before, counts no more towards calling a person."""
    state = outcome.state if outcome.state is not None else turn.state
    if not outcome.understood or not (state.misunderstood or state.unanswered):
        return outcome
    return replace(outcome, state=replace(state, misunderstood=0, unanswered=None))


def resumed(turn: Turn, outcome: Outcome) -> Outcome:
    """With the form's open question asked again, after something else was answered in between."""
    handler, form = open_form(turn), turn.state.form
    if handler is None or form is None:
        return outcome
    state = outcome.state or turn.state
    elsewhere = outcome.conversation is not None and outcome.conversation.status is not Status.PENDING
    if state.form != form or elsewhere:
        return outcome
    speaking = in_chosen_language(turn, outcome)
    handler = handler.at(speaking)
    following = step(handler.form, form, Press.RESUME, turn.policy, turn.now)
    if not isinstance(following, Ask):
        return outcome
    said = unnumbered(outcome) if following.slot.digits else outcome
    return said.and_then(asked(replace(speaking, state=state), handler.form, following))


def in_chosen_language(turn: Turn, outcome: Outcome) -> Turn:
    """Should the message have asked for another language, the question comes in that one."""
    language = outcome.conversation.language if outcome.conversation else None
    return replace(turn, language=language) if language else turn
