"""Ordered turns: what came in is answered once, in the order it came, one conversation beside the other.

Messages of one conversation form a lane. Staff messages wait in lanes of their own, one a topic, and then
run in the lane of the customer they are about.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog

from handlers import trace
from handlers.faults import told
from handlers.lanes import Lanes
from handlers.turn import LIMITS, InAnotherLane, TurnEnd, TurnTaker
from handlers.watch import Turned, TurnWatch, Unwatched
from storage.conversations import Conversation
from storage.inbound import Identity, Inbound, Kind
from storage.records import record
from storage.results import Outgoing
from storage.store import Accepted, Store

Deliver = Callable[[tuple[Outgoing, ...]], None]
"""Send these rows; it returns at once."""
UNWATCHED = Unwatched()
log = structlog.get_logger(__name__)


@record(frozen=True, slots=True, kw_only=True)
class Hearers:
    """Who else hears of turns. None of them may wait, or raise."""

    observe: Callable[[TurnEnd, float], None] = lambda _end, _seconds: None
    """How each turn ended, and after how many seconds."""
    on_moved: Callable[[Inbound], None] = lambda _inbound: None
    """A chat has a new id."""
    on_silence: Callable[[Accepted], None] = lambda _accepted: None
    """A turn had nothing for its own contact: who holds a request open for the answer need not hold it any longer."""
    watch: TurnWatch = UNWATCHED


NOBODY = Hearers()


class Stopping(Exception):
    """kefu is shutting down; the platform should deliver this again."""


async def no_topic() -> bool:
    """None is ever opened."""
    return False


@record(frozen=True, slots=True)
class _Queued:
    accepted: Accepted
    lanes: tuple[Identity, ...] = ()
    """At whose head it stands: no other turn runs in these meanwhile. None for a turn about no conversation."""
    done: asyncio.Future[Identity | None] | None = None
    """For a message that borrowed this lane: set once its turn is over, to None or to the identity whose lane it turned
    out to need instead."""


@record(frozen=True, slots=True)
class _Stop:
    """Stands in a lane until it is let on: nothing behind it has its turn meanwhile."""

    reached: asyncio.Event
    over: asyncio.Event


class Turns:
    def __init__(
        self,
        store: Store,
        taker: TurnTaker,
        deliver: Deliver,
        *,
        clock: Callable[[], float],
        concurrent: int = LIMITS.concurrent,
        hearers: Hearers = NOBODY,
        topics_written: Callable[[], Awaitable[bool]] = no_topic,
    ) -> None:
        """`concurrent`: so many turns run at once. `topics_written`: returns when the topics that are being opened can
        be found in the store; False: none is.
        """
        self._store = store
        self._taker = taker
        self._deliver = deliver
        self._clock = clock
        self._topics_written = topics_written
        self._observe = hearers.observe
        self._on_moved = hearers.on_moved
        self._on_silence = hearers.on_silence
        self._watch = hearers.watch
        self._running = asyncio.Semaphore(concurrent)
        self._customers: Lanes[Identity, _Queued | _Stop] = Lanes(self._customer)
        self._staff: Lanes[tuple[str, str | None], Accepted] = Lanes(self._member)
        self._stopping = False

    def accept(self, inbound: Inbound) -> Coroutine[Any, Any, int | None]:
        """Return once it is durable. Its turn begins a moment before, and nothing comes of it sooner than you resume.

        A caller may give up, the writing does not: a message in the inbox must still get its turn, as its redelivery
        will be taken for a copy.
        """
        if self._stopping:
            raise Stopping("kefu is shutting down")
        return self._store.accept(
            inbound, self._clock(), begun=lambda inbox_id: self._queue(Accepted(inbox_id, inbound))
        )

    async def recover(self) -> None:
        """Queue what the last run left unhandled. To be awaited before the first `accept`."""
        self.queue(await self._store.unhandled())

    def queue(self, accepted: Iterable[Accepted]) -> None:
        """Queue rows that are in the inbox already, oldest first: what was left, and due timers."""
        for each in accepted:
            self._queue(each)

    async def sweep(self) -> None:
        """Due timers become messages of their conversations."""
        now = self._clock()
        while due := await self._store.claim_timers(now):
            self.queue(due)  # before any more: should the disk refuse those, these are in the inbox and have their turn

    async def idle(self) -> None:
        """Return once everything queued has had its turn."""
        while self._staff or self._customers:
            await self._staff.idle()
            await self._customers.idle()

    @asynccontextmanager
    async def stopped(self, identities: Iterable[Identity], seconds: float) -> AsyncIterator[None]:
        """What these wrote before has had its turn, and what they write meanwhile waits. Raises TimeoutError.

        The conversation that staff have must come last: a turn on another account waits for its lane, and we would
        wait for that turn. Should staff be given another one meanwhile, time runs out, and it can be tried again.
        """
        over = asyncio.Event()
        try:
            async with asyncio.timeout(seconds):
                for identity in identities:
                    stop = _Stop(asyncio.Event(), over)
                    self._customers.put(identity, stop)
                    await stop.reached.wait()
            yield
        finally:
            over.set()

    async def close(self, seconds: float) -> None:
        """Take nothing new and give the queue so long; what is not finished stays unhandled, for `recover`."""
        self._stopping = True
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.idle()
        await asyncio.gather(self._staff.close(0), self._customers.close(0))

    def _queue(self, accepted: Accepted) -> None:
        inbound = accepted.inbound
        if self._stopping:
            return  # it stays in the inbox
        if self._watch:
            self._watch.accepted(accepted)
        if inbound.staff:
            self._staff.put((inbound.chat_id, inbound.thread), accepted)
        else:
            self._customers.put(inbound.identity, _Queued(accepted, (inbound.identity,)))

    async def _member(self, accepted: Accepted) -> None:
        """A staff message runs in the lane of the customer it is about, so that it never races their turn."""
        conversation = await self._topic_of(accepted.inbound)
        if conversation is None:
            await self._run(_Queued(accepted))
            return
        await self._borrow(conversation.identity, accepted, ())

    async def _borrow(self, lane: Identity, accepted: Accepted, held: tuple[Identity, ...]) -> Identity | None:
        """Let it have its turn in another lane than the one it came in, while it keeps its place in those it `held`.

        Returns None when it had its turn, and else whose lane it turned out to need.
        """
        done: asyncio.Future[Identity | None] = asyncio.get_running_loop().create_future()
        self._customers.put(lane, _Queued(accepted, (*held, lane), done))
        return await done

    async def _customer(self, queued: _Queued | _Stop) -> None:
        """The work on the head of a customer's lane.

        A contact with several accounts may be with the staff on another one than they write on: then this lane waits
        for that one. No two lanes ever wait for each other, since a lane waits only for that of the conversation which
        staff have, and a conversation comes to staff only by a turn at the head of its own lane, which does not wait.
        """
        if isinstance(queued, _Stop):
            queued.reached.set()
            await queued.over.wait()
            return
        needed: Identity | None = None
        try:
            await self._run(queued)
        except InAnotherLane as other:
            needed = other.identity
        finally:
            if queued.done and not queued.done.done():
                queued.done.set_result(needed)
        while needed is not None and queued.done is None:
            needed = await self._borrow(needed, queued.accepted, queued.lanes)

    async def _topic_of(self, inbound: Inbound) -> Conversation | None:
        try:
            found = await self._taker.conversation_of(inbound)
            is_new = found is None and inbound.thread is not None and await self._topics_written()
            return await self._taker.conversation_of(inbound) if is_new else found
        except Exception as error:  # noqa: BLE001 - the turn itself meets the same error and apologises for it
            log.warning("turn.lane_unknown", **told(error))
            return None

    async def _run(self, queued: _Queued) -> None:
        accepted, lanes = queued.accepted, queued.lanes
        await self._running.acquire()  # every message comes by: this takes half of the calls that `async with` does
        try:
            started = self._clock()
            outcome, rows = await (self._watched(queued) if self._watch else self._taker.take(accepted, lanes))
        finally:
            self._running.release()
        if rows:
            self._deliver(rows)
        if accepted.inbox_id not in [row.answers for row in rows]:
            self._on_silence(accepted)
        if accepted.inbound.kind is Kind.MOVED:
            self._on_moved(accepted.inbound)
        self._observe(outcome, self._clock() - started)
        if self._taker.timer_is_due:
            await self._sweep_now()

    async def _sweep_now(self) -> None:
        """A timer that is due at once is how a turn asks another conversation for one: that need not wait for the next
        sweep.
        """
        self._taker.timer_is_due = False
        try:
            await self.sweep()
        except Exception as error:  # noqa: BLE001 - the turn is over, and the next sweep claims the same timers
            log.warning("turn.sweep_postponed", **told(error))

    async def _watched(self, queued: _Queued) -> tuple[TurnEnd, tuple[Outgoing, ...]]:
        accepted, started = queued.accepted, self._clock()
        with trace.traced() as traced:
            outcome, rows = await self._taker.take(accepted, queued.lanes)
        at = self._clock()
        turned = Turned(
            accepted=accepted,
            customer=traced.customer if accepted.inbound.staff else accepted.inbound.identity,
            handler=traced.handler,
            script=traced.script,
            lines=traced.lines,
            outcome=outcome,
            rows=rows,
            at=at,
            seconds=at - started,
        )
        self._watch.turned(turned)
        return outcome, rows
