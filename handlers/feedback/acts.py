"""What a member of staff does with feedback: in its conversation's own turn, so that two at once do not differ."""

from typing import Literal

from handlers import reporting
from handlers.desk.saying import agent, member
from handlers.desk.staff_words import staff_minute
from handlers.desk.topic_links import to_topic
from handlers.exchange import Outcome, Turn
from handlers.feedback.tasking import task_of
from handlers.feedback.words import LONGEST, SCRIPT, WORDS, number_of
from handlers.formats import day
from handlers.surveys.asking import moment
from handlers.tasks.opening import opened
from storage.codec import dumps, loads
from storage.content import Content
from storage.feedback import Feedback, FeedbackStatus
from storage.records import record, replace
from storage.results import Outgoing, Timer

PREFIX = "feedback:"
"""Of the names of timers. The feedback's number and the account of who acted follow."""
Deed = Literal["tell", "close", "task"]


@record(frozen=True, slots=True, kw_only=True)
class Act:
    feedback: int
    do: Deed
    by: str
    """An account."""
    name: str
    """What they are called among staff."""
    text: str = ""
    promised: bool = False
    """Staff know already that the contact hears it later."""


def asked_of(turn: Turn, said: Feedback, do: Deed, text: str = "") -> Timer:
    """A timer, due now, of the feedback's own conversation: this turn may be about another, or none."""
    act = Act(feedback=said.id, do=do, by=agent(turn), name=member(turn), text=text[:LONGEST])
    return timer_of(act, turn.now, said.conversation_id)


def timer_of(act: Act, at: float, conversation_id: int = 0) -> Timer:
    name = f"{PREFIX}{act.feedback}:{act.by}"
    return Timer(name=name, due_at=at, payload=dumps(act), conversation_id=conversation_id)


def is_ours(name: str) -> bool:
    return name.startswith(PREFIX)


async def due(turn: Turn) -> Outcome:
    act = Act(**loads(turn.inbound.text))
    said = await turn.doors.feedback.by_id(act.feedback)
    if said is None:
        return Outcome()
    if said.status is not FeedbackStatus.OPEN:
        return Outcome(posts=for_team(turn, said, WORDS.content(turn, "answered_already", **named(said, act))))
    match act.do:
        case "tell":
            return await told(turn, said, act)
        case "task":
            return await opened(turn, replace(task_of(turn, said), owner=act.by), SCRIPT, (act.by,))
    return closed(turn, said, act)


def named(said: Feedback, act: Act) -> dict[str, str]:
    return {"number": number_of(said), "agent": act.name}


def for_team(turn: Turn, said: Feedback, content: Content) -> tuple[Outgoing, ...]:
    return turn.alert(content, turn.places.of(said.team))


def closed(turn: Turn, said: Feedback, act: Act) -> Outcome:
    after = replace(said, status=FeedbackStatus.CLOSED, answered_at=turn.now, answered_by=act.by)
    return Outcome(feedback=(after,), posts=for_team(turn, said, WORDS.content(turn, "closed", **named(said, act))))


async def told(turn: Turn, said: Feedback, act: Act) -> Outcome:
    """Tells the contact what became of it: at a good time, or at once while staff have the conversation."""
    opening = await turn.doors.openings.of(turn.reach, turn.now)
    at = turn.now if turn.at_desk else moment(turn, turn.now, opening)
    if turn.conversation.banned:
        return closed(turn, said, act)
    if at is None or turn.is_unreachable:
        return owed(turn, said, act)
    if at > turn.now:
        return later(turn, said, act, at)
    after = replace(said, answer=act.text, answered_by=act.by)
    return heard(turn, after, act.name)


def owed(turn: Turn, said: Feedback, act: Act) -> Outcome:
    """Their platform takes nothing now: they read it when they are back."""
    blanks = {
        "number": number_of(said),
        "name": to_topic(turn.conversation.id, turn.called),
        "conversation": turn.number,
    }
    return Outcome(
        feedback=(replace(said, answer=act.text, answered_by=act.by),),
        state=replace(turn.state, owed=tuple(dict.fromkeys((*turn.state.owed, said.id)))),
        posts=for_team(turn, said, WORDS.content(turn, "unsendable", **blanks)),
    )


def heard(turn: Turn, said: Feedback, name: str) -> Outcome:
    """They read it with this turn. It is sent as an answer, since staff are not told when a farewell gets lost."""
    was_answered = said.answered_at is not None  # and it did not arrive: it counts once
    after = replace(said, status=FeedbackStatus.ANSWERED, answered_at=turn.now)
    news = WORDS.content(turn, "answered", number=number_of(said), agent=name, text=said.answer)
    return Outcome(
        news=((said.id, outcome_of(turn, said)),),
        feedback=(after,),
        posts=for_team(turn, said, news),
        events=() if was_answered else (reporting.feedback_answered(turn, after),),
    )


def later(turn: Turn, said: Feedback, act: Act, at: float) -> Outcome:
    waits = timer_of(replace(act, promised=True), at)
    if act.promised:
        return Outcome(timers=(waits,))
    news = WORDS.content(turn, "answered_later", number=number_of(said), time=staff_minute(turn, at))
    return Outcome(timers=(waits,), posts=for_team(turn, said, news))


def outcome_of(turn: Turn, said: Feedback) -> Content:
    date = day(said.at, turn.language, turn.policy.timezone)
    return Content(text=turn.words(SCRIPT).line("outcome", number=number_of(said), date=date, text=said.answer))
