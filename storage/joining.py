"""Who comes into the queue in this very moment: turns decide side by side, and each is to see those before it."""

import asyncio
from collections.abc import Iterable

from storage.desk import Waiting

SOON = 5.0
"""Seconds in which a turn that has decided is written, or has failed."""


class Joining:
    """In memory: as long as none of them is written, the database knows nothing of a whole burst."""

    def __init__(self) -> None:
        self._coming: dict[int, Waiting] = {}
        self.one_by_one = asyncio.Lock()
        """Held while somebody is found for one of them, whom the next may find busy by that."""

    def comes(self, waiting: Waiting) -> None:
        self._coming[waiting.conversation_id] = waiting

    def written(self, conversation_id: int) -> None:
        """It is in the database by now, wherever it is: turns of one conversation follow each other."""
        self._coming.pop(conversation_id, None)

    def beside(self, queue: Iterable[Waiting], now: float) -> list[Waiting]:
        """With those who were in it already. Whoever is written is not coming any more."""
        there = {each.conversation_id: each for each in queue}
        self._coming = {number: each for number, each in self._coming.items() if _is_news(each, there.get(number), now)}
        return list((there | self._coming).values())


def _is_news(coming: Waiting, there: Waiting | None, now: float) -> bool:
    return now - coming.queued_at < SOON and (there is None or there.queued_at < coming.queued_at)
