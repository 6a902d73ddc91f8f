"""How rows end: as delivered, or as a failure that somebody sees; written down with all that follows from it."""

from collections.abc import Callable

import structlog

from bots.channel import Capabilities, DeskChannel, SendFailed
from bots.delivery.copying import copies_of
from bots.delivery.failures import Failures, mark_of
from bots.delivery.job import Job
from bots.delivery.keeping_back import KeepingBack
from bots.delivery.retry import reason
from bots.delivery.settling import Settling
from bots.metrics import Metrics
from storage.records import replace
from storage.results import Mark, Outgoing
from storage.store import Fate

log = structlog.get_logger(__name__)


class Endings:
    """`delivered` and `failed` write an end down, and return the new rows that it leads to."""

    def __init__(
        self,
        settling: Settling,
        failures: Failures,
        keeping_back: KeepingBack,
        desk: DeskChannel | None,
        capabilities: Callable[[str], Capabilities | None],
        metrics: Metrics,
        clock: Callable[[], float],
    ) -> None:
        """`capabilities`: of a channel by its name; None: it is switched off."""
        self._settling = settling
        self._failures = failures
        self._keeping_back = keeping_back
        self._desk = desk
        self._capabilities = capabilities
        self._metrics = metrics
        self._clock = clock

    async def delivered(self, job: Job) -> tuple[Outgoing, ...]:
        told = await self._told_of_files(job) if job.content.attachments else ()
        copies = copies_of(job, self._desk.desk if self._desk else None)
        arrived, external_id = [], job.external_id
        for number, row in enumerate(job.rows):
            follow_up = self._marks(job, row) if row.relays is not None else ()
            if told and number == 0:
                follow_up += told
            arrived.append(self._settling.arrived(row, external_id, follow_up, copies[number] if copies else ()))
        # What went out as one message is written down as one: after a crash no part of it must follow alone.
        follow_ups = await self._settling.settle(*arrived)
        now = self._clock()
        for row in job.rows:
            self._metrics.sent(row.channel, Fate.DELIVERED, now)
        return follow_ups

    async def failed(self, job: Job, row: Outgoing, error: SendFailed) -> tuple[Outgoing, ...]:
        """One row of a job that nobody will try again."""
        log.warning("delivery.failed", row=row.id, channel=row.channel, reason=reason(error))
        is_told = not row.final and is_first_of_album(job, row)
        follow_up = await self._failures.follow_up(row, error) if is_told else ()
        follow_ups = await self._settling.failed(row, error, follow_up, job.parts_sent)
        self._metrics.sent(row.channel, Fate.FAILED)
        return follow_ups

    async def _told_of_files(self, job: Job) -> tuple[Outgoing, ...]:
        """Tells whoever sent a file that could not go along."""
        capabilities = self._capabilities(job.row.channel)
        if capabilities is None:
            return ()
        now = self._clock()
        return tuple(replace(row, created_at=now) for row in await self._keeping_back.told(job, capabilities))

    def _marks(self, job: Job, row: Outgoing) -> tuple[Outgoing, ...]:
        return mark_of(row, Mark.DELIVERED, self._desk.name) if self._desk and is_first_of_album(job, row) else ()


def is_first_of_album(job: Job, row: Outgoing) -> bool:
    """True for what is no album, too. Only the first picture of an album gets a mark, or a word that it failed."""
    return row is job.row or not row.album
