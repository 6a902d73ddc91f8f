"""What is wrong in a file of orders, with line numbers. Values that may be personal are not quoted."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from storage.records import record

KEPT = 1000
"""A wrong file has as many problems as rows; the rest is only counted."""


@record(frozen=True, slots=True)
class RowProblem:
    line: int
    """1 is the first of the file; 0: the file as a whole."""
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}" if self.line else self.text


class BadOrders(Exception):
    """Nothing of the file may be imported. `count` may be more than the problems kept."""

    def __init__(self, problems: Sequence[RowProblem], count: int | None = None) -> None:
        self.problems = tuple(problems)
        self.count = len(self.problems) if count is None else count
        super().__init__("; ".join(str(problem) for problem in self.problems[:3]))


@dataclass(slots=True)
class Problems:
    """Collects, so that one run tells all."""

    found: list[RowProblem] = field(default_factory=list)
    count: int = 0

    def add(self, line: int, text: str) -> None:
        self.count += 1
        if len(self.found) < KEPT:
            self.found.append(RowProblem(line, text))

    def raise_any(self) -> None:
        if self.count:
            raise BadOrders(sorted(self.found, key=lambda problem: problem.line), self.count)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word.lower(), list(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
