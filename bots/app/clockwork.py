"""What happens because time passes. The tables are the truth; what waits here only wakes the sweeps.

`Cron` says when, and we wait by our own clock: APScheduler's scheduler knows only the machine's.
"""

from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

import structlog

from bots.app.boundary import Work, attempted
from bots.app.clock import Clock, until
from handlers.fields.cron import Cron
from handlers.turns import Turns
from storage.records import record
from storage.store import Store

log = structlog.get_logger(__name__)

ForgetPhotos = Callable[[float, float], Awaitable[int]]
"""Those kept before the first time, and those kept before the second that nothing names; returns how many."""
ForgetSilent = Callable[[float], Awaitable[int]]
"""Customers of whom nothing was heard since that time; returns how many."""
ForgetLapsed = Callable[[float], Awaitable[None]]
"""What counts no more by now: proofs of orders, attempts at one, codes that link accounts."""

SWEEP_SECONDS = 2
"""How late a timer may be, unless a turn set it for now: then its own sweep follows at once."""
NIGHTLY = "17 4 * * *"


@record(frozen=True, slots=True)
class Keep:
    """How many seconds personal data is kept."""

    queues: float
    transcripts: float
    """What was said, and photographs."""
    returns: float
    """Who asked for a return, once it has ended."""
    contacts: float
    """Everything about customers, since they were last heard of."""
    unnamed_photos: float
    """A photograph that no return request has come to name: longer than the form can be answered that asked for it."""


class Clockwork:
    def __init__(
        self,
        store: Store,
        turns: Turns,
        forget_photos: ForgetPhotos,
        forget_lapsed: ForgetLapsed,
        forget_silent: ForgetSilent,
        *,
        clock: Clock,
        timezone: str,
        keep: Keep,
    ) -> None:
        self.store = store
        self.turns = turns
        self.forget_photos = forget_photos
        self.forget_lapsed = forget_lapsed
        self.forget_silent = forget_silent
        self.clock = clock
        self.zone = ZoneInfo(timezone)
        self.keep = keep

    def jobs(self) -> list[Awaitable[None]]:
        """Each runs until cancelled."""
        nightly = Cron(NIGHTLY, self.zone)
        return [self.again_and_again(SWEEP_SECONDS, self.turns.sweep), self.by_calendar(nightly, self.purge)]

    async def purge(self) -> None:
        """Forget what was handled and delivered longer ago than the shop keeps it."""
        now, keep = self.clock(), self.keep
        await self.forget_lapsed(now)
        forgotten = await self.store.purge(now - keep.queues, now - keep.transcripts, now - keep.returns)
        contacts = await self.forget_silent(now - keep.contacts)
        photos = await self.forget_photos(now - keep.transcripts, now - keep.unnamed_photos)
        log.info("retention.purged", rows=forgotten, contacts=contacts, photos=photos)

    async def again_and_again(self, seconds: float, work: Work) -> None:
        while True:
            await self.clock.sleep(seconds)
            await self._attempt(work)

    async def by_calendar(self, cron: Cron, work: Work) -> None:
        """However late it is: a time that was slept through comes once, and at once."""
        now = self.clock()
        while (due := cron.after(now)) is not None:
            if await until(self.clock, due):
                await self._attempt(work)
                now = max(self.clock(), due)
            else:
                now = self.clock()

    async def _attempt(self, work: Work) -> None:
        await attempted(work, "clockwork.failed", job=getattr(work, "__name__", ""))
