"""Is this kefu ready: the database, the platforms, and when each channel last delivered something."""

import asyncio
from collections.abc import Callable, Mapping

import structlog

from bots.channel import Channel, ChannelError
from storage.store import Store

log = structlog.get_logger(__name__)

CHECK_EVERY = 60.0
"""Seconds. A load balancer asks /readyz every few seconds; the platforms need not hear of each."""
CHECK_LIMIT = 5.0


class Health:
    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        last_delivery: Callable[[], Mapping[str, float]],
        *,
        ticks: Callable[[], float],
    ) -> None:
        self.store = store
        self.channels = channels
        self.last_delivery = last_delivery
        self.ticks = ticks
        self._platforms: dict[str, str] = {}
        self._checked_at = float("-inf")
        self._checking = asyncio.Lock()

    async def report(self) -> tuple[bool, dict[str, object]]:
        """Whether all is well, and the words for it: "ok" or what is wrong, without secrets."""
        database = await self.database()
        platforms = await self.platforms()
        is_ready = all(word == "ok" for word in (database, *platforms.values()))
        body: dict[str, object] = {
            "status": "ok" if is_ready else "not ready",
            "database": database,
            "platforms": platforms,
            "last_delivery": dict(self.last_delivery()),
        }
        return is_ready, body

    async def tell(self) -> None:
        """Whoever has just started kefu looks into its log, and not at /readyz."""
        for name, word in (await self.platforms()).items():
            if word != "ok":
                log.warning("channel not ready", channel=name, error=word)

    async def database(self) -> str:
        try:
            async with asyncio.timeout(CHECK_LIMIT):
                await self.store.ping()
        except Exception as error:  # noqa: BLE001 - whatever a database raises, the answer to "is it ready" is no
            return type(error).__name__
        return "ok"

    async def platforms(self) -> dict[str, str]:
        async with self._checking:
            if self.ticks() - self._checked_at >= CHECK_EVERY:
                words = await asyncio.gather(*map(self.platform, self.channels.values()))
                self._platforms = dict(zip(self.channels, words, strict=True))
                self._checked_at = self.ticks()
        return self._platforms

    async def platform(self, channel: Channel) -> str:
        try:
            async with asyncio.timeout(CHECK_LIMIT):
                await channel.check()
        except ChannelError as error:
            return str(error)
        except TimeoutError:
            return f"no answer within {CHECK_LIMIT:g} s"
        return "ok"
