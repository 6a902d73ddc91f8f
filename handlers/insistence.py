"""Asking a store that fails until it works."""

import random
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

import structlog

from handlers.faults import why
from storage.store import will_pass

P = ParamSpec("P")
T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 10.0

log = structlog.get_logger(__name__)


class Insistence:
    def __init__(self, sleep: Sleep, jitter: random.Random) -> None:
        self._sleep = sleep
        self._random = jitter

    async def __call__(self, step: str, ask: Callable[P, Awaitable[T]], *args: P.args, **named: P.kwargs) -> T:
        """Nothing is lost meanwhile, and nothing overtakes what waits here. Raises only what will not pass."""
        try:
            return await ask(*args, **named)
        except Exception as error:  # noqa: BLE001 - raised again, unless it will pass
            return await self.again(error, step, ask, *args, **named)

    async def again(
        self, error: Exception, step: str, ask: Callable[P, Awaitable[T]], *args: P.args, **named: P.kwargs
    ) -> T:
        """After an attempt that failed with this error."""
        pause = FIRST_PAUSE
        while will_pass(error):
            log.warning("store.failed", step=step, retry_in=pause, **why(error))
            await self._sleep(self._random.uniform(pause / 2, pause))
            pause = min(2 * pause, LONGEST_PAUSE)
            try:
                return await ask(*args, **named)
            except Exception as failed:  # noqa: BLE001 - looked at above
                error = failed
        raise error
