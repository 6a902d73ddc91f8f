"""`kefu check` over the whole library with one file as it is being typed."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bots.sandbox.page.values import Problem
from handlers.catalogue import DECLARATIONS
from handlers.scripts.check import NO_DRAFTS, Checked, Drafts, checked
from handlers.scripts.problem import Problem as Found
from handlers.scripts.problem import nearby


@dataclass(frozen=True, slots=True)
class Checking:
    folder: Path
    default_language: str

    async def library(self, reader: str, drafts: Drafts = NO_DRAFTS) -> Checked:
        """`reader`: the language in which problems are told. In a thread: it takes some 40 ms of pure Python."""
        return await asyncio.to_thread(
            checked, self.folder, DECLARATIONS, default_language=self.default_language, language=reader, drafts=drafts
        )


def told(problems: Iterable[Found]) -> tuple[Problem, ...]:
    """With the file's name as `kefu check` shortens it."""
    return tuple(
        Problem(
            file=str(nearby(problem.path)),
            line=problem.line,
            where=problem.where,
            message=problem.message,
            hint=problem.hint,
            severity=problem.severity,
        )
        for problem in problems
    )
