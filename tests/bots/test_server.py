"""What platforms, proxies and operators hear from the HTTP server, to the byte where they hold on to it."""

import asyncio
import gzip
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

import aiohttp
import pytest
from aiohttp import web
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

from bots.answer import Answer
from bots.body import body_of
from bots.channel import Refused, Route
from bots.connections import LimitedServer
from bots.health import Health
from bots.server import listen, routes_of, server_of
from storage.inbound import Inbound
from tests.engine_fakes import MemoryStore, until

LARGE = 1024 * 1024
BRIEF = 1000


async def echo(request: web.BaseRequest) -> web.StreamResponse:
    return Answer(await request.read(), "text/plain")


async def brief(request: web.BaseRequest) -> web.StreamResponse:
    return Answer(await body_of(request, BRIEF), "text/plain")


async def empty(_request: web.BaseRequest) -> web.StreamResponse:
    return Answer()


async def stranger(_request: web.BaseRequest) -> web.StreamResponse:
    raise Refused("nobody we know", 401)


async def broken(_request: web.BaseRequest) -> web.StreamResponse:
    raise OSError("the disk is full")


async def nobody(_inbound: Inbound) -> int | None:
    raise AssertionError("nothing comes in")


ROUTES = (
    Route("POST", "/echo", echo),
    Route("POST", "/brief", brief),
    Route("POST", "/empty", empty),
    Route("POST", "/stranger", stranger),
    Route("POST", "/broken", broken),
    *routes_of((), nobody, Health(MemoryStore(), {}, dict, ticks=float), CollectorRegistry()),
)


@pytest.fixture
async def port() -> AsyncIterator[int]:
    runner, bound = await listen(server_of(ROUTES), "127.0.0.1", 0)
    yield bound
    await runner.cleanup()


async def said(port: int, *requests: bytes) -> bytes:
    """All that comes back until the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.writelines(requests)
    async with asyncio.timeout(60):
        answer = await reader.read()
    writer.close()
    return answer


def post(path: str, body: bytes = b"", /, version: str = "1.1", **headers: str) -> bytes:
    lines = [f"POST {path} HTTP/{version}", "Host: kefu", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def test_an_acknowledgement_is_short_and_the_connection_stays(port: int) -> None:
    answers = await said(port, post("/empty"), post("/empty", Connection="close"))
    first, second, rest = answers.split(b"\r\n\r\n")
    assert rest == b""
    assert first.startswith(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nDate: ")
    assert first.endswith(b"Connection: keep-alive")
    assert second.endswith(b"Connection: close")


@pytest.mark.parametrize(("asked", "told"), [({}, b"close"), ({"Connection": "keep-alive"}, b"keep-alive")])
async def test_a_proxy_of_the_old_version_is_told_whether_the_connection_stays(
    port: int, asked: dict[str, str], told: bytes
) -> None:
    last = post("/empty", version="1.0")
    answers = await said(port, post("/empty", b"", "1.0", **asked), *([last] if asked else []))
    assert answers.split(b"\r\n\r\n")[0].endswith(b"Connection: " + told)


async def test_requests_sent_at_once_are_answered_in_their_order(port: int) -> None:
    bodies = [b"%d" % number for number in range(20)]
    answers = await said(port, *(post("/echo", body) for body in bodies), post("/empty", Connection="close"))
    assert [part.split(b"HTTP/")[0] for part in answers.split(b"\r\n\r\n")[1:-1]] == bodies


async def test_an_answer_carries_its_words_their_type_and_the_time(port: int) -> None:
    async with aiohttp.ClientSession() as session, session.post(at(port, "/echo"), data="你好".encode()) as response:
        assert (response.status, response.content_type, await response.text()) == (200, "text/plain", "你好")
        assert parsedate_to_datetime(response.headers["Date"]).utcoffset() is not None


async def test_what_a_door_refuses_or_fails_at_is_told_by_its_status_alone(port: int) -> None:
    async with aiohttp.ClientSession() as session:
        for path, status in (("/stranger", 401), ("/broken", 500), ("/elsewhere", 404)):
            async with session.post(at(port, path)) as response:
                assert response.status == status
        async with session.get(at(port, "/echo")) as response:
            assert (response.status, response.headers["Allow"]) == (405, "POST")


async def test_who_watches_over_us_may_ask_for_no_more_than_the_status(port: int) -> None:
    async with aiohttp.ClientSession() as session:
        for path in ("/healthz", "/metrics"):
            async with session.head(at(port, path)) as response:
                assert (response.status, await response.read()) == (200, b"")
            async with session.get(at(port, path)) as response:
                assert response.status == 200


async def test_a_body_that_nobody_announced_is_read_no_farther_than_the_limit(port: int) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * (LARGE // 10)

    async with aiohttp.ClientSession() as session, session.post(at(port, "/echo"), data=endless()) as response:
        assert response.status == 413


async def test_a_body_is_the_same_however_slowly_it_comes(port: int) -> None:
    async def dripping() -> AsyncIterator[bytes]:
        for piece in (b"wh", b"ere", b" is ", b"it"):
            await asyncio.sleep(0.001)
            yield piece

    async with aiohttp.ClientSession() as session:
        for body in (b"where is it", dripping()):
            async with session.post(at(port, "/brief"), data=body) as response:
                assert await response.read() == b"where is it"
        async with session.post(at(port, "/brief")) as response:
            assert await response.read() == b""


async def test_a_door_takes_no_more_than_it_says_announced_or_not(port: int) -> None:
    async def unannounced() -> AsyncIterator[bytes]:
        yield b"x" * (BRIEF + 1)

    async with aiohttp.ClientSession() as session:
        for body in (b"x" * (BRIEF + 1), unannounced()):
            async with session.post(at(port, "/brief"), data=body) as response:
                assert response.status == 413


@pytest.mark.parametrize("body", [b"not packed at all", gzip.compress(b"x" * BRIEF * 100)])
async def test_a_body_said_to_be_packed_is_taken_as_it_comes(port: int, body: bytes) -> None:
    headers = {"Content-Encoding": "gzip"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(at(port, "/echo"), data=body, headers=headers) as response,
    ):
        assert (response.status, await response.read()) == (200, body)


async def test_who_asks_whether_to_send_a_large_body_is_told_to_go_on(port: int) -> None:
    asking = post("/echo", b"hello", Expect="100-continue", Connection="close")
    answer = await said(port, asking)
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")
    assert answer.endswith(b"\r\n\r\nhello")
    assert b" 417 " in await said(port, post("/echo", b"hello", Expect="a miracle", Connection="close"))


WORD = b"the-secret-of-a-header"
CHUNKED = b"POST /brief HTTP/1.1\r\nHost: kefu\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "request_",
    [
        WORD + b"\r\n\r\n",
        b"POST /echo HTTP/1.1\r\nHost: kefu\r\nSecret: \x00" + WORD + b"\r\n\r\n",
        b"POST /%b HTTP/1.1\r\nHost: kefu\r\nContent-Length: -5\r\n\r\n" % WORD,
        b"POST /%b HTTP/1.1\r\n%b\r\n" % (WORD, b"Host: kefu\r\n" * 65),
        b"POST /echo HTTP/1.1\r\nHost: kefu\r\nSecret: " + WORD * 400 + b"\r\n\r\n",
        CHUNKED + WORD,
    ],
    ids=["no-request", "control-character", "no-number", "many-fields", "long-field", "no-chunk"],
)
async def test_of_what_is_no_request_nothing_is_logged_or_sent_back(
    port: int, request_: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with capture_logs() as logs:
        answer = await said(port, request_)
    assert answer.startswith(b"HTTP/1.0 400 ")
    assert [(line["event"], line["reason"].partition(":")[0]) for line in logs] == [("request refused", "malformed")]
    assert WORD.decode() not in f"{answer!r}{logs}{caplog.text}"
    assert not caplog.records


@dataclass
class Reading:
    """A server whose door has begun to read a body."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def door(self, request: web.BaseRequest) -> web.StreamResponse:
        self.begun.set()
        return Answer(await body_of(request, BRIEF))

    @asynccontextmanager
    async def of(self, *said: bytes) -> AsyncIterator[tuple[LimitedServer, asyncio.StreamWriter]]:
        server = server_of([Route("POST", "/brief", self.door)])
        runner, port = await listen(server, "127.0.0.1", 0)
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.writelines(said)
        async with asyncio.timeout(60):
            await self.begun.wait()
        yield server, writer
        writer.close()
        await runner.cleanup()


async def test_whoever_hangs_up_amid_a_body_is_no_fault_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    with capture_logs() as logs:
        async with Reading().of(post("/brief", b"hello")[:-1]) as (server, writer):
            writer.close()
            await until(lambda: not server.connections)
    assert not logs
    assert not caplog.records


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/empty", "/stranger", "/broken", "/elsewhere"])
async def test_no_answer_tells_which_programs_are_behind_it(port: int, path: str) -> None:
    async with aiohttp.ClientSession() as session:
        for method in ("GET", "POST"):
            async with session.request(method, at(port, path)) as response:
                assert "Server" not in response.headers
                assert "Date" in response.headers
    assert b"Server" not in await said(port, b"no request at all\r\n\r\n")


async def test_where_a_door_fails_the_log_says_where_and_quotes_nothing(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    with capture_logs() as logs:
        answer = await said(port, post("/broken"))
    assert answer.startswith(b"HTTP/1.1 500 ")
    assert [(line["event"], line["path"], line["error"]) for line in logs] == [("request failed", "/broken", "OSError")]
    assert "in broken" in logs[0]["frames"]
    assert not caplog.records


def at(port: int, path: str) -> str:
    return f"http://127.0.0.1:{port}{path}"


async def test_a_port_that_another_program_has_is_told_with_the_setting(port: int) -> None:
    told = f"cannot listen on 127.0.0.1:{port}: Address already in use; see `server:` in kefu.yaml"
    with pytest.raises(OSError, match=re.escape(told)):
        await listen(server_of(ROUTES), "127.0.0.1", port)
