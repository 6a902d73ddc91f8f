"""The times of campaigns, as surveys.yaml has them at this moment. Each comes once, whatever crashes."""

from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

import structlog

from handlers.campaigns.audiences import audience_of
from handlers.campaigns.lasting import ends_at
from handlers.fields.cron import Cron
from handlers.surveys.policy import DAY, Campaign
from handlers.surveys.shelf import SurveyPolicyShelf
from storage.campaigns import Begun
from storage.sqlite.campaigns.runs import SqliteRuns
from storage.sqlite.campaigns.schedules import SqliteSchedules

SECONDS = 20.0
"""How late a campaign may begin."""

log = structlog.get_logger(__name__)
LeftOut = Callable[[Campaign, float], Awaitable[None]]


class CampaignCalendar:
    """Nothing happens on the day that a calendar is new: only what comes behind it counts."""

    def __init__(
        self,
        schedules: SqliteSchedules,
        runs: SqliteRuns,
        policies: SurveyPolicyShelf,
        *,
        clock: Callable[[], float],
        zone: ZoneInfo,
        left_out: LeftOut,
    ) -> None:
        """`left_out` is told of a time that came while the run before it was still going on."""
        self._schedules = schedules
        self._runs = runs
        self._policies = policies
        self._clock = clock
        self._zone = zone
        self._left_out = left_out

    async def look(self) -> None:
        now, known = self._clock(), await self._schedules.followed()
        wanted = {each.key: each for each in self._policies.policy.campaigns if each.enabled and each.cron}
        if gone := known.keys() - wanted.keys():
            await self._schedules.forget(sorted(gone))
        for key, each in wanted.items():
            cron, followed_to = known.get(key, ("", now))
            if cron != each.cron or followed_to > now:  # it is new, or the clock was ahead
                await self._schedules.follow(key, each.cron, now)
            elif (due := self._due(each.cron, followed_to, now)) is not None:
                await self._begin(each, due, now)

    def _due(self, cron: str, since: float, now: float) -> float | None:
        """Of several times that were slept through the latest, if it is less than a day ago."""
        times, due = Cron(cron, self._zone), None
        at = times.after(max(since, now - DAY))
        while at is not None and at <= now:
            due, at = at, times.after(at)
        return due

    async def _begin(self, each: Campaign, due: float, now: float) -> None:
        audience = audience_of(each.audience, due, self._zone)
        until = ends_at(each, now, self._policies.policy.quiet, self._zone)
        begun = Begun(campaign=each.key, scheduled_at=due, at=now, audience=audience, ends_at=until)
        if await self._schedules.begin(begun):
            log.info("campaign.begun", campaign=each.key)
        elif any(run.campaign == each.key and run.scheduled_at != due for run in await self._runs.under_way()):
            log.warning("campaign.left_out", campaign=each.key)
            await self._left_out(each, due)
