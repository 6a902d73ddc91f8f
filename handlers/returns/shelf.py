"""The policy in force: an admin saves returns.yaml, and the next answer follows it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from handlers.fields.shelf import ReloadingRules
from handlers.returns.policy import ReturnPolicy
from handlers.returns.policy_file import checked_policy
from handlers.returns.presets import DEFAULT, preset
from handlers.scripts.problem import Fresh, Problem
from handlers.scripts.reload import Hearers
from storage.records import replace


class PolicyShelf(Protocol):
    """Where the policy in force stands."""

    @property
    def policy(self) -> ReturnPolicy: ...


class ReloadingPolicy(ReloadingRules[ReturnPolicy]):
    def __init__(
        self,
        path: Path,
        languages: Callable[[], Sequence[str]],
        hearers: Hearers[ReturnPolicy],
        *,
        default_language: str = "zh-CN",
        language: str = "en",
        kept_in: Path | None = None,
    ) -> None:
        def load(place: Path, bearing: bool) -> Fresh[ReturnPolicy]:
            found = checked_policy(place, languages(), default_language=default_language, language=language)
            return replace(found, problems=[unborne(each) for each in found.problems]).fresh(bearing=bearing)

        super().__init__("returns", path, load, lambda: preset(DEFAULT), hearers, kept_in, language)


def unborne(problem: Problem) -> Problem:
    """A window or a rule for a tag that nothing has would leave customers with what the shop does not promise."""
    return replace(problem, bearable=False) if problem.code == "policy_signs" else problem
