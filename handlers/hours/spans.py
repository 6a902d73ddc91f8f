"""Stretches of time in which a shop is open: with the sums before them every question is a bisection."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Self

from storage.records import record

Span = tuple[float, float]
"""From when until when."""


@record(frozen=True, slots=True)
class Year:
    """Open spans in their order, none touching another."""

    begins: float
    ends: float
    opens: Sequence[float]
    closes: Sequence[float]
    before: Sequence[float]
    """Open seconds of this year before each span, and of all of it."""

    @classmethod
    def of(cls, begins: float, ends: float, spans: Sequence[Span]) -> Self:
        return cls(
            begins,
            ends,
            [opens for opens, _ in spans],
            [closes for _, closes in spans],
            [0.0, *accumulate(closes - opens for opens, closes in spans)],
        )

    def until(self, at: float) -> float:
        """Open seconds from its beginning."""
        number = bisect_right(self.opens, at)
        if number == 0:
            return 0.0
        return self.before[number - 1] + min(at, self.closes[number - 1]) - self.opens[number - 1]

    def at(self, seconds: float) -> float:
        """The moment at which so many were open."""
        number = max(1, bisect_left(self.before, seconds))
        return self.opens[number - 1] + seconds - self.before[number - 1]

    def next(self, at: float) -> Span | None:
        """The span that `at` is in, or the one after it."""
        number = bisect_right(self.closes, at)
        return (self.opens[number], self.closes[number]) if number < len(self.opens) else None


def merged(spans: Iterable[Span]) -> list[Span]:
    """Of sorted ones; those that touch become one, and what is empty goes."""
    found: list[Span] = []
    for opens, closes in spans:
        if found and opens <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], closes))
        elif closes > opens:
            found.append((opens, closes))
    return found


def less(spans: Iterable[Span], shut: Sequence[Span]) -> Iterator[Span]:
    """What is left of them; both sorted."""
    for opens, closes in spans:
        for begins, ends in shut:
            if ends <= opens or begins >= closes:
                continue
            if begins > opens:
                yield opens, begins
            opens = max(opens, ends)
            if opens >= closes:
                break
        if opens < closes:
            yield opens, closes


def within(span: Span, begins: float, ends: float) -> Iterator[Span]:
    opens, closes = max(span[0], begins), min(span[1], ends)
    if opens < closes:
        yield opens, closes
