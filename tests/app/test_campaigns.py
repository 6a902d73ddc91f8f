"""Campaigns begin by their calendar, move on at their pace, and the desk reads how far they are in one post."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.app.campaigns.calendar import CampaignCalendar
from bots.app.campaigns.news import CampaignNews
from bots.app.campaigns.pump import PILED_UP, CampaignPump
from bots.app.campaigns.wording import RunWording
from bots.machine_clock import UNHEARD, TimeTold
from handlers.campaigns.audiences import Knowing
from handlers.campaigns.lasting import CLEARED, SHORTEST, ends_at
from handlers.contract import Policy
from handlers.desk.places import Place
from handlers.desk.policy import DEFAULT_POLICY
from handlers.desk.shelf import FixedDeskPolicy
from handlers.hours.policy import Stretch
from handlers.scripts.library import Library
from handlers.surveys.policy import QUIET, Campaign, SurveyPolicy
from handlers.surveys.policy import Audience as Wanted
from handlers.surveys.quiet import QuietHours, loud
from storage.campaigns import Audience, Resumed, Run, RunStatus, Stopped, TargetStatus
from storage.content import Content
from storage.database import Database, Rows
from storage.desk import Agent
from storage.errors import Conflict
from storage.inbound import Identity
from storage.results import Action, Outgoing, TurnResult
from storage.surveys import Survey, SurveyStatus
from tests.desk_fakes import MemoryContacts, MemoryFloor
from tests.handlers.chat import library
from tests.handlers.shop import Shop as Orders
from tests.standing import FixedShelf
from tests.storage.campaigning import Shop

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
POLICY = Policy(timezone="Europe/Berlin", default_language="zh-CN")
NPS = Campaign(key="nps", survey="nps", cron="0 10 * * *", rates={"telegram": 60})

DELIVERED = replace(NPS, audience=Wanted(delivered_days_ago=3))


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).timestamp()


@dataclass
class Office:
    """A shop on a clock that is set by hand, and what campaigns do there."""

    shop: Shop
    words: Library
    now: float = field(default_factory=lambda: at("2026-11-20T12:00"))
    policy: SurveyPolicy = SurveyPolicy(campaigns=(NPS,))
    place: Place | None = Place("slack")
    channels: Sequence[str] = ("telegram", "slack")
    posted: list[Outgoing] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    time_told: TimeTold = TimeTold()
    orders: Orders = field(default_factory=Orders)

    def __post_init__(self) -> None:
        self.begins_again()

    def begins_again(self) -> None:
        """As after a restart: what was only in memory is gone."""
        shop, clock = self.shop, lambda: self.now
        self.calendar = CampaignCalendar(shop.schedules, shop.runs, self, clock=clock, zone=BERLIN, left_out=self.notes)
        self.pump = CampaignPump(
            shop.campaigns, shop.runs, self, self.knowing, self.hears_the_time, clock=clock, channels=self.channels
        )
        floor = MemoryFloor(staff=[Agent(account="slack:U1", name="小美")])
        wording = RunWording(FixedShelf(self.words), FixedDeskPolicy(DEFAULT_POLICY), floor, POLICY)
        self.news = CampaignNews(
            shop.campaigns,
            shop.news,
            shop.store,
            self.posted.extend,
            wording,
            place=self.place,
            clock=clock,
        )

    async def hears_the_time(self) -> TimeTold:
        return self.time_told

    async def notes(self, each: Campaign, when: float) -> None:
        self.left_out.append(f"{each.key} {datetime.fromtimestamp(when, BERLIN):%d %H:%M}")

    def knowing(self) -> Knowing:
        return Knowing(
            contacts=MemoryContacts(),
            orders=self.orders,
            desk_policy=DEFAULT_POLICY,
            languages=("zh-CN",),
            default_language="zh-CN",
            now=self.now,
        )

    async def looks(self, when: str) -> list[str]:
        """Which runs there have been by then, by the time they were for."""
        self.now = at(when)
        await self.calendar.look()
        rows = await self.shop.database.look_up("SELECT campaign, scheduled_at FROM campaign_runs ORDER BY id")
        return [f"{key} {datetime.fromtimestamp(when, BERLIN):%d %H:%M}" for key, when in rows]

    async def passes(self, seconds: float, asks: TargetStatus = TargetStatus.ASKED) -> list[Identity]:
        """The pump moves every two seconds, and whoever has their turn then is asked."""
        rung: list[Identity] = []
        for _ in range(int(seconds // 2)):
            self.now += 2
            await self.pump.pump()
            for each in await self.shop.store.claim_timers(self.now):
                rung.append(each.inbound.identity)
                run_id = int(each.inbound.payload.partition(":")[2])
                run = await self.shop.campaigns.run(run_id)
                assert run
                await self.shop.settles(run, each.inbound.identity, asks)
        return rung

    async def turns(self) -> list[Identity]:
        """Whose turn has come."""
        return [each.inbound.identity for each in await self.shop.store.claim_timers(self.now)]

    async def has_its_turn(self, run: Run, who: Identity, fate: str) -> bool:
        """Whether they were asked. A turn that is lost ends with nothing, as one does that is overtaken by a stop."""
        changes = {
            "asked": (TargetStatus.ASKED, "", 0.0),
            "later": (TargetStatus.WAITING, "quiet", self.now + HOUR),
            "skipped": (TargetStatus.SKIPPED, "lately", 0.0),
        }
        if fate in changes:
            try:
                await self.shop.settles(run, who, *changes[fate])
            except Conflict:
                return False
        return fate == "asked"

    async def tells(self) -> list[str]:
        """What the desk reads then."""
        self.posted.clear()
        await self.news.tell()
        return [f"{each.action}: {each.content.text}" for each in self.posted]


WORDS = library()


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    database = await Database.open(":memory:")
    yield Office(Shop(database), WORDS)
    await database.close()


class TestCalendar:
    async def test_a_campaign_begins_at_its_time_and_not_before_it_is_known(self, office: Office) -> None:
        assert await office.looks("2026-11-20T12:00") == []
        assert await office.looks("2026-11-21T09:59") == []
        assert await office.looks("2026-11-21T10:00:10") == ["nps 21 10:00"]
        assert await office.looks("2026-11-21T10:00:30") == ["nps 21 10:00"]

    async def test_a_time_slept_through_comes_once(self, office: Office) -> None:
        await office.looks("2026-11-20T12:00")
        office.begins_again()
        assert await office.looks("2026-11-21T17:00") == ["nps 21 10:00"]
        office.begins_again()
        assert await office.looks("2026-11-21T17:01") == ["nps 21 10:00"]

    async def test_of_many_days_slept_through_only_the_last_comes(self, office: Office) -> None:
        await office.looks("2026-11-20T12:00")
        assert await office.looks("2026-11-25T09:00") == ["nps 24 10:00"]
        assert await office.looks("2026-11-25T09:01") == ["nps 24 10:00"]

    async def test_a_time_of_more_than_a_day_ago_does_not_come(self, office: Office) -> None:
        office.policy = SurveyPolicy(campaigns=(replace(NPS, cron="0 10 * * sat"),))
        await office.looks("2026-11-20T12:00")
        assert await office.looks("2026-11-22T10:00:01") == []

    async def test_a_calendar_that_is_saved_anew_counts_from_then_on(self, office: Office) -> None:
        await office.looks("2026-11-20T12:00")
        office.policy = SurveyPolicy(campaigns=(replace(NPS, cron="0 11 * * *"),))
        assert await office.looks("2026-11-20T13:00") == []
        assert await office.looks("2026-11-21T10:30") == []
        assert await office.looks("2026-11-21T11:00") == ["nps 21 11:00"]

    async def test_one_that_is_switched_off_or_gone_for_a_while_makes_up_for_nothing(self, office: Office) -> None:
        await office.looks("2026-11-20T12:00")
        on, off = office.policy, SurveyPolicy(campaigns=(replace(NPS, enabled=False),))
        office.policy = off
        assert await office.looks("2026-11-21T10:30") == []
        office.policy = on
        assert await office.looks("2026-11-21T10:31") == []
        office.policy = SurveyPolicy()
        assert await office.looks("2026-11-22T10:30") == []
        office.policy = on
        assert await office.looks("2026-11-22T10:31") == []
        assert await office.looks("2026-11-23T10:31") == ["nps 23 10:00"]

    async def test_an_hour_that_the_clocks_pass_twice_begins_it_once(self, office: Office) -> None:
        office.policy = SurveyPolicy(campaigns=(replace(NPS, cron="30 2 * * *"),))
        await office.looks("2026-10-24T12:00")
        moment = at("2026-10-25T02:30")
        for minutes in range(0, 150, 10):
            office.now = moment + minutes * MINUTE
            await office.calendar.look()
            await office.passes(2)
        assert await office.looks("2026-10-25T12:00") == ["nps 25 02:30"]

    async def test_a_clock_that_was_years_ahead_for_a_moment_costs_no_campaign(self, office: Office) -> None:
        await office.looks("2026-11-20T12:00")
        await office.looks("2036-11-21T10:00")
        await office.passes(2)
        assert await office.looks("2026-11-20T12:01") == ["nps 21 10:00"]
        assert await office.looks("2026-11-21T10:00") == ["nps 21 10:00", "nps 21 10:00"]

    async def test_a_clock_that_is_put_back_over_a_time_brings_it_once(self, office: Office) -> None:
        await office.looks("2026-11-20T12:00")
        await office.looks("2026-11-21T10:00:30")
        await office.passes(2)
        await office.looks("2026-11-21T09:58")
        assert await office.looks("2026-11-21T10:01") == ["nps 21 10:00"]
        assert await office.looks("2026-11-22T10:00") == ["nps 21 10:00", "nps 22 10:00"]
        assert office.left_out == []

    async def test_a_time_during_the_run_before_is_left_out_and_the_desk_is_told_once(self, office: Office) -> None:
        office.policy = SurveyPolicy(campaigns=(replace(NPS, cron="*/30 * * * *"),))
        await office.looks("2026-11-21T09:59")
        await office.looks("2026-11-21T10:00")
        assert await office.looks("2026-11-21T10:30") == ["nps 21 10:00"]
        await office.looks("2026-11-21T10:31")
        assert office.left_out == ["nps 21 10:30"]

    async def test_whoever_is_busy_for_days_keeps_nobody_of_the_next_day_from_being_asked(self, office: Office) -> None:
        office.policy = SurveyPolicy(campaigns=(replace(NPS, audience=Wanted(written_within_days=1)),))
        for name in ("ann", "bob"):
            await office.shop.wrote(Identity("telegram", name), at("2026-11-21T09:00"))
        await office.looks("2026-11-20T12:00")
        await office.looks("2026-11-21T10:00")
        assert len(await office.passes(120, TargetStatus.WAITING)) > 1
        office.now = at("2026-11-22T09:59")
        await office.passes(10, TargetStatus.WAITING)
        assert await office.looks("2026-11-22T10:00") == ["nps 21 10:00", "nps 22 10:00"]
        assert office.left_out == []

    async def test_a_run_lasts_as_long_as_it_may_where_its_calendar_comes_later(self, office: Office) -> None:
        monthly = replace(DELIVERED, cron="0 10 1 * *")
        assert ends_at(monthly, at("2026-11-01T10:00"), QUIET, BERLIN) == at("2026-11-04T10:00")
        assert ends_at(monthly, at("2026-11-30T10:00"), QUIET, BERLIN) == at("2026-12-01T09:59")
        assert ends_at(replace(monthly, cron=""), office.now, QUIET, BERLIN) == office.now + monthly.lasts

    @pytest.mark.parametrize("audience", [Wanted(), Wanted(tiers=frozenset({"vip"})), Wanted(written_within_days=30)])
    def test_one_for_the_same_people_as_the_last_leaves_nobody_out_for_the_next(self, audience: Wanted) -> None:
        """It would begin with those who were asked, and come no further than the last."""
        daily = replace(NPS, audience=audience)
        assert ends_at(daily, at("2026-11-21T10:00"), QUIET, BERLIN) == at("2026-11-24T10:00")

    def test_one_that_staff_begin_just_before_its_time_goes_on_until_the_time_after(self) -> None:
        assert ends_at(DELIVERED, at("2026-11-21T09:50"), QUIET, BERLIN) == at("2026-11-22T09:59")

    def test_one_that_begins_at_night_goes_on_until_there_was_time_to_ask(self) -> None:
        twice = replace(DELIVERED, cron="0 9,21 * * *")
        assert ends_at(twice, at("2026-11-21T21:00"), QUIET, BERLIN) == at("2026-11-22T20:59")
        assert ends_at(twice, at("2026-11-22T09:00"), QUIET, BERLIN) == at("2026-11-22T20:59")
        late = replace(QUIET, hours=(Stretch(21 * 60, 34 * 60),))
        assert ends_at(DELIVERED, at("2026-11-21T22:00"), late, BERLIN) == at("2026-11-23T09:59"), "staff began it"

    def test_it_also_waits_for_the_morning_of_customers_who_live_elsewhere(self) -> None:
        abroad = replace(QUIET, zones={"en": ZoneInfo("America/New_York")})
        hourly = replace(DELIVERED, cron="0 * * * *")
        assert ends_at(hourly, at("2026-11-21T14:00"), QUIET, BERLIN) == at("2026-11-21T14:59")
        assert ends_at(hourly, at("2026-11-21T14:00"), abroad, BERLIN) == at("2026-11-21T15:59")

    @given(
        now=st.floats(at("2026-01-01T00:00"), at("2027-01-01T00:00")),
        cron=st.sampled_from(["*/20 * * * *", "0 * * * *", "0 9,21 * * *", "30 2 * * *", "0 10 * * mon"]),
        begins=st.integers(0, 1439),
        minutes=st.integers(1, 1380),
    )
    def test_each_lasts_until_somebody_could_be_asked_for_a_while(
        self, now: float, cron: str, begins: int, minutes: int
    ) -> None:
        quiet = replace(QUIET, hours=(Stretch(begins, begins + minutes),))
        until = ends_at(replace(DELIVERED, cron=cron), now, quiet, BERLIN)
        awake = loud(now, QuietHours(quiet.hours, BERLIN))
        assert awake + SHORTEST - CLEARED < until <= now + NPS.lasts


class TestPump:
    async def test_so_many_are_asked_a_minute_and_no_more(self, office: Office) -> None:
        await office.shop.crowd(200)
        await office.shop.begins(at=office.now, ends_at=office.now + DAY)
        await office.passes(2)
        asked = [len(await office.passes(MINUTE)) for _ in range(3)]
        assert asked == [60, 60, 60]

    async def test_a_restart_gives_nobody_more_at_once(self, office: Office) -> None:
        await office.shop.crowd(50)
        await office.shop.begins(at=office.now, ends_at=office.now + DAY)
        await office.passes(10)
        office.begins_again()
        assert len(await office.passes(2)) == 1

    async def test_a_machine_that_slept_makes_up_for_seconds_and_not_for_hours(self, office: Office) -> None:
        await office.shop.crowd(200)
        await office.shop.begins(at=office.now, ends_at=office.now + DAY)
        await office.passes(4)
        office.now += 3 * HOUR
        assert len(await office.passes(2)) == 10

    async def test_two_campaigns_on_a_channel_share_its_pace(self, office: Office) -> None:
        office.policy = SurveyPolicy(campaigns=(NPS, replace(NPS, key="delivered")))
        await office.shop.crowd(200)
        for key in ("nps", "delivered"):
            await office.shop.begins(key, at=office.now, ends_at=office.now + DAY)
        await office.passes(4)
        assert len(await office.passes(MINUTE)) == 60

    async def test_channels_do_not_wait_for_one_another(self, office: Office) -> None:
        await office.shop.crowd(100, "telegram")
        await office.shop.crowd(100, "slack")
        await office.shop.begins(at=office.now, ends_at=office.now + DAY)
        await office.passes(2)
        rung = Counter(each.channel for each in await office.passes(MINUTE))
        assert rung == {"telegram": 60, "slack": 60}

    async def test_it_stands_still_while_messages_pile_up_on_the_way_to_the_platform(self, office: Office) -> None:
        await office.shop.crowd(100, "telegram")
        await office.shop.crowd(100, "slack")
        await office.shop.begins(at=office.now, ends_at=office.now + DAY)
        await office.passes(2)
        stuck = Outgoing(channel="telegram", to="ann", content=Content(text="?"))
        await office.shop.store.add([stuck] * PILED_UP, office.now)
        rung = Counter(each.channel for each in await office.passes(MINUTE))
        assert rung == {"slack": 60}

    async def test_a_channel_that_is_switched_off_waits_until_it_is_on_or_the_run_is_over(self, office: Office) -> None:
        await office.shop.crowd(3, "wechat")
        run = await office.shop.begins(at=office.now, ends_at=office.now + HOUR)
        assert await office.passes(MINUTE) == []
        await office.passes(HOUR)
        assert set((await office.shop.targets(run)).values()) == {"skipped late"}
        assert (await office.shop.run()).status is RunStatus.DONE

    async def test_a_campaign_that_was_taken_out_of_the_file_asks_nobody(self, office: Office) -> None:
        await office.shop.crowd(3)
        await office.shop.begins(at=office.now, ends_at=office.now + HOUR)
        office.policy = SurveyPolicy()
        assert await office.passes(MINUTE) == []

    async def test_while_orders_cannot_be_read_it_waits_and_other_campaigns_go_on(self, office: Office) -> None:
        office.policy = SurveyPolicy(campaigns=(NPS, replace(NPS, key="vips")))
        who = Identity("telegram", "u0")
        await office.shop.wrote(who)
        proof = (who.channel, who.account_id, "A10086", office.now + DAY)
        await office.shop.database.write(Rows("INSERT INTO proofs VALUES (?, ?, ?, ?)", [proof]))
        office.orders.down = True
        for key, audience in (("vips", Audience(tiers=("returning",))), ("nps", Audience())):
            await office.shop.begins(key, at=office.now, ends_at=office.now + DAY, audience=audience)
        assert await office.passes(4) == [who]
        assert not (await office.shop.run("vips")).gathered
        office.orders.down = False
        assert await office.passes(4) == [who]

    async def test_it_is_over_once_nobody_waits(self, office: Office) -> None:
        await office.shop.crowd(3)
        run = await office.shop.begins(at=office.now, ends_at=office.now + DAY)
        await office.passes(MINUTE)
        assert (await office.shop.run()).status is RunStatus.DONE
        assert set((await office.shop.targets(run)).values()) == {"asked"}

    async def test_a_run_that_began_by_a_clock_years_ahead_is_over_once_the_clock_is_right(
        self, office: Office
    ) -> None:
        await office.shop.crowd(200)
        await office.looks("2026-11-20T12:00")
        await office.looks("2036-11-21T10:00")
        run, asked = await office.shop.run(), await office.passes(10)
        await office.looks("2026-11-20T12:01")
        assert await office.passes(2) == []
        assert (await office.shop.run()).done_at == office.now
        assert Counter((await office.shop.targets(run)).values())["skipped late"] == 200 - len(asked) > 0
        assert await office.looks("2026-11-21T10:00") == ["nps 21 10:00", "nps 21 10:00"]
        assert office.left_out == []

    @pytest.mark.parametrize("said", [UNHEARD, "4018 days behind the time that slack tells"])
    async def test_a_clock_that_is_years_behind_ends_no_run(self, office: Office, said: str) -> None:
        """As after a power cut on a machine whose battery is dead: soon the network sets it."""
        await office.shop.crowd(20)
        await office.looks("2026-11-20T12:00")
        await office.looks("2026-11-21T10:00")
        run, asked = await office.shop.run(), await office.passes(10)
        office.now, office.time_told = at("2015-11-21T10:01"), TimeTold(said)
        assert await office.passes(10) == []
        office.now, office.time_told = at("2026-11-21T10:02"), TimeTold()
        asked += await office.passes(60)
        assert len(asked) == 20
        assert set((await office.shop.targets(run)).values()) == {"asked"}

    async def test_a_stop_stands_until_it_is_resumed_or_its_time_is_over(self, office: Office) -> None:
        await office.shop.crowd(200)
        run = await office.shop.begins(at=office.now, ends_at=office.now + HOUR)
        first = await office.passes(MINUTE)
        await office.shop.changes(Stopped(run_id=run.id, by="slack:U1"))
        assert await office.passes(MINUTE) == []
        await office.shop.changes(Resumed(run_id=run.id))
        second = await office.passes(MINUTE)
        assert not set(first) & set(second)
        await office.shop.changes(Stopped(run_id=run.id, by="slack:U1"))
        await office.passes(HOUR)
        assert (await office.shop.run()).status is RunStatus.DONE
        assert Counter((await office.shop.targets(run)).values())["skipped late"] == 200 - len(first) - len(second)


class TestNews:
    async def test_one_post_is_written_over_and_ends_with_the_result(self, office: Office) -> None:
        await office.shop.crowd(70)
        run = await office.shop.begins(at=office.now, ends_at=office.now + DAY)
        assert await office.tells() == []  # nobody was looked up yet
        await office.passes(2 + MINUTE)
        assert await office.tells() == ["alert: 📣 nps 进行中：61/70 · 已发出 61 · 已回答 0"]
        assert office.posted[0].copies == f"campaign:{run.id}"
        assert await office.tells() == []
        await office.passes(4)
        assert await office.tells() == ["edit: 📣 nps 进行中：65/70 · 已发出 65 · 已回答 0"]
        assert [each.instead for each in office.posted] == [None]
        await office.passes(MINUTE)
        assert await office.tells() == ["edit: ✅ nps 结束，共 70 位：已发出 70 · 已回答 0"]
        assert office.posted[0].of == f"campaign:{run.id}"
        assert office.posted[0].instead == office.posted[0].content
        assert await office.tells() == []

    async def test_answers_that_come_later_are_counted_for_some_days(self, office: Office) -> None:
        await office.shop.crowd(2)
        run = await office.shop.begins(at=office.now, ends_at=office.now + DAY)
        await office.passes(MINUTE)
        await office.tells()
        await answered(office, run.key)
        assert await office.tells() == ["edit: ✅ nps 结束，共 2 位：已发出 2 · 已回答 1"]
        assert [each.instead for each in office.posted] == [None]
        office.now += 4 * DAY
        await answered(office, run.key)
        assert await office.tells() == []

    async def test_a_stop_says_who_stopped_it_and_the_end_says_why_some_were_not_asked(self, office: Office) -> None:
        await office.shop.crowd(3)
        run = await office.shop.begins(at=office.now, ends_at=office.now + HOUR)
        await office.passes(2)
        await office.shop.changes(Stopped(run_id=run.id, by="slack:U1"))
        assert await office.tells() == ["alert: ⏸ nps 由 小美 暂停：1/3 · 已发出 1 · 已回答 0"]
        await office.passes(HOUR)
        assert await office.tells() == ["edit: ✅ nps 结束，共 3 位：已发出 1 · 已回答 0\n· 没赶上期限：2 位"]

    async def test_whoever_the_platform_lets_nobody_write_to_is_counted_apart(self, office: Office) -> None:
        await office.shop.crowd(2)
        await office.shop.begins(at=office.now, ends_at=office.now + HOUR)
        await office.passes(MINUTE, TargetStatus.UNSENDABLE)
        assert await office.tells() == ["alert: ✅ nps 结束，共 2 位：已发出 0 · 已回答 0\n· 平台不让发：2 位"]

    async def test_a_run_for_nobody_is_told_in_a_sentence(self, office: Office) -> None:
        await office.shop.begins(at=office.now, ends_at=office.now + HOUR)
        await office.passes(2)
        assert await office.tells() == ["alert: ✅ nps 结束：这一次没有符合条件的客户。"]

    async def test_what_was_told_before_a_restart_is_not_told_again(self, office: Office) -> None:
        await office.shop.crowd(70)
        await office.shop.begins(at=office.now, ends_at=office.now + DAY)
        await office.passes(MINUTE)
        await office.tells()
        office.begins_again()
        assert [each.partition(":")[0] for each in await office.tells()] == ["edit"]

    async def test_a_shop_without_a_desk_runs_campaigns_all_the_same(self, office: Office) -> None:
        office.place = None
        office.begins_again()
        await office.shop.crowd(2)
        await office.shop.begins(at=office.now, ends_at=office.now + DAY)
        await office.passes(MINUTE)
        assert await office.tells() == []
        assert [each.told for each in await office.shop.news.to_tell(office.now)] == []
        assert (await office.shop.run()).status is RunStatus.DONE

    async def test_a_time_that_was_left_out_is_said(self, office: Office) -> None:
        await office.news.left_out(NPS, at("2026-11-22T10:00"))
        (row,) = office.posted
        assert row.action is Action.ALERT
        assert "11月22日 10:00" in row.content.text


async def answered(office: Office, campaign: str) -> None:
    who = Identity("telegram", "u0")
    known = await office.shop.store.load(who)
    assert known
    from_them = TurnResult(conversation=known, surveys=(survey(campaign),))
    await office.shop.turn(who, from_them)


def survey(campaign: str) -> Survey:
    return Survey(
        id=1, survey="nps", campaign=campaign, status=SurveyStatus.ANSWERED, asked_at=1.0, valid_until=2.0, value=9
    )


@settings(max_examples=15, deadline=None)
@given(data=st.data())
async def test_whatever_stops_it_meanwhile_each_contact_is_asked_once(data: st.DataObject) -> None:
    """Stops, restarts, sleeps, turns that are lost or come twice, and contacts who cannot be asked now."""
    database = await Database.open(":memory:")
    try:
        await is_asked_once(data, Office(Shop(database), WORDS))
    finally:
        await database.close()


async def is_asked_once(data: st.DataObject, office: Office) -> None:
    size = data.draw(st.integers(0, 12))
    await office.shop.crowd(size)
    run = await office.shop.begins(at=office.now, ends_at=office.now + 30 * DAY)
    asked: Counter[str] = Counter()
    for _ in range(data.draw(st.integers(1, 30))):
        happening = data.draw(st.sampled_from(["stop", "resume", "restart", "sleep", "tick", "tick", "tick", "tick"]))
        await happens(office, run, happening)
        for who in await office.turns():
            fate = data.draw(st.sampled_from(["asked", "asked", "asked", "later", "lost", "skipped"]))
            asked[who.account_id] += await office.has_its_turn(run, who, fate)
    await resumed(office, run)
    while (await office.shop.run()).status is not RunStatus.DONE:
        office.now += 601
        await office.pump.pump()
        for who in await office.turns():
            asked[who.account_id] += await office.has_its_turn(run, who, "asked")
    ends = await office.shop.targets(run)
    assert len(ends) == size
    assert all(asked[who] == (end == "asked") for who, end in ends.items())
    assert all(end in ("asked", "skipped lately") for end in ends.values())


async def happens(office: Office, run: Run, what: str) -> None:
    status = (await office.shop.run()).status
    if what == "stop" and status is RunStatus.RUNNING:
        await office.shop.changes(Stopped(run_id=run.id, by="slack:U1"))
    elif what == "resume":
        await resumed(office, run)
    elif what == "restart":
        office.begins_again()
    office.now += {"sleep": 700.0, "tick": 2.0}.get(what, 0.0)
    await office.pump.pump()


async def resumed(office: Office, run: Run) -> None:
    if (await office.shop.run()).status is RunStatus.STOPPED:
        await office.shop.changes(Resumed(run_id=run.id))
