"""What turns read of runs, and how far each is."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence

from storage.campaigns import Audience, Fits, Run, Standing, Tally, TargetStatus, standing
from storage.database import Database
from storage.sqlite.audiences import CHUNK, candidates, last_contact
from storage.sqlite.campaigns.rows import RUNS, run_of
from storage.surveys import SurveyStatus

BY_ID = RUNS + "WHERE id = ?"
LATEST = RUNS + "WHERE id IN (SELECT max(id) FROM campaign_runs GROUP BY campaign) ORDER BY campaign"  # noqa: S608 - our own statement
TARGET = "SELECT status FROM campaign_targets WHERE run_id = ? AND conversation_id = ?"
COUNTS = """
SELECT status, why, count(*), max(contact_id) FROM (
    SELECT status, why, contact_id FROM campaign_targets WHERE run_id = ? AND contact_id > ?
    ORDER BY contact_id LIMIT ?)
GROUP BY status, why
"""
COUNTED = 20_000
"""Targets counted in one go: nobody's message waits for all of them."""
ANSWERS = "SELECT status, count(*) FROM surveys WHERE campaign = ? GROUP BY status"


class SqliteCampaigns:
    """A `CampaignDoor`, and `CampaignBooks`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def latest(self) -> Sequence[Run]:
        return [run_of(row) for row in await self._database.look_up(LATEST)]

    async def run(self, run_id: int) -> Run | None:
        found = await self._database.look_up(BY_ID, (run_id,))
        return run_of(found[0]) if found else None

    async def target(self, run_id: int, conversation_id: int) -> TargetStatus | None:
        found = await self._database.look_up(TARGET, (run_id, conversation_id))
        return TargetStatus(found[0][0]) if found else None

    async def tally(self, run: Run) -> Tally:
        counts, skipped = Counter[str](), Counter[str]()
        async for status, why, count in self._counts(run.id):
            counts[status] += count
            if status == TargetStatus.SKIPPED:
                skipped[why] += count
        answers = dict(await self._database.read(ANSWERS, (run.key,)))
        return Tally(
            waiting=counts[TargetStatus.WAITING],
            asked=counts[TargetStatus.ASKED],
            unsendable=counts[TargetStatus.UNSENDABLE],
            skipped=dict(skipped),
            answered=answers.get(SurveyStatus.ANSWERED, 0),
            undelivered=answers.get(SurveyStatus.UNSENDABLE, 0),
        )

    async def _counts(self, run_id: int) -> AsyncIterator[tuple[str, str, int]]:
        behind, counted = 0, COUNTED
        while counted == COUNTED:
            found = await self._database.read(COUNTS, (run_id, behind, COUNTED))
            counted, behind = sum(count for *_, count, _ in found), max((last for *_, last in found), default=behind)
            for status, why, count, _ in found:
                yield status, why, count

    async def standings(self) -> Sequence[Standing]:
        return [standing(run, await self.tally(run)) for run in await self.latest()]

    async def size(self, audience: Audience, fits: Fits) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        last = await last_contact(self._database)
        for behind in range(0, last, CHUNK):
            some = await candidates(self._database, audience, behind, min(behind + CHUNK, last))
            found.update([each.identity.channel for each in some if await fits(each)])
        return found
