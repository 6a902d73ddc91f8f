"""JSON posted to an API, for the calls that are made for every message: a third of what the session asks for one.

A session merges headers, looks for cookies, proxies and redirects and makes an object of each step, anew for every
request. Here the request is prepared once an address, over the same connections: the session's own connector opens
them (DNS, TLS, limits), keeps them alive and closes them with the session, and aiohttp's own parser reads the answer.
No cookies are kept and no redirect is followed.
"""

import asyncio
from collections.abc import Mapping
from typing import NamedTuple

import aiohttp
from aiohttp import ClientConnectionError, ClientPayloadError, ClientRequest, ClientTimeout
from aiohttp.http_exceptions import HttpProcessingError
from yarl import URL

from bots.downloads import answer_in
from handlers.patience import TimeLimit

ADDRESSES = 256
"""So many are kept prepared; an API has one a method."""
HEADERS = {"Accept-Encoding": "identity", "Content-Type": "application/json"}
"""An answer is a few hundred bytes: to unpack it costs more than to receive it."""
NO_LIMITS = ClientTimeout(total=None)
"""One time-out covers all of it."""


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


class Prepared(NamedTuple):
    request: ClientRequest
    """Whom the connector has to connect with."""
    head: bytes
    """Up to the number of bytes that follow."""


class JsonPosts:
    def __init__(self, session: aiohttp.ClientSession, headers: Mapping[str, str] | None = None) -> None:
        self._session = session
        self._headers = {**HEADERS, **(headers or {})}
        self._by_url: dict[str, Prepared] = {}
        self._limits: dict[float, TimeLimit] = {}

    async def __call__(self, url: str, body: bytes, seconds: float) -> Answer:
        """Raises what a request of the session does: ClientError, OSError, TimeoutError, and ValueError for the URL."""
        connector = self._session.connector
        if connector is None:
            raise ClientConnectionError("the session is closed")
        prepared = self._by_url.get(url) or self._prepare(url)
        limit = self._limits.get(seconds) or self._limits.setdefault(seconds, TimeLimit(seconds))
        with limit.begun():
            connection = await connector.connect(prepared.request, [], NO_LIMITS)
            try:
                answer = await _exchanged(connection, b"%b%d\r\n\r\n%b" % (prepared.head, len(body), body))
            except BaseException:
                connection.close()  # half of an answer may still come
                raise
            connection.release()
        return answer

    def _prepare(self, url: str) -> Prepared:
        if len(self._by_url) >= ADDRESSES:
            self._by_url.clear()
        request = ClientRequest(
            "POST", URL(url), headers=self._headers, loop=asyncio.get_running_loop(), session=self._session
        )
        del request.headers["Content-Length"]
        lines = [f"POST {request.url.raw_path_qs} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in request.headers.items()]
        if not all(line.isprintable() for line in lines):
            raise ValueError("a control character in an address or a header")
        head = "\r\n".join([*lines, "Content-Length: "]).encode()
        prepared = self._by_url[url] = Prepared(request, head)
        return prepared


async def _exchanged(connection: aiohttp.connector.Connection, request: bytes) -> Answer:
    protocol, transport = connection.protocol, connection.transport
    if protocol is None or transport is None:
        raise ClientConnectionError("the connection is closed")
    if protocol.should_close:  # the pool does not look at what came while nobody had asked
        raise ClientConnectionError("an answer to no question came before")
    protocol.set_response_params(read_until_eof=True)
    transport.write(request)
    try:
        message, content = await protocol.read()
        while message.code < 200:  # only says that the answer is yet to come
            message, content = await protocol.read()
    except HttpProcessingError as error:
        raise ClientPayloadError(type(error).__name__) from error
    return Answer(message.code, message.headers, await answer_in(content))
