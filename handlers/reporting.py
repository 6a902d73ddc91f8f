"""Every reporting event, so that each always says the same. Every report is a query over them.

| event | value | business value | agent | script | details |
|---|---|---|---|---|---|
| `handoff` | | | | where the contact last was | `reason`, `priority`, `trigger`, `rule` |
| `claimed` | seconds in the queue | yes | who took it | | `from` |
| `first_response` | seconds since the hand-over | yes | who answered | | |
| `first_response_undone` | of the answer that is no first one any more: its moment and seconds | | | | |
| `released` | | | who had it | | `why` |
| `transferred` | seconds since the hand-over | yes | who gave it | | `from`, `to` |
| `snoozed` | seconds it will sleep | yes | who said so | | |
| `resolved` | seconds since the hand-over | yes | who had it, or ended it | | `by` |
| `reopened` | | | who did | | |
| `next_response` | seconds that the contact waited | yes | who answered | | |
| `next_response_undone` | of the answer that is none any more: its moment and seconds | | | | |
| `breach` | | | who has it when it is missed | | `promise` |
| `resolution` | seconds since the hand-over | those it was up to us | who had it | | `promised`, `difference` |
| `opened` | | | | what the visit began with | |
| `contained` | seconds of a visit that the bot alone served | | | where the contact last was | `by` |
| `csat` | the score as its scale counts it | | who answered last | | `survey`, `campaign`, `score`, `low`, `agents` |
| `survey_asked`, `survey_unsendable` | | | | | `survey`, `campaign` |
| `task_opened` | | | whose it is | | `number`, `kind`, `severity` |
| `task_settled` | seconds until it was | yes | who settled it | | `number`, `kind`, `severity`, `outcome`, `by` |
| `feedback` | | | | | `topic`, `severity` |
| `feedback_answered` | seconds until then | yes | who answered | | `topic`, `severity` |
| `not_understood` | so many in a row | | | where the contact last was | |
| `return_...` | an amount, or seconds since it was opened | | who moved it | | `number`, `by` ... |
| `return_late` | seconds that a refund is owed | | | | `number`, `warning` |
| `order_viewed` | | | who looked | | `order`, masked |
| `banned`, `unbanned`, `merge_proposed` | | | who did | | |
| `asking_declined`, `asking_allowed` | | | who noted it for them | | |
| `linked`, `unlinked` | | | | | `channels`, or `by` |
| `mended` | | | | | `why` |

Business values are seconds of opening hours. The channel and the team are the conversation's, unless said otherwise.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.desk.cases import agent_of, case_of
from handlers.desk.policy import Trigger
from handlers.desk.saying import agent
from handlers.exchange import Turn
from handlers.hours.absence import business_seconds
from storage.desk import Case, Promise
from storage.feedback import Feedback
from storage.links import BY_CONTACT
from storage.results import ReportingEvent
from storage.returns import Rma
from storage.surveys import Survey
from storage.tasks import Task


def handoff(turn: Turn, case: Case, trigger: Trigger | None) -> ReportingEvent:
    named = {"trigger": trigger.name if trigger else "", "rule": case.rule}
    details = {"reason": case.reason, "priority": case.priority.value}
    return ReportingEvent(
        name="handoff",
        at=turn.now,
        team=case.team,
        script=turn.state.intent,
        details=details | {name: value for name, value in named.items() if value},
    )


def claimed(turn: Turn, queued_at: float | None, before: str) -> ReportingEvent:
    """`queued_at`: None where it was not taken from the queue. `before`: whose it was, if anybody's."""
    return ReportingEvent(
        name="claimed",
        at=turn.now,
        value=None if queued_at is None else turn.now - queued_at,
        business_value=None if queued_at is None else business_seconds(turn, turn.team, queued_at),
        agent=agent(turn),
        details={"from": before} if before else {},
    )


def first_response(turn: Turn, case: Case) -> ReportingEvent:
    return ReportingEvent(
        name="first_response",
        at=turn.now,
        value=turn.now - case.opened_at,
        business_value=business_seconds(turn, case.team, case.opened_at),
        team=case.team,
        agent=agent(turn),
    )


def first_response_undone(before: Case) -> ReportingEvent:
    """What was said stays in the books: whoever counts it leaves out the earliest answer to the same wait."""
    at = before.first_response_at or before.opened_at
    return ReportingEvent(name="first_response_undone", at=at, value=at - before.opened_at, team=before.team)


def released(turn: Turn, account: str, why: str) -> ReportingEvent:
    return ReportingEvent(name="released", at=turn.now, agent=account, details={"why": why})


def transferred(turn: Turn, to: str) -> ReportingEvent:
    """`to`: an account, or a team. The event's team is the one that had it."""
    case, before = case_of(turn.conversation, turn.now), agent_of(turn.conversation)
    return ReportingEvent(
        name="transferred",
        at=turn.now,
        value=turn.now - case.opened_at,
        business_value=business_seconds(turn, case.team, case.opened_at),
        agent=agent(turn),
        details={"to": to, **({"from": before} if before else {})},
    )


def snoozed(turn: Turn, until: float) -> ReportingEvent:
    return ReportingEvent(
        name="snoozed",
        at=turn.now,
        value=until - turn.now,
        business_value=turn.hours.seconds_between(turn.team, turn.now, until),
        agent=agent(turn),
    )


def resolved(turn: Turn, case: Case, by: str) -> ReportingEvent:
    """`by`: as `handlers.farewell.ending.By` has it."""
    return ReportingEvent(
        name="resolved",
        at=turn.now,
        value=turn.now - case.opened_at,
        business_value=business_seconds(turn, case.team, case.opened_at),
        team=case.team,
        agent=agent_of(turn.conversation) or (agent(turn) if turn.inbound.staff else ""),
        details={"by": by},
    )


def reopened(turn: Turn, case: Case) -> ReportingEvent:
    """By staff, or by the contact, who wrote again soon after the end."""
    who = agent(turn) if turn.inbound.staff else ""
    return ReportingEvent(name="reopened", at=turn.now, team=case.team, agent=who)


def next_response(turn: Turn, case: Case, waiting_since: float) -> ReportingEvent:
    return ReportingEvent(
        name="next_response",
        at=turn.now,
        value=turn.now - waiting_since,
        business_value=business_seconds(turn, case.team, waiting_since),
        team=case.team,
        agent=agent(turn),
    )


def next_response_undone(turn: Turn, before: Case, waiting_since: float) -> ReportingEvent:
    """As `first_response_undone`."""
    at = before.answered_at or turn.now
    return ReportingEvent(name="next_response_undone", at=at, value=at - waiting_since, team=before.team)


def breach(turn: Turn, case: Case, promise: Promise) -> ReportingEvent:
    """When it is missed, whether or not it is kept later: a report counts those that still wait, too."""
    return ReportingEvent(
        name="breach",
        at=turn.now,
        team=case.team,
        agent=agent_of(turn.conversation),
        details={"promise": promise.what.value},
    )


def resolution(turn: Turn, case: Case, promise: Promise) -> ReportingEvent:
    """Without the time in which we waited for the contact."""
    return ReportingEvent(
        name="resolution",
        at=turn.now,
        value=turn.now - case.opened_at,
        business_value=promise.spent,
        team=case.team,
        agent=agent_of(turn.conversation) or (agent(turn) if turn.inbound.staff else ""),
        details={"promised": promise.seconds, "difference": promise.difference},
    )


def opened(turn: Turn, script: str) -> ReportingEvent:
    """A visit begins."""
    return ReportingEvent(name="opened", at=turn.now, script=script)


def contained(turn: Turn, began_at: float, by: str) -> ReportingEvent:
    """A visit ends, and nobody but the bot was needed. `by`: `idle`, `goodbye` or `contact`."""
    return ReportingEvent(
        name="contained", at=turn.now, value=turn.now - began_at, script=turn.state.intent, details={"by": by}
    )


def csat(survey: Survey, at: float) -> ReportingEvent:
    """`survey`: as it is answered."""
    about = {"survey": survey.survey, "campaign": survey.campaign, "agents": list(survey.agents)}
    return ReportingEvent(
        name="csat",
        at=at,
        value=survey.value,
        channel=survey.channel,
        team=survey.team,
        agent=survey.agents[-1] if survey.agents else "",
        details={**about, "score": survey.score, "low": survey.low},
    )


def survey_asked(survey: Survey, at: float) -> ReportingEvent:
    return of_survey("survey_asked", survey, at)


def survey_unsendable(survey: Survey, at: float) -> ReportingEvent:
    return of_survey("survey_unsendable", survey, at)


def of_survey(name: str, survey: Survey, at: float) -> ReportingEvent:
    about = {"survey": survey.survey, "campaign": survey.campaign}
    return ReportingEvent(name=name, at=at, channel=survey.channel, team=survey.team, details=about)


def task_opened(turn: Turn, task: Task) -> ReportingEvent:
    return ReportingEvent(name="task_opened", at=turn.now, team=task.team, agent=task.owner, details=about_task(task))


def task_settled(turn: Turn, task: Task) -> ReportingEvent:
    """`task`: as it has ended. `by`: `contact`, where they said how it is; else `agent`."""
    until = turn.now if task.settled_at is None else task.settled_at
    by = "agent" if task.answered_at is None else "contact"
    return ReportingEvent(
        name="task_settled",
        at=turn.now,
        value=until - task.opened_at,
        business_value=turn.hours.seconds_between(task.team, task.opened_at, until),
        team=task.team,
        agent=task.settled_by,
        details={**about_task(task), "outcome": task.outcome, "by": by},
    )


def about_task(task: Task) -> Mapping[str, Any]:
    return {"number": task.id, "kind": task.kind.value, "severity": task.severity.value}


def feedback_given(turn: Turn, feedback: Feedback) -> ReportingEvent:
    return ReportingEvent(name="feedback", at=turn.now, team=feedback.team, details=about_feedback(feedback))


def feedback_answered(turn: Turn, feedback: Feedback) -> ReportingEvent:
    return ReportingEvent(
        name="feedback_answered",
        at=turn.now,
        value=turn.now - feedback.at,
        business_value=business_seconds(turn, feedback.team, feedback.at),
        team=feedback.team,
        agent=feedback.answered_by,
        details=about_feedback(feedback),
    )


def about_feedback(feedback: Feedback) -> Mapping[str, Any]:
    return {"topic": feedback.topic.value, "severity": feedback.severity.value}


def not_understood(turn: Turn, times: int) -> ReportingEvent:
    return ReportingEvent(name="not_understood", at=turn.now, value=times, script=turn.state.intent)


def mended(turn: Turn, why: str) -> ReportingEvent:
    return ReportingEvent(name="mended", at=turn.now, details={"why": why})


def banned(turn: Turn) -> ReportingEvent:
    return ReportingEvent(name="banned", at=turn.now, agent=agent(turn))


def unbanned(turn: Turn) -> ReportingEvent:
    return ReportingEvent(name="unbanned", at=turn.now, agent=agent(turn))


def asking_declined(turn: Turn, noted_by: str = "") -> ReportingEvent:
    """When they said that they do not want to be asked how it was: the shop must be able to tell."""
    return ReportingEvent(name="asking_declined", at=turn.now, agent=noted_by)


def asking_allowed(turn: Turn) -> ReportingEvent:
    return ReportingEvent(name="asking_allowed", at=turn.now)


def order_viewed(turn: Turn, masked_number: str) -> ReportingEvent:
    return ReportingEvent(name="order_viewed", at=turn.now, agent=agent(turn), details={"order": masked_number})


def merge_proposed(turn: Turn) -> ReportingEvent:
    return ReportingEvent(name="merge_proposed", at=turn.now, agent=agent(turn))


def linked(turn: Turn, channels: Sequence[str]) -> ReportingEvent:
    return ReportingEvent(name="linked", at=turn.now, details={"channels": list(channels)})


def unlinked(turn: Turn) -> ReportingEvent:
    return ReportingEvent(name="unlinked", at=turn.now, details={"by": BY_CONTACT})


def return_moved(what: str, rma: Rma, by: str, at: float, value: float, facts: Mapping[str, Any]) -> ReportingEvent:
    """`by`: `contact`, `policy`, `timer`, or an agent's account."""
    return ReportingEvent(
        name=f"return_{what}",
        at=at,
        value=value,
        agent=by if ":" in by else "",
        details={"number": rma.number, "by": by, **facts},
    )


def return_late(rma: Rma, at: float, seconds: float, warning: int) -> ReportingEvent:
    """The shop owes a refund for so long already."""
    return ReportingEvent(name="return_late", at=at, value=seconds, details={"number": rma.number, "warning": warning})
