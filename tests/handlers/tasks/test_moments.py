"""When a task is due and comes up again, over any opening hours."""

from dataclasses import dataclass, field, replace
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.hours.business import BusinessHours
from handlers.scripts.library import Library
from handlers.tasks.moments import ROUND, due, first_reminder, in_hours, in_round, next_reminder
from handlers.tasks.policy import HOUR, TaskPolicy
from storage.tasks import Severity, Task, TaskKind
from tests.handlers.tasks.rating import served
from tests.standing import AlwaysOpen

DAY = 24 * HOUR
POLICY = TaskPolicy()


@dataclass
class Daily(AlwaysOpen):
    """From nine to six, by a clock that began at midnight; `never` is a team that is closed for good."""

    begins: float = 9 * HOUR
    ends: float = 18 * HOUR
    closed: frozenset[str] = field(default=frozenset({"never"}))

    def is_open(self, team: str, at: float) -> bool:
        return team not in self.closed and self.begins <= at % DAY < self.ends

    def next_open(self, team: str, at: float) -> float | None:
        if team in self.closed or self.is_open(team, at):
            return None if team in self.closed else at
        day = at // DAY * DAY
        return day + self.begins if at < day + self.begins else day + DAY + self.begins

    def next_close(self, team: str, at: float) -> float | None:
        return at // DAY * DAY + self.ends if self.is_open(team, at) else at

    def seconds_between(self, team: str, start: float, end: float) -> float:
        days = range(int(start // DAY), int(end // DAY) + 1)
        parts = (min(end, each * DAY + self.ends) - max(start, each * DAY + self.begins) for each in days)
        return 0.0 if team in self.closed else sum(max(0.0, part) for part in parts)

    def after(self, team: str, start: float, seconds: float) -> float | None:
        if team in self.closed:
            return None
        at = start
        while True:
            opens = self.next_open(team, at)
            assert opens is not None
            left = opens // DAY * DAY + self.ends - opens
            if seconds <= left:
                return opens + seconds
            seconds, at = seconds - left, opens + left


def task_at(hours: BusinessHours, now: float, team: str = "") -> Task:
    by = due(hours, POLICY, team, Severity.NORMAL, now)
    task = Task(id=1, kind=TaskKind.LOW_SCORE, team=team, opened_at=now, due_at=by, remind_at=by)
    return replace(task, remind_at=first_reminder(hours, POLICY, task))


@given(st.floats(0, 30 * DAY))
def test_it_comes_up_before_it_is_due_then_when_it_is_and_then_again_and_again(now: float) -> None:
    hours = Daily()
    task = task_at(hours, now)
    assert hours.seconds_between("", now, task.due_at) == pytest.approx(POLICY.due)
    told_due = in_hours(hours, "", task.due_at)
    assert told_due == task.due_at or not hours.is_open("", task.due_at)
    assert now <= task.remind_at <= told_due
    at, moments = task.remind_at, []
    for _ in range(12):
        following = next_reminder(hours, POLICY, task, at)
        assert following > at, "or it would come up again at once"
        if at >= task.due_at:
            assert hours.is_open("", following)
            assert following % ROUND == 0
            assert hours.seconds_between("", at, following) <= POLICY.remind_every + ROUND
        moments.append(following)
        at = following
    assert told_due in (task.remind_at, *moments)


@given(st.floats(0, 30 * DAY))
def test_a_round_begins_in_opening_hours(at: float) -> None:
    begins = in_round(Daily(), "", at)
    assert begins >= at
    assert Daily().is_open("", begins)
    assert in_round(AlwaysOpen(), "", at) - at <= ROUND


@given(st.floats(0, 30 * DAY))
def test_a_team_that_is_closed_for_good_is_reminded_by_the_clock_on_the_wall(now: float) -> None:
    task = task_at(Daily(), now, "never")
    assert task.due_at == now + POLICY.due
    assert task.due_at < next_reminder(Daily(), POLICY, task, task.due_at) < task.due_at + 3 * HOUR


async def test_at_night_nobody_is_reminded(scripts: Library) -> None:
    shift = await served(scripts)
    shift.hours = Daily()
    shift.now = shift.now // DAY * DAY + 17 * HOUR
    await shift.rates(1, 2)
    shift.forget()
    at = shift.task().due_at
    assert at % DAY == 16 * HOUR, "an hour today, and seven tomorrow"
    while shift.now < at + 2 * DAY:
        before = len(shift.alerts)
        await shift.passes(HOUR / 4)
        assert len(shift.alerts) == before or Daily().is_open("", shift.now)
    assert len(shift.alerts) >= 8


async def test_a_team_that_is_closed_for_good_hears_of_it_all_the_same(scripts: Library) -> None:
    shift = await served(scripts)
    shift.hours = Daily(closed=frozenset({"aftersales"}))
    await shift.rates(1, 2)
    shift.forget()
    await shift.passes(DAY)
    assert len(shift.alerts) > 5


async def test_a_task_is_told_of_at_the_minute_an_hour_before_it_is_due_and_when_it_is(scripts: Library) -> None:
    shift = await served(scripts)
    shift.now = ceil(shift.now / ROUND) * ROUND + 60
    await shift.rates(1, 2)
    due_at = shift.task(1).due_at
    for moment in (due_at - HOUR, due_at):
        await shift.passes(moment - 1 - shift.now)
        shift.forget()
        await shift.passes(1)
        assert len(shift.alerts) == 1


async def test_those_that_become_due_within_minutes_are_told_of_in_two_posts_at_most(scripts: Library) -> None:
    shift = await served(scripts)
    shift.now = ceil(shift.now / ROUND) * ROUND + 60
    for customer in (1, 2, 3):
        await shift.says(customer, "你好")
        await shift.rates(customer, 2)
        await shift.passes(200)
    first, last = shift.task(1).due_at, shift.task(3).due_at
    assert first // ROUND == last // ROUND
    await shift.passes(first - 1 - shift.now)
    shift.forget()
    await shift.passes(1)
    [alert] = shift.alerts
    assert told(alert) == [1, 0, 0]
    shift.forget()
    await shift.passes(last - shift.now)
    assert shift.alerts == []
    await shift.passes(ceil(last / ROUND) * ROUND - shift.now)
    [alert] = shift.alerts
    assert told(alert) == [0, 1, 1]


async def test_what_comes_up_after_another_just_before_the_team_goes_is_told_before_they_go(scripts: Library) -> None:
    shift = await served(scripts)
    shift.hours = Daily()
    shift.now = shift.now // DAY * DAY + DAY + 9 * HOUR + 46 * 60
    for customer in (1, 2):
        await shift.says(customer, "你好")
        await shift.rates(customer, 2)
        await shift.passes(240)
    first, second = shift.task(1).due_at, shift.task(2).due_at
    assert (first % DAY, second % DAY) == (17 * HOUR + 46 * 60, 17 * HOUR + 50 * 60)
    await shift.passes(first - shift.now)
    shift.forget()
    await shift.passes(second - shift.now)
    [alert] = shift.alerts
    assert told(alert)[1] == 1


def told(alert: str) -> list[int]:
    """How often of each task."""
    return [len([line for line in alert.splitlines() if each in line]) for each in ("#1", "#2", "#3")]
