"""A shop whose own order system keeps return requests too: it hears of each change, in order, and applies it once."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from bots.delivery.delivery import Delivery
from bots.delivery.markup import to_plain
from bots.delivery.means import Means, Timing
from bots.delivery.retry import DeliveryLimits
from bots.metrics import Metrics
from handlers.desk.places import Place, Places
from handlers.effects import effect_of
from handlers.notices import Notices
from storage.conversations import Conversation
from storage.database import Database
from storage.inbound import Identity, Inbound
from storage.orders import ReturnRefused, Unavailable
from storage.results import Outgoing, TurnResult
from storage.returns import Decision, Resolution, ReturnChange, Rma, RmaEvent, RmaLine, RmaStatus
from storage.sqlite import SqliteStore
from storage.store import Fate
from tests.bots.posting import InStaffWords, PostOffice
from tests.engine_fakes import Clock, FakeChannel, MemoryCopies, MemoryStore, until
from tests.handlers.answering import Parrot, said, turns_of
from tests.handlers.chat import library
from tests.standing import FixedShelf

DAY = 86_400.0
PATH = (RmaStatus.REQUESTED, RmaStatus.APPROVED, RmaStatus.AWAITING_SHIPMENT, RmaStatus.SHIPPED)


def changes_of(number: str = "R10001") -> list[ReturnChange]:
    """A request from its opening to the parcel on its way."""
    rma = Rma(
        number=number,
        order_number="A10086",
        conversation_id=0,
        identity=Identity("telegram", "ann"),
        language="zh-CN",
        status=PATH[0],
        version=1,
        lines=(RmaLine(line=0, sku="T-1", item="茶壶", quantity=1, unit_price=Decimal("99.95")),),
        reason="broken",
        note="壶嘴裂了",
        photos=("p1",),
        resolution=Resolution.REFUND,
        currency="CNY",
        amount=Decimal("99.95"),
        rule="small",
        decision=Decision.APPROVE,
        opened_at=1.0,
        changed_at=1.0,
    )
    opened = RmaEvent(at=1.0, actor="contact", before=None, after=PATH[0], details={"rule": "small"})
    return [ReturnChange(rma=rma, event=opened, bought={0: 2})] + [
        ReturnChange(
            rma=replace(rma, status=after, version=version),
            event=RmaEvent(at=float(version), actor="policy", before=before, after=after),
        )
        for version, (before, after) in enumerate(pairwise(PATH), 2)
    ]


@dataclass(slots=True)
class ShopSystem:
    """As a shop's own program behaves: it applies a key once, and does as `answers` says before and after that."""

    wants_returns: bool = True
    asked: list[str] = field(default_factory=list)
    applied: dict[str, ReturnChange] = field(default_factory=dict)
    fails: deque[BaseException] = field(default_factory=deque)
    """Raised by the next calls instead of applying anything."""
    hangs_up: bool = False
    """It applies, and never answers."""

    async def open_return(self, change: ReturnChange, key: str) -> None:
        assert change.rma.version == 1
        await self._take(change, key)

    async def update_return(self, change: ReturnChange, key: str) -> None:
        assert change.rma.version > 1
        await self._take(change, key)

    async def _take(self, change: ReturnChange, key: str) -> None:
        self.asked.append(key)
        await asyncio.sleep(0)
        if self.fails:
            raise self.fails.popleft()
        self.applied.setdefault(key, change)
        if self.hangs_up:
            await asyncio.Event().wait()

    def has(self, number: str) -> list[RmaStatus]:
        return [change.rma.status for change in self.applied.values() if change.rma.number == number]


@pytest.fixture
def shop() -> ShopSystem:
    return ShopSystem()


@pytest.fixture
def office(shop: ShopSystem) -> PostOffice:
    return PostOffice(order_system=shop)


async def happened(office: PostOffice, *changes: ReturnChange) -> tuple[Outgoing, ...]:
    return await office.sends(*map(effect_of, changes))


async def test_the_shops_system_hears_of_each_change_as_it_was_decided(office: PostOffice, shop: ShopSystem) -> None:
    changes = changes_of()
    await happened(office, *changes)
    assert shop.applied == {f"R10001:{version}": change for version, change in enumerate(changes, 1)}
    assert set(office.fates()) == {Fate.DELIVERED}
    assert office.telegram.sent == [], "nobody is told of what goes well"


async def test_a_system_that_is_down_over_a_weekend_hears_of_everything_once_it_is_up(
    office: PostOffice, shop: ShopSystem
) -> None:
    began = office.clock.now
    shop.fails.extend([Unavailable("503")] * 8_000)
    await happened(office, *changes_of())
    assert shop.has("R10001") == list(PATH)
    assert office.clock.now - began > 2 * DAY
    assert max(office.clock.slept) <= 60


async def test_while_one_request_waits_another_does_not(office: PostOffice, shop: ShopSystem) -> None:
    shop.fails.append(Unavailable("503"))
    await happened(office, *changes_of(), *changes_of("R10002"))
    assert shop.asked[:2] == ["R10001:1", "R10002:1"]
    assert [key for key in shop.applied if key.startswith("R10001")] == [f"R10001:{version}" for version in range(1, 5)]
    assert shop.asked.index("R10002:4") < shop.asked.index("R10001:4")


async def test_a_system_that_stays_away_is_given_up_after_two_weeks_and_staff_hear_of_it(
    office: PostOffice, shop: ShopSystem
) -> None:
    office.limits = DeliveryLimits(retry_first=3600.0, retry_most=3600.0)
    office.restart()
    await office.topic("t1")
    began = office.clock.now
    shop.fails.extend([Unavailable("503")] * 10_000)
    [row] = await happened(office, changes_of()[0])
    assert office.fate(row) is Fate.FAILED
    assert 14 * DAY <= office.clock.now - began < 14 * DAY + 3600
    [told] = office.telegram.sent
    assert (told.thread, told.content.text) == (
        "t1",
        "not delivered: unreachable: the order system does not answer: 503",
    )


async def test_what_the_shops_system_refuses_is_told_in_the_topic_and_not_tried_again(
    office: PostOffice, shop: ShopSystem
) -> None:
    await office.topic("t1")
    shop.fails.append(ReturnRefused("订单已关闭，请联系财务"))
    refused, following = await happened(office, *changes_of()[:2])
    [told] = office.telegram.sent
    assert (told.thread, told.content.text) == ("t1", "not delivered: shop_refused: 订单已关闭，请联系财务")
    assert shop.asked == ["R10001:1", "R10001:2"]
    assert office.store.settled[refused.id].error == "NotTaken: 订单已关闭，请联系财务"
    assert office.fate(following) is Fate.DELIVERED


async def test_what_was_refused_goes_again_with_the_same_key_when_an_operator_says_so(
    office: PostOffice, shop: ShopSystem
) -> None:
    shop.fails.append(ReturnRefused("closed for stocktaking"))
    [row] = await happened(office, changes_of()[0])
    office.delivery.submit(await office.store.retry([row.id], office.clock.now))
    await office.delivery.idle()
    assert shop.asked == ["R10001:1", "R10001:1"]
    assert office.fate(row) is Fate.DELIVERED


async def test_what_a_system_says_is_shortened_and_commands_no_terminal(office: PostOffice, shop: ShopSystem) -> None:
    shop.fails.append(ReturnRefused("no\n\x1b[2J" + "x" * 5000))
    [row] = await happened(office, changes_of()[0])
    error = office.store.settled[row.id].error
    assert error.startswith("NotTaken: no [2Jxxx")
    assert error.isprintable()
    assert len(error) < 520


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
async def test_staff_read_the_systems_own_words_as_they_are(language: str, shop: ShopSystem) -> None:
    notices = Notices(shelf=FixedShelf(library()), language=language, places=Places(Place("telegram")))
    office = PostOffice(order_system=shop, wording=notices)
    await office.topic("t1")
    shop.fails.append(ReturnRefused('<b>stock</b> & "price" {{ blank }}'))
    await happened(office, *changes_of()[:1])
    [told] = office.telegram.sent
    assert "R10001" in told.content.text
    assert '<b>stock</b> & "price" {{ blank }}' in to_plain(told.content.text)
    assert "<b>" not in told.content.text


async def test_a_refusal_opens_the_topic_of_a_conversation_that_has_none(office: PostOffice, shop: ShopSystem) -> None:
    shop.fails.append(ReturnRefused("no"))
    await happened(office, changes_of()[0])
    assert len(office.telegram.threads) == 1
    assert [sent.thread for sent in office.telegram.sent] == ["t1"]


async def test_a_system_that_breaks_is_asked_a_few_times_and_then_told_of(office: PostOffice, shop: ShopSystem) -> None:
    shop.fails.extend([KeyError("id")] * 5)
    [row] = await happened(office, changes_of()[0])
    assert office.store.settled[row.id].error == "Broken: KeyError"
    assert len(shop.asked) == 5


async def test_a_crash_after_the_system_took_a_change_tells_it_again_and_it_is_applied_once(
    office: PostOffice, shop: ShopSystem
) -> None:
    shop.hangs_up = True
    office.delivery.submit(await office.wrote(*map(effect_of, changes_of())))
    await until(lambda: bool(shop.applied))
    await office.delivery.close(0)
    shop.hangs_up = False
    office.restart()
    await office.delivery.recover()
    await office.delivery.idle()
    assert shop.asked == ["R10001:1", "R10001:1", "R10001:2", "R10001:3", "R10001:4"]
    assert shop.has("R10001") == list(PATH)


async def test_without_a_system_that_keeps_requests_what_waits_for_it_goes_on_waiting(office: PostOffice) -> None:
    office.order_system = None
    office.restart()
    office.clock.stand_still()
    [row] = await office.wrote(effect_of(changes_of()[0]))
    office.delivery.submit([row])
    await until(lambda: bool(office.clock.slept))
    assert row in await office.store.waiting()
    await office.delivery.close(0)


Trouble = st.lists(st.sampled_from([None, Unavailable("503"), KeyError("id")]), max_size=30)


@settings(max_examples=30, deadline=None)
@given(Trouble, st.integers(0, 6))
def test_whatever_fails_and_whenever_it_dies_a_request_is_never_applied_out_of_order(
    trouble: list[Exception | None], dies_after: int
) -> None:
    async def live() -> None:
        shop = ShopSystem(fails=deque(each for each in trouble if each))
        office = PostOffice(order_system=shop, limits=DeliveryLimits(faults=100))
        office.delivery.submit(await office.wrote(*map(effect_of, [*changes_of(), *changes_of("R10002")])))
        for _ in range(dies_after * 10):
            await asyncio.sleep(0)
        await office.delivery.close(0)
        office.restart()
        await office.delivery.recover()
        await office.delivery.idle()
        assert shop.has("R10001") == shop.has("R10002") == list(PATH)

    asyncio.run(live())


class Opening(Parrot):
    """Opens a return request with each message."""

    async def customer(self, inbound: Inbound, conversation: Conversation | None, now: float) -> TurnResult:
        result = await Parrot.customer(self, inbound, conversation, now)
        return replace(result, returns=tuple(changes_of()[:2]))


@asynccontextmanager
async def stored_in(folder: Path) -> AsyncIterator[SqliteStore]:
    database = await Database.open(folder / "kefu.db")
    try:
        yield SqliteStore(database)
    finally:
        await database.close()


async def no_photo(_photo_id: str) -> None:
    """None is kept."""


def delivering(store: SqliteStore, shop: ShopSystem) -> Delivery:
    means = Means(
        store=store,
        channels={"telegram": FakeChannel()},
        desk=None,
        copies=MemoryCopies(MemoryStore()),
        read_photo=no_photo,
        order_system=shop,
        wording=InStaffWords(),
        metrics=Metrics(CollectorRegistry()),
        timing=Timing(clock=Clock()),
    )
    return Delivery(means)


@pytest.mark.parametrize("wanted", [True, False], ids=["keeps requests", "does not"])
async def test_what_the_system_must_hear_is_written_with_the_turn(tmp_path: Path, wanted: bool) -> None:
    async with stored_in(tmp_path) as store:
        rows: list[Outgoing] = []
        turns = turns_of(store, Opening(), rows.extend, clock=Clock(), has_effects=wanted)
        await turns.accept(said("退货"))
        await turns.idle()
        effects = [row for row in await store.waiting() if row.effect]
        assert [row.effect for row in effects] == (changes_of()[:2] if wanted else [])
        assert effects == [row for row in rows if row.effect]
        await turns.close(0)


async def test_what_a_killed_kefu_did_not_note_is_told_again_from_its_database(tmp_path: Path) -> None:
    shop = ShopSystem(hangs_up=True)
    async with stored_in(tmp_path) as store:
        delivery = delivering(store, shop)
        turns = turns_of(store, Opening(), delivery.submit, clock=Clock(), has_effects=True)
        await turns.accept(said("退货"))
        await turns.idle()
        await until(lambda: bool(shop.applied))
        await delivery.close(0)
    shop.hangs_up = False
    async with stored_in(tmp_path) as store:
        delivery = delivering(store, shop)
        await delivery.recover()
        await delivery.idle()
        assert shop.asked == ["R10001:1", "R10001:1", "R10001:2"]
        assert list(shop.applied.values()) == changes_of()[:2]
        assert await store.waiting() == []
        await delivery.close(0)
