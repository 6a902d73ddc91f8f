"""How many messages an account may still be sent by the customer-service API, as this channel needs to know it."""

from collections import OrderedDict
from collections.abc import Awaitable
from typing import Protocol

from bots.channel import Gone, UsedUp, WindowOver
from bots.wechat.failures import QUOTA_USED_UP, WINDOW_OVER
from storage.inbound import Inbound, Kind
from storage.quota import Allowance, Refusal, Taken

BY_MESSAGE = Allowance("message", 5, 48 * 3600.0)
"""The customer wrote. Source of both: 客服消息 > 下发条数与时限."""
BY_ACTION = Allowance("action", 3, 60.0)
"""The customer followed, scanned a code or pressed a menu."""
RESERVE = 1
"""Kept for what must still be said at the end: the survey, the farewell."""
SPARED_SECONDS = 60.0
KEPT = 10_000


class Ledger(Protocol):
    """storage.quota.Quota: durable, because a restart must not forget what was spent."""

    async def opened(self, account: str, allowance: Allowance, at: float) -> None: ...

    async def take(self, account: str, now: float, reserve: int = 1) -> Taken: ...

    async def give_back(self, account: str, now: float) -> None: ...

    async def exhausted(self, account: str) -> None: ...


class Windows:
    """Spares the ledger a write for every message of a lively chat.

    A window that opened within the last minute, and of which nothing was spent, is as good as a new one: it is full,
    and ends at most a minute early.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._full_since: OrderedDict[str, float] = OrderedDict()

    def opened(self, account: str, allowance: Allowance, at: float) -> Awaitable[None] | None:
        """What must be awaited before the customer's message is acknowledged, if anything."""
        since = self._full_since.get(account)
        if allowance is BY_MESSAGE and since is not None and 0 <= at - since < SPARED_SECONDS:
            return None
        return self._open(account, allowance, at)

    async def take(self, account: str, now: float, count: int) -> None:
        """Spend `count` messages, or none and raise WindowOver or UsedUp."""
        self._full_since.pop(account, None)
        for taken_before in range(count):
            taken = await self._ledger.take(account, now, RESERVE)
            if taken.refusal:
                await self.give_back(account, now, taken_before)
                raise refused(taken.refusal)

    async def give_back(self, account: str, now: float, count: int) -> None:
        for _ in range(count):
            await self._ledger.give_back(account, now)

    async def exhausted(self, account: str) -> None:
        await self._ledger.exhausted(account)

    async def _open(self, account: str, allowance: Allowance, at: float) -> None:
        await self._ledger.opened(account, allowance, at)
        if allowance is BY_MESSAGE:
            self._full_since[account] = at
            if len(self._full_since) > KEPT:
                self._full_since.popitem(last=False)


def allowance_of(inbound: Inbound) -> Allowance:
    """A tap in a menu of ours counts as a menu click, although it arrives as a text message."""
    return BY_MESSAGE if inbound.kind is Kind.TEXT else BY_ACTION


def refused(refusal: Refusal) -> Gone:
    match refusal:
        case Refusal.CLOSED:
            return WindowOver(WINDOW_OVER)
        case Refusal.RESERVED:
            return UsedUp(f"{QUOTA_USED_UP} (one is kept in reserve)")
        case _:
            return UsedUp(QUOTA_USED_UP)
