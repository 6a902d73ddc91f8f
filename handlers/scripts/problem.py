"""What is wrong with a script, where, and what to do about it."""

from collections.abc import Iterable, Sequence
from dataclasses import field
from pathlib import Path
from typing import Generic, Literal, TypeVar

from handlers.scripts.messages import sentence
from storage.records import record, replace

Severity = Literal["error", "warning"]
Loaded = TypeVar("Loaded")


@record(frozen=True, slots=True)
class Problem:
    """Prints as `scripts/en/welcome.yaml:4: lines: the line 'text' is missing`."""

    path: Path
    line: int
    """1 is the first."""
    where: str
    """The key inside the file, `lines.found` or `buttons.0.goto`; "" when the whole file is meant."""
    code: str
    facts: tuple[tuple[str, str], ...] = ()
    severity: Severity = "error"
    bearable: bool = False
    """An error that does no harm but to looks, as signs that a customer reads, or what nobody hears or says. Never one
    with which customers are told too little, or are promised something else. Nobody may save it; but kefu starts with
    it where there is nothing better, as after an upgrade that checks more."""
    language: str = field(default="en", compare=False)
    """The admin's language, not the script's."""

    @property
    def message(self) -> str:
        return sentence(self.code, "message", dict(self.facts), self.language)

    @property
    def hint(self) -> str:
        """What to do next; "" when the message says it."""
        facts = dict(self.facts)
        if facts.get("guess"):
            return sentence("guess", "hint", facts, self.language)
        return sentence(self.code, "hint", facts, self.language)

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}: " + (f"{self.where}: " if self.where else "")
        pause = "；" if self.language.startswith("zh") else "; "
        return place + pause.join(part for part in (self.message, self.hint) if part)

    def order(self) -> tuple[str, int, str, str, tuple[tuple[str, str], ...]]:
        return str(self.path), self.line, self.where, self.code, self.facts


@record(frozen=True, slots=True)
class Fresh(Generic[Loaded]):
    """What was read, and can be used."""

    loaded: Loaded
    problems: Sequence[Problem]
    """What an admin should see to all the same."""


def usable(problems: Iterable[Problem], *, bearing: bool = False) -> bool:
    """`bearing`: with what can be borne."""
    return not any(each.severity == "error" and not (bearing and each.bearable) for each in problems)


class Broken(Exception):
    """The scripts cannot be used. All that is wrong is in `problems`, warnings too."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems

    def told(self, language: str) -> str:
        return "\n".join(str(replace(problem, language=language)) for problem in self.problems)


class Complaints:
    """The problems of one file, gathered while it is read: an admin wants them all at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def error(self, line: int, where: str, code: str, /, **facts: str) -> None:
        self._add(line, where, code, facts, "error")

    def flaw(self, line: int, where: str, code: str, /, **facts: str) -> None:
        """An error that can be borne."""
        self._add(line, where, code, facts, "error", bearable=True)

    def warn(self, line: int, where: str, code: str, /, **facts: str) -> None:
        self._add(line, where, code, facts, "warning")

    def _add(
        self, line: int, where: str, code: str, facts: dict[str, str], severity: Severity, *, bearable: bool = False
    ) -> None:
        short = tuple((name, shortened(value)) for name, value in sorted(facts.items()))
        self.problems.append(Problem(self.path, max(line, 1), where, code, short, severity, bearable))


def complaint(path: Path, code: str, *, warning: bool = False, **facts: str) -> Problem:
    """Of a file as a whole."""
    complaints = Complaints(path)
    (complaints.warn if warning else complaints.error)(1, "", code, **facts)
    return complaints.problems[0]


def shortened(value: str, length: int = 80) -> str:
    """One line of what the admin wrote, enough to recognise it."""
    flat = " ".join(value.split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"


def nearby(folder: Path) -> Path:
    """As seen from here, when it is below: shorter lines, which an editor's terminal can open."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_absolute() and folder.is_relative_to(here) else folder
