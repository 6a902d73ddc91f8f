"""What is in the hands of delivery, and for how long the oldest of it has waited.

`/readyz` and `/metrics` ask that every few seconds, and after an outage or in a campaign a hundred thousand wait: so
what waited first is at hand, and nobody walks through all of them.
"""

from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush

from storage.results import Outgoing

SPARE = 64
"""So many more may be kept than wait, before those that wait no more are thrown out."""

Since = tuple[float, int]
"""Unix seconds from which a row could have gone out, and its id."""


class Waiting:
    def __init__(self, channels: Iterable[str]) -> None:
        self._channels = tuple(channels)
        self._since: dict[int, float] = {}
        self._oldest: dict[str, list[Since]] = {}
        """A heap each, which also has rows that wait no more, until they come to its top or are too many."""

    def __len__(self) -> int:
        return len(self._since)

    def __contains__(self, row_id: int) -> bool:
        return row_id in self._since

    def add(self, row: Outgoing) -> None:
        heap = self._oldest.setdefault(row.channel, [])
        if len(heap) > 2 * len(self._since) + SPARE:
            heap[:] = filter(self._is_here, heap)
            heapify(heap)
        since = self._since[row.id] = max(row.created_at, row.due_at)
        heappush(heap, (since, row.id))

    def remove(self, row: Outgoing) -> None:
        """It need not be there."""
        self._since.pop(row.id, None)

    def overdue(self, now: float) -> Mapping[str, float]:
        """Of each channel, for how many seconds the oldest has waited of what was due; 0: nothing waits."""
        waits = dict.fromkeys(self._channels, 0.0)
        for channel, heap in self._oldest.items():
            while heap and not self._is_here(heap[0]):
                heappop(heap)
            if heap:
                waits[channel] = max(0.0, now - heap[0][0])
        return waits

    def _is_here(self, entry: Since) -> bool:
        """And is not of an earlier time that the row waited."""
        return self._since.get(entry[1]) == entry[0]
