"""Topics that the platform is opening, or has just opened, and that are not written down yet as a conversation's."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Unwritten:
    def __init__(self) -> None:
        self._topics: set[asyncio.Event] = set()
        """Each is set once it is written down, or did not come to be."""

    @contextmanager
    def another(self) -> Iterator[Callable[[], None]]:
        """What it yields is to be called when the platform is asked for the topic, which has to wait for its turn."""
        over = asyncio.Event()
        try:
            yield lambda: self._topics.add(over)
        finally:
            self._topics.discard(over)
            over.set()

    async def written(self) -> bool:
        """Return when those of this moment are. False: there is none, and nobody has waited."""
        topics = tuple(self._topics)
        for each in topics:
            await each.wait()
        return bool(topics)
