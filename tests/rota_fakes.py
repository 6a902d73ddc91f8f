"""Swaps of shifts in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from storage.swaps import Swap, SwapStatus


@dataclass
class MemorySwaps:
    """Implements `SwapDoor`."""

    known: dict[int, Swap] = field(default_factory=dict)
    numbers: int = 0

    def write(self, swaps: Sequence[Swap]) -> None:
        self.known |= {each.id: each for each in swaps}

    async def load(self) -> None:
        """There is nothing to be read."""

    def agreed(self) -> Sequence[Swap]:
        found = [each for each in self.known.values() if each.status is SwapStatus.AGREED]
        return sorted(found, key=lambda each: each.place)

    def next_place(self) -> int:
        return 1 + max((each.place for each in self.known.values()), default=0)

    async def proposed(self) -> Sequence[Swap]:
        return [each for each in self.known.values() if each.status is SwapStatus.PROPOSED]

    async def by_id(self, swap_id: int) -> Swap | None:
        return self.known.get(swap_id)

    def next_id(self) -> int:
        self.numbers += 1
        return self.numbers
