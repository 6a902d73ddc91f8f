"""The policy of the desk in force: an admin saves desk.yaml, and the next conversation is routed by it."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from handlers.desk.around import Around
from handlers.desk.policy import DeskPolicy
from handlers.desk.policy_file import built_in, checked_desk
from handlers.fields.file import Reader
from handlers.fields.shelf import ReloadingRules
from handlers.scripts.problem import Fresh
from handlers.scripts.reload import Hearers


class DeskPolicyShelf(Protocol):
    """Where the policy in force stands."""

    @property
    def policy(self) -> DeskPolicy: ...


class FixedDeskPolicy:
    """One policy for good: for tests, and for a shop without a desk."""

    def __init__(self, policy: DeskPolicy) -> None:
        self._policy = policy

    @property
    def policy(self) -> DeskPolicy:
        return self._policy


class ReloadingDeskPolicy(ReloadingRules[DeskPolicy]):
    def __init__(
        self,
        path: Path,
        reader: Callable[[], Reader],
        around: Callable[[], Around],
        hearers: Hearers[DeskPolicy],
        kept_in: Path | None = None,
    ) -> None:
        def load(place: Path, bearing: bool) -> Fresh[DeskPolicy]:
            return checked_desk(place, reader(), around()).fresh(bearing=bearing)

        rules = reader()
        super().__init__("desk", path, load, lambda: built_in(rules.default_language), hearers, kept_in, rules.language)
