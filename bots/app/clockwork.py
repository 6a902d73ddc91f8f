"""What happens because time passes. The tables are the truth; the scheduler only wakes the sweeps."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from handlers.turns import Turns
from storage.store import Store

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 2
"""How late a timer may be."""


@dataclass(frozen=True, slots=True)
class Keep:
    """How many seconds personal data is kept."""

    queues: float
    transcripts: float


class Clockwork:
    def __init__(self, store: Store, turns: Turns, *, clock: Callable[[], float], timezone: str, keep: Keep) -> None:
        self.store = store
        self.turns = turns
        self.clock = clock
        self.keep = keep
        # Defaults of APScheduler drop a job that is over 1 s late, without a word; ours must run however late.
        self.scheduler = AsyncIOScheduler(
            timezone=timezone, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    def start(self) -> None:
        self.scheduler.add_job(self.sweep, IntervalTrigger(seconds=SWEEP_SECONDS), id="timers")
        self.scheduler.add_job(self.purge, CronTrigger(hour=4, minute=17), id="retention")
        self.scheduler.start()

    async def sweep(self) -> None:
        """Due timers become messages of their conversations."""
        self.turns.queue(await self.store.claim_timers(self.clock()))

    async def purge(self) -> None:
        """Forget what was handled and delivered longer ago than the shop keeps it."""
        now = self.clock()
        forgotten = await self.store.purge(now - self.keep.queues, now - self.keep.transcripts)
        log.info("retention.purged", rows=forgotten)

    def stop(self) -> None:
        self.scheduler.shutdown(wait=False)
