"""Staff are reminded of what they promised: in one post a place, at every stage, until it is answered."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bots.app.promise_sweep import SECONDS, PromiseSweep
from handlers.contract import Policy
from handlers.desk.places import Place, Places
from handlers.desk.policy import AgentProfile, Assignment, DeskPolicy, NewcomerPolicy, Rule, Team, When
from handlers.desk.shelf import FixedDeskPolicy
from handlers.exchange import plain
from handlers.hours.calendar import Calendar
from handlers.hours.policy import HoursPolicy, Stretch, Week
from handlers.promises.policy import PromisePolicy, PromiseRule
from handlers.promises.reminders import Reminding
from handlers.scripts.library import Library
from storage.database import Database
from storage.desk import Promised
from storage.results import Action, Outgoing
from storage.sqlite import SqliteStore
from storage.sqlite.reminders import SqliteReminders
from tests.handlers.desk.shift import BO, LAO, MEI, Shift
from tests.handlers.promises.shop import DESK, HOUR, MINUTE, OFFICE
from tests.moments import SHANGHAI, at
from tests.standing import FixedShelf

FIRST = Promised.FIRST_RESPONSE
ONLY_FIRST = PromisePolicy(rules=(PromiseRule(terms={FIRST: 10 * MINUTE}),))
MAIN = Places(Place("slack", "desk"))


@dataclass
class Office:
    """A shift that is swept over and over, and what was posted."""

    shift: Shift
    database: Database
    posts: list[Outgoing] = field(default_factory=list)

    @property
    def sweep(self) -> PromiseSweep:
        shift = self.shift
        reminding = Reminding(
            shelf=FixedShelf(shift.words),
            desk_policies=FixedDeskPolicy(shift.desk_policy),
            hours=shift.hours,
            places=shift.places,
            policy=Policy(),
        )
        return PromiseSweep(
            reminding, shift, SqliteReminders(self.database), self.posts.extend, clock=lambda: shift.now
        )

    async def passes(self, seconds: float) -> list[str]:
        """Returns what was said meanwhile."""
        before, until = len(self.posts), self.shift.now + seconds
        while self.shift.now < until:
            await self.shift.passes(min(SECONDS, until - self.shift.now))
            await self.sweep.sweep()
        return self.said[before:]

    @property
    def said(self) -> list[str]:
        return [plain(each.content.text) for each in self.posts]


Opened = Callable[..., Awaitable[Office]]


@pytest.fixture
async def opened(scripts: Library, tmp_path: Path) -> AsyncIterator[Opened]:
    database = await Database.open(tmp_path / "kefu.db")

    async def opened(
        promises: PromisePolicy = ONLY_FIRST,
        now: str = "2026-11-24 10:00",
        hours: HoursPolicy = OFFICE,
        places: Places = MAIN,
        **desk: object,
    ) -> Office:
        """Nobody is asked to take anything."""
        policy = DeskPolicy(promises=promises, anyone=Team(key="", assignment=Assignment.PULL))
        policy = replace(policy, **desk)  # type: ignore[arg-type]  # facts by name
        shift = Shift(scripts, desk_policy=policy, hours=Calendar(hours, SHANGHAI), places=places, now=at(now))
        for account in (MEI, BO):
            await shift.writes(account, None, "/queue")
        return Office(shift, database)

    yield opened
    await database.close()


def heading(post: str) -> str:
    return post.splitlines()[0]


# When


async def test_at_each_stage_there_is_one_reminder(opened: Opened) -> None:
    office = await opened()
    await office.shift.waits_for_a_person(1)
    assert await office.passes(6 * MINUTE - 1) == []
    assert await office.passes(MINUTE) == ["⏰ 1 个快超时了\n· #1 （Telegram）首次回复还剩 4 分钟，还没有人接"]
    assert [heading(each) for each in await office.passes(3 * MINUTE + 31)] == ["⏰ 1 个快超时了", "⏰ 1 个会话超时了"]
    assert office.posts[0].action is Action.ALERT
    assert (office.posts[0].channel, office.posts[0].to) == ("slack", "desk")


async def test_what_is_missed_is_said_again_until_it_is_answered(opened: Opened) -> None:
    office = await opened(replace(ONLY_FIRST, remind=(100,), repeat_seconds=15 * MINUTE))
    await office.shift.waits_for_a_person(1)
    again = await office.passes(45 * MINUTE)
    assert [each.splitlines()[1] for each in again] == [
        "· #1 （Telegram）首次回复刚刚超时，还没有人接",
        "· #1 （Telegram）首次回复已超时 15 分钟，还没有人接",
        "· #1 （Telegram）首次回复已超时 30 分钟，还没有人接",
    ]
    await office.shift.writes(MEI, 1, "您好")
    assert await office.passes(HOUR) == []


async def test_what_is_late_for_hours_is_said_less_and_less_often(opened: Opened) -> None:
    office = await opened(replace(ONLY_FIRST, remind=(100,), repeat_seconds=15 * MINUTE))
    await office.shift.waits_for_a_person(1)
    counts = [len(await office.passes(HOUR)) for _ in range(6)]
    assert counts[0] == 4, "at once, and each quarter of an hour"
    assert counts == sorted(counts, reverse=True)
    assert 0 < counts[-1] < 2


async def test_once_is_enough_where_the_shop_says_so(opened: Opened) -> None:
    office = await opened(replace(ONLY_FIRST, remind=(100,), repeat_seconds=0))
    await office.shift.waits_for_a_person(1)
    assert len(await office.passes(5 * HOUR)) == 1


async def test_nobody_is_reminded_of_what_is_only_nearly_late_again_and_again(opened: Opened) -> None:
    office = await opened(PromisePolicy(rules=(PromiseRule(terms={FIRST: 5 * HOUR}),), remind=(60,)))
    await office.shift.waits_for_a_person(1)
    assert len(await office.passes(5 * HOUR - MINUTE)) == 1


async def test_no_reminder_comes_before_the_team_is_there_again(opened: Opened) -> None:
    office = await opened(now="2026-11-24 17:52")
    await office.shift.waits_for_a_person(1)
    assert len(await office.passes(8 * MINUTE)) == 1
    assert await office.passes(at("2026-11-25 08:59") - office.shift.now) == []
    said = await office.passes(3 * MINUTE)
    assert "首次回复刚刚超时" in said[-1]


async def test_an_outage_over_all_stages_is_one_reminder(opened: Opened) -> None:
    office = await opened()
    await office.shift.waits_for_a_person(1)
    office.shift.now += 40 * MINUTE
    assert [each.splitlines()[1] for each in await office.passes(2 * MINUTE)] == [
        "· #1 （Telegram）首次回复已超时 30 分钟，还没有人接"
    ]


async def test_whoever_waits_for_the_customer_is_not_reminded(opened: Opened) -> None:
    office = await opened(DESK.promises)
    await office.shift.waits_for_a_person(1)
    await office.shift.writes(MEI, 1, "请发张照片")
    assert await office.passes(100 * MINUTE) == []


async def test_without_promises_nothing_is_asked_for(opened: Opened) -> None:
    office = await opened(PromisePolicy())
    await office.shift.waits_for_a_person(1)
    assert await office.passes(HOUR) == []
    assert await SqliteReminders(office.database).last("slack:desk") is None


# What


async def test_forty_at_once_are_one_post_with_the_worst_first(opened: Opened) -> None:
    office = await opened()
    office.shift.desk_policy = replace(office.shift.desk_policy, newcomers=NewcomerPolicy(most=0))
    await office.shift.waits_for_a_person(40)
    await office.shift.passes(MINUTE)
    await office.shift.waits_for_a_person(*range(1, 40))
    said = await office.passes(7 * MINUTE)
    assert len(said) == 2, "at six minutes the first alone, then all of them"
    lines = said[-1].splitlines()
    assert lines[0] == "⏰ 40 个快超时了"
    assert lines[1].startswith("· #40 （Telegram）")
    assert lines[-1] == "……还有 28 个，请发 /队列 查看"
    assert len(lines) == 14


async def test_the_agent_is_called_and_once_it_is_late_the_supervisor_too(opened: Opened) -> None:
    boss = AgentProfile(account=LAO, supervisor=True, name={"zh-CN": "王经理"})
    office = await opened(DESK.promises, agents={LAO: boss})
    await office.shift.waits_for_a_person(1)
    await office.shift.writes(MEI, 1, "您好")
    await office.shift.says(1, "能换吗")
    await office.passes(19 * MINUTE)
    assert office.said[-1] == "⏰ 1 个快超时了\n· #1 （Telegram）回复还剩 2 分钟，请 小美 处理"
    assert '<a href="agent:slack:U7">小美</a>' in office.posts[-1].content.text
    await office.passes(3 * MINUTE)
    assert office.said[-1].endswith("请 小美 处理\n请 王经理 关注。")
    assert '<a href="agent:slack:U3">王经理</a>' in office.posts[-1].content.text


async def test_nobody_s_telephone_rings_for_what_it_rang_for_a_moment_ago(opened: Opened) -> None:
    promises = replace(DESK.promises, remind=(100,))
    office = await opened(promises, agents={LAO: AgentProfile(account=LAO, supervisor=True)})
    for customer, agent in ((1, MEI), (2, BO)):
        await office.shift.waits_for_a_person(customer)
        await office.shift.writes(agent, customer, "您好")
        await office.shift.says(customer, "能换吗")
        await office.shift.passes(2 * MINUTE)
    await office.passes(19 * MINUTE)
    first, second = (each.content.text for each in office.posts)
    assert ("agent:slack:U7" in first, "agent:slack:U9" in first) == (True, False)
    assert "小美" in second
    assert ("agent:slack:U7" in second, "agent:slack:U9" in second) == (False, True)
    await office.passes(14 * MINUTE)
    (third,) = (each.content.text for each in office.posts[2:])
    assert ("agent:slack:U7" in third, "agent:slack:U9" in third) == (True, True), "both, and not one after the other"
    assert "agent:slack:U3" in third


async def test_a_supervisor_is_told_of_their_own_teams(opened: Opened) -> None:
    teams = {key: Team(key=key, assignment=Assignment.PULL) for key in ("sales", "care")}
    agents = {
        LAO: AgentProfile(account=LAO, supervisor=True, teams=frozenset({"sales"})),
        BO: AgentProfile(account=BO, supervisor=True, teams=frozenset({"care"})),
        "telegram:1": AgentProfile(account="telegram:1", supervisor=True),
    }
    office = await opened(teams=teams, agents=agents, default_team="care")
    await office.shift.waits_for_a_person(1)
    await office.passes(11 * MINUTE)
    assert "agent:slack:U9" in office.posts[-1].content.text
    assert "agent:slack:U3" not in office.posts[-1].content.text
    assert "agent:telegram:1" not in office.posts[-1].content.text


async def test_whoever_put_it_to_sleep_is_named(opened: Opened) -> None:
    office = await opened(DESK.promises)
    await office.shift.waits_for_a_person(1)
    await office.shift.writes(MEI, 1, "您好")
    await office.shift.says(1, "能换吗")
    await office.shift.writes(MEI, 1, "/snooze 2h")
    await office.passes(13 * MINUTE)
    assert "回复还剩 8 分钟，请 小美 处理" in office.said[-1]


async def test_each_place_hears_of_its_own_conversations(opened: Opened) -> None:
    teams = {key: Team(key=key, assignment=Assignment.PULL) for key in ("sales", "care")}
    rules = (Rule(name="sales", when=When(words=("批发",)), team="sales"),)
    places = Places(Place("slack", "desk"), {"sales": Place("slack", "C2")})
    office = await opened(teams=teams, default_team="care", rules=rules, places=places)
    await office.shift.waits_for_a_person(1)
    await office.shift.says(2, "批发价是多少")
    await office.shift.says(2, "转人工")
    await office.passes(7 * MINUTE)
    assert [(each.to, "#1" in each.content.text, "#2" in each.content.text) for each in office.posts] == [
        ("desk", True, False),
        ("C2", False, True),
    ]


async def test_a_team_that_has_gone_home_is_left_out_of_the_others_post(opened: Opened) -> None:
    teams = {key: Team(key=key, assignment=Assignment.PULL) for key in ("sales", "care")}
    rules = (Rule(name="sales", when=When(words=("批发",)), team="sales"),)
    hours = replace(OFFICE, teams={"sales": Week(((Stretch(9 * 60, 10 * 60 + 7),),) * 7)})
    office = await opened(teams=teams, default_team="care", rules=rules, hours=hours)
    await office.shift.says(1, "批发价是多少")
    await office.shift.says(1, "转人工")
    await office.passes(2 * MINUTE)
    await office.shift.waits_for_a_person(2)
    said = await office.passes(9 * MINUTE)
    assert ["#1" in each for each in said] == [True, False, False]


# Once, whatever happens


async def test_a_restart_says_nothing_twice(opened: Opened) -> None:
    office = await opened()
    await office.shift.waits_for_a_person(1)
    await office.passes(7 * MINUTE)
    again = Office(office.shift, office.database)
    await again.passes(MINUTE)
    assert (len(office.posts), again.posts) == (1, [])
    waiting = await SqliteStore(office.database).waiting()
    assert [each.id for each in waiting] == [each.id for each in office.posts], (
        "one that died before sending it sends it"
    )


async def test_of_two_that_sweep_at_the_same_moment_one_speaks(opened: Opened) -> None:
    office = await opened()
    await office.shift.waits_for_a_person(1)
    both = [office, Office(office.shift, office.database)]
    for _ in range(5):
        await office.shift.passes(6 * MINUTE)
        await asyncio.gather(*(each.sweep.sweep() for each in both))
    spoken = sum(len(each.posts) for each in both)
    assert spoken == len(await SqliteStore(office.database).waiting()) == 3
