"""The store of a channel's test: it only remembers what was accepted."""

import asyncio
from dataclasses import dataclass, field

from storage.inbound import Inbound, Kind


@dataclass
class Inbox:
    """Accepts each key once, as the store does."""

    taken: list[Inbound] = field(default_factory=list)
    offered: int = 0
    failures: int = 0
    """So many of the next attempts fail."""
    failure: Exception = field(default_factory=lambda: OSError("the disk is full"))
    failing: bool = False
    """All of them do, until somebody mends it."""
    closed: bool = False
    """Nothing is taken until it is opened again."""
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)
    opened: asyncio.Event = field(default_factory=asyncio.Event)

    async def accept(self, inbound: Inbound) -> int | None:
        self.offered += 1
        if self.closed:
            await self.opened.wait()
        if self.failing or self.failures:
            self.failures = max(0, self.failures - 1)
            raise self.failure
        if inbound.key in {each.key for each in self.taken}:
            return None
        async with self.arrived:
            self.taken.append(inbound)
            self.arrived.notify_all()
        return len(self.taken)

    @property
    def acts(self) -> list[Inbound]:
        """Without the news of who is in the desk."""
        return [each for each in self.taken if each.kind not in (Kind.MEMBER_GONE, Kind.MEMBER_BACK)]

    async def next(self, number: int = 1) -> Inbound:
        """The n-th message ever accepted."""
        async with asyncio.timeout(60), self.arrived:
            await self.arrived.wait_for(lambda: len(self.taken) >= number)
        return self.taken[number - 1]
