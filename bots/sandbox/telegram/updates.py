"""What happens is told to the bot: in order, until it is taken, by webhook or by getUpdates."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
import orjson

from bots.sandbox.telegram.refusal import Refusal

Json = dict[str, Any]
Sleep = Callable[[float], Awaitable[None]]
Post = Callable[[str, bytes, dict[str, str]], Awaitable[int]]
"""An HTTP POST of a body with headers to a URL: the status of its answer."""

DAY = 86400.0
QUERY_LIFE = 150.0
"""Seconds after which the platform gives up delivering a button press; messages live a day."""
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
LONGEST_DELAY = 60.0


@dataclass(frozen=True, slots=True)
class Update:
    id: int
    lane: object
    """Updates of one lane are delivered one after the other."""
    body: Json
    expires_at: float


@dataclass(slots=True)
class Hook:
    url: str
    secret: str
    slots: asyncio.Semaphore
    last_error: str = ""


@dataclass(slots=True)
class Updates:
    post: Post
    clock: Callable[[], float]
    sleep: Sleep
    next_id: int = 700_000_001
    hook: Hook | None = None
    allowed: list[str] = field(default_factory=list)
    pending: dict[int, Update] = field(default_factory=dict)
    waiting: dict[object, deque[Update]] = field(default_factory=dict)
    """The same, by lane. What is pending no more is left in it and skipped."""
    lanes: dict[object, asyncio.Task[None]] = field(default_factory=dict)
    last: Update | None = None
    delivered: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    taken: asyncio.Event = field(default_factory=asyncio.Event)
    polls: int = 0
    """Every getUpdates ends the one before it."""

    def add(self, kind: str, content: Json, lane: object) -> int | None:
        """Returns the update's id; None when the bot did not ask for this kind."""
        if kind not in self.allowed if self.allowed else kind in NOT_BY_DEFAULT:
            return None
        update_id, self.next_id = self.next_id, self.next_id + 1
        life = QUERY_LIFE if kind == "callback_query" else DAY
        update = Update(update_id, lane, {"update_id": update_id, kind: content}, self.clock() + life)
        self.last = update
        self._queue(update)
        return update_id

    def repeat(self) -> None:
        """Deliver the latest update once more, as the platform does when an acknowledgement was lost."""
        if self.last is None:
            raise LookupError("nothing has happened yet that could be delivered again")
        # A delivery of its own: the first one's acknowledgement must not end it.
        self._queue(replace(self.last))

    def _queue(self, update: Update) -> None:
        self.pending[update.id] = update
        self.waiting.setdefault(update.lane, deque()).append(update)
        self._wake()
        if self.hook is not None:
            self._start(update.lane)

    def set_hook(self, url: str, secret: str, connections: int) -> None:
        self._cancel()
        self.hook = Hook(url, secret, asyncio.Semaphore(connections)) if url else None
        self._wake()
        if self.hook is not None:
            for lane in list(self.waiting):
                self._start(lane)

    async def settled(self) -> None:
        """Return once the bot has taken everything that happened."""
        while self.pending:
            self.taken.clear()
            await self.taken.wait()

    async def stop(self) -> None:
        self.hook = None
        self.polls += 1
        self._wake()
        tasks = [*self.lanes.values()]
        self._cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _cancel(self) -> None:
        for task in self.lanes.values():
            task.cancel()
        self.lanes.clear()

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:
        """getUpdates: what is before `offset` is confirmed; waits for something to come. Raises Refusal."""
        if self.hook is not None:
            raise _conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete it first")
        self._confirm(offset)
        self.polls += 1
        self._wake()
        mine = self.polls
        try:
            async with asyncio.timeout(timeout):
                while not self.pending:
                    await self.arrived.wait()
                    self._still(mine)
        except TimeoutError:
            return []
        self._still(mine)
        return [update.body for update in self._alive()][:limit]

    def _still(self, poll: int) -> None:
        if self.polls != poll or self.hook is not None:
            raise _conflict("terminated by other getUpdates request; make sure that only one bot instance is running")

    def _confirm(self, offset: int) -> None:
        if offset < 0:  # only so many of the last
            offset = min(list(self.pending)[offset:], default=0)
        for update_id in [known for known in self.pending if known < offset]:
            del self.pending[update_id]
        self.taken.set()

    def _alive(self) -> Iterator[Update]:
        now = self.clock()
        for update in list(self.pending.values()):
            if update.expires_at > now:
                yield update
            else:
                del self.pending[update.id]

    def _first(self, lane: object) -> Update | None:
        queue, now = self.waiting[lane], self.clock()
        while queue:
            update = queue[0]
            if self.pending.get(update.id) is update:
                if update.expires_at > now:
                    return update
                del self.pending[update.id]
            queue.popleft()
        del self.waiting[lane]
        return None

    def _wake(self) -> None:
        self.arrived.set()
        self.arrived = asyncio.Event()

    def _start(self, lane: object) -> None:
        if lane not in self.lanes:
            task = asyncio.create_task(self._deliver(lane))
            self.lanes[lane] = task
            task.add_done_callback(lambda _: self._ended(lane, task))

    def _ended(self, lane: object, task: asyncio.Task[None]) -> None:
        if self.lanes.get(lane) is task:
            del self.lanes[lane]
            if self.hook is not None and lane in self.waiting:
                self._start(lane)

    async def _deliver(self, lane: object) -> None:
        """One at a time: at first again at once, then with a delay that doubles."""
        delay = 0.0
        while (hook := self.hook) and (update := self._first(lane)):
            async with hook.slots:
                taken = await self._post(hook, update)
            if taken:
                if self.pending.get(update.id) is update:
                    del self.pending[update.id]
                self.delivered += 1
                self.taken.set()
                delay = 0.0
                continue
            await self.sleep(delay)
            delay = min(max(2.0, delay * 2), LONGEST_DELAY)

    async def _post(self, hook: Hook, update: Update) -> bool:
        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
        try:
            status = await self.post(hook.url, orjson.dumps(update.body), headers)
        except (aiohttp.ClientError, TimeoutError) as error:
            hook.last_error = type(error).__name__
            return False
        taken = 200 <= status < 300
        hook.last_error = "" if taken else f"Wrong response from the webhook: {status}"
        return taken


def _conflict(cause: str) -> Refusal:
    return Refusal(409, f"Conflict: {cause}")
