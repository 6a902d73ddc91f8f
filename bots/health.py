"""Is this kefu ready: the database, the platforms, and when each channel last delivered something."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Generic, TypeVar

import structlog

from bots.channel import Channel, ChannelError
from bots.machine_clock import OK, TimeTold
from bots.unreached import IS_SLOW
from storage.errors import StorageError
from storage.store import Store

log = structlog.get_logger(__name__)

T = TypeVar("T")

ASK_PLATFORMS_EVERY = 60.0
"""Seconds. A load balancer asks /readyz every few seconds; the platforms need not hear of each."""
ASK_DATABASE_EVERY = 5.0
"""It is asked by a write, and anybody may knock as often as they like."""
FAULT_SECONDS = 60.0
"""So long after a write has failed we are not ready, whatever succeeds: what failed is tried again sooner than that."""
PATIENCE = 5.0


async def nobody_tells() -> TimeTold:
    return TimeTold()


class Lately(Generic[T]):
    """What somebody answered, asked again only when that is a while ago."""

    def __init__(self, ask: Callable[[], Awaitable[T]], seconds: float, ticks: Callable[[], float]) -> None:
        self._ask = ask
        self._seconds = seconds
        self._ticks = ticks
        self._asking = asyncio.Lock()
        self._answered: tuple[float, T] | None = None

    async def __call__(self) -> T:
        async with self._asking:
            if self._answered is None or self._ticks() - self._answered[0] >= self._seconds:
                answer = await self._ask()
                self._answered = self._ticks(), answer
            return self._answered[1]


class Health:
    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        last_delivery: Callable[[], Mapping[str, float]],
        *,
        overdue: Callable[[], Mapping[str, float]] = dict,
        time_told: Callable[[], Awaitable[TimeTold]] = nobody_tells,
        ticks: Callable[[], float],
    ) -> None:
        """`overdue`: by channel, for how many seconds the oldest message has waited that was due. `time_told`: what the
        platforms say of this machine's clock.
        """
        self._store = store
        self._channels = channels
        self._last_delivery = last_delivery
        self._overdue = overdue
        self._ticks = ticks
        self._faults = 0
        self._failed_at = float("-inf")
        self._database = Lately(self._ask_database, ASK_DATABASE_EVERY, ticks)
        self._platforms = Lately(self._ask_platforms, ASK_PLATFORMS_EVERY, ticks)
        self._time = Lately(time_told, ASK_PLATFORMS_EVERY, ticks)

    async def report(self) -> tuple[bool, dict[str, object]]:
        """Whether all is well, and the words for it: "ok" or what is wrong, without secrets."""
        database, platforms, time = await asyncio.gather(self._database(), self._platforms(), self._time())
        is_ready = not time.is_wrong and all(word == OK for word in (database, *platforms.values()))
        body: dict[str, object] = {
            "status": OK if is_ready else "not ready",
            "database": database,
            "platforms": platforms,
            "clock": time.word,
            "last_delivery": dict(self._last_delivery()),
            "waiting_seconds": {name: round(seconds, 1) for name, seconds in self._overdue().items()},
        }
        return is_ready, body

    async def tell(self) -> None:
        """Whoever has just started kefu looks into its log, and not at /readyz."""
        if (word := await self._database()) != OK:
            log.error("database not ready", error=word)
        for name, word in (await self._platforms()).items():
            if word != OK:
                log.warning("channel not ready", channel=name, error=word)
        if (time := await self._time()).is_wrong:
            log.error("clock not right", error=time.word)

    async def _ask_database(self) -> str:
        word, now = await self._pinged(), self._ticks()
        if (faults := self._store.faults) > self._faults:
            self._faults, self._failed_at = faults, now
        if word == OK and now - self._failed_at < FAULT_SECONDS:
            return "the database did not do all that it was asked lately; see the log, and the disk's space and health"
        return word

    async def _pinged(self) -> str:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._store.ping()
        except StorageError as error:
            return str(error)
        except TimeoutError:
            return f"no answer within {PATIENCE:g} s"
        except Exception as error:  # noqa: BLE001 - whatever a database raises, the answer to "is it ready" is no
            return type(error).__name__
        return OK

    async def _ask_platforms(self) -> dict[str, str]:
        words = await asyncio.gather(*map(word_of, self._channels.values()))
        return dict(zip(self._channels, words, strict=True))


async def word_of(channel: Channel) -> str:
    try:
        async with asyncio.timeout(PATIENCE):
            await channel.check()
    except ChannelError as error:
        return str(error)
    except TimeoutError:
        return f"no answer within {PATIENCE:g} s: {IS_SLOW}"
    return OK
