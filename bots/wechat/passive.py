"""Answers that travel in the response to the platform's own request: free of the quota, if they are in time.

A message may come in several requests: the platform cuts a connection after 5 s, or loses it, and tries again, three
times in all. One slot stands for the message, whatever the number of its requests.

A retry may also come to the next life of kefu. While the answer of the last one waits, or its turn is made again, the
retry carries it. The answer does not wait for a retry then: after a kill the platform's tries are mostly over.
"""

import asyncio
from collections.abc import Callable, Iterable

from bots.channel import FindInboxId
from handlers.patience import Patience

KEPT = 8192
"""Slots remembered, so that a late retry gets the answer of the first try."""
TRIES_SECONDS = 15.0
"""In which the platform makes all its tries."""
KEPT_SECONDS = 2 * TRIES_SECONDS
"""An answer tells of somebody's order: no longer than it can be asked for."""


class Slot:
    def __init__(self, retry_seconds: float) -> None:
        self.inbox_id: int | None = None
        self.held = 0
        """Requests of this message that wait for the answer or are being answered."""
        self._retry_seconds = retry_seconds
        self._is_open = True
        self._waiting: list[asyncio.Future[None]] = []
        self._text = ""
        self._fate: asyncio.Future[bool] | None = None
        self._giving_up: asyncio.TimerHandle | None = None

    def close(self) -> None:
        """Nothing will be carried any more, unless it has been handed over already."""
        self._is_open = False
        for waiting in self._waiting:
            resume(waiting)

    async def offer(self, text: str) -> bool:
        """Hand over the answer; True once a response with it was written to a connection that was still there."""
        if not self._is_open:
            return False
        self._text = text
        self._fate = asyncio.get_running_loop().create_future()
        self.close()
        if not self.held:
            self._wait_for_retry()
        try:
            return await self._fate
        except asyncio.CancelledError:
            self._text = ""  # whoever gave up waiting will send it another way
            raise

    async def answer(self, patience: Patience[asyncio.Future[None]], is_alive: Callable[[], bool]) -> str:
        """What was offered in time, or nothing; then also nobody else's request will carry it."""
        if self._giving_up:
            self._giving_up.cancel()
        if self._is_open:
            # Or until the time is up. Every message waits here: one timer does for all.
            waiting = asyncio.get_running_loop().create_future()
            patience.began(waiting)
            self._waiting.append(waiting)
            try:
                await waiting
            finally:
                patience.ended(waiting)
                self._waiting.remove(waiting)
        # Another request may still be in time when the platform has given up on this one.
        if self._is_open and (is_alive() or self.held == 1):
            self.close()
        return self._text

    def hold(self) -> None:
        self.held += 1

    def release(self, *, written: bool) -> None:
        self.held -= 1
        if self._fate is None or self._fate.done():
            return
        if written:
            self._fate.set_result(True)
        elif not self.held:
            self._wait_for_retry()

    def _wait_for_retry(self) -> None:
        self._giving_up = asyncio.get_running_loop().call_later(self._retry_seconds, self._give_up)

    def _give_up(self) -> None:
        """No retry came: the answer goes out another way, so a retry that comes yet must not carry it too."""
        if self._fate and not self._fate.done():
            self._text = ""
            self._fate.set_result(False)


def resume(waiting: asyncio.Future[None]) -> None:
    if not waiting.done():
        waiting.set_result(None)


class Slots:
    def __init__(self, retry_seconds: float, kept: int = KEPT, kept_seconds: float = KEPT_SECONDS) -> None:
        self._retry_seconds = retry_seconds
        self._kept = kept
        self._keys: Patience[str] = Patience(kept_seconds, self._forget)
        self._by_key: dict[str, Slot] = {}
        """The oldest first."""
        self._by_inbox_id: dict[int, Slot] = {}
        self._left: dict[int, Slot] = {}
        """Of messages that the last run left, until a retry tells their key."""
        self._find: FindInboxId | None = None

    def leave(self, inbox_ids: Iterable[int], find: FindInboxId) -> None:
        self._find = find
        for inbox_id in inbox_ids:
            slot = self._left[inbox_id] = Slot(retry_seconds=0)
            self.bind(slot, inbox_id)
        asyncio.get_running_loop().call_later(TRIES_SECONDS, self._left.clear)

    async def of_key(self, key: str) -> Slot:
        if key not in self._by_key:
            left = await self._left_with(key) if self._left else None
            if key not in self._by_key:
                self._remember(key, left or Slot(self._retry_seconds))
        return self._by_key[key]

    def _remember(self, key: str, slot: Slot) -> None:
        self._by_key[key] = slot
        self._keys.began(key)
        if len(self._by_key) > self._kept:
            self._forget(next(iter(self._by_key)))

    async def _left_with(self, key: str) -> Slot | None:
        if self._find is None:
            return None
        inbox_id = await self._find(key)
        return None if inbox_id is None else self._left.get(inbox_id)

    def bind(self, slot: Slot, inbox_id: int) -> None:
        slot.inbox_id = inbox_id
        self._by_inbox_id[inbox_id] = slot

    def claim(self, inbox_id: int | None) -> Slot | None:
        """The slot of an inbox row, once: a turn's first answer takes it, or its end."""
        return None if inbox_id is None else self._by_inbox_id.pop(inbox_id, None)

    def _forget(self, key: str) -> None:
        self._keys.ended(key)
        slot = self._by_key.pop(key)
        self.claim(slot.inbox_id)

    def close(self) -> None:
        self._keys.close()
        for slot in self._by_key.values():
            slot.close()
