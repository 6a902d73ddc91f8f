"""What is wrong in a file of orders, with line numbers. Values that may be personal are not quoted."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bots.words import Said
from storage.records import record
from storage.sentences import Sentence

KEPT = 1000
"""A wrong file has as many problems as rows; the rest is only counted."""
TOLD = 3
"""Where they are told in one line."""


@record(frozen=True, slots=True)
class RowProblem:
    line: int
    """1 is the first of the file; 0: the file as a whole."""
    said: Sentence
    cell: str = ""
    """The column or field that is meant; "": the whole line."""

    def told(self, language: str) -> str:
        """Without the line."""
        return f"{self.cell}: {self.said.told(language)}" if self.cell else self.said.told(language)

    def told_with_line(self, language: str) -> str:
        told = self.told(language)
        return Said("in_line", {"line": self.line, "said": told}).told(language) if self.line else told

    def __str__(self) -> str:
        return self.told_with_line("en")


class BadOrders(Exception):
    """Nothing of the file may be imported. `count` may be more than the problems kept."""

    def __init__(self, problems: Sequence[RowProblem], count: int | None = None) -> None:
        self.problems = tuple(problems)
        self.count = len(self.problems) if count is None else count
        super().__init__(self.told("en"))

    def told(self, language: str) -> str:
        pause = "；" if language.startswith("zh") else "; "
        return pause.join(problem.told_with_line(language) for problem in self.problems[:TOLD])


class Wrong(Exception):
    """Of one cell, or of a part of a line (`cell`), said by what reads it."""

    def __init__(self, said: Said, cell: str = "") -> None:
        super().__init__(said)
        self.said = said
        self.cell = cell


@dataclass(slots=True)
class Problems:
    """Collects, so that one run tells all."""

    found: list[RowProblem] = field(default_factory=list)
    count: int = 0

    def add(self, line: int, said: Said, cell: str = "") -> None:
        self.count += 1
        if len(self.found) < KEPT:
            self.found.append(RowProblem(line, said, cell))

    def raise_any(self) -> None:
        if self.count:
            raise BadOrders(sorted(self.found, key=lambda problem: problem.line), self.count)


def did_you_mean(word: str, known: Iterable[str]) -> Said | str:
    """The end of a sentence: what was meant by a typing mistake, or nothing."""
    near = difflib.get_close_matches(word.lower(), list(known), n=1)
    return Said("guess", {"guess": near[0]}) if near else ""
