"""Calls of the Bot API by name: plain values in, plain values out, our errors.

The typed methods of `telegram.Bot` check defaults and build an object tree for every answer, which costs more
than the request itself. This goes through the layer below them: the same request object, the same errors.
"""

from typing import Any

import aiohttp
from pydantic import SecretStr
from telegram import InputFile, InputMedia
from telegram.error import TelegramError
from telegram.request import RequestData

# The only way to fill RequestData; the typed methods do the same. The version of the library is pinned for it.
from telegram.request._requestparameter import RequestParameter

from bots.channel import SendFailed, Unreachable
from bots.telegram.failures import failure
from bots.telegram.transport import READ_SECONDS, AiohttpRequest, QuietBot


class Api:
    def __init__(self, token: SecretStr, api_base: str, session: aiohttp.ClientSession) -> None:
        base = api_base.rstrip("/")
        self._request = AiohttpRequest(session)
        self.bot = QuietBot(
            token.get_secret_value(),
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )

    async def call(self, method: str, seconds: float = READ_SECONDS, /, **parameters: Any) -> Any:
        """The `result` of the answer. Raises SendFailed.

        A value may be a `telegram.InputFile` or a list of `InputMedia`; None is left out.
        """
        given = [_parameter(name, value) for name, value in parameters.items() if value is not None]
        try:
            return await self.bot.request.post(f"{self.bot.base_url}/{method}", RequestData(given), seconds)
        except TelegramError as error:
            refused: SendFailed = failure(error)
        except (AttributeError, KeyError, TypeError, ValueError):
            # python-telegram-bot takes an answer's shape for granted: {"ok": false} under a 200, a text for a number.
            refused = Unreachable("Telegram's answer makes no sense")
        # Outside the handler: the error that caused it may hold what was sent.
        raise refused

    async def download(self, path: str, limit: int) -> bytes | None:
        """A file by the path that getFile gave, or None when it is larger than `limit` bytes."""
        try:
            return await self._request.download(f"{self.bot.base_file_url}/{path}", limit)
        except TelegramError as error:
            refused = failure(error)
        raise refused


def _parameter(name: str, value: object) -> RequestParameter:
    # `from_input` asks a value for a dozen types; ours are plain but for files.
    if isinstance(value, InputFile) or (isinstance(value, list) and value and isinstance(value[0], InputMedia)):
        return RequestParameter.from_input(name, value)
    return RequestParameter(name, value, None)


def sent_ids(message: object) -> list[str]:
    """The ids of the messages that a method sent: several of an album."""
    sent = message if isinstance(message, list) else [message]
    ids = [each.get("message_id") if isinstance(each, dict) else None for each in sent]
    known = [str(message_id) for message_id in ids if isinstance(message_id, int)]
    if not known or len(known) < len(ids):
        raise Unreachable("Telegram's answer makes no sense")
    return known
