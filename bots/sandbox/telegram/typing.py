"""The line above a chat that somebody is typing: for five seconds, or until the message comes."""

import asyncio

from bots.sandbox.telegram.updates import Sleep
from bots.sandbox.telegram.world import Chat

SECONDS = 5.0


class Typing:
    def __init__(self, sleep: Sleep) -> None:
        self._sleep = sleep
        self._shown: dict[int, asyncio.Task[None]] = {}
        """By chat, until when."""

    def show(self, chat: Chat) -> None:
        if earlier := self._shown.pop(chat.id, None):
            earlier.cancel()
        else:
            chat.screen.typing(True)
        self._shown[chat.id] = asyncio.create_task(self._end_later(chat))

    def end(self, chat: Chat) -> None:
        if shown := self._shown.pop(chat.id, None):
            shown.cancel()
            chat.screen.typing(False)

    async def close(self) -> None:
        """The stand-in closes: nobody looks any more."""
        tasks = [*self._shown.values()]
        self._shown.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _end_later(self, chat: Chat) -> None:
        await self._sleep(SECONDS)
        del self._shown[chat.id]
        chat.screen.typing(False)
