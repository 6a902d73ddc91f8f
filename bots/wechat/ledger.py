"""How many messages an account may still be sent by the customer-service API, as this channel needs to know it."""

from typing import Protocol

from bots.wechat.failures import QUOTA_USED_UP, WINDOW_OVER
from storage.inbound import Inbound, Kind
from storage.quota import Allowance, Refusal, Taken

BY_MESSAGE = Allowance("message", 5, 48 * 3600.0)
"""The customer wrote. Source of both: 客服消息 > 下发条数与时限."""
BY_ACTION = Allowance("action", 3, 60.0)
"""The customer followed, scanned a code or pressed a menu."""
RESERVE = 1
"""Kept for what must still be said at the end: the survey, the farewell."""
WORDS = {
    Refusal.CLOSED: WINDOW_OVER,
    Refusal.USED_UP: QUOTA_USED_UP,
    Refusal.RESERVED: f"{QUOTA_USED_UP} (one is kept in reserve)",
}


class Ledger(Protocol):
    """storage.quota.Quota: durable, because a restart must not forget what was spent."""

    async def opened(self, account: str, allowance: Allowance, at: float) -> None: ...

    async def take(self, account: str, now: float, reserve: int = 1) -> Taken: ...

    async def give_back(self, account: str, now: float) -> None: ...

    async def exhausted(self, account: str) -> None: ...


def allowance_of(inbound: Inbound) -> Allowance:
    """A tap in a menu of ours counts as a menu click, although it arrives as a text message."""
    return BY_MESSAGE if inbound.kind is Kind.TEXT else BY_ACTION


async def take(ledger: Ledger, account: str, now: float, count: int) -> str:
    """Spend `count` messages or none. Empty when granted, else why not, in words for the desk."""
    for taken_before in range(count):
        taken = await ledger.take(account, now, RESERVE)
        if taken.refusal:
            await give_back(ledger, account, now, taken_before)
            return WORDS[taken.refusal]
    return ""


async def give_back(ledger: Ledger, account: str, now: float, count: int) -> None:
    for _ in range(count):
        await ledger.give_back(account, now)
