"""returns.yaml: a preset by name, and what the shop does otherwise. All mistakes at once, each with file and line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from handlers.returns.agreement import check_agreement
from handlers.returns.fields import Fields, Speech
from handlers.returns.policy import ReturnPolicy
from handlers.returns.presets import DEFAULT, NAMES, preset
from handlers.returns.reading import KEYS, written
from handlers.scripts.check import LIMITS
from handlers.scripts.nodes import Pairs
from handlers.scripts.problem import Broken, Complaints, Problem
from handlers.scripts.reading import read
from handlers.scripts.source import shape_complaint


@dataclass(frozen=True, slots=True)
class CheckedPolicy:
    policy: ReturnPolicy
    """Only to be used without errors."""
    problems: list[Problem]

    @property
    def usable(self) -> bool:
        return not any(problem.severity == "error" for problem in self.problems)


def checked_policy(
    path: Path,
    languages: Sequence[str],
    *,
    default_language: str = "zh-CN",
    language: str = "en",
    draft: bytes | None = None,
) -> CheckedPolicy:
    """`languages` are those of the scripts, `language` is the admin's. A draft is read in place of the file."""
    complaints = Complaints(path)
    root = read(path, LIMITS["file"], complaints, draft)
    policy = preset(DEFAULT)
    if isinstance(root, Pairs):
        policy = policy_of(Fields(root, "", KEYS, Speech(languages, default_language), complaints))
    elif root is not None:
        shape_complaint(root, "", path.name, complaints)
    unique = dict.fromkeys(replace(problem, language=language) for problem in complaints.problems)
    return CheckedPolicy(policy, sorted(unique, key=Problem.order))


def policy_of(fields: Fields) -> ReturnPolicy:
    base = preset(fields.choice("preset", NAMES, DEFAULT))
    found = written(fields, base)
    check_agreement(fields, found, base)
    return found.policy


def load_policy(
    path: Path, languages: Sequence[str], *, default_language: str = "zh-CN", language: str = "en"
) -> ReturnPolicy:
    """Raises Broken with every problem, warnings too."""
    found = checked_policy(path, languages, default_language=default_language, language=language)
    if not found.usable:
        raise Broken(found.problems)
    return found.policy
