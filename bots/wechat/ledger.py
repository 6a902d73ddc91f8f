"""How many messages an account may still be sent by the customer-service API, as this channel needs to know it.

A message is counted once the platform took it, and before its row of the outbox is settled: a kill before that costs
the customer nothing, as the row is sent again and counted then. What may have been taken (the answer was lost) is held
back until the same message is tried again, so that a long fault costs one message and not one a try.

So after a kill the ledger may know of fewer messages than the platform counted, by those that were on their way or in
doubt; the platform's refusal then sets it right, and is believed at once.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Hashable, Sequence
from typing import Protocol

import structlog

from bots.channel import SendFailed, UsedUp, WindowOver
from bots.wechat.failures import NOT_FOLLOWING, QUOTA_USED_UP, WINDOW_OVER, PlatformError, as_failure
from bots.wechat.inbounds import CHANNEL
from storage.errors import StorageFailed
from storage.inbound import Inbound, Kind
from storage.latest import Latest
from storage.quota import Allowance, Window, lasting
from storage.records import record

BY_MESSAGE = Allowance("message", 5, 48 * 3600.0)
"""The customer wrote. Source of both: 客服消息 > 下发条数与时限."""
BY_ACTION = Allowance("action", 3, 60.0)
"""The customer followed, scanned a code or pressed a menu."""
ALLOWANCES = (BY_MESSAGE, BY_ACTION)
RESERVE = 1
"""Kept in the window that lasts longest for what is final: the farewell, the survey."""
SPARED_SECONDS = 60.0
KEPT = 10_000

log = structlog.get_logger(__name__)


@record(frozen=True, slots=True)
class Claim:
    """What a message may take of the windows."""

    final: bool = False
    """The reserve too."""
    following: int = 0
    """So many more belong to it: unless all of them can go out, none shall."""


ORDINARY = Claim()


class Ledger(Protocol):
    """storage.quota.Quota: durable, because a restart must not forget what was spent."""

    async def opened(self, account: str, allowance: Allowance, act: str, at: float) -> bool: ...

    async def windows(self, account: str, now: float) -> Sequence[Window]: ...

    async def spend(self, account: str, now: float) -> None: ...

    async def exhausted(self, account: str) -> None: ...

    async def gone(self, account: str, at: float, allowances: Sequence[Allowance]) -> bool: ...

    async def is_gone(self, account: str, now: float) -> bool: ...


class Windows:
    """Spares the ledger a write for every message of a lively chat.

    A window that opened within the last minute, and of which nothing was spent, is as good as a new one: it is full,
    and ends at most a minute early.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._full_since: OrderedDict[str, float] = OrderedDict()
        self._held: OrderedDict[str, set[Hashable]] = OrderedDict()
        """The messages that are on their way to an account, or may have arrived."""
        self._closed: Latest[str, int] = Latest(KEPT)
        """By which code. A restart forgets which, but that somebody left, and not that nothing more can be sent."""

    def opened(self, account: str, allowance: Allowance, act: str, at: float) -> Awaitable[None] | None:
        """What must be awaited before the customer's message is acknowledged, if anything. `act`: the message's key."""
        since = self._full_since.get(account)
        if allowance is BY_MESSAGE and since is not None and 0 <= at - since < SPARED_SECONDS:
            return None
        return self._open(account, allowance, act, at)

    async def allows(self, account: str, message: Hashable, now: float, claim: Claim = ORDINARY) -> None:
        """Raise Gone (WindowOver, UsedUp) unless this message may be sent."""
        if self._closed and (code := self._closed.get(account)):
            raise as_failure(PlatformError(code))
        windows = await self._ledger.windows(account, now)
        others = len(self._held.get(account, set()) - {message})
        window = lasting(windows, others)
        if window is None:
            raise await self._shut(account, now)
        if claim.final:
            window = max(windows, key=lambda each: each.remaining)
        left = window.remaining - others - claim.following
        if left <= 0:
            raise UsedUp(QUOTA_USED_UP)
        if left <= RESERVE and not claim.final:
            raise UsedUp(f"{QUOTA_USED_UP} (one is kept in reserve)")

    async def hold(self, account: str, message: Hashable, now: float, claim: Claim = ORDINARY) -> bool:
        """Before a message is sent. False: it was held already, as an earlier try may have arrived."""
        await self.allows(account, message, now, claim)
        self._full_since.pop(account, None)
        held = self._held.setdefault(account, set())
        self._held.move_to_end(account)
        if len(self._held) > KEPT:
            self._held.popitem(last=False)
        is_new = message not in held
        held.add(message)
        return is_new

    async def took(self, account: str, message: Hashable, now: float) -> None:
        """The platform took it. Should that not be written down it stays held: it must not be sent again for it."""
        self._full_since.pop(account, None)
        try:
            await self._ledger.spend(account, now)
        except StorageFailed as failed:
            log.warning("a message sent is not written down", channel=CHANNEL, reason=str(failed))
        else:
            self.let_go(account, message)

    def let_go(self, account: str, message: Hashable) -> None:
        """The platform did not take it."""
        held = self._held.get(account, set())
        held.discard(message)
        if not held:
            self._held.pop(account, None)

    async def exhausted(self, account: str, code: int) -> None:
        """Nothing more can be sent before the customer acts, by any window, for the reason of this code."""
        self._close(account, code)
        await self._ledger.exhausted(account)

    async def left(self, account: str, at: float) -> None:
        """The customer does not follow the account any more, unless they have come back since."""
        if await self._ledger.gone(account, at, ALLOWANCES):
            self._close(account, NOT_FOLLOWING)

    async def followed(self, account: str, act: str, at: float) -> None:
        """Their next message opens a window for sure: that they had left may be told after it."""
        self._full_since.pop(account, None)
        await self._open(account, BY_ACTION, act, at)

    def _close(self, account: str, code: int) -> None:
        self._held.pop(account, None)
        self._full_since.pop(account, None)
        self._closed.keep(account, code)

    async def _shut(self, account: str, now: float) -> SendFailed:
        """Why there is no window."""
        is_gone = await self._ledger.is_gone(account, now)
        return as_failure(PlatformError(NOT_FOLLOWING)) if is_gone else WindowOver(WINDOW_OVER)

    def forget(self, account: str) -> None:
        """The ledger has nothing of it any more: the next message opens a window, however soon it comes."""
        self._closed.pop(account, None)
        self._held.pop(account, None)
        self._full_since.pop(account, None)

    async def _open(self, account: str, allowance: Allowance, act: str, at: float) -> None:
        if not await self._ledger.opened(account, allowance, act, at):
            return  # told again: what was sent since then counts
        self._closed.pop(account, None)
        if allowance is BY_MESSAGE:
            self._held.pop(account, None)  # the platform's count begins anew, too
            self._full_since[account] = at
            if len(self._full_since) > KEPT:
                self._full_since.popitem(last=False)


def allowance_of(inbound: Inbound) -> Allowance:
    """A tap in a menu of ours counts as a menu click, although it arrives as a text message. So does what they scan,
    which stands for words of theirs: no message, it has no id.
    """
    return BY_MESSAGE if inbound.kind is Kind.TEXT and inbound.message_id else BY_ACTION
