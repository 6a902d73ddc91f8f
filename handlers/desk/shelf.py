"""The policy of the desk in force: an admin saves desk.yaml, and the next conversation is routed by it."""

from typing import Protocol

from handlers.desk.policy import DeskPolicy


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
