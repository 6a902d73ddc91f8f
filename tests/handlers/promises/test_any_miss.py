"""Whatever becomes of a conversation, and however long kefu is down, each missed promise is one for the reports."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.desk.policy import Assignment, DeskPolicy, Team
from handlers.farewell.policy import FarewellPolicy, Silence
from handlers.hours.calendar import Calendar
from handlers.promises.clocks import Watch, left
from handlers.scripts.library import Library
from storage.desk import Promise, Promised
from tests.handlers.desk.shift import BO, MEI, Shift
from tests.handlers.promises.shop import MINUTE, OFFICE, PROMISES
from tests.moments import SHANGHAI, at

SHOP = DeskPolicy(
    promises=PROMISES,
    farewell=FarewellPolicy(desk=Silence()),
    teams={key: Team(key=key, assignment=Assignment.PULL) for key in ("presales", "aftersales")},
    default_team="presales",
)
STAFF = {
    "answers": "可以",
    "undoes": "/undo",
    "sleeps": "/snooze 3h",
    "hands over": "/transfer aftersales",
    "hands back": "/transfer presales",
    "ends": "/resolve",
    "opens": "/reopen",
}
DOINGS = st.sampled_from(["asks", "leaves", "waits", *STAFF])
HISTORIES = st.lists(st.tuples(DOINGS, st.integers(0, 90), st.booleans()), min_size=1, max_size=12)
Known = tuple[Promised, float, float]
"""What, since when, and in the case that began when."""


async def does(shift: Shift, doing: str) -> None:
    if doing in STAFF:
        await shift.writes(BO if doing == "hands back" else MEI, 1, STAFF[doing])
    elif doing == "leaves":
        await shift.blocks(1)
    elif doing == "asks":
        await shift.says(1, "能换吗")


@settings(max_examples=60, deadline=None)
@given(HISTORIES)
def test_each_promise_that_is_missed_is_told_once(scripts: Library, history: list[tuple[str, int, bool]]) -> None:
    """`history`: what happens, how many minutes pass then, and whether kefu is down meanwhile."""
    asyncio.run(check(scripts, history))


async def check(scripts: Library, history: list[tuple[str, int, bool]]) -> None:
    shift = Shift(scripts, desk_policy=SHOP, hours=Calendar(OFFICE, SHANGHAI), now=at("2026-11-24 10:00"))
    await shift.waits_for_a_person(1)
    missed: set[Known] = set()
    for doing, minutes, is_down in history:
        await does(shift, doing)
        if is_down:
            shift.now += minutes * MINUTE
        else:
            await shift.passes(minutes * MINUTE)
        missed |= seen(shift, is_looked_at=not is_down)
        assert len([each for each in shift.events if each.name == "breach"]) == len(missed)


def seen(shift: Shift, *, is_looked_at: bool) -> set[Known]:
    case, found = shift.conversations[1].case, set()
    for each in (*shift.ended, *([case] if case else ())):
        watch = Watch(shift.hours, each.team, shift.now)
        for promise in each.promises:
            is_late = left(promise, watch) < -1e-3
            assert promise.missed_at is not None or not is_late or not (is_looked_at or is_over(promise))
            if promise.missed_at is not None:
                assert is_late
                found.add((promise.what, promise.begun_at, each.opened_at))
    return found


def is_over(promise: Promise) -> bool:
    return promise.running_since is None
