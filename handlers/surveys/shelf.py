"""The surveys in force: an admin saves surveys.yaml, and the next contact is asked by it."""

from typing import Protocol

from handlers.surveys.policy import SurveyPolicy


class SurveyPolicyShelf(Protocol):
    """Where the policy in force stands."""

    @property
    def policy(self) -> SurveyPolicy: ...


class FixedSurveyPolicy:
    """One policy for good: for tests."""

    def __init__(self, policy: SurveyPolicy) -> None:
        self._policy = policy

    @property
    def policy(self) -> SurveyPolicy:
        return self._policy
