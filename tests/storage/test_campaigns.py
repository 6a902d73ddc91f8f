"""Who is asked by a campaign, each of them once, whatever stops it in the middle."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from storage.campaigns import Audience, Candidate, Resumed, Run, RunStatus, Stopped, TargetStatus
from storage.database import Database, Rows
from storage.desk import ContactChange
from storage.errors import Conflict
from storage.inbound import Identity
from storage.order_book import OrderBook
from storage.results import Action, Outgoing
from storage.returns import RmaStatus
from storage.sqlite import audiences
from storage.sqlite.campaigns.runs import CHANNELS
from storage.sqlite.persons.persons import SqlitePersons
from tests.storage.campaigning import LATER, NOW, Shop, anybody, begun
from tests.storage.conftest import OpenDatabase
from tests.storage.desking import Shift as Desk
from tests.storage.returning import opening
from tests.storage.samples import ORDER, order

LIN, WANG, LI = (Identity("telegram", name) for name in ("lin", "wang", "li"))
DAY = 86_400.0


@pytest.fixture
def shop(database: Database) -> Shop:
    return Shop(database)


async def chosen(shop: Shop, **audience: object) -> list[str]:
    run = await shop.begins(audience=Audience(**audience))  # type: ignore[arg-type]  # fields by name
    await shop.gathered(run)
    return sorted(await shop.targets(run))


async def test_whom_a_run_asked_is_forgotten_with_the_transcript_but_for_the_latest_of_a_campaign(shop: Shop) -> None:
    await shop.wrote(LIN)
    runs = []
    for at in (NOW, NOW + 1, NOW + 2):
        run = await shop.begins(scheduled_at=at)
        await shop.gathered(run)
        await shop.runs.lapse(run.id)
        await shop.runs.finish(run.id, at)
        runs.append(run)
    await shop.store.purge(0.0, NOW + 1)
    assert [len(await shop.targets(run)) for run in runs] == [0, 1, 1]
    await shop.store.purge(0.0, NOW + 99)
    assert [len(await shop.targets(run)) for run in runs] == [0, 0, 1]


class TestAudience:
    async def test_everybody_who_ever_wrote_and_can_be_reached(self, shop: Shop) -> None:
        await shop.wrote(LIN)
        await shop.wrote(WANG, blocked=True)
        await shop.wrote(LI, contacts=(ContactChange(banned=True),))
        assert await chosen(shop) == ["lin"]

    async def test_nobody_who_said_not_to_ask(self, shop: Shop) -> None:
        await shop.wrote(LIN)
        await shop.wrote(LI, contacts=(ContactChange(declined=True),))
        assert await chosen(shop) == ["lin"]

    async def test_a_contact_with_two_accounts_is_asked_once_where_they_wrote_last(self, shop: Shop) -> None:
        slack = Identity("slack", "lin")
        first = await shop.wrote(LIN, at=NOW - 50)
        await shop.wrote(slack, at=NOW - 10)
        await link(shop, slack, first.contact_id)
        run = await shop.begins()
        await shop.gathered(run)
        assert [(await shop.runs.channels(run.id)), len(await shop.targets(run))] == [["slack"], 1]

    async def test_an_account_that_was_left_gives_way_to_the_other_one(self, shop: Shop) -> None:
        slack = Identity("slack", "lin")
        first = await shop.wrote(LIN, at=NOW - 50)
        await shop.wrote(slack, at=NOW - 10, blocked=True)
        await link(shop, slack, first.contact_id)
        run = await shop.begins()
        await shop.gathered(run)
        assert await shop.runs.channels(run.id) == ["telegram"]

    async def test_those_of_a_channel(self, shop: Shop) -> None:
        await shop.wrote(LIN)
        await shop.wrote(Identity("slack", "bo"))
        assert await chosen(shop, channels=("slack",)) == ["bo"]

    async def test_those_with_a_tag_of_staff(self, shop: Shop) -> None:
        await shop.wrote(LIN, contacts=(ContactChange(tag="VIP"),))
        await shop.wrote(WANG, contacts=(ContactChange(tag="tea"),))
        assert await chosen(shop, tags=("vip", "gold")) == ["lin"]

    async def test_those_who_wrote_lately(self, shop: Shop) -> None:
        await shop.wrote(LIN, at=NOW - 3 * DAY)
        await shop.wrote(WANG, at=NOW - 30 * DAY)
        assert await chosen(shop, written_since=NOW - 7 * DAY) == ["lin"]

    async def test_those_whose_order_arrived_on_the_day(self, shop: Shop) -> None:
        for number, who, days in (("A1", LIN, 3), ("A2", WANG, 4), ("A3", LI, 3)):
            await shop.wrote(who)
            await arrived(shop, number, NOW - days * DAY)
        await proven(shop, LIN, "A1")
        await proven(shop, WANG, "A2")
        assert await chosen(shop, delivered=(NOW - 3 * DAY - 60, NOW - 3 * DAY + 60)) == ["lin"]

    async def test_a_return_request_says_whose_order_it_was_too(self, shop: Shop) -> None:
        await shop.wrote(LIN, returns=(opening("R10001", order="A1"),))
        await shop.wrote(WANG)
        await arrived(shop, "A1", NOW)
        assert await chosen(shop, delivered=(NOW, NOW + 1)) == ["lin"]

    async def test_an_order_that_was_imported_again_arrived_when_the_latest_says(self, shop: Shop) -> None:
        await shop.wrote(LIN)
        await arrived(shop, "A1", NOW)
        await arrived(shop, "A1", NOW + DAY)
        await proven(shop, LIN, "A1")
        assert await chosen(shop, delivered=(NOW, NOW + 1)) == []

    async def test_those_who_were_refunded_on_the_day(self, shop: Shop) -> None:
        refunded = opening("R10001", status=RmaStatus.REQUESTED)
        await shop.wrote(LIN, returns=(refunded,))
        await shop.wrote(WANG, returns=(opening("R10002", line=1, identity=WANG),))
        change = "UPDATE rmas SET status = 'refunded', changed_at = ? WHERE number = ?"
        await shop.database.write(Rows(change, [(NOW, "R10001"), (NOW - 9 * DAY, "R10002")]))
        assert await chosen(shop, refunded=(NOW - 60, NOW + 60)) == ["lin"]

    async def test_of_whom_nothing_is_known_is_no_vip_and_need_not_be_looked_at(self, shop: Shop) -> None:
        await shop.wrote(LIN)
        await shop.wrote(WANG, contacts=(ContactChange(tier="vip"),))
        await shop.wrote(LI)
        await proven(shop, LI, "A1")
        looked_at: list[str] = []

        async def look(candidate: Candidate) -> bool:
            looked_at.append(candidate.identity.account_id)
            return True

        await shop.campaigns.size(Audience(tiers=("vip",)), look)
        assert looked_at == ["wang", "li"]
        looked_at.clear()
        await shop.campaigns.size(Audience(tiers=("new", "vip")), look)
        assert looked_at == ["lin", "wang", "li"]

    async def test_whoever_was_served_before_may_be_returning(self, shop: Shop) -> None:
        await Desk(shop.store).queued(LIN)
        await shop.wrote(LIN)
        assert await shop.campaigns.size(Audience(tiers=("returning",)), anybody) == {"telegram": 1}
        assert await shop.campaigns.size(Audience(tiers=("vip",)), anybody) == {}

    async def test_what_no_table_tells_is_asked_of_each(self, shop: Shop) -> None:
        await shop.wrote(LIN, language="en")
        await shop.wrote(WANG, language="zh-CN")

        async def reads_english(candidate: Candidate) -> bool:
            return candidate.language == "en"

        assert await shop.campaigns.size(Audience(), reads_english) == {"telegram": 1}

    async def test_nobody_writes_and_the_run_has_nobody(self, shop: Shop) -> None:
        run = await shop.begins()
        await shop.gathered(run)
        assert await shop.runs.finish(run.id, NOW)
        assert (await shop.campaigns.tally(run)).total == 0


class TestARun:
    async def test_one_of_a_campaign_at_a_time(self, shop: Shop) -> None:
        first = await shop.begins()
        with pytest.raises(Conflict):
            await shop.begins(scheduled_at=NOW + 60)
        await shop.gathered(first)
        assert await shop.runs.finish(first.id, NOW)
        assert (await shop.begins(scheduled_at=NOW + 60)).id != first.id

    async def test_no_time_of_the_calendar_comes_twice(self, shop: Shop) -> None:
        await shop.schedules.follow("nps", "0 10 * * *", NOW - DAY)
        assert await shop.schedules.begin(begun())
        run = await shop.run()
        await shop.runs.lapse(run.id)
        await shop.runs.finish(run.id, NOW)
        assert not await shop.schedules.begin(begun())
        assert (await shop.schedules.followed())["nps"] == ("0 10 * * *", NOW)

    async def test_a_time_that_comes_during_the_run_before_is_left_out(self, shop: Shop) -> None:
        await shop.schedules.follow("nps", "0 10 * * *", NOW - DAY)
        assert await shop.schedules.begin(begun())
        assert not await shop.schedules.begin(begun(scheduled_at=NOW + DAY))
        assert (await shop.schedules.followed())["nps"] == ("0 10 * * *", NOW + DAY)

    async def test_gathering_goes_on_where_it_was_killed(
        self, open_database: OpenDatabase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("storage.sqlite.campaigns.runs.CHUNK", 3)
        shop = Shop(await open_database())
        await shop.crowd(10)
        run = await shop.begins()
        assert await shop.runs.gather(run, anybody)
        shop = Shop(await open_database())
        assert len(await shop.targets(run)) == 3
        await shop.gathered(await shop.run())
        assert len(await shop.targets(run)) == 10
        assert (await shop.run()).gathered

    async def test_whoever_is_erased_while_they_are_looked_at_is_no_target(self, shop: Shop) -> None:
        await shop.wrote(LIN)
        await shop.wrote(WANG)
        persons = SqlitePersons(shop.database, is_running=True, clock=lambda: NOW)

        async def erased_meanwhile(candidate: Candidate) -> bool:
            if candidate.identity == LIN:
                await persons.erase(await persons.whose(LIN), "kefu contacts erase")
            return True

        run = await shop.begins()
        await shop.runs.gather(run, erased_meanwhile)
        assert await shop.database.read("SELECT count(*) FROM campaign_targets") == [(1,)]

    async def test_targets_have_their_turn_a_few_at_a_time(self, shop: Shop) -> None:
        await shop.crowd(5)
        run = await shop.begins()
        await shop.gathered(run)
        rung = Counter(await shop.rings(run, 2, NOW)) + Counter(await shop.rings(run, 2, NOW + 1))
        assert rung == Counter({Identity("telegram", f"u{number}"): 1 for number in range(4)})

    async def test_a_turn_that_came_to_nothing_comes_again(self, shop: Shop) -> None:
        await shop.wrote(LIN)
        run = await shop.begins()
        await shop.gathered(run)
        assert await shop.rings(run, 9, NOW) == [LIN]
        assert await shop.rings(run, 9, NOW + 599) == []
        assert await shop.rings(run, 9, NOW + 600) == [LIN]

    async def test_whoever_was_asked_is_never_asked_again(self, shop: Shop) -> None:
        await shop.wrote(LIN)
        run = await shop.begins()
        await shop.gathered(run)
        await shop.settles(run, LIN, TargetStatus.ASKED)
        assert await shop.rings(run, 9, NOW + DAY / 2) == []
        with pytest.raises(Conflict):
            await shop.settles(run, LIN, TargetStatus.ASKED)
        assert await shop.runs.finish(run.id, NOW)
        assert not await shop.runs.finish(run.id, NOW)

    async def test_nobody_is_asked_behind_a_stop_and_the_rest_when_it_goes_on(self, shop: Shop) -> None:
        await shop.crowd(2)
        run = await shop.begins()
        await shop.gathered(run)
        first, second = await shop.rings(run, 9, NOW)
        await shop.settles(run, first, TargetStatus.ASKED)
        await shop.changes(Stopped(run_id=run.id, by="slack:U1"))
        with pytest.raises(Conflict):
            await shop.settles(run, second, TargetStatus.ASKED)
        await shop.settles(run, second, TargetStatus.WAITING, due_at=NOW)
        assert await shop.rings(run, 9, NOW + 700) == []
        assert ((await shop.run()).status, (await shop.run()).stopped_by) == (RunStatus.STOPPED, "slack:U1")
        await shop.changes(Resumed(run_id=run.id))
        assert await shop.rings(run, 9, NOW + 700) == [second]

    async def test_it_is_stopped_once_and_resumed_once(self, shop: Shop) -> None:
        run = await shop.begins()
        with pytest.raises(Conflict):
            await shop.changes(Resumed(run_id=run.id))
        await shop.changes(Stopped(run_id=run.id, by="slack:U1"))
        with pytest.raises(Conflict):
            await shop.changes(Stopped(run_id=run.id, by="slack:U2"))

    async def test_whoever_is_tried_later_waits_until_then(self, shop: Shop) -> None:
        await shop.wrote(LIN)
        run = await shop.begins()
        await shop.gathered(run)
        await shop.settles(run, LIN, TargetStatus.WAITING, why="quiet", due_at=NOW + 3600)
        assert await shop.rings(run, 9, NOW + 3599) == []
        assert await shop.rings(run, 9, NOW + 3600) == [LIN]

    async def test_at_its_end_whoever_waits_is_left_out_and_so_is_whom_nobody_looked_at(
        self, shop: Shop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("storage.sqlite.campaigns.runs.CHUNK", 3)
        await shop.crowd(10)
        run = await shop.begins()
        assert await shop.runs.gather(run, anybody)
        await shop.settles(run, Identity("telegram", "u0"), TargetStatus.ASKED)
        await shop.runs.lapse(run.id)
        assert await shop.runs.finish(run.id, LATER)
        assert Counter((await shop.targets(run)).values()) == {"asked": 1, "skipped late": 2}
        assert not await shop.runs.gather(await shop.run(), anybody)

    @pytest.mark.parametrize("at_once", [1, 2, 5, 100])
    async def test_all_of_a_run_are_counted_however_many_in_one_go(
        self, shop: Shop, monkeypatch: pytest.MonkeyPatch, at_once: int
    ) -> None:
        monkeypatch.setattr("storage.sqlite.campaigns.door.COUNTED", at_once)
        await shop.crowd(5)
        run = await shop.begins()
        await shop.gathered(run)
        for number, why in enumerate(("lately", "left", "lately")):
            await shop.settles(run, Identity("telegram", f"u{number}"), TargetStatus.SKIPPED, why)
        await shop.settles(run, Identity("telegram", "u3"), TargetStatus.ASKED)
        tally = await shop.campaigns.tally(run)
        assert (tally.total, tally.waiting, tally.asked, tally.skipped) == (5, 1, 1, {"lately": 2, "left": 1})

    async def test_two_campaigns_may_want_the_same_contact_at_once(self, shop: Shop) -> None:
        await shop.wrote(LIN)
        runs = [await shop.begins(campaign) for campaign in ("nps", "delivery")]
        for run in runs:
            await shop.gathered(run)
            await shop.runs.ring(run.id, "telegram", 9, NOW, NOW + 600)
        due = await shop.store.claim_timers(NOW)
        assert [each.inbound.payload for each in due] == [f"campaign:{run.id}" for run in runs]

    async def test_the_desk_is_told_of_each_step_once(self, shop: Shop) -> None:
        run = await shop.begins()
        row = Outgoing(action=Action.ALERT, channel="slack")
        assert [each.id for each in await shop.news.tell(run, 1, [row], NOW)] == [1]
        assert await shop.news.tell(run, 1, [row], NOW) == ()
        assert [each.id for each in await shop.news.to_tell(NOW)] == [run.id]
        await shop.news.tell(await shop.run(), 2, [row], NOW)
        assert await shop.news.to_tell(NOW) == []

    async def test_who_began_it_is_on_record(self, shop: Shop) -> None:
        await shop.begins(by="slack:U1")
        assert await shop.database.look_up("SELECT started_by FROM campaign_runs") == [("slack:U1",)]

    async def test_an_audience_is_what_it_was_when_the_run_began(self, shop: Shop) -> None:
        audience = Audience(tiers=("vip",), tags=("tea",), written_since=5.5, delivered=(1.0, 2.0))
        assert (await shop.begins(audience=audience)).audience == audience


async def test_however_many_wait_the_channels_they_wait_on_are_found_by_the_index(shop: Shop) -> None:
    for channel in ("telegram", "slack", "wechat"):
        await shop.crowd(3, channel)
    run = await shop.begins()
    await shop.gathered(run)
    assert await shop.runs.channels(run.id) == ["slack", "telegram", "wechat"]
    plan = await shop.database.look_up(f"EXPLAIN QUERY PLAN {CHANNELS}", (run.id,))
    searched = [detail for *_, detail in plan if "campaign_targets" in detail]
    assert searched
    assert all(detail.startswith("SEARCH") and "campaign_targets_waiting" in detail for detail in searched)


async def test_a_million_contacts_are_looked_at_by_their_numbers_alone(shop: Shop) -> None:
    plan = await shop.database.look_up(
        f"EXPLAIN QUERY PLAN {audiences.CANDIDATES}", (0, 500, "[]", '["vip"]', NOW, NOW, NOW, NOW, NOW, 0, 1)
    )
    walked = [detail for *_, detail in plan if detail.startswith("SCAN") and "VIRTUAL" not in detail]
    assert [each for each in walked if "json_each" not in each and "list" not in each] == []


async def link(shop: Shop, moved: Identity, into: int) -> None:
    change = "UPDATE identities SET contact_id = ? WHERE channel = ? AND account_id = ?"
    await shop.database.write(Rows(change, [(into, moved.channel, moved.account_id)]))


async def arrived(shop: Shop, number: str, at: float) -> None:
    parcel = replace(ORDER.shipments[0], delivered_at=at)
    await OrderBook(shop.database).import_orders([order(number, shipments=(parcel,), total=Decimal(1))])


async def proven(shop: Shop, who: Identity, number: str) -> None:
    row = (who.channel, who.account_id, number, LATER)
    await shop.database.write(Rows("INSERT INTO proofs VALUES (?, ?, ?, ?)", [row]))


def test_a_run_is_named_for_the_surveys_it_asks() -> None:
    run = Run(
        id=7,
        campaign="nps",
        scheduled_at=NOW,
        started_at=NOW,
        audience=Audience(),
        status=RunStatus.RUNNING,
        ends_at=LATER,
        gathered=False,
        told=0,
    )
    assert run.key == "nps:7"
