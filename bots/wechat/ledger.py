"""How many messages an account may still be sent by the customer-service API, as this channel needs to know it."""

from enum import StrEnum
from typing import Protocol


class Source(StrEnum):
    """What gave the right to write. The reference of the platform: 客服消息 > 下发条数与时限."""

    MESSAGE = "message"
    """The customer wrote: 5 messages within 48 hours."""
    ACTION = "action"
    """The customer followed, scanned or pressed a menu: 3 messages within a minute."""


class Ledger(Protocol):
    """Durable: a restart must not forget what was spent."""

    async def opened(self, account: str, source: Source, at: float) -> None: ...

    async def take(self, account: str, now: float, *, count: int = 1) -> str:
        """Spend `count` messages, keeping one in reserve. Empty when granted, else why not, in words for the desk."""

    async def give_back(self, account: str, count: int = 1) -> None:
        """The platform refused what had been taken without counting it."""

    async def exhausted(self, account: str) -> None:
        """The platform says that nothing is left, whatever we counted."""
