"""Who opens connections and is slow, or opens very many, keeps nobody else out."""

import asyncio
import gc
import sqlite3
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bots.answer import Answer
from bots.body import body_of
from bots.channel import Route
from bots.connections import SECONDS, LimitedServer, Room
from bots.server import listen, server_of
from storage.errors import failed
from tests.engine_fakes import until

MOST, MOST_BUSY = 4, 6
ASKED = b"POST /%b HTTP/1.1\r\nHost: kefu\r\nContent-Length: %d\r\n\r\n"
LARGE = 64 * 1024 * 1024
"""More than any two kernels keep between them."""


class Gone(asyncio.Transport):
    """To a peer that has hung up."""

    def close(self) -> None:
        """It is."""


async def full(_request: web.BaseRequest) -> web.StreamResponse:
    raise failed(sqlite3.OperationalError("database or disk is full"))


@dataclass
class House:
    now: float = 0.0
    asked: int = 0
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0
    peers: "list[Peer]" = field(default_factory=list)
    server: LimitedServer = field(init=False)

    def __post_init__(self) -> None:
        room = Room(MOST, MOST_BUSY)
        routes = [Route("POST", "/at-once", self.at_once), Route("POST", "/by-and-by", self.by_and_by)]
        routes += [Route("GET", "/by-and-by", self.by_and_by), Route("POST", "/full", full)]
        self.server = server_of([*routes, Route("POST", "/large", self.large)], room, lambda: self.now)

    async def at_once(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked += 1
        return Answer(await body_of(request, 100))

    async def by_and_by(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked += 1
        await self.may_answer.wait()
        return await self.at_once(request)

    async def large(self, _request: web.BaseRequest) -> web.StreamResponse:
        self.asked += 1
        return web.Response(body=b"x" * LARGE)

    async def newcomer(self) -> "Peer":
        peer = Peer(*await asyncio.open_connection("127.0.0.1", self.port))
        self.peers.append(peer)
        return peer

    async def peer(self, *said: bytes) -> "Peer":
        """Once the server knows of it, and if there is room."""
        before = len(self.server.connections)
        peer = await self.newcomer()
        peer.writer.write(b"".join(said))
        await until(lambda: len(self.server.connections) > before)
        return peer

    def after(self, seconds: float) -> None:
        self.now += seconds
        self.server.look()


@dataclass
class Peer:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def is_cut_off(self) -> bool:
        try:
            async with asyncio.timeout(60):
                return not await self.reader.read(1)
        except ConnectionError:
            return True

    async def is_answered(self, *said: bytes) -> bool:
        self.writer.write(b"".join(said))
        async with asyncio.timeout(60):
            head = await self.reader.readuntil(b"\r\n\r\n")
        return head.startswith(b"HTTP/1.1 200 ")


@pytest.fixture
async def house() -> AsyncIterator[House]:
    house = House()
    runner, house.port = await listen(house.server, "127.0.0.1", 0)
    yield house
    house.may_answer.set()
    await runner.cleanup()
    for peer in house.peers:
        peer.writer.close()
        with suppress(ConnectionError):
            await peer.writer.wait_closed()


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (b"", 0),
        (b"POST /at-once HT", 0),
        (b"POST /at-once HTTP/1.1\r\nHost: ke", 0),
        (ASKED % (b"at-once", 5) + b"hel", 1),
    ],
    ids=["nothing", "half-a-line", "half-a-head", "half-a-body"],
)
async def test_whose_request_does_not_come_is_cut_off(house: House, said: bytes, asked: int) -> None:
    peer = await house.peer(said)
    await until(lambda: house.asked == asked)
    house.after(SECONDS - 1)
    assert len(house.server.connections) == 1
    with capture_logs() as logs:
        house.after(2)
    assert await peer.is_cut_off()
    assert [(line["event"], line["late"]) for line in logs] == [("connections closed", 1)]


async def test_who_sends_a_word_now_and_then_gets_no_more_time_for_it(house: House) -> None:
    peer = await house.peer(b"POST /at-once HTTP/1.1\r\n")
    for _ in range(3):
        peer.writer.write(b"X: y\r\n")
        await peer.writer.drain()
        house.after(SECONDS / 2)
    assert await peer.is_cut_off()


async def test_the_second_request_has_as_much_time_as_the_first(house: House) -> None:
    peer = await house.peer()
    house.after(SECONDS - 1)
    assert await peer.is_answered(ASKED % (b"at-once", 0))
    house.after(SECONDS - 1)
    assert await peer.is_answered(ASKED % (b"at-once", 0))


async def test_half_a_second_request_is_not_waited_for_either(house: House) -> None:
    peer = await house.peer()
    assert await peer.is_answered(ASKED % (b"at-once", 0))
    peer.writer.write(b"POST /")

    def cut_off() -> bool:
        house.after(SECONDS + 1)
        return not house.server.connections

    await until(cut_off)
    assert await peer.is_cut_off()


async def test_a_request_that_came_with_the_end_of_another_is_waited_for_no_longer(house: House) -> None:
    peer = await house.peer(ASKED % (b"at-once", 0) + ASKED % (b"at-once", 5))
    await until(lambda: house.asked == 2)
    assert await peer.is_answered()
    house.after(SECONDS + 1)
    assert await peer.is_cut_off()


async def test_a_proxy_keeps_its_connection_for_the_next_request(house: House) -> None:
    peer = await house.peer()
    assert await peer.is_answered(ASKED % (b"at-once", 0))
    house.after(SECONDS * 100)
    assert await peer.is_answered(ASKED % (b"at-once", 0))


async def test_nobody_is_cut_off_because_we_take_long(house: House) -> None:
    peer = await house.peer(ASKED % (b"by-and-by", 2), b"hi")
    await until(lambda: house.asked == 1)
    house.after(SECONDS * 2)
    house.may_answer.set()
    assert await peer.is_answered()


async def test_who_does_not_fetch_the_answer_is_cut_off(house: House) -> None:
    await house.peer(ASKED % (b"large", 0))
    await until(lambda: house.asked == 1)
    house.after(SECONDS + 1)
    await until(lambda: not house.server.connections)


async def test_where_there_are_too_many_the_one_that_has_been_silent_longest_makes_room(house: House) -> None:
    peers = []
    for _ in range(MOST):
        peers.append(await house.peer())
        house.now += 1
    assert await peers[0].is_answered(ASKED % (b"at-once", 0))
    with capture_logs() as logs:
        newcomer = await house.newcomer()
        assert await peers[1].is_cut_off()
        house.after(0)
    assert [(line["too_many"], line["open"]) for line in logs] == [(1, MOST)]
    for peer in (newcomer, peers[0], *peers[2:]):
        assert await peer.is_answered(ASKED % (b"at-once", 0))


async def test_nobody_who_is_being_answered_makes_room_and_there_is_some_for_whoever_comes_meanwhile(
    house: House,
) -> None:
    peers = [await house.peer(ASKED % (b"by-and-by", 0)) for _ in range(MOST_BUSY)]
    await until(lambda: house.asked == MOST_BUSY)
    with capture_logs() as logs:
        assert await (await house.newcomer()).is_cut_off()
        house.after(0)
    assert [(line["too_many"], line["open"]) for line in logs] == [(1, MOST_BUSY)]
    house.may_answer.set()
    for peer in peers:
        assert await peer.is_answered()


async def test_nothing_is_told_of_a_peer_that_is_gone_before_we_have_looked_at_it(house: House) -> None:
    """As in a flood, where those who came first are cut off for those who come in the same moment."""
    unforeseen: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, told: unforeseen.append(told["message"]))
    connection = house.server()
    connection.connection_made(Gone())
    connection.connection_lost(None)
    await until(lambda: not house.server.connections)
    gc.collect()  # an asyncio.Task tells of its fault when it is forgotten
    assert unforeseen == []


async def test_who_only_asks_how_we_are_makes_room_for_messages_but_later_than_the_silent(house: House) -> None:
    asking = await house.peer(ASKED.replace(b"POST", b"GET") % (b"by-and-by", 0))
    await until(lambda: house.asked == 1)
    house.now += 1
    silent = await house.peer()
    with_messages = [await house.peer(ASKED % (b"by-and-by", 0)) for _ in range(MOST - 2)]
    await until(lambda: house.asked == MOST - 1)
    for given_up in (silent, asking):
        newcomer = await house.newcomer()
        assert await given_up.is_cut_off()
        newcomer.writer.write(ASKED % (b"by-and-by", 0))
        with_messages.append(newcomer)
        await until(lambda: house.asked == len(with_messages) + 1)
    house.may_answer.set()
    for peer in with_messages:
        assert await peer.is_answered()


async def test_a_message_that_cannot_be_kept_is_refused_for_now_and_told_in_one_line_with_what_to_do(
    house: House,
) -> None:
    peer = await house.peer()
    with capture_logs() as logs:
        peer.writer.write(ASKED % (b"full", 0))
        head = await peer.reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 503 ")
    [line] = logs
    assert (line["event"], line["path"], line["log_level"]) == ("message not taken", "/full", "error")
    assert "disk is full" in line["reason"]
    assert "see the disk's space" in line["reason"]
    assert "frames" not in line
