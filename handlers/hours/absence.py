"""Nobody is there: what that means for one conversation."""

from collections.abc import Mapping
from datetime import timedelta

from handlers.desk.cases import is_queued
from handlers.exchange import Turn
from handlers.fields.words import words_in
from handlers.formats import moment, weekday
from storage.desk import Case, Priority


def is_closed(turn: Turn, team: str) -> bool:
    return not turn.hours.is_open(team, turn.now)


def is_unattended(turn: Turn) -> bool:
    """It waits for the shop to open, and nobody was called for it."""
    case = turn.conversation.case
    if case is None or not is_queued(turn.conversation) or was_called(turn, case):
        return False
    return is_closed(turn, case.team)


def was_called(turn: Turn, case: Case) -> bool:
    """Somebody on call is asked to take it. Whoever was asked before closing time has gone home like all others."""
    return case.priority is Priority.URGENT and case.offered_to in turn.hours.on_call()


def return_of(turn: Turn, case: Case) -> Mapping[str, object]:
    """When people are back, as blanks of a line: `days` from today, the `day` and the `time`; "" while nobody knows."""
    opens = turn.hours.next_open(case.team, turn.now)
    why = words_in(turn.hours.why_closed(case.team, turn.now), turn.language, turn.policy.default_language)
    if opens is None:
        return {"days": "", "day": "", "time": "", "why": why}
    timezone = turn.policy.timezone
    local = moment(opens, timezone)
    days = (local.date() - moment(turn.now, timezone).date()) // timedelta(days=1)
    return {
        "days": days,
        "day": weekday(opens, turn.language, timezone),
        "time": f"{local:%H:%M}",
        "why": why,
    }


def business_seconds(turn: Turn, team: str, since: float) -> float:
    return turn.hours.seconds_between(team, since, turn.now)
