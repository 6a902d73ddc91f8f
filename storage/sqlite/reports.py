"""Pages of what reports are counted from, each by an index."""

from collections.abc import Mapping, Sequence
from typing import Any

from storage.codec import loads
from storage.database import Claim, Database
from storage.reports import PAGE, Fact, Place, Verdict
from storage.results import Outgoing
from storage.sqlite import agents, outbox
from storage.surveys import SurveyStatus

KINDS = {
    "breach": "$.promise",
    "contained": "$.by",
    "feedback": "$.topic",
    "handoff": "$.reason",
    "resolved": "$.by",
    "return_credited": "$.currency",
    "return_decided": "$.decision",
    "return_refunded": "$.currency",
    "task_settled": "$.outcome",
}
FACTS = """
SELECT id, name, at, value, business_value, channel, team, agent, script,
       CASE WHEN ?1 = '' THEN '' ELSE coalesce(json_extract(details, ?1), '') END
FROM reporting_events WHERE name = ?2 AND (at, id) > (?3, ?4) AND at < ?5 ORDER BY at, id LIMIT ?6
"""
VERDICTS = """
SELECT id, survey, asked_at, status, channel, team, agents, score, value
FROM surveys WHERE (asked_at, id) > (?, ?) AND asked_at < ? ORDER BY asked_at, id LIMIT ?
"""
MARK_ONCE = """
INSERT INTO bookmarks (name, value) VALUES (?, ?)
ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE bookmarks.value < excluded.value
"""


class SqliteReportBooks:
    """A `ReportBooks`."""

    def __init__(self, database: Database, page: int = PAGE) -> None:
        self._database = database
        self._page = page

    async def facts(self, name: str, after: Place, until: float) -> Sequence[Fact]:
        parameters = (KINDS.get(name, ""), name, after.at, after.id, until, self._page)
        return [Fact(*row) for row in await self._database.read(FACTS, parameters)]

    async def verdicts(self, after: Place, until: float) -> Sequence[Verdict]:
        rows = await self._database.read(VERDICTS, (after.at, after.id, until, self._page))
        return [_verdict(row) for row in rows]

    async def names(self) -> Mapping[str, str]:
        return {each.account: each.name for each in await agents.everybody(self._database) if each.name}

    async def post_once(self, name: str, moment: str, rows: Sequence[Outgoing], at: float) -> tuple[Outgoing, ...]:
        """Into the outbox, unless something of this name went there for this moment, or a later one, already.

        `moment` is text that sorts by time. Returns the rows with their ids; none where they were there before.
        """
        numbered = outbox.number(self._database, rows, 0, at)
        won = await self._database.write(*outbox.inserts(numbered), claim=Claim(MARK_ONCE, (name, moment)))
        return numbered if won else ()


def _verdict(row: tuple[Any, ...]) -> Verdict:
    id_, survey, asked_at, status, channel, team, served, score, value = row
    agents_ = tuple(loads(served))
    return Verdict(id_, survey, asked_at, SurveyStatus(status), channel, team, agents_, score, value)
