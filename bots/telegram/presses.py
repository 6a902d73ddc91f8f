"""Pressed buttons stop spinning, whatever becomes of the press."""

import asyncio

import structlog
from telegram.constants import CallbackQueryLimit

from bots.channel import SendFailed
from bots.telegram.api import Api
from bots.telegram.door import Update

log = structlog.get_logger(__name__)

PATIENCE = 2.0
WORDS_LIMIT = int(CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH)


class Presses:
    def __init__(self, api: Api) -> None:
        self._api = api
        self._answering: set[asyncio.Task[None]] = set()

    def answer(self, update: Update, words: str = "") -> None:
        """Without waiting for it. `words`: shown to nobody but who pressed, over the chat, until they close them."""
        match update:
            case {"callback_query": {"id": str(query)}}:
                task = asyncio.create_task(self._answer(query, words[:WORDS_LIMIT]))
                self._answering.add(task)
                task.add_done_callback(self._answering.discard)

    async def close(self) -> None:
        """What is still being answered gets a moment."""
        if self._answering:
            _, late = await asyncio.wait(self._answering, timeout=PATIENCE)
            for task in late:
                task.cancel()

    async def _answer(self, query: str, words: str) -> None:
        told = {"text": words, "show_alert": True} if words else {}
        try:
            await self._api.call("answerCallbackQuery", callback_query_id=query, **told)
        except SendFailed as failed:
            log.warning("button press not answered", query=query, error=str(failed))
