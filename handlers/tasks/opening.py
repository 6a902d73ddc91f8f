"""A task begins: somebody has to see to it by a time, and the conversation is at the desk again."""

from collections.abc import Sequence

from handlers import reporting
from handlers.desk.cases import LATE, Owned, agent_of, with_agent
from handlers.desk.facts import facts_of
from handlers.desk.masked import contacts_words, masked
from handlers.desk.profile import card_post
from handlers.desk.queueing import queued
from handlers.desk.routing import routed
from handlers.escalation import at_the_desk
from handlers.exchange import Outcome, Turn
from handlers.surveys.desk_words import shown_reasons, shown_score
from handlers.tasks.moments import due, first_reminder
from handlers.tasks.owners import owner_for
from handlers.tasks.words import CONTACT, WORDS, due_minute, ending_buttons, owner_called
from storage.content import Content
from storage.desk import Case, Priority
from storage.records import replace
from storage.results import Entry, EntryKind, Outgoing, Timer
from storage.surveys import Survey
from storage.tasks import Severity, Task, TaskKind

LOW_SCORE = "low_score"
"""The reason of a case."""


async def low_score(turn: Turn, survey: Survey) -> Outcome:
    """A score that is low, or what the contact says later to one that was: with each of them, the whole survey."""
    if turn.places.main is None:
        return Outcome()
    known = await turn.doors.tasks.of_survey(survey.id)
    summary = summed_up(turn, survey)
    if known is not None:
        return heard_more(known, summary)
    if not survey.low:
        return Outcome()
    severity = Severity.SEVERE if survey.score == 0 else Severity.NORMAL
    fresh = unowned(turn, TaskKind.LOW_SCORE, await team_of(turn, survey.team), severity, summary)
    outcome = await opened(turn, replace(fresh, survey_id=survey.id), LOW_SCORE, survey.agents)
    kindly = turn.words(CONTACT).line("seen_to")
    return replace(outcome, replies=(Content(text=kindly),) if kindly else ())


def summed_up(turn: Turn, survey: Survey) -> str:
    """The rating, the reasons, and what they wrote to it, in a line that staff may read."""
    asked = turn.survey_policy.surveys.get(survey.survey)
    return WORDS.word(
        turn,
        "score",
        score=shown_score(turn, survey),
        reasons=shown_reasons(turn, asked, survey) if asked else "",
        comment=contacts_words(turn, survey.comment),
    )


def heard_more(task: Task, summary: str) -> Outcome:
    """The desk reads what they said in the topic; the lists shall tell it, too."""
    return Outcome(tasks=(replace(task, summary=summary),)) if summary != task.summary else Outcome()


async def team_of(turn: Turn, team: str) -> str:
    """The same that had it; one that desk.yaml knows no more, or of a contact the bot alone served, is found anew."""
    if turn.at_desk:
        return turn.team
    if team in turn.desk_policy.teams:
        return team
    return routed(turn.desk_policy, await facts_of(turn, LOW_SCORE), None).team


def unowned(turn: Turn, kind: TaskKind, team: str, severity: Severity, summary: str) -> Task:
    policy = turn.desk_policy.tasks
    due_at = due(turn.hours, policy, team, severity, turn.now)
    task = Task(
        id=turn.doors.tasks.next_id(),
        kind=kind,
        conversation_id=turn.conversation.id,
        contact_id=turn.conversation.contact_id,
        team=team,
        severity=severity,
        summary=summary,
        opened_at=turn.now,
        due_at=due_at,
        remind_at=due_at,
    )
    return replace(task, remind_at=first_reminder(turn.hours, policy, task))


async def opened(turn: Turn, task: Task, reason: str, served: Sequence[str], *, waits: bool = False) -> Outcome:
    """`served`: whoever served the contact, who knows best what it is about. `waits`: the contact does, and is told
    what to expect.
    """
    owner = task.owner or agent_of(turn.conversation) or await owner_for(turn, task.team, served)
    task = replace(task, owner=owner)
    if turn.at_desk:
        begun = Outcome(posts=await card_post(turn, tasks=(task,)))
    else:
        begun = await reopened(turn, task, reason, served, waits=waits)
    return replace(
        begun,
        tasks=(task,),
        timers=(*begun.timers, Timer(name=task.timer, due_at=task.remind_at)),
        posts=(*begun.posts, *await announced(turn, task, begun)),
        events=(*begun.events, reporting.task_opened(turn, task)),
        entries=(Entry(kind=EntryKind.ACTIVITY, author="bot", text=f"task {task.id} opened", at=turn.now),),
    )


async def reopened(turn: Turn, task: Task, reason: str, served: Sequence[str], *, waits: bool) -> Outcome:
    """With whoever served them, if they are there; else it waits in the queue."""
    is_severe = task.severity is Severity.SEVERE
    case = Case(
        opened_at=turn.now,
        queued_at=turn.now,
        reason=reason,
        asked=task.summary,
        waiting_since=turn.now,
        team=task.team,
        priority=Priority.HIGH if is_severe else Priority.NORMAL,
        angry=is_severe and waits,
    )
    if task.owner in served:
        return await begun_with(turn, task, with_agent(turn.conversation, case, task.owner, turn.now))
    waiting = await queued(turn, case if waits else replace(case, told_late=True))
    timers = tuple(each for each in waiting.timers if waits or each.name != LATE)
    told = (waiting.told,) if waits and waiting.told.text else ()
    return replace(await begun_with(turn, task, waiting.owned), timers=timers, replies=told)


async def begun_with(turn: Turn, task: Task, owned: Owned) -> Outcome:
    posts = await at_the_desk(turn, owned, (task,))
    return Outcome(conversation=owned.conversation, case=owned.case, posts=posts)


async def announced(turn: Turn, task: Task, begun: Outcome) -> tuple[Outgoing, ...]:
    """In the topic, with the buttons that settle it."""
    after = replace(begun.conversation, case=begun.case) if begun.conversation else turn.conversation
    text = WORDS.line(
        turn,
        "opened",
        number=task.id,
        kind=WORDS.word(turn, "kind", kind=task.kind),
        agent=owner_called(turn, task, await turn.doors.floor.agents()),
        when=due_minute(turn, task),
        summary=masked(turn, task.summary),
    )
    return replace(turn, conversation=after).post(Content(text=text, buttons=ending_buttons(turn, task)))
