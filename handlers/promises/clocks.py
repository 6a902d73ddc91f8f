"""The clock of one promise: started, stopped, and read in the hours of the team that has the conversation."""

from collections.abc import Iterable

from handlers.hours.business import BusinessHours
from storage.desk import Promise, Promised
from storage.records import record, replace

TOLERANCE = 0.5
"""Seconds. A moment that was worked out from a number of seconds may fall short of that number when it is read back."""
DIGITS = 3
"""Of seconds by which a deadline was kept or missed."""
AFTERWARDS = 1.0
"""Seconds. An answer at the very deadline is in time, so it is looked again after it."""


@record(frozen=True, slots=True)
class Watch:
    """Now, as a team's hours count it."""

    hours: BusinessHours
    team: str
    now: float

    def since(self, start: float) -> float:
        return self.hours.seconds_between(self.team, start, self.now)

    def after(self, start: float, seconds: float) -> float | None:
        return self.hours.after(self.team, start, max(0.0, seconds))


def begun(what: Promised, seconds: float, at: float) -> Promise:
    return Promise(what=what, seconds=seconds, begun_at=at, running_since=at)


def used(promise: Promise, watch: Watch) -> float:
    since = promise.running_since
    return promise.spent if since is None else promise.spent + watch.since(since)


def left(promise: Promise, watch: Watch) -> float:
    """Less than 0: it is late by so many seconds."""
    return promise.seconds - used(promise, watch)


def stopped(promise: Promise, watch: Watch) -> Promise:
    if promise.running_since is None:
        return promise
    return replace(promise, spent=used(promise, watch), running_since=None, due_at=None)


def resumed(promise: Promise, watch: Watch) -> Promise:
    return replace(promise, running_since=watch.now) if promise.running_since is None else promise


def ended(promise: Promise, watch: Watch) -> Promise:
    """The deadline that it had stays with it."""
    spent = used(promise, watch)
    difference = round(promise.seconds - spent, DIGITS)  # an answer at the very deadline is in time
    return replace(promise, spent=spent, running_since=None, ended_at=watch.now, difference=difference)


def seen(promise: Promise, watch: Watch) -> Promise:
    """Once missed it stays so, whatever is promised later."""
    is_missed = round(left(promise, watch), DIGITS) < 0
    return replace(promise, missed_at=watch.now) if is_missed and promise.missed_at is None else promise


def was_missed(promise: Promise) -> bool:
    """An older kefu counted it when it was over, and did not write down when it was missed."""
    return promise.missed_at is not None or (promise.difference or 0.0) < 0


def carried(promise: Promise, before: Watch) -> Promise:
    """What has passed was counted by the hours of another team."""
    if promise.running_since is None:
        return promise
    return replace(promise, spent=used(promise, before), running_since=before.now)


def planned(promise: Promise, watch: Watch, stages: Iterable[int]) -> Promise:
    """With its deadline and its stage, as the hours are now."""
    since = promise.running_since
    due_at = None if since is None else watch.after(since, promise.seconds - promise.spent)
    return replace(promise, due_at=due_at, stage=stage(promise, watch, stages))


def stage(promise: Promise, watch: Watch, stages: Iterable[int]) -> int:
    spent = used(promise, watch)
    return max((each for each in stages if is_reached(promise, spent, each)), default=0)


def is_reached(promise: Promise, spent: float, stage: int) -> bool:
    return spent + TOLERANCE >= promise.seconds * stage / 100


def next_stage_at(promise: Promise, watch: Watch, stages: Iterable[int]) -> float | None:
    """When something is to happen; None: nothing any more, or not while the clock stands still."""
    since = promise.running_since
    if since is None:
        return None
    spent = used(promise, watch)
    following = min((each for each in stages if not is_reached(promise, spent, each)), default=None)
    if following is not None:
        return watch.after(since, promise.seconds * following / 100 - promise.spent)
    return watch.after(since, promise.seconds + AFTERWARDS - promise.spent) if promise.missed_at is None else None
