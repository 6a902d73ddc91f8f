"""A target has its turn: asked, left out, or tried again later. What becomes of them is written with the turn."""

import structlog

from handlers.desk.facts import file_of
from handlers.exchange import Outcome, Turn
from handlers.faults import told
from handlers.surveys.asking import asked
from storage.campaigns import PREFIX, Run, RunStatus, TargetSettled, TargetStatus
from storage.records import replace
from storage.surveys import SurveyStatus

BANNED, LEFT, DECLINED, GONE, LATELY, FAILED = "banned", "left", "declined", "gone", "lately", "failed"
"""Why a target is left out: staff banned them, they left, they want to be asked nothing, the survey is not in the file
any more, they were asked something not long ago, or kefu failed at it.
"""

log = structlog.get_logger(__name__)


def is_ours(name: str) -> bool:
    return name.startswith(PREFIX)


async def due(turn: Turn) -> Outcome:
    """Nothing for whoever is settled already: a turn that was believed lost comes again."""
    run_id = int(turn.inbound.payload.removeprefix(PREFIX))
    campaigns = turn.doors.campaigns
    run, target = await campaigns.run(run_id), await campaigns.target(run_id, turn.conversation.id)
    if run is None or target is not TargetStatus.WAITING:
        return Outcome()
    if run.status is not RunStatus.RUNNING:
        return settled(run, TargetStatus.WAITING, due_at=turn.now)
    campaign = turn.survey_policy.campaign(run.campaign)
    if campaign is None or campaign.survey not in turn.survey_policy.surveys:
        return settled(run, TargetStatus.SKIPPED, GONE)
    try:
        outcome = await asked(turn, campaign.survey, run.key)
    except Exception as error:  # noqa: BLE001 - the boundary of one contact: what fails for one may fail for thousands, of which the desk reads one number
        return failed(run, error)
    return await ended(turn, run, outcome)


def failed(run: Run, error: Exception) -> Outcome:
    log.error("campaign.failed", campaign=run.campaign, run=run.id, **told(error))
    return settled(run, TargetStatus.SKIPPED, FAILED)


async def ended(turn: Turn, run: Run, outcome: Outcome) -> Outcome:
    """Whoever is to be asked later is tried again by the run, which may be stopped until then."""
    if outcome.surveys:
        is_sent = all(each.status is SurveyStatus.ASKED for each in outcome.surveys)
        status = TargetStatus.ASKED if is_sent else TargetStatus.UNSENDABLE
        return replace(outcome, campaigns=settled(run, status).campaigns)
    if outcome.timers:
        return settled(run, TargetStatus.WAITING, due_at=min(each.due_at for each in outcome.timers))
    return settled(run, TargetStatus.SKIPPED, await why(turn))


async def why(turn: Turn) -> str:
    if turn.conversation.banned:
        return BANNED
    if turn.conversation.blocked:
        return LEFT
    file = await file_of(turn)
    return DECLINED if file is not None and file.declined else LATELY


def settled(run: Run, status: TargetStatus, reason: str = "", due_at: float = 0.0) -> Outcome:
    return Outcome(campaigns=(TargetSettled(run_id=run.id, status=status, why=reason, due_at=due_at),))
