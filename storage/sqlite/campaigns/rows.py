"""A run as its row holds it."""

from typing import Any

from storage.campaigns import Audience, Begun, Run, RunStatus
from storage.codec import dumps, loads

RUNS = """
SELECT id, campaign, scheduled_at, started_at, audience, status, stopped_by, ends_at, done_at,
       gathered_to >= gather_until, told
FROM campaign_runs
"""
BEGIN = """
INSERT INTO campaign_runs (id, campaign, scheduled_at, started_at, started_by, audience, status, ends_at, gather_until)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, 'running', ?7, (SELECT coalesce(max(id), 0) FROM contacts)
WHERE NOT EXISTS (SELECT 1 FROM campaign_runs WHERE campaign = ?2 AND (done_at IS NULL OR scheduled_at = ?3))
"""


def run_of(row: tuple[Any, ...]) -> Run:
    run_id, campaign, scheduled_at, at, audience, status, stopped_by, ends_at, done_at, gathered, told = row
    return Run(
        id=run_id,
        campaign=campaign,
        scheduled_at=scheduled_at,
        started_at=at,
        audience=_audience(audience),
        status=RunStatus(status),
        stopped_by=stopped_by,
        ends_at=ends_at,
        done_at=done_at,
        gathered=bool(gathered),
        told=told,
    )


def row_of(run_id: int, begun: Begun) -> tuple[Any, ...]:
    audience = dumps(begun.audience)
    return run_id, begun.campaign, begun.scheduled_at, begun.at, begun.by, audience, begun.ends_at


def _audience(text: str) -> Audience:
    known = loads(text)
    lists = {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
    return Audience(**{**known, **lists})
