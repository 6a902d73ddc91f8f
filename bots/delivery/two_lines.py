"""Before a chat of the desk, which takes few messages a minute: who waits, and whose turn it is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bots.delivery.pacing import Pace


class TwoLines:
    """One line for what opens topics, one for what is said in those that are open; the first of each by turns.

    When forty customers come at once their topics and cards take minutes. Staff who answer the first of them shall not
    wait for the last.
    """

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self._talk, self._opening = asyncio.Lock(), asyncio.Lock()
        self._door = asyncio.Lock()
        self._here = 0

    def __len__(self) -> int:
        """So many wait, with whoever is at the door. A lock is nobody's between two who have it: they are counted."""
        return self._here

    @asynccontextmanager
    async def first(self, *, opening: bool) -> AsyncIterator[None]:
        """Entered when nobody is before us. A lock lets in first who came first: of the two at the door, the line that
        had its turn last is the later.
        """
        self._here += 1
        try:
            async with self._opening if opening else self._talk, self._door:
                yield
        finally:
            self._here -= 1
