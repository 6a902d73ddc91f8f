"""What is old enough is forgotten: every night, or as soon as kefu runs again after nights that it did not."""

from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

import structlog

from bots.app.clock import Clock
from bots.machine_clock import TimeTold
from handlers.fields.cron import Cron
from storage.records import record
from storage.store import Store

log = structlog.get_logger(__name__)

ForgetPhotos = Callable[[float, float], Awaitable[int]]
"""Those kept before the first time, and those kept before the second that nothing names; returns how many."""
ForgetSilent = Callable[[float], Awaitable[int]]
"""Customers of whom nothing was heard since that time; returns how many."""
ForgetOrders = Callable[[float], Awaitable[int]]
"""Orders of which nothing was heard since that time; returns how many."""
ForgetLapsed = Callable[[float], Awaitable[None]]
"""What counts no more by now: proofs of orders, attempts at one, codes that link accounts."""

SECONDS = 1800.0
"""How late the night's work may begin, and how soon what was held up or failed is tried again."""
FIRST = 60.0
"""Seconds after a start: a kefu that never runs for half an hour has to forget, too."""
NIGHTLY = "17 4 * * *"
DONE_TO = "retention_done_to"
"""The bookmark of the time up to which all nights have had their work."""


@record(frozen=True, slots=True)
class Keep:
    """How many seconds personal data is kept."""

    queues: float
    transcripts: float
    """What was said, and photographs."""
    returns: float
    """Who asked for a return, once it has ended."""
    orders: float
    """Since they were last heard of."""
    contacts: float
    """Everything about customers, since they were last heard of."""
    unnamed_photos: float
    """A photograph that no return request has come to name: longer than the form can be answered that asked for it."""


@record(frozen=True, slots=True, kw_only=True)
class Forgetting:
    """Everything that forgets by age."""

    lapsed: ForgetLapsed
    orders: ForgetOrders
    silent: ForgetSilent
    photos: ForgetPhotos
    empty_log: Callable[[], Awaitable[object]]
    """What was forgotten still stands in the log beside the database, until others have written over it."""


class Retention:
    def __init__(
        self,
        store: Store,
        forget: Forgetting,
        told: Callable[[], Awaitable[TimeTold]],
        *,
        clock: Clock,
        timezone: str,
        keep: Keep,
    ) -> None:
        """`told`: what the platforms say of the clock. What is gone is gone: nothing is forgotten by a wrong one."""
        self._store = store
        self._forget = forget
        self._told = told
        self._clock = clock
        self._nightly = Cron(NIGHTLY, ZoneInfo(timezone))
        self._keep = keep

    async def look(self) -> None:
        """To be called now and then: nights that were slept through are one."""
        now, done_to = self._clock(), await self._done_to()
        if done_to is None or done_to > now:  # it is new here, or the clock was ahead: the next night is the first
            await self._store.set_bookmark(DONE_TO, str(now))
            return
        due = self._nightly.after(done_to)
        if due is None or due > now:
            return
        told = await self._told()
        if told.can_be_trusted:
            await self.purge()
            await self._store.set_bookmark(DONE_TO, str(now))
        else:
            log.error("retention.held", why=told.word)

    async def purge(self) -> None:
        """Forget what was handled and delivered longer ago than the shop keeps it."""
        now, keep = self._clock(), self._keep
        await self._forget.lapsed(now)
        forgotten = await self._store.purge(now - keep.queues, now - keep.transcripts, now - keep.returns)
        # First: it makes room, and to erase people takes some.
        photos = await self._forget.photos(now - keep.transcripts, now - keep.unnamed_photos)
        orders = await self._forget.orders(now - keep.orders)
        contacts = await self._forget.silent(now - keep.contacts)
        log.info("retention.purged", rows=forgotten, orders=orders, contacts=contacts, photos=photos)
        await self._forget.empty_log()

    async def _done_to(self) -> float | None:
        found = await self._store.bookmark(DONE_TO)
        return None if found is None else float(found)
