"""The quota on disk, as the channel spends it, beside the platform's own count."""

import asyncio
from collections.abc import AsyncIterator
from enum import Enum, auto
from itertools import count
from pathlib import Path

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.channel import Gone, UsedUp, WindowOver
from bots.sandbox.wechat import quota as platform
from bots.wechat.ledger import BY_ACTION, BY_MESSAGE, RESERVE, SPARED_SECONDS, Claim, Windows
from storage.database import Database
from storage.errors import StorageFailed
from storage.inbound import Inbound
from storage.quota import Allowance, Quota
from tests.bots.wechat.shop import NOON, MemoryLedger, Shop
from tests.bots.wechat.wire import post

LI = "oLi"
ACTS = count()


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Quota]:
    database = await Database.open(tmp_path / "kefu.db")
    yield Quota(database)
    await database.close()


@pytest.fixture
def windows(ledger: Quota) -> Windows:
    return Windows(ledger)


async def opened(windows: Windows, allowance: Allowance, at: float, act: str = "") -> None:
    """An act of its own, unless it is named."""
    if opening := windows.opened(LI, allowance, act or str(next(ACTS)), at):
        await opening


async def sent(windows: Windows, at: float, *messages: str) -> None:
    for message in messages:
        await windows.hold(LI, message, at)
        await windows.took(LI, message, at)


async def test_a_message_allows_four_and_keeps_one(windows: Windows) -> None:
    await opened(windows, BY_MESSAGE, NOON)
    await sent(windows, NOON + 1, "一", "二", "三", "四")
    with pytest.raises(UsedUp, match="must write first"):
        await sent(windows, NOON + 1, "五")


async def test_following_allows_two_within_a_minute(windows: Windows) -> None:
    await opened(windows, BY_ACTION, NOON)
    await sent(windows, NOON + 59, "一", "二")
    with pytest.raises(UsedUp, match="must write first"):
        await sent(windows, NOON + 59, "三")
    with pytest.raises(WindowOver, match="window is over"):
        await sent(windows, NOON + 60, "三")


async def test_messages_on_their_way_at_one_moment_share_what_there_is(windows: Windows) -> None:
    await opened(windows, BY_MESSAGE, NOON)
    tries = [windows.hold(LI, f"第 {number} 条", NOON) for number in range(20)]
    refused = [each for each in await asyncio.gather(*tries, return_exceptions=True) if each is not True]
    assert len(refused) == 16
    assert all(isinstance(each, UsedUp) for each in refused)


async def test_what_may_have_arrived_counts_once_however_often_it_is_tried(windows: Windows) -> None:
    await opened(windows, BY_MESSAGE, NOON)
    assert [await windows.hold(LI, "一", NOON) for _ in range(10)] == [True, *[False] * 9]
    await sent(windows, NOON, "一", "二", "三", "四")
    with pytest.raises(UsedUp):
        await sent(windows, NOON, "五")


async def test_what_was_given_up_in_doubt_stays_counted_until_the_customer_writes(windows: Windows) -> None:
    await opened(windows, BY_MESSAGE, NOON)
    await windows.hold(LI, "一", NOON)
    await sent(windows, NOON, "二", "三", "四")
    with pytest.raises(UsedUp):
        await sent(windows, NOON, "五")
    await opened(windows, BY_MESSAGE, NOON + 1)
    await sent(windows, NOON + 1, "五", "六", "七", "八")


async def test_kills_before_the_platform_took_anything_cost_nothing(ledger: Quota) -> None:
    await opened(Windows(ledger), BY_MESSAGE, NOON)
    for _ in range(10):
        await Windows(ledger).hold(LI, "一", NOON)
    await sent(Windows(ledger), NOON, "一", "二", "三", "四")


async def test_a_message_sent_that_cannot_be_written_down_is_still_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = MemoryLedger()

    async def full(_account: str, _now: float) -> None:
        raise StorageFailed("no space left on device")

    monkeypatch.setattr(ledger, "spend", full)
    windows = Windows(ledger)
    await opened(windows, BY_MESSAGE, NOON)
    await sent(windows, NOON, "一", "二", "三", "四")
    with pytest.raises(UsedUp):
        await sent(windows, NOON, "五")


async def test_a_lively_chat_does_not_write_the_same_window_again_and_again(windows: Windows) -> None:
    await opened(windows, BY_MESSAGE, NOON)
    assert windows.opened(LI, BY_MESSAGE, "act", NOON + 59) is None
    await sent(windows, NOON + 59, "一", "二", "三", "四")
    await opened(windows, BY_MESSAGE, NOON + 59)
    await sent(windows, NOON + 59, "一", "二", "三", "四")


async def test_a_window_that_opens_while_a_message_is_on_its_way_is_full_again_with_the_next(windows: Windows) -> None:
    await opened(windows, BY_MESSAGE, NOON)
    await windows.hold(LI, "一", NOON)
    await opened(windows, BY_MESSAGE, NOON + 1)
    await windows.took(LI, "一", NOON + 1)
    await opened(windows, BY_MESSAGE, NOON + 2)
    await sent(windows, NOON + 2, "二", "三", "四", "五")


async def test_a_customer_who_writes_twice_in_one_second_allows_as_much_with_each(windows: Windows) -> None:
    """WeChat tells whole seconds."""
    await opened(windows, BY_MESSAGE, NOON)
    await sent(windows, NOON, "一", "二")
    await opened(windows, BY_MESSAGE, NOON)
    await sent(windows, NOON, "三", "四", "五", "六")


async def test_a_message_that_a_kill_had_told_again_allows_nothing_more(ledger: Quota) -> None:
    before, after = Windows(ledger), Windows(ledger)
    await opened(before, BY_MESSAGE, NOON, "你好")
    await sent(before, NOON, "一", "二")
    await opened(after, BY_MESSAGE, NOON, "你好")
    await opened(after, BY_MESSAGE, NOON + 20, "在吗")
    await sent(after, NOON + 20, "三", "四", "五", "六")


async def test_a_window_is_at_most_a_minute_too_short(windows: Windows) -> None:
    for second in range(0, 300, 7):
        await opened(windows, BY_MESSAGE, NOON + second)
    await sent(windows, NOON + 294 + 48 * 3600 - 61, "一")


class Event(Enum):
    """What can become of the message in front, and what the customer and the clock do in between."""

    WRITES = auto()
    WRITES_AT_ONCE = auto()
    """... again, in the same second."""
    ACTS = auto()
    AN_HOUR = auto()
    TAKEN = auto()
    REFUSED = auto()
    LOST_BEFORE = auto()
    LOST_AFTER = auto()
    GIVEN_UP = auto()
    KILLED_BEFORE = auto()
    KILLED_AFTER = auto()


class Days:
    """One customer's days with a shop: one message is tried after the other, as the outbox does."""

    def __init__(self, ledger: Quota) -> None:
        self.ledger = ledger
        self.windows = Windows(ledger)
        self.platform = platform.Allowance()
        self.now = NOON
        self.message = 0
        self.unknown = 0
        """Messages the platform counted since the customer last wrote, and kefu did not hear of."""
        self.acted = False
        self.told_used_up = False

    async def live(self, event: Event) -> None:
        match event:
            case Event.WRITES | Event.WRITES_AT_ONCE:
                self.now += event is Event.WRITES
                self.platform.wrote(self.now)
                await opened(self.windows, BY_MESSAGE, self.now)
                self.unknown, self.told_used_up = 0, False
            case Event.ACTS:
                self.now += 1
                self.platform.acted(self.now)
                await opened(self.windows, BY_ACTION, self.now)
                self.acted, self.told_used_up = True, False
            case Event.AN_HOUR:
                self.now += 3600
            case Event.GIVEN_UP:
                self.message += 1
            case _:
                await self._try(event)

    async def _try(self, event: Event) -> None:
        try:
            is_new = await self.windows.hold(LI, self.message, self.now)
        except (UsedUp, WindowOver):
            self.message += 1
            return
        if event is Event.KILLED_BEFORE:
            self._restart()
        elif event is Event.REFUSED and is_new:
            self.windows.let_go(LI, self.message)
        elif event in (Event.TAKEN, Event.LOST_AFTER, Event.KILLED_AFTER):
            await self._reach_platform(event)

    async def _reach_platform(self, event: Event) -> None:
        if self.platform.spend(self.now) != platform.OK:
            assert not self.told_used_up, "what the platform has refused is tried again"
            self.told_used_up = True
            self.message += 1
            await self.windows.exhausted(LI, 45047)
        elif event is Event.TAKEN:
            self.message += 1
            await self.windows.took(LI, self.message - 1, self.now)
        else:
            self.unknown += 1
            if event is Event.KILLED_AFTER:
                self._restart()

    def _restart(self) -> None:
        """The row is in the outbox still."""
        self.windows = Windows(self.ledger)

    async def check(self) -> None:
        window = await self.ledger.window(LI, self.now)
        known = window.remaining if window else 0
        assert known <= self.platform.left(self.now) + self.unknown, "more is promised than there may be"
        if not (self.acted or self.told_used_up):
            assert known >= self.platform.left(self.now), "allowance is lost"


async def lived(events: list[Event]) -> None:
    database = await Database.open(":memory:")
    days = Days(Quota(database))
    for event in (Event.WRITES, *events):
        await days.live(event)
        await days.check()
    await database.close()


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(Event), max_size=40))
def test_whatever_happens_no_more_is_promised_than_the_platform_allows_and_nothing_is_lost(events: list[Event]) -> None:
    asyncio.run(lived(events))


async def test_whoever_was_forgotten_is_answered_when_they_write_at_once(windows: Windows) -> None:
    await opened(windows, BY_MESSAGE, NOON)
    windows.forget(LI)
    opening = windows.opened(LI, BY_MESSAGE, "act", NOON + 1)
    assert opening is not None, "the ledger has nothing of it any more"
    await opening
    await sent(windows, NOON + 2, "一")


EDGES = (0.0, 0.5, 1.0, 59.0, 59.5, 60.0, 60.5, 61.0, 172_739.0, 172_740.0, 172_799.5, 172_800.0, 172_800.5, 172_860.0)
"""Seconds around the ends of a minute and of 48 hours, between one thing that happens and the next."""
HAPPENS = st.sampled_from(["writes", "acts", "sends", "sends", "sends", "ends"])
HISTORIES = st.lists(st.tuples(st.just(0.0) | st.sampled_from(EDGES), HAPPENS), max_size=40)


class Edges:
    """One customer at the edges of time; the platform counts for itself."""

    def __init__(self, windows: Windows) -> None:
        self.windows = windows
        self.platform = platform.Allowance()
        self.now = NOON
        self.number = 0
        self.wrote_at: float | None = None
        self.acted = False
        self.finals = 0

    async def live(self, happens: str) -> None:
        self.number += 1
        match happens:
            case "writes":
                self.platform.wrote(self.now)
                self.wrote_at, self.finals = self.now, 0
                await opened(self.windows, BY_MESSAGE, self.now)
            case "acts":
                self.acted = True
                self.platform.acted(self.now)
                await opened(self.windows, BY_ACTION, self.now)
            case "sends" | "ends":
                await self.say(Claim(final=happens == "ends"))

    async def say(self, claim: Claim) -> None:
        before = self.platform.left(self.now)
        try:
            await self.windows.hold(LI, self.number, self.now, claim)
        except UsedUp:
            # A message is taken from all windows: whether they add up the platform does not say.
            assert before <= RESERVE or self.acted, "more would have to go out"
        except WindowOver:
            assert not before or self.is_last_minute, "the window is over, and the platform says it is not"
        else:
            assert self.platform.spend(self.now) == platform.OK, "the platform says no"
            await self.windows.took(LI, self.number, self.now)
            self.finals += claim.final

    @property
    def is_last_minute(self) -> bool:
        """Of the 48 hours, or later."""
        return self.wrote_at is not None and self.now >= self.wrote_at + BY_MESSAGE.seconds - SPARED_SECONDS

    async def check(self) -> None:
        """The survey has its message until the end, but for the minute that may be spared."""
        if self.wrote_at is not None and not self.is_last_minute and not self.finals:
            await self.windows.allows(LI, "the survey", self.now, Claim(final=True))


async def lived_at_the_edges(history: list[tuple[float, str]]) -> None:
    database = await Database.open(":memory:")
    try:
        edges = Edges(Windows(Quota(database)))
        for seconds, happens in history:
            edges.now += seconds
            await edges.live(happens)
            await edges.check()
    finally:
        await database.close()


@settings(deadline=None, max_examples=150)
@given(HISTORIES)
def test_at_the_edges_of_a_window_kefu_and_the_platform_agree(history: list[tuple[float, str]]) -> None:
    asyncio.run(lived_at_the_edges(history))


async def test_leaving_that_is_told_late_closes_nothing_for_whoever_follows_again(windows: Windows) -> None:
    await opened(windows, BY_MESSAGE, NOON)
    await windows.followed(LI, "follows", NOON + 9)
    await opened(windows, BY_MESSAGE, NOON + 10)
    await windows.left(LI, NOON + 8)
    await sent(windows, NOON + 200, "一", "二", "三", "四")


async def test_whoever_left_is_sent_nothing_until_they_act_whatever_is_told_late(ledger: Quota) -> None:
    windows = Windows(ledger)
    await windows.left(LI, NOON + 8)
    await opened(windows, BY_MESSAGE, NOON + 7)
    for life in (windows, Windows(ledger)):
        with pytest.raises(Gone, match="does not follow"):
            await life.allows(LI, "一", NOON + 9)
    await windows.followed(LI, "follows", NOON + 10)
    await sent(windows, NOON + 11, "一", "二")


async def test_a_message_is_acknowledged_once_it_is_kept_how_much_may_be_answered(
    patient: Shop, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a kill that came before, the platform tells of it again, and nothing is refused for want of a window."""
    kept, opened = asyncio.Event(), patient.ledger.opened

    async def slowly(account: str, allowance: Allowance, act: str, at: float) -> bool:
        await kept.wait()
        return await opened(account, allowance, act, at)

    async def silent(_inbound: Inbound) -> None:
        return None

    monkeypatch.setattr(patient.ledger, "opened", slowly)
    patient.answer = silent
    posting = asyncio.ensure_future(post(session, patient))
    await patient.asked.get()
    await patient.settled()
    assert not (await asyncio.wait([posting], timeout=0.1))[0]
    kept.set()
    assert await posting == "success"
