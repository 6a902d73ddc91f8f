"""The surveys in force: an admin saves surveys.yaml, and the next contact is asked by it."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Protocol

from handlers.fields.file import Reader
from handlers.fields.shelf import ReloadingRules
from handlers.scripts.problem import Fresh
from handlers.scripts.reload import Hearers
from handlers.surveys.policy import NO_SURVEYS, SurveyPolicy
from handlers.surveys.policy_file import checked_surveys


class SurveyPolicyShelf(Protocol):
    """Where the policy in force stands."""

    @property
    def policy(self) -> SurveyPolicy: ...


class ReloadingSurveys(ReloadingRules[SurveyPolicy]):
    def __init__(
        self,
        path: Path,
        reader: Callable[[], Reader],
        teams: Callable[[], Collection[str]],
        hearers: Hearers[SurveyPolicy],
        kept_in: Path | None = None,
    ) -> None:
        def load(place: Path, bearing: bool) -> Fresh[SurveyPolicy]:
            return checked_surveys(place, reader(), teams()).fresh(bearing=bearing)

        super().__init__("surveys", path, load, lambda: NO_SURVEYS, hearers, kept_in, reader().language)
