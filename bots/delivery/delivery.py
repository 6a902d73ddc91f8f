"""The outbox on its way out: in order per recipient, paced, retried, and every row's end written down.

One lane per recipient; a message that has to wait holds its own lane only. The next message of a lane
goes when the end of the one before is durable, so a kill repeats at most one message a recipient.
"""

import asyncio
import random
import time
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence

import structlog

from bots.channel import Busy, Channel, DeskChannel, Rejected, SendFailed, Unreachable
from bots.delivery.copying import copies_of
from bots.delivery.effects import Effects
from bots.delivery.failures import FailureNote, Failures, mark_of
from bots.delivery.files import Files, ReadPhoto
from bots.delivery.gate import Gate
from bots.delivery.gathering import Gathering
from bots.delivery.job import Job, job_of, lane_of, topic_of
from bots.delivery.joining import is_album
from bots.delivery.keeping_back import KeepingBack
from bots.delivery.media.fitting import Fitting
from bots.delivery.outages import Outages
from bots.delivery.poster import Poster
from bots.delivery.quoting import Quotes
from bots.delivery.retry import DeliveryLimits, GiveUp, after, reason
from bots.delivery.rewriting import Rewriter
from bots.delivery.runs import escape
from bots.delivery.sender import Sender
from bots.delivery.settling import OnSettled, Settling, ignored
from bots.delivery.wording import Wording
from bots.metrics import Metrics
from handlers.exchange import theirs
from handlers.insistence import Insistence, Sleep
from handlers.lanes import Lanes
from storage.copies import Copies
from storage.inbound import Attachment
from storage.orders import ReturnSystem
from storage.records import replace
from storage.results import Action, Mark, Outgoing
from storage.store import Fate, Store

LIMITS = DeliveryLimits()
REWRITES = (Action.EDIT, Action.UNSEND, Action.REACT)
GLANCE = 0.05
"""Seconds between two looks at what is still on its way."""

log = structlog.get_logger(__name__)


class Delivery:
    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        desk: DeskChannel | None,
        *,
        failure_note: FailureNote,
        describe: Callable[[Attachment], str],
        wording: Wording,
        copies: Copies,
        read_photo: ReadPhoto,
        metrics: Metrics,
        clock: Callable[[], float],
        ticks: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        jitter: random.Random | None = None,
        limits: DeliveryLimits = LIMITS,
        on_settled: OnSettled = ignored,
        order_system: ReturnSystem | None = None,
    ) -> None:
        """`clock` tells the unix time that rows carry; `ticks` only ever goes forward and paces. `describe`: an
        attachment in plain words.
        """

        def in_words(attachment: Attachment) -> str:
            return escape(describe(attachment))

        def in_their_words(attachment: Attachment) -> str:
            """To staff: a contact named the file, or the place."""
            return str(theirs(describe(attachment)))

        self._store = store
        self._desk = desk
        self._metrics = metrics
        self._clock = clock
        self._limits = limits
        self._ticks = ticks
        self._sleep = sleep
        self._random = jitter or random.Random()  # noqa: S311 - spreads retries, guards nothing
        self._capabilities = {name: each.capabilities for name, each in channels.items()}
        self._lanes: Lanes[Hashable, Outgoing] = Lanes(self._deliver)
        self._gathering = Gathering(self._lanes, self._capabilities, in_words)
        self._held: set[int] = set()
        self._dropped: set[int] = set()
        """Rows that are nobody's any more; empty but for a moment."""
        metrics.waiting(lambda: len(self._held))
        self._pausing: set[asyncio.Task[object]] = set()
        self._closing = False
        self._insist = insist = Insistence(self._pause, self._random)
        self._gates = {name: Gate(each.capabilities, limits, ticks, self._pause) for name, each in channels.items()}
        self._effects = Effects(order_system, limits)
        self._fitting = Fitting(ticks, limits.conversion_time)
        files = Files(channels, self._gates, in_words, read_photo, self._fitting)
        self._keeping_back = KeepingBack(store, wording, insist)
        quotes = Quotes(copies, store.transcript)
        self._settling = Settling(store, clock=clock, sleep=self._pause, jitter=self._random, on_settled=on_settled)
        self._sender = Sender(channels, self._gates, files, self._settling, in_words, quotes)
        self._failures = Failures(
            store,
            desk.name if desk else None,
            failure_note,
            clock=clock,
            insist=insist,
            alert_every=limits.alert_every,
        )
        self._poster = (
            Poster(
                desk,
                self._gates[desk.name],
                files,
                self._settling,
                in_their_words,
                store=store,
                copies=copies,
                quotes=quotes,
                outages=Outages(desk, wording, self._announce, metrics),
                wording=wording,
                gather=self._gathering.posts,
                in_topic=lambda number: self._lanes.of(topic_of(number)),
                insist=insist,
                limits=limits,
            )
            if desk
            else None
        )
        self._rewriter = Rewriter(self._sender, self._poster, copies, self._capabilities.get, in_words)

    def submit(self, rows: Iterable[Outgoing]) -> None:
        """Queue rows of the outbox; one that is on its way already is not queued twice."""
        if self._closing:
            return  # they wait in the outbox
        for row in rows:
            if row.id not in self._held:
                self._held.add(row.id)
                self._lanes.put(lane_of(row), row)

    async def recover(self) -> None:
        """Queue what the last run left. To be awaited before anything is submitted."""
        self.submit(await self._store.waiting())

    async def let_go(self, conversations: Collection[int], seconds: float) -> None:
        """What is on its way of these conversations goes out, for so long; what is left then never does."""

        def left() -> set[int]:
            return {row.id for row in self._lanes.items() if row.conversation_id in conversations}

        until = self._ticks() + seconds
        while left() and self._ticks() < until:
            await self._sleep(GLANCE)
        self._dropped |= left()

    async def idle(self) -> None:
        """Return once every row submitted has come to its end."""
        await self._lanes.idle()

    async def close(self, seconds: float) -> None:
        """Let what can go out now go out, for so long; what has to wait stays in the outbox, for `recover`."""
        self._closing = True
        for task in self._pausing:
            task.cancel()
        await self._lanes.close(seconds)
        self._fitting.close()

    async def _pause(self, seconds: float) -> None:
        task = asyncio.current_task()
        if self._closing or task is None:
            raise asyncio.CancelledError
        self._pausing.add(task)
        try:
            await self._sleep(seconds)
        finally:
            self._pausing.discard(task)

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
                self._held.discard(each.id)
            self._dropped.discard(row.id)

    async def _to_the_end(self, job: Job) -> None:
        while True:
            try:
                await (self._sender.send(job) if job.row.action is Action.SEND else self._perform(job))
                break
            except SendFailed as failed:
                error = failed
            if await self._is_over(job, error):
                return
        if not self._is_dropped(job):
            await self._delivered(job)

    def _is_dropped(self, job: Job) -> bool:
        return bool(self._dropped) and job.row.id in self._dropped

    async def _wait_for_album(self, job: Job) -> None:
        """Each picture is a row of its own, and comes in by itself."""
        capabilities = self._capabilities.get(job.row.channel)
        together = capabilities is not None and is_album(job.row, capabilities)
        # What staff send waits everywhere: the words below a later picture may say that none of it is for the contact.
        if capabilities is None or job.row.parts_sent or not (together or job.row.relays):
            return
        left = job.row.created_at + self._limits.album_hold - self._clock()
        if left > 0:
            await self._pause(min(left, self._limits.album_hold))
        if not together:
            return

        self._gathering.album(job, capabilities)

    async def _leave_out(self, job: Job) -> None:
        if job.parts_sent:
            return
        left_out, unsent = self._gathering.taken_back(job)
        if unsent:
            await self._settling.settle(*map(self._settling.arrived, (*left_out, *unsent)))
            self._held.difference_update(row.id for row in (*left_out, *unsent))
        if left_out:
            job.leave_out(left_out)

    async def _announce(self, rows: Sequence[Outgoing]) -> None:
        now = self._clock()
        dated = [replace(row, created_at=now) for row in rows]
        self.submit(await self._insist("add", lambda: self._store.add(dated, now)))

    async def _perform(self, job: Job) -> None:
        action = job.row.action
        if action is Action.EFFECT:
            await self._effects.perform(job.row)
        elif action in REWRITES:
            await self._rewriter.perform(job)
        elif self._poster is None:
            raise Unreachable("no desk is configured")
        elif action is Action.POST and job.row.conversation_id:
            await self._poster.post(job)
        elif action is Action.MARK:
            await self._poster.mark(job)
        else:
            await self._poster.alert(job)

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
        log.info("delivery.postponed", row=job.row.id, reason=reason(error), seconds=round(verdict.seconds, 1))
        self._metrics.sent(job.row.channel, Fate.POSTPONED)
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
        """What is refused together may be taken one by one. Nobody misses a reaction."""
        if job.row.action is Action.REACT:
            await self._delivered(job)
            return
        if len(job.rows) == 1 or job.parts_sent or not isinstance(error, Rejected):
            await self._failed(job, error)
            return
        for row in job.rows:
            await self._to_the_end(job_of((row,), self._clock()))

    async def _delivered(self, job: Job) -> None:
        told = await self._told_of_files(job) if job.content.attachments else ()
        copies = copies_of(job, self._desk.desk if self._desk else None)
        arrived, external_id = [], job.external_id
        for number, row in enumerate(job.rows):
            follow_up = self._marks(job, row) if row.relays is not None else ()
            if told and number == 0:
                follow_up += told
            arrived.append(self._settling.arrived(row, external_id, follow_up, copies[number] if copies else ()))
        # What went out as one message is written down as one: after a crash no part of it must follow alone.
        if follow_ups := await self._settling.settle(*arrived):
            self.submit(follow_ups)
        now = self._clock()
        for row in job.rows:
            self._metrics.sent(row.channel, Fate.DELIVERED, now)

    async def _told_of_files(self, job: Job) -> tuple[Outgoing, ...]:
        capabilities = self._capabilities.get(job.row.channel)
        if capabilities is None:
            return ()
        now = self._clock()
        return tuple(replace(row, created_at=now) for row in await self._keeping_back.told(job, capabilities))

    def _marks(self, job: Job, row: Outgoing) -> tuple[Outgoing, ...]:
        """Of an album the first picture alone is marked."""
        is_first = row is job.row or not row.album
        return mark_of(row, Mark.DELIVERED, self._desk.name) if is_first and self._desk else ()

    async def _failed(self, job: Job, error: SendFailed) -> None:
        for row in job.rows:
            log.warning("delivery.failed", row=row.id, channel=row.channel, reason=reason(error))
            is_told = not row.final and (row is job.row or not row.album)
            follow_up = await self._failures.follow_up(row, error) if is_told else ()
            self.submit(await self._settling.failed(row, error, follow_up, job.parts_sent))
            self._metrics.sent(row.channel, Fate.FAILED)
