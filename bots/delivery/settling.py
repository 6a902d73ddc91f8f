"""How attempts ended, written down."""

import random
from collections.abc import Callable, Sequence
from itertools import islice

import structlog

from bots.channel import SendFailed
from bots.delivery.job import Job
from bots.delivery.retry import reason
from handlers.faults import told
from handlers.insistence import Insistence, Sleep
from storage.copies import Copy
from storage.records import factory, replace
from storage.results import Outgoing
from storage.store import Fate, Settlement, Store, will_pass

log = structlog.get_logger(__name__)
new_settlement = factory(Settlement)


OnSettled = Callable[[Settlement, tuple[Outgoing, ...]], None]
"""(how an attempt ended, the new rows it led to), when it is written down."""


def ignored(_settlement: Settlement, _follow_up: tuple[Outgoing, ...]) -> None:
    """Nobody watches."""


class Settling:
    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], float],
        sleep: Sleep,
        jitter: random.Random,
        on_settled: OnSettled = ignored,
    ) -> None:
        self._store = store
        self._on_settled = on_settled
        self._clock = clock
        self._insist = Insistence(sleep, jitter)

    def arrived(
        self,
        row: Outgoing,
        external_id: str = "",
        follow_up: tuple[Outgoing, ...] = (),
        copies: tuple[Copy, ...] = (),
    ) -> Settlement:
        """Of a row that went out, with what that leads to; to be settled together with what went along."""
        return new_settlement(
            outgoing=row,
            fate=Fate.DELIVERED,
            at=self._clock(),
            external_id=external_id,
            copies=copies,
            follow_up=follow_up,
        )

    async def failed(
        self, row: Outgoing, error: SendFailed, follow_up: tuple[Outgoing, ...], parts_sent: int
    ) -> tuple[Outgoing, ...]:
        """The parts that went out stay counted, should an operator have the rest sent."""
        settlement = Settlement(
            outgoing=row,
            fate=Fate.FAILED,
            at=self._clock(),
            error=reason(error),
            parts_sent=parts_sent,
            follow_up=follow_up,
        )
        return await self.settle(settlement)

    async def postponed(self, job: Job, error: SendFailed, seconds: float, *, written: bool) -> None:
        """`written`: for operators to look up; when it cannot be, the attempt is made all the same."""
        now = self._clock()
        for row in job.rows:
            settlement = Settlement(
                outgoing=replace(row, attempts=job.attempts),
                fate=Fate.POSTPONED,
                at=now,
                error=reason(error),
                due_at=now + seconds,
                parts_sent=job.parts_sent,
            )
            self._on_settled(settlement, ())
            if written:
                await self._write_pause(settlement)

    async def _write_pause(self, settlement: Settlement) -> None:
        try:
            await self._store.settle(settlement)
        except Exception as failed:  # noqa: BLE001 - whatever the store says, the next attempt needs no record
            log.warning("delivery.pause_not_recorded", row=settlement.outgoing.id, **told(failed))

    async def progressed(self, job: Job) -> None:
        """So many parts went out: they must not go again after a crash."""
        now = self._clock()
        await self.settle(
            Settlement(
                outgoing=replace(job.row, attempts=job.attempts),
                fate=Fate.POSTPONED,
                at=now,
                due_at=now,
                parts_sent=job.parts_sent,
            )
        )

    async def settle(self, *settlements: Settlement) -> tuple[Outgoing, ...]:
        """All of it or nothing. Returns the rows that it led to."""
        try:
            follow_up = await self._store.settle(*settlements)
        except Exception as error:  # noqa: BLE001 - whatever failed is asked again, or raised
            follow_up = await self._settle_after_all(error, settlements)
        of_each = iter(follow_up)
        for each in settlements:
            self._on_settled(each, tuple(islice(of_each, len(each.follow_up))) if each.follow_up else ())
        return follow_up

    async def _settle_after_all(self, error: Exception, settlements: Sequence[Settlement]) -> tuple[Outgoing, ...]:
        if will_pass(error):
            return await self._insist.again(error, "settle", self._settle_or_less, settlements)
        return await self._insist("settle", self._settle_or_less, settlements)

    async def _settle_or_less(self, settlements: Sequence[Settlement]) -> tuple[Outgoing, ...]:
        try:
            return await self._store.settle(*settlements)
        except Exception as error:
            if will_pass(error):
                raise
            # A follow-up the store refuses must not make the message go out again.
            log.critical("delivery.follow_up_refused", row=settlements[0].outgoing.id, **told(error))
            return await self._settle_bare(settlements)

    async def _settle_bare(self, settlements: Sequence[Settlement]) -> tuple[Outgoing, ...]:
        bare = [replace(each, follow_up=(), copies=(), external_id="", error="") for each in settlements]
        try:
            return await self._store.settle(*bare)
        except Exception as error:
            if will_pass(error):
                raise
            # There was no data left to refuse, so it is the store that fails, whatever it calls that.
            raise OSError("the store refused a bare settlement") from error
