"""python-telegram-bot over the one aiohttp session, and without the token in anything it says.

The library's own transport (httpx) manages a third of the requests a second and logs every URL, which
holds the token.
"""

import io
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, final

import aiohttp
import orjson
from telegram import Bot
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, TelegramError
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bots.downloads import at_most
from bots.json_posts import JsonPosts
from bots.unreached import why

ODV = DefaultValue[float] | DefaultValue[None] | float | None
"""A time-out as python-telegram-bot passes it: seconds, none, or "not said"."""

FAULTS = (aiohttp.ClientError, OSError, TimeoutError, ValueError)
"""What a request can raise."""
READ_SECONDS = 15.0
UPLOAD_SECONDS = 90.0
SILENT = logging.getLogger("telegram.silent")
SILENT.disabled = True
"""python-telegram-bot logs URLs with the token and the parameters of every call; ours are logged by us."""


@final
class QuietBot(Bot):
    """A Bot that keeps its token to itself: the library's own shows it in its repr and in debug logs."""

    _LOGGER = SILENT
    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}[token=**********]"


class Unreached(NetworkError):
    """In our words, with nothing in them that we sent."""


class Flooded(TelegramError):
    """429, in the place of python-telegram-bot's RetryAfter, which warns of its own future each time it is made."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many requests: wait {seconds:g} s")
        self.seconds = seconds


@final
class AiohttpRequest(BaseRequest):
    """Errors name the fault and never the URL. They are raised outside the handler of what caused them, so that
    not even `__context__` leads to a message with the token in it."""

    __slots__ = ("_posts", "_session")

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._posts = JsonPosts(session)

    @property
    def read_timeout(self) -> float | None:
        return READ_SECONDS

    async def initialize(self) -> None:
        """Nothing to open: the session belongs to the caller."""

    async def shutdown(self) -> None:
        """Nothing to close: the session belongs to the caller."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            answer = orjson.loads(payload)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            # The library's own parser would log the whole answer.
            raise TelegramError("the answer is not a JSON object")
        return answer

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODV = BaseRequest.DEFAULT_NONE,
        write_timeout: ODV = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODV = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODV = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One time-out covers the whole exchange, so of the four only `read_timeout` counts."""
        if request_data is None or not request_data.contains_files:
            parameters = request_data.parameters if request_data else {}
            return await self.post_json(url, parameters, _seconds(read_timeout, READ_SECONDS))
        return await self._upload(url, request_data, _seconds(read_timeout, UPLOAD_SECONDS))

    async def post_json(self, url: str, parameters: Mapping[str, Any], seconds: float) -> tuple[int, bytes]:
        """Status and body. Raises TelegramError."""
        try:
            answer = await self._posts(url, orjson.dumps(parameters), seconds)
        except FAULTS as error:
            fault = _named(error)
        else:
            return _unless_flooded(answer.status, answer.body)
        raise fault

    async def _upload(self, url: str, data: RequestData, seconds: float) -> tuple[int, bytes]:
        timeout = aiohttp.ClientTimeout(total=seconds)
        try:
            async with self._session.post(
                URL(url), data=_form(data), timeout=timeout, allow_redirects=False
            ) as response:
                status, answer = response.status, await response.read()
        except FAULTS as error:
            fault = _named(error)
        else:
            return _unless_flooded(status, answer)
        raise fault

    async def download(self, url: str, limit: int) -> bytes | None:
        """The bytes behind a URL, or None when there are more than `limit`."""
        timeout = aiohttp.ClientTimeout(total=UPLOAD_SECONDS)
        try:
            async with self._session.get(URL(url), timeout=timeout, allow_redirects=False) as response:
                if response.status != 200:
                    fault = NetworkError(f"the file server answers {response.status}")
                else:
                    return await at_most(response.content, limit)
        except FAULTS as error:
            fault = _named(error)
        raise fault


@final
class Received(BaseRequest):
    """An answer that came another way, for python-telegram-bot to read: `post` returns or raises what it means."""

    __slots__ = ("_answer", "_status")

    def __init__(self, status: int, answer: bytes) -> None:
        self._status = status
        self._answer = answer

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        """Nothing is asked."""

    async def shutdown(self) -> None:
        """Nothing was asked."""

    parse_json_payload = staticmethod(AiohttpRequest.parse_json_payload)

    async def do_request(self, *_: object, **__: object) -> tuple[int, bytes]:
        return self._status, self._answer


def _seconds(given: ODV, default: float) -> float:
    """Nothing is waited for without end."""
    return default if given is None or isinstance(given, DefaultValue) else given


def _form(data: RequestData) -> aiohttp.FormData:
    # Quoted, names in Chinese would be shown as %E5%8F%91...
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        # A stream goes out in pieces; large bytes would hold up everybody else.
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=mime)
    return form


def _named(error: Exception) -> NetworkError:
    return Unreached(f"Telegram was not reached: {why(error)}")


def _unless_flooded(status: int, answer: bytes) -> tuple[int, bytes]:
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise _flooded(answer)
    return status, answer


def _flooded(answer: bytes) -> TelegramError:
    match AiohttpRequest.parse_json_payload(answer):
        case {"parameters": {"retry_after": int() | float() as seconds}}:
            return Flooded(seconds)
    return NetworkError("too many requests, and no word on how long to wait")
