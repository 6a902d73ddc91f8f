"""Campaigns in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from storage.campaigns import (
    Audience,
    Begun,
    CampaignChange,
    Fits,
    Resumed,
    Run,
    RunStatus,
    Stopped,
    Tally,
    TargetSettled,
    TargetStatus,
)


@dataclass(frozen=True)
class Target:
    """A row of a run."""

    status: TargetStatus
    due_at: float
    why: str = ""


@dataclass
class MemoryCampaigns:
    """Implements `CampaignDoor`."""

    runs: dict[int, Run] = field(default_factory=dict)
    begun: list[Begun] = field(default_factory=list)
    targets: dict[tuple[int, int], Target] = field(default_factory=dict)
    reached: Mapping[str, int] = field(default_factory=dict)
    """By whichever campaign."""
    wanted: list[Audience] = field(default_factory=list)
    """Those whose size was asked for."""

    def write(self, changes: Sequence[CampaignChange], conversation_id: int) -> None:
        for change in changes:
            match change:
                case Begun():
                    self.begin(change)
                case Stopped():
                    run = self.runs[change.run_id]
                    self.runs[run.id] = replace(run, status=RunStatus.STOPPED, stopped_by=change.by)
                case Resumed():
                    self.runs[change.run_id] = replace(self.runs[change.run_id], status=RunStatus.RUNNING)
                case TargetSettled():
                    known = self.targets[change.run_id, conversation_id]
                    now = replace(known, status=change.status, why=change.why, due_at=change.due_at)
                    self.targets[change.run_id, conversation_id] = now

    def begin(self, begun: Begun) -> Run:
        run = Run(
            id=len(self.runs) + 1,
            campaign=begun.campaign,
            scheduled_at=begun.scheduled_at,
            started_at=begun.at,
            audience=begun.audience,
            status=RunStatus.RUNNING,
            ends_at=begun.ends_at,
            gathered=True,
            told=0,
        )
        self.runs[run.id] = run
        self.begun.append(begun)
        return run

    def aim(self, run: Run, conversation_id: int, status: TargetStatus = TargetStatus.WAITING) -> None:
        self.targets[run.id, conversation_id] = Target(status, run.started_at)

    def done(self, run: Run, at: float) -> None:
        self.runs[run.id] = replace(run, status=RunStatus.DONE, done_at=at)

    async def latest(self) -> Sequence[Run]:
        return list({each.campaign: each for each in self.runs.values()}.values())

    async def run(self, run_id: int) -> Run | None:
        return self.runs.get(run_id)

    async def target(self, run_id: int, conversation_id: int) -> TargetStatus | None:
        known = self.targets.get((run_id, conversation_id))
        return known.status if known else None

    async def tally(self, run: Run) -> Tally:
        aimed = [each for (run_id, _), each in self.targets.items() if run_id == run.id]
        skipped = [each.why for each in aimed if each.status is TargetStatus.SKIPPED]
        return Tally(
            waiting=sum(each.status is TargetStatus.WAITING for each in aimed),
            asked=sum(each.status is TargetStatus.ASKED for each in aimed),
            unsendable=sum(each.status is TargetStatus.UNSENDABLE for each in aimed),
            skipped={why: skipped.count(why) for why in skipped},
        )

    async def size(self, audience: Audience, fits: Fits) -> Mapping[str, int]:
        self.wanted.append(audience)
        return self.reached
