"""What happens without anybody saying anything: a contact leaves, a chat gets another id, a timer is due."""

from collections.abc import Callable

from handlers import link_steps, trace
from handlers.campaigns import ringing as campaigns
from handlers.desk import flooding, linking
from handlers.desk import timers as desk_timers
from handlers.exchange import Handler, Outcome, Turn
from handlers.farewell import idle, visits
from handlers.feedback import acts as feedback_acts
from handlers.forms.outcomes import Ending
from handlers.interruption import open_form
from handlers.promises import keeping as promises
from handlers.questions import GATHERED, TIMER, form_timer, gathered, over
from handlers.returns import timers as return_timers
from handlers.state import left_over
from handlers.surveys import waiting as surveys
from handlers.tasks import timers as task_timers
from storage.content import Content
from storage.inbound import Kind
from storage.records import replace
from storage.results import Entry, EntryKind

UNSPOKEN = frozenset({Kind.LEFT, Kind.MOVED, Kind.TIMER})
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
"""(whether a timer of this name is ours, what happens when it is due) of each that sets timers."""


async def happened(turn: Turn) -> Outcome:
    match turn.inbound.kind:
        case Kind.LEFT:
            return await left(turn)
        case Kind.MOVED:
            return moved(turn)
    return await due(turn)


async def left(turn: Turn) -> Outcome:
    """They blocked us, or unsubscribed: nothing can be sent, so nothing is asked any more.

    A platform that could not tell it at once may tell it when they have written again.
    """
    if turn.inbound.sent_at < turn.conversation.last_message_at:
        return Outcome()
    told = told_there(turn) if turn.at_desk else Outcome(state=left_over(turn.state))
    return replace(
        told,
        conversation=replace(turn.conversation, blocked=True),
        timers=(*told.timers, *await linking.gone(turn)),
        events=visits.left(turn),
        cancelled_timers=(*visits.unminded(turn), *form_timer(turn)),
        entries=(Entry(kind=EntryKind.ACTIVITY, author="contact", text="left", at=turn.now),),
    )


def told_there(turn: Turn) -> Outcome:
    """Staff read of it, but for whoever goes and comes back over and over."""
    turn = flooding.counted(turn)
    if held := flooding.kept_back(turn):
        return replace(held, replies=())
    return Outcome(posts=turn.post(Content(text=turn.desk_words.line("left", name=turn.named))), state=turn.state)


def moved(turn: Turn) -> Outcome:
    """A group that moved is no conversation's chat: only a private chat's id is kept."""
    if turn.conversation.chat_id != turn.inbound.chat_id or not turn.inbound.payload:
        return Outcome()
    return Outcome(conversation=replace(turn.conversation, chat_id=turn.inbound.payload))


async def due(turn: Turn) -> Outcome:
    """Besides those in DUE a form has two timers of its own. Each answer sets its end anew, so that one which was due
    before that answer, and is late, finds a form that has not expired.
    """
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
