"""Whatever customer and staff do to each other, the clocks have counted what somebody would who looks every minute."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.desk.policy import Assignment, DeskPolicy, Team
from handlers.farewell.policy import FarewellPolicy, Silence
from handlers.hours.calendar import Calendar
from handlers.promises.keeping import DUE
from handlers.scripts.library import Library
from storage.conversations import Status
from storage.desk import Promise, Promised
from tests.handlers.desk.shift import MEI, Shift
from tests.handlers.promises.shop import HOUR, MINUTE, OFFICE, PROMISES
from tests.moments import SHANGHAI, at

PATIENT = DeskPolicy(
    promises=PROMISES, farewell=FarewellPolicy(desk=Silence()), anyone=Team(key="", assignment=Assignment.PULL)
)
DOINGS = st.sampled_from(["asks", "thanks", "answers", "notes", "snoozes", "leaves", "rings"])
HISTORIES = st.lists(st.tuples(DOINGS, st.integers(0, 300)), min_size=1, max_size=10)


class Watcher:
    """Looks at the clock once a minute."""

    def __init__(self, shift: Shift) -> None:
        self.shift = shift
        self.waits, self.answered, self.left = True, False, False
        self.resolution = self.response = 0

    async def does(self, doing: str) -> None:
        if doing in ("asks", "thanks", "leaves"):
            await self.customer_does(doing)
        elif doing == "rings":
            await self.shift.rings(1, DUE)
        elif doing == "notes":
            await self.shift.writes(MEI, 1, "//他很急")
        elif doing == "snoozes":
            await self.shift.writes(MEI, 1, "/snooze 3h")
        elif not self.left and self.shift.conversations[1].status is not Status.SNOOZED:
            await self.shift.writes(MEI, 1, "可以")
            self.waits, self.answered = False, True

    async def customer_does(self, doing: str) -> None:
        self.left = doing == "leaves"
        if self.left:
            await self.shift.blocks(1)
            return
        await self.shift.says(1, "能换吗" if doing == "asks" else "谢谢")
        if doing == "asks" and not self.waits:
            self.waits, self.response = True, 0

    async def passes(self, minutes: int) -> None:
        for _ in range(minutes):
            is_open = self.shift.hours.is_open("", self.shift.now)
            asleep = self.shift.conversations[1].status is Status.SNOOZED
            if is_open and not self.left:
                self.response += self.waits
                self.resolution += not asleep and (self.waits or not self.answered)
            await self.shift.passes(MINUTE)


def counted(shift: Shift, what: Promised) -> tuple[Promise, float]:
    promise = next(each for each in shift.case(1).promises if each.what is what)
    since = promise.running_since
    return promise, promise.spent + (0 if since is None else shift.hours.seconds_between("", since, shift.now))


@settings(max_examples=25, deadline=None)
@given(HISTORIES, st.sampled_from(["2026-11-24 10:00", "2026-11-24 17:30", "2026-11-24 23:00"]))
def test_every_clock_has_counted_every_minute(scripts: Library, history: list[tuple[str, int]], begins: str) -> None:
    asyncio.run(check(scripts, history, begins))


async def check(scripts: Library, history: list[tuple[str, int]], begins: str) -> None:
    shift = Shift(scripts, desk_policy=PATIENT, hours=Calendar(OFFICE, SHANGHAI), now=at(begins))
    await shift.waits_for_a_person(1)
    watcher = Watcher(shift)
    missed: set[tuple[Promised, float]] = set()
    for doing, minutes in history:
        await watcher.does(doing)
        await watcher.passes(minutes)
        resolution, seconds = counted(shift, Promised.RESOLUTION)
        assert seconds == pytest.approx(watcher.resolution * MINUTE, abs=1e-3)
        check_stage(shift, resolution, seconds)
        if watcher.waits:
            response, seconds = counted(shift, Promised.NEXT_RESPONSE if watcher.answered else Promised.FIRST_RESPONSE)
            assert response.ended_at is None
            assert seconds == pytest.approx(watcher.response * MINUTE, abs=1e-3)
            check_stage(shift, response, seconds)
        missed |= check_missed(shift)
        assert len([each for each in shift.events if each.name == "breach"]) == len(missed), "each is counted once"


def check_missed(shift: Shift) -> set[tuple[Promised, float]]:
    """Which are, and they are all that took longer; at the very deadline an answer is in time."""
    found = set()
    for each in shift.case(1).promises:
        _, seconds = counted(shift, each.what)
        assert (each.missed_at is not None) == (seconds > each.seconds + 1e-3)
        if each.missed_at is not None:
            found.add((each.what, each.begun_at))
    return found


def check_stage(shift: Shift, promise: Promise, seconds: float) -> None:
    """Each timer has rung in time, and the next one is set wherever something is to come."""
    percent = 100 * seconds / promise.seconds
    assert promise.stage == max((each for each in (60, 90, 100) if percent + 0.1 >= each), default=0)
    if promise.running_since is not None and promise.stage < 100:
        due = shift.timers[1, DUE].due_at
        assert promise.due_at is not None
        assert due <= promise.due_at
    assert promise.seconds in (10 * MINUTE, 20 * MINUTE, 4 * HOUR)
