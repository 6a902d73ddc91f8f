"""What a turn changes of runs and of their targets."""

from collections.abc import Iterable, Iterator

from storage.campaigns import Begun, CampaignChange, Resumed, Stopped, TargetSettled
from storage.database import Claim, Database
from storage.sqlite.campaigns.rows import BEGIN, row_of

STOP = "UPDATE campaign_runs SET status = 'stopped', stopped_by = ? WHERE id = ? AND status = 'running'"
RESUME = "UPDATE campaign_runs SET status = 'running', stopped_by = '' WHERE id = ? AND status = 'stopped'"
SETTLE = """
UPDATE campaign_targets SET status = ?1, why = ?2, due_at = ?3
WHERE run_id = ?4 AND conversation_id = ?5 AND status = 'waiting'
AND (?1 = 'waiting' OR EXISTS (SELECT 1 FROM campaign_runs WHERE id = ?4 AND status = 'running'))
"""


def guards(database: Database, changes: Iterable[CampaignChange], conversation_id: int) -> Iterator[Claim]:
    """What must hold for all of the turn to be written."""
    for change in changes:
        match change:
            case Begun():
                yield Claim(BEGIN, row_of(database.ids.next("campaign_runs"), change))
            case Stopped():
                yield Claim(STOP, (change.by, change.run_id))
            case Resumed():
                yield Claim(RESUME, (change.run_id,))
            case TargetSettled():
                yield Claim(SETTLE, (change.status, change.why, change.due_at, change.run_id, conversation_id))
