"""Return requests in memory, changed as the store changes them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from storage.errors import Conflict
from storage.inbound import Identity
from storage.returns import GIVEN_UP, ReturnChange, Rma, RmaEvent, permitted


@dataclass(slots=True)
class MemoryReturns:
    """A `ReturnDoor`, and what a commit does to what is behind it."""

    rmas: dict[str, Rma] = field(default_factory=dict)
    books: dict[str, list[RmaEvent]] = field(default_factory=lambda: defaultdict(list))
    numbers: int = 10_000

    async def of_identity(self, identity: Identity) -> list[Rma]:
        return [rma for rma in self._newest_first() if rma.identity == identity]

    async def of_order(self, order_number: str) -> list[Rma]:
        return [rma for rma in self._newest_first() if rma.order_number == order_number]

    async def by_number(self, number: str) -> Rma | None:
        return self.rmas.get(number)

    async def events(self, number: str) -> list[RmaEvent]:
        return list(self.books[number])

    def next_number(self) -> str:
        self.numbers += 1
        return f"R{self.numbers}"

    def write(self, changes: Iterable[ReturnChange]) -> None:
        """All of them or none. Raises Conflict, and AssertionError for a move that the table does not have."""
        rmas = dict(self.rmas)
        for change in (changes := tuple(changes)):
            self._check(change, rmas)
            rmas[change.rma.number] = change.rma
        self.rmas = rmas
        for change in changes:
            self.books[change.rma.number].append(change.event)

    def _newest_first(self) -> list[Rma]:
        return sorted(self.rmas.values(), key=lambda rma: int(rma.number[1:]), reverse=True)

    def _check(self, change: ReturnChange, rmas: dict[str, Rma]) -> None:
        known, rma = rmas.get(change.rma.number), change.rma
        assert change.event.after is rma.status
        if known is None:
            assert rma.version == 1
            assert change.event.before is None
            self._count(change, rmas)
            return
        if known.version != rma.version - 1:
            raise Conflict(rma.number)
        assert change.event.before is known.status
        assert permitted(known.status, rma.status), f"{known.status} is never followed by {rma.status}"

    def _count(self, change: ReturnChange, rmas: dict[str, Rma]) -> None:
        out = Counter[int]()
        for rma in (*rmas.values(), change.rma):
            if rma.order_number == change.rma.order_number and rma.status not in GIVEN_UP:
                for line in rma.lines:
                    out[line.line] += line.quantity
        if any(out[line.line] > change.bought.get(line.line, 0) for line in change.rma.lines):
            raise Conflict(change.rma.number)
