"""对方正在输入, at the top of the chat: it goes with the next message, or by itself."""

import asyncio
from collections.abc import Awaitable, Callable

from bots.sandbox.phone import Screen

LASTS = 15


class TypingSign:
    def __init__(self, screen: Screen, sleep: Callable[[float], Awaitable[object]]) -> None:
        self._screen = screen
        self._sleep = sleep
        self._ending: asyncio.Task[None] | None = None

    def show(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
        self._ending = asyncio.create_task(self._end_by_itself())
        self._screen.typing(True)

    def end(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
            self._ended()

    async def _end_by_itself(self) -> None:
        await self._sleep(LASTS)
        self._ended()

    def _ended(self) -> None:
        self._ending = None
        self._screen.typing(False)
