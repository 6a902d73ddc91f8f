"""The board comes to every browser whole, however often its connection breaks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.sandbox.board import Board
from bots.sandbox.page import stream as streaming
from bots.sandbox.page.security import secured
from bots.sandbox.page.stream import Stream
from tests.sandbox.page.browser import Copy

KEYS = st.sampled_from(["person/a", "message/a/0", "message/a/1", "clock"])


@dataclass(frozen=True)
class Change:
    key: str


@dataclass(frozen=True)
class Gone:
    key: str


@dataclass(frozen=True)
class Cut:
    """The connection breaks when so much of the next answer has come."""

    after: int


@dataclass(frozen=True)
class Restart:
    """The sandbox is started anew: another board."""


STEPS = st.lists(
    st.one_of(
        st.builds(Change, KEYS),
        st.builds(Gone, KEYS),
        st.builds(Cut, st.integers(0, 400)),
        st.just(Restart()),
    ),
    max_size=25,
)


@dataclass
class Sandbox:
    stream: Stream
    url: str

    @property
    def board(self) -> Board:
        return self.stream.board


@asynccontextmanager
async def sandbox(
    board: Board, epoch: str = "e1", heartbeat_seconds: float = 15, stalled_seconds: float = 30
) -> AsyncIterator[Sandbox]:
    stream = Stream(
        board, epoch, batch_seconds=0.001, heartbeat_seconds=heartbeat_seconds, stalled_seconds=stalled_seconds
    )
    application = secured([web.get("/events", stream.serve)])
    application.on_shutdown.append(stream.close)
    async with TestServer(application) as server:
        yield Sandbox(stream, str(server.make_url("/events")))


async def read(url: str, copy: Copy, session: aiohttp.ClientSession, until: str = "", cut: int | None = None) -> None:
    """Connect as a browser does again, and read until this id was told, or until so many bytes have come."""
    headers = {"Last-Event-ID": copy.last_id} if copy.last_id else {}
    left = cut
    async with asyncio.timeout(60), session.get(url, headers=headers) as response:
        assert response.content_type == "text/event-stream"
        while copy.last_id != until:
            data = await response.content.readany()
            assert data, "the stream ended"
            copy.read(data if left is None else data[:left])
            if left is not None and (left := left - len(data)) <= 0:
                break
    copy.cut_off()


async def live(steps: list[Change | Gone | Cut | Restart], most_gone: int) -> None:
    """Values never repeat, so that whatever is told twice shows."""
    copy, value, epoch = Copy(), 0, 0
    async with aiohttp.ClientSession() as session:
        while steps:
            epoch += 1
            async with sandbox(Board(most_gone), f"e{epoch}") as opened:
                board = opened.board
                while steps:
                    step, steps = steps[0], steps[1:]
                    match step:
                        case Change(key):
                            board.set(key, value := value + 1)
                        case Gone(key):
                            board.remove(key)
                        case Cut(after):
                            await read(opened.url, copy, session, f"e{epoch}-{board.revision}", cut=after)
                        case Restart():
                            break
                if not board.revision:
                    continue
                await read(opened.url, copy, session, f"e{epoch}-{board.revision}")
                assert copy.entries == {entry.key: entry.value for entry in board.since(0) if entry.value is not None}
                values = [value for _, value in copy.told if value is not None]
                assert len(values) == len(set(values))


@settings(max_examples=100, deadline=None)
@given(STEPS, st.sampled_from([1, 2, 100]))
def test_a_connection_may_break_anywhere_and_nothing_is_lost_or_told_twice(
    steps: list[Change | Gone | Cut | Restart], most_gone: int
) -> None:
    asyncio.run(live(steps, most_gone))


async def test_who_comes_for_the_first_time_is_told_to_forget_everything_and_then_all_there_is() -> None:
    board, copy = Board(), Copy(entries={"message/of/yesterday": 1})
    board.set("clock", 1)
    async with sandbox(board) as opened, aiohttp.ClientSession() as session:
        await read(opened.url, copy, session, "e1-1")
    assert (copy.resets, copy.entries) == (1, {"clock": 1})


@pytest.mark.parametrize("last_id", ["e0-1", "e1-99", "e1--1", "e1-", "e1-٣", "nonsense", f"e1-{'9' * 40}"])
async def test_who_knows_of_another_sandbox_begins_anew(last_id: str) -> None:
    board, copy = Board(), Copy(last_id=last_id)
    board.set("clock", 1)
    async with sandbox(board) as opened, aiohttp.ClientSession() as session:
        await read(opened.url, copy, session, "e1-1")
    assert (copy.resets, copy.entries) == (1, {"clock": 1})


async def test_who_knows_everything_is_told_only_what_is_new() -> None:
    board, copy = Board(), Copy(last_id="e1-2")
    board.set("a", 1)
    board.set("b", 2)
    known = {"Last-Event-ID": copy.last_id}
    async with sandbox(board) as opened, aiohttp.request("GET", opened.url, headers=known) as response:
        board.set("a", 3)
        while copy.last_id != "e1-3":
            copy.read(await response.content.readany())
    assert (copy.resets, copy.told) == (0, [("a", 3)])


async def test_a_long_history_comes_in_pieces_and_whole() -> None:
    board, copy = Board(), Copy()
    for number in range(3 * streaming.LARGEST_BATCH + 1):
        board.set(f"message/a/{number}", number)
    async with sandbox(board) as opened, aiohttp.ClientSession() as session:
        await read(opened.url, copy, session, f"e1-{board.revision}")
    assert len(copy.told) == board.revision


async def test_what_went_away_long_ago_is_forgotten_and_who_knew_it_begins_anew() -> None:
    board, late, quick = Board(most_gone=1), Copy(last_id="e1-2", entries={"a": 1, "b": 2}), Copy(last_id="e1-4")
    for number, key in enumerate("ab", 1):
        board.set(key, number)
    board.remove("a")
    board.remove("b")
    assert len(board.since(0)) == 1
    board.set("c", 3)
    async with sandbox(board) as opened, aiohttp.ClientSession() as session:
        await read(opened.url, late, session, "e1-5")
        await read(opened.url, quick, session, "e1-5")
    assert (late.resets, late.entries) == (1, {"c": 3})
    assert (quick.resets, quick.told) == (0, [("c", 3)])


async def test_a_silent_line_is_kept_alive() -> None:
    async with sandbox(Board(), heartbeat_seconds=0.01) as opened, aiohttp.request("GET", opened.url) as response:
        heard = b""
        while b"\n:\n" not in heard:
            heard += await response.content.readany()


async def test_a_browser_that_reads_nothing_is_cut_off_and_holds_up_nobody() -> None:
    board = Board()
    async with sandbox(board, stalled_seconds=0.05) as opened:
        host, port = opened.url.removeprefix("http://").removesuffix("/events").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"GET /events HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        try:
            async with asyncio.timeout(60):
                await reader.readuntil(b"\r\n\r\n")
                while opened.stream.open:
                    board.set("message/a/0", f"{board.revision}" + "x" * 100_000)
                    await asyncio.sleep(0.001)
            async with aiohttp.ClientSession() as session:
                await read(opened.url, Copy(), session, f"e1-{board.revision}")
        finally:
            writer.transport.abort()
            await asyncio.sleep(0)


async def test_streams_end_when_the_sandbox_closes() -> None:
    async with aiohttp.ClientSession() as session:
        async with sandbox(Board()) as opened:
            response = await session.get(opened.url)
        async with asyncio.timeout(60):
            assert b"reset" in await response.content.read()


async def test_pages_are_counted_and_no_more_listen_than_may() -> None:
    async with sandbox(Board()) as opened, aiohttp.ClientSession() as session:
        opened.stream.open = streaming.MOST_STREAMS
        async with session.get(opened.url) as response:
            assert response.status == 503
            assert "close some" in (await response.json())["error"]
