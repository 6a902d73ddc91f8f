"""The policy in force: an admin saves returns.yaml, and the next answer follows it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Protocol

from handlers.returns.policy import ReturnPolicy
from handlers.returns.policy_file import load_policy
from handlers.returns.presets import DEFAULT, preset
from handlers.scripts.problem import Broken, Complaints
from handlers.scripts.reload import OnBroken, Reloading, Seen, changes, stat_or_none


class PolicyShelf(Protocol):
    """Where the policy in force stands."""

    @property
    def policy(self) -> ReturnPolicy: ...


class FixedPolicy:
    """One policy for good: for tests, and for commands that end."""

    def __init__(self, policy: ReturnPolicy) -> None:
        self._policy = policy

    @property
    def policy(self) -> ReturnPolicy:
        return self._policy


class ReloadingPolicy(Reloading[ReturnPolicy]):
    """Without a file the built-in policy is in force. A file that goes away later leaves the last good one:
    a rule about money is not changed by accident.
    """

    def __init__(
        self,
        path: Path,
        languages: Callable[[], Sequence[str]],
        on_broken: OnBroken,
        on_loaded: Callable[[ReturnPolicy], Awaitable[None]],
        *,
        default_language: str = "zh-CN",
        language: str = "en",
    ) -> None:
        self.path = path
        self._was_there = path.exists()

        def read() -> ReturnPolicy:
            if not path.exists():
                return self._without()
            self._was_there = True
            return load_policy(path, languages(), default_language=default_language, language=language)

        super().__init__("returns", read, lambda: seen(path), on_broken, on_loaded)

    @property
    def policy(self) -> ReturnPolicy:
        """The last good one."""
        return self._in_force

    async def watch(self, stop: asyncio.Event, *, poll: float = 5.0) -> None:
        """Reload after changes until `stop` is set."""
        await self.follow(changes(self.path.parent, stop, poll, only=self.path.name))

    def _without(self) -> ReturnPolicy:
        if not self._was_there:
            return preset(DEFAULT)
        complaints = Complaints(self.path)
        complaints.error(1, "", "policy_gone")
        raise Broken(complaints.problems)


def seen(path: Path) -> Seen:
    status = stat_or_none(path)
    return frozenset() if status is None else frozenset({(str(path), status.st_mtime_ns, status.st_size)})
