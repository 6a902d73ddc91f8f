"""The access token: fetched once for all threads, renewed before it ends."""

import threading
from collections.abc import Callable

from storage.records import record

RENEW_BEFORE = 300.0
"""Seconds. The platform keeps the old and the new token valid together for five minutes."""


@record(frozen=True, slots=True)
class Token:
    value: str
    expires_in: float

    def __repr__(self) -> str:
        return f"Token(expires_in={self.expires_in})"


class Tokens:
    """Callers of many threads share one fetch: fetches are counted by the platform."""

    def __init__(self, fetch: Callable[[], Token], clock: Callable[[], float]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._lock = threading.Lock()
        self._value = ""
        self._renew_at = 0.0

    @property
    def is_current(self) -> bool:
        """Without waiting for whoever fetches one."""
        return bool(self._value) and self._clock() < self._renew_at

    def current(self) -> str:
        with self._lock:
            if not self.is_current:
                self._renew()
            return self._value

    def replace(self, refused: str) -> str:
        """Another token than the refused one, unless another thread has already fetched it."""
        with self._lock:
            if self._value == refused:
                self._renew()
            return self._value

    def _renew(self) -> None:
        token = self._fetch()
        # A token that lives shorter than the margin must still be used once, or every call would fetch one.
        self._renew_at = self._clock() + max(token.expires_in - RENEW_BEFORE, token.expires_in / 2)
        self._value = token.value
