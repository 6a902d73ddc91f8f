"""Calls of the Bot API by name: plain values in, plain values out, our errors.

The typed methods of `telegram.Bot` check defaults and build an object tree for every answer, which costs more
than the request itself. This goes through the layers below them: what uploads through the library's request object,
anything else past it, and only what is not a success is read by the library: the same errors.
"""

from typing import Any, NoReturn

import aiohttp
from pydantic import SecretStr
from telegram import InputFile, InputMedia
from telegram.error import TelegramError
from telegram.request import RequestData

# The only way to fill RequestData; the typed methods do the same. The version of the library is pinned for it.
from telegram.request._requestparameter import RequestParameter

from bots.channel import SendFailed, Unreachable
from bots.telegram.failures import failure
from bots.telegram.transport import READ_SECONDS, AiohttpRequest, QuietBot, Received

WORDS = "sendMessage"
"""By far the most calls, and without a file."""


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
        given = {name: value for name, value in parameters.items() if value is not None}
        url = f"{self.bot.base_url}/{method}"
        try:
            if method != WORDS and any(map(_is_file, given.values())):
                form = RequestData([RequestParameter.from_input(name, value) for name, value in given.items()])
                return await self._request.post(url, form, seconds)
            status, answer = await self._request.post_json(url, given, seconds)
            if status == 200:
                return self._request.parse_json_payload(answer)["result"]
            return await Received(status, answer).post(url)
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


def _is_file(value: object) -> bool:
    return isinstance(value, InputFile) or (
        isinstance(value, list) and bool(value) and isinstance(value[0], InputMedia)
    )


def sent_ids(message: object) -> list[str]:
    """The ids of the messages that a method sent: several of an album."""
    if isinstance(message, list):
        return [each for sent in message for each in sent_ids(sent)] or _no_sense()
    message_id = message.get("message_id") if isinstance(message, dict) else None
    return [str(message_id)] if isinstance(message_id, int) else _no_sense()


def _no_sense() -> NoReturn:
    raise Unreachable("Telegram's answer makes no sense")
