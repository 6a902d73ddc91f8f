"""Runs are moved on: whom they ask is looked up, and those who wait get their turns, a few at a time.

Ordinary answers never wait for a campaign: its pace is far below what the platform takes, and it stands still while
messages pile up on the way to that platform.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection

import structlog

from bots.machine_clock import TimeTold
from handlers.campaigns.audiences import Knowing
from handlers.campaigns.commands import rate_of
from handlers.faults import told
from handlers.surveys.policy import Campaign
from handlers.surveys.shelf import SurveyPolicyShelf
from storage.campaigns import Run, RunStatus
from storage.orders import Unavailable
from storage.sqlite.campaigns.door import SqliteCampaigns
from storage.sqlite.campaigns.runs import SqliteRuns

SECONDS = 2.0
CHUNKS = 4
"""Of contacts that are looked at in one go."""
AGAIN = 600.0
"""Seconds after which a turn is believed lost."""
CATCH_UP = 10.0
"""Seconds: what was not asked in them is not asked all at once later."""
PILED_UP = 20
"""So many messages on the way to a platform: it has enough to do."""
AHEAD = 3600.0
"""Seconds from now at which no run has begun, unless the clock was wrong then or is now."""

log = structlog.get_logger(__name__)


class CampaignPump:
    def __init__(
        self,
        campaigns: SqliteCampaigns,
        runs: SqliteRuns,
        policies: SurveyPolicyShelf,
        knowing: Callable[[], Knowing],
        told_time: Callable[[], Awaitable[TimeTold]],
        *,
        clock: Callable[[], float],
        channels: Collection[str],
    ) -> None:
        """`channels`: those that are on. `told_time`: what the platforms say of the clock."""
        self._campaigns = campaigns
        self._runs = runs
        self._policies = policies
        self._knowing = knowing
        self._told_time = told_time
        self._clock = clock
        self._channels = channels
        self._shares: dict[tuple[int, str], Share] = {}

    async def pump(self) -> None:
        now, runs = self._clock(), await self._runs.under_way()
        moving = [(run, each) for run in runs if (each := self._campaign(run, now)) is not None]
        for run, _ in moving:
            await self._gather(run)
        await self._ring(moving, now)
        for run in runs:
            await self._end(run, now)

    def _campaign(self, run: Run, now: float) -> Campaign | None:
        """None: the run stands still."""
        each = self._policies.policy.campaign(run.campaign)
        goes_on = run.status is RunStatus.RUNNING and now < run.ends_at and not begins_later(run, now)
        return each if goes_on and each is not None and each.enabled else None

    async def _gather(self, run: Run) -> None:
        fits, chunks = self._knowing().fits(run.audience), CHUNKS
        try:
            while not run.gathered and chunks and await self._runs.gather(run, fits):
                chunks -= 1
        except Unavailable as error:  # those who are known already are asked meanwhile
            log.warning("campaign.waits_for_orders", campaign=run.campaign, **told(error))

    async def _ring(self, moving: list[tuple[Run, Campaign]], now: float) -> None:
        waiting = [
            (run, each, channel)
            for run, each in moving
            for channel in await self._runs.channels(run.id)
            if channel in self._channels
        ]
        sharing = Counter(channel for _, _, channel in waiting)
        shares = {
            (run.id, channel): self._share(run.id, channel).grown(rate_of(each, channel) / sharing[channel], now)
            for run, each, channel in waiting
        }
        self._shares = shares
        piled_up = await self._runs.waiting_sends() if waiting else {}
        for (run_id, channel), share in shares.items():
            if share.ready >= 1 and piled_up.get(channel, 0) < PILED_UP:
                share.ready -= await self._runs.ring(run_id, channel, int(share.ready), now, now + AGAIN)

    def _share(self, run_id: int, channel: str) -> "Share":
        return self._shares.get((run_id, channel)) or Share()

    async def _end(self, run: Run, now: float) -> None:
        over = await self._is_over(run, now)
        if over:
            await self._runs.lapse(run.id)
        if run.status is RunStatus.RUNNING or over:
            await self._finish(run.id, now)

    async def _is_over(self, run: Run, now: float) -> bool:
        """One that began by a clock that was years ahead would keep its campaign from beginning again until then. While
        it is now that the clock is wrong, such a run only stands still.
        """
        return run.ends_at <= now or (begins_later(run, now) and (await self._told_time()).can_be_trusted)

    async def _finish(self, run_id: int, now: float) -> None:
        run = await self._campaigns.run(run_id)
        if run is not None and run.gathered and not await self._runs.channels(run_id):
            await self._runs.finish(run_id, now)


def begins_later(run: Run, now: float) -> bool:
    """The clock was wrong then, or is now."""
    return run.started_at > now + AHEAD


class Share:
    """How many more may be asked now, of one run on one channel."""

    def __init__(self) -> None:
        self.ready = 1.0
        self._at: float | None = None

    def grown(self, a_minute: float, now: float) -> "Share":
        seconds = 0.0 if self._at is None else max(0.0, now - self._at)
        self.ready = min(self.ready + seconds * a_minute / 60.0, max(1.0, CATCH_UP * a_minute / 60.0))
        self._at = now
        return self
