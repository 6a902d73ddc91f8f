"""The outbox on its way out: in order per recipient, paced, retried, and every row's end written down.

One lane per recipient; a message that has to wait holds its own lane only. The next message of a lane
goes when the end of the one before is durable, so a kill repeats at most one message a recipient.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence

import structlog

from bots.channel import Busy, Rejected, SendFailed
from bots.delivery.asking import Asking
from bots.delivery.attempts import Attempts
from bots.delivery.desk_topics import DeskTopics
from bots.delivery.effects import Effects
from bots.delivery.endings import Endings
from bots.delivery.failures import Failures
from bots.delivery.files import Files
from bots.delivery.gate import Gate
from bots.delivery.gathering import Gathering
from bots.delivery.job import Job, job_of, lane_of
from bots.delivery.joining import is_album
from bots.delivery.keeping_back import KeepingBack
from bots.delivery.means import Means
from bots.delivery.media.fitting import Fitting
from bots.delivery.outages import Outages
from bots.delivery.part_by_part import PartByPart
from bots.delivery.pauses import Pauses
from bots.delivery.poster import Poster
from bots.delivery.quoting import Quotes
from bots.delivery.retry import GiveUp, after, reason, unforeseen
from bots.delivery.rewriting import Rewriter
from bots.delivery.sender import Sender
from bots.delivery.settling import Settling
from bots.delivery.unwritten import Unwritten
from bots.delivery.waiting import Waiting
from handlers.insistence import Insistence
from handlers.lanes import Lanes
from storage.records import replace
from storage.results import Action, Outgoing
from storage.store import Fate

GLANCE = 0.05
"""Seconds between two looks at what is still on its way."""

log = structlog.get_logger(__name__)


class Delivery:
    def __init__(self, means: Means) -> None:
        timing, limits = means.timing, means.limits
        self._store = means.store
        self._metrics = means.metrics
        self._clock = timing.clock
        self._ticks = timing.ticks
        self._sleep = timing.sleep
        self._random = timing.jitter
        self._limits = limits
        self._capabilities = {name: each.capabilities for name, each in means.channels.items()}
        self._lanes: Lanes[Hashable, Outgoing] = Lanes(self._deliver)
        self._gathering = Gathering(self._lanes, self._capabilities, means.in_words)
        self._held = Waiting(self._capabilities)
        """All rows that are in a lane, or were taken out of it to go along with another."""
        self._dropped: set[int] = set()
        """Rows of somebody who is being erased: they must not go out any more. Empty but for that moment."""
        means.metrics.waiting(lambda: len(self._held), self.overdue)
        self._pause = Pauses(timing.sleep)
        self._insist = Insistence(self._pause, timing.jitter)
        self._gates = {
            name: Gate(capabilities, limits, timing.ticks, self._pause)
            for name, capabilities in self._capabilities.items()
        }
        self._settling = Settling(
            means.store, clock=timing.clock, sleep=self._pause, jitter=timing.jitter, on_settled=means.on_settled
        )
        self._fitting = Fitting(timing.ticks, limits.conversion_time)
        self._unwritten = Unwritten()
        self._attempts = self._attempts_with(means)
        self._endings = self._endings_with(means)

    def submit(self, rows: Iterable[Outgoing]) -> None:
        """Queue rows of the outbox; one that is on its way already is not queued twice."""
        if self._pause.are_over:
            return  # they wait in the outbox
        for row in rows:
            if row.id not in self._held:
                self._held.add(row)
                self._lanes.put(lane_of(row), row)

    async def recover(self) -> None:
        """Queue what the last run left. To be awaited before anything is submitted."""
        self.submit(await self._store.waiting())

    async def let_go(self, conversations: Collection[int], seconds: float) -> None:
        """Before an erasure: what is on its way for these conversations may go out for so long; then it never does."""

        def left() -> set[int]:
            return {row.id for row in self._lanes.items() if row.conversation_id in conversations}

        until = self._ticks() + seconds
        while left() and self._ticks() < until:
            await self._sleep(GLANCE)
        self._dropped |= left()

    async def keep_on(self, conversations: Collection[int]) -> None:
        """The erasure came to nothing: what was let go before it goes out after all."""
        rows = [row for row in await self._store.waiting() if row.conversation_id in conversations]
        self._dropped -= {row.id for row in rows}
        self.submit(rows)

    def overdue(self) -> Mapping[str, float]:
        """Of each channel, for how many seconds the oldest has waited of what was due; 0: nothing waits."""
        return self._held.overdue(self._clock())

    async def topics_written(self) -> bool:
        """Return when the topics that are being opened now can be found in the store. False: none is."""
        return await self._unwritten.written()

    async def idle(self) -> None:
        """Return once every row submitted has come to its end."""
        await self._lanes.idle()

    async def close(self, seconds: float) -> None:
        """Let what can go out now go out, for so long; what has to wait stays in the outbox, for `recover`."""
        self._pause.end()
        await self._lanes.close(seconds)
        self._fitting.close()

    async def _deliver(self, row: Outgoing) -> None:
        now = self._clock()
        job = job_of((row,) if self._lanes.is_alone(lane_of(row)) else self._gathering.with_replies(row), now)
        try:
            if row.due_at > now:
                await self._pause(row.due_at - now)
            if row.album:
                await self._wait_for_album(job)
                await self._leave_out(job)
            if job.rows and not self._is_dropped(job):
                await self._to_the_end(job)
        finally:
            for each in job.rows:
                self._held.remove(each)
            self._dropped.discard(row.id)

    async def _to_the_end(self, job: Job) -> None:
        while True:
            try:
                await self._attempts.make(job)
                break
            except SendFailed as failed:
                error = failed
            except Exception as failed:  # noqa: BLE001 - the boundary of one message: it must come to an end, too
                error = unforeseen(failed)
            if await self._is_over(job, error):
                return
        if not self._is_dropped(job):
            await self._delivered(job)

    def _is_dropped(self, job: Job) -> bool:
        return bool(self._dropped) and job.row.id in self._dropped

    async def _wait_for_album(self, job: Job) -> None:
        """For the other pictures: each is a row of its own, and they come in one by one."""
        capabilities = self._capabilities.get(job.row.channel)
        together = capabilities is not None and is_album(job.row, capabilities)
        # What staff send waits everywhere: the words below a later picture may say that none of it is for the contact.
        if capabilities is None or job.row.parts_sent or not (together or job.row.relays):
            return
        left = job.row.created_at + self._limits.album_hold - self._clock()
        if left > 0:
            await self._pause(min(left, self._limits.album_hold))
        if together:
            self._gathering.album(job, capabilities)

    async def _leave_out(self, job: Job) -> None:
        if job.parts_sent:
            return
        left_out, unsent = self._gathering.taken_back(job)
        if unsent:
            await self._settling.settle(*map(self._settling.arrived, (*left_out, *unsent)))
            for row in (*left_out, *unsent):
                self._held.remove(row)
        if left_out:
            job.leave_out(left_out)

    async def _announce(self, rows: Sequence[Outgoing]) -> None:
        now = self._clock()
        dated = [replace(row, created_at=now) for row in rows]
        self.submit(await self._insist("add", lambda: self._store.add(dated, now)))

    async def _is_over(self, job: Job, error: SendFailed) -> bool:
        """Wait until it is time for another attempt, or write down that there will be none."""
        if self._is_dropped(job):
            return True
        is_effect = job.row.action is Action.EFFECT
        patience = self._limits.effects_give_up_after if is_effect else self._limits.give_up_after
        left = job.since + patience - self._clock()
        verdict = after(error, job.attempts, left, self._limits, self._random)
        if isinstance(verdict, GiveUp):
            await self._given_up(job, error)
            return True
        channel = job.row.channel
        pause = round(verdict.seconds, 1)
        log.info("delivery.postponed", row=job.row.id, channel=channel, reason=reason(error), seconds=pause)
        self._metrics.sent(channel, Fate.POSTPONED)
        self._hold(job, error)
        due_at = self._ticks() + verdict.seconds  # from now on, however long it takes to write this down
        is_long = verdict.seconds >= self._limits.record_pause
        await self._settling.postponed(job, error, verdict.seconds, written=is_long)
        job.attempts += 1
        if (seconds := due_at - self._ticks()) > 0:
            await self._pause(seconds)
        return self._is_dropped(job)

    def _hold(self, job: Job, error: SendFailed) -> None:
        gate = self._gates.get(job.row.channel)
        if gate is not None and isinstance(error, Busy) and error.whole_bot:
            gate.hold_bot(error.seconds)

    async def _given_up(self, job: Job, error: SendFailed) -> None:
        """Rows that were refused together may be taken one by one. A reaction counts as delivered: nobody misses it."""
        if job.row.action is Action.REACT:
            await self._delivered(job)
            return
        if len(job.rows) == 1 or job.parts_sent or not isinstance(error, Rejected):
            await self._failed(job, error)
            return
        for row in job.rows:
            alone = job_of((row,), self._clock())
            alone.stands_alone = True
            await self._to_the_end(alone)

    async def _delivered(self, job: Job) -> None:
        if follow_ups := await self._endings.delivered(job):
            self.submit(follow_ups)

    async def _failed(self, job: Job, error: SendFailed) -> None:
        for row in job.rows:
            self.submit(await self._endings.failed(job, row, error))

    # What it is made of

    def _attempts_with(self, means: Means) -> Attempts:
        files = Files(means.channels, self._gates, means.in_words, means.read_photo, self._fitting)
        quotes = Quotes(means.copies, means.store.transcript)
        sender = Sender(means.channels, self._gates, files, PartByPart(self._settling, means.in_words), quotes)
        poster = self._poster_with(means, files, quotes)
        rewriter = Rewriter(sender, poster, means.copies, self._capabilities.get, means.in_words)
        return Attempts(sender, poster, rewriter, Effects(means.order_system, means.limits))

    def _poster_with(self, means: Means, files: Files, quotes: Quotes) -> Poster | None:
        desk, wording, describe = means.desk, means.wording, means.in_their_words
        if desk is None:
            return None
        outages = Outages(desk, wording, self._announce, means.metrics)
        asking = Asking(desk, self._gates[desk.name], outages, means.store, self._insist)
        topics = DeskTopics(
            desk,
            asking,
            describe,
            store=means.store,
            wording=wording,
            gathering=self._gathering,
            insist=self._insist,
            unwritten=self._unwritten,
        )
        return Poster(
            desk,
            asking,
            topics,
            files,
            PartByPart(self._settling, describe),
            copies=means.copies,
            quotes=quotes,
            gathering=self._gathering,
        )

    def _endings_with(self, means: Means) -> Endings:
        failures = Failures(
            means.store,
            means.desk.name if means.desk else None,
            means.wording.undelivered,
            clock=self._clock,
            insist=self._insist,
            alert_every=means.limits.alert_every,
        )
        keeping_back = KeepingBack(means.store, means.wording, self._insist)
        return Endings(
            self._settling, failures, keeping_back, means.desk, self._capabilities.get, means.metrics, self._clock
        )
