"""Access tokens as stable_token gives them out: the same one until shortly before it ends."""

import itertools
from collections.abc import Callable

LIVES = 7200
RENEWED_BEFORE = 300


class AccessTokens:
    def __init__(self, clock: Callable[[], float]) -> None:
        self.fetches = 0
        self._clock = clock
        self._numbers = itertools.count(1)
        self._expires: dict[str, float] = {}
        self._stable = ""

    def stable(self) -> tuple[str, int]:
        """The token, and how many seconds it still lives."""
        self.fetches += 1
        if self._expires.get(self._stable, 0) - self._clock() <= RENEWED_BEFORE:
            self._stable = self._issue()
        return self._stable, int(self._expires[self._stable] - self._clock())

    def rotating(self) -> tuple[str, int]:
        """The old interface: each fetch gives another one, and ends the others of its kind."""
        self.fetches += 1
        return self._issue(), LIVES

    def revoke(self) -> None:
        """As when somebody resets the secret in the console."""
        self._expires.clear()

    def accepts(self, token: str) -> bool:
        return self._expires.get(token, 0) > self._clock()

    def _issue(self) -> str:
        token = f"{next(self._numbers):04d}_{'t' * 130}"
        self._expires[token] = self._clock() + LIVES
        return token
