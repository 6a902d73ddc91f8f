"""A file of rules, read and checked."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from handlers.fields.mapping import Fields
from handlers.fields.words import Speech
from handlers.scripts.check import LIMITS
from handlers.scripts.nodes import Pairs
from handlers.scripts.problem import Broken, Complaints, Fresh, Problem, usable
from handlers.scripts.reading import read
from handlers.scripts.source import shape_complaint
from storage.records import record, replace

Rules = TypeVar("Rules")


@record(frozen=True, slots=True)
class Checked(Generic[Rules]):
    rules: Rules
    """Only to be used without errors."""
    problems: list[Problem]

    @property
    def sound(self) -> Rules:
        """Raises Broken with every problem, warnings too."""
        return self.fresh(bearing=False).loaded

    def fresh(self, *, bearing: bool) -> Fresh[Rules]:
        """`bearing`: with what can be borne. Raises Broken with every problem, warnings too."""
        if not usable(self.problems, bearing=bearing):
            raise Broken(self.problems)
        return Fresh(self.rules, self.problems)


@record(frozen=True, slots=True, kw_only=True)
class Reader:
    """For whom a file is read."""

    languages: Sequence[str]
    """Those of the scripts."""
    default_language: str = "zh-CN"
    language: str = "en"
    """The admin's."""


def checked(
    path: Path,
    keys: tuple[str, ...],
    rules_of: Callable[[Fields], Rules],
    without: Rules,
    reader: Reader,
    draft: bytes | None = None,
) -> Checked[Rules]:
    """`without`: the rules of a file with nothing in it. A draft is read in place of the file."""
    complaints, rules = Complaints(path), without
    root = read(path, LIMITS["file"], complaints, draft)
    if isinstance(root, Pairs):
        rules = rules_of(Fields(root, "", keys, Speech(reader.languages, reader.default_language), complaints))
    elif root is not None:
        shape_complaint(root, "", complaints)
    unique = dict.fromkeys(replace(problem, language=reader.language) for problem in complaints.problems)
    return Checked(rules, sorted(unique, key=Problem.order))
