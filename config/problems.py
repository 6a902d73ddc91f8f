"""What is wrong with the settings, in words for the person who edits them."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    where: str
    """`kefu.yaml:7`, or the environment variable."""
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


class BadSettings(Exception):
    """Every problem at once; never the value of a secret."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'token'?`, or nothing when no known word is near."""
    spelled = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower(), sorted(spelled), n=1)
    return f"; did you mean '{spelled[near[0]]}'?" if near else ""
