"""A platform that is not reached: the operator reads what happened and what to do, and no address with a token."""

import asyncio
import errno
import socket
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest
import requests

from bots.unreached import CUT, NO_FILES, NO_NAME, NO_TLS, NO_WAY, REFUSED, SILENT, why
from tests.bots.test_json_posts import self_signed

Told = Callable[..., Awaitable[str]]
SECRET = "/bot123:hush/getMe"


async def by_aiohttp(address: str, seconds: float = 5) -> str:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=seconds)) as session:
        with pytest.raises((aiohttp.ClientError, OSError)) as raised:
            await session.get(address + SECRET)
    return why(raised.value)


async def by_requests(address: str, seconds: float = 5) -> str:
    """As WeChat's library asks."""
    with pytest.raises((requests.RequestException, OSError)) as raised:
        await asyncio.to_thread(requests.get, address + SECRET, timeout=seconds)
    return why(raised.value)


both = pytest.mark.parametrize("told", [by_aiohttp, by_requests])


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@both
async def test_a_name_that_is_not_found(told: Told) -> None:
    assert await told("https://nowhere.invalid") == NO_NAME


@both
async def test_a_door_that_is_shut(told: Told) -> None:
    assert await told(f"https://127.0.0.1:{free_port()}") == REFUSED


@both
async def test_a_certificate_that_nobody_vouches_for(told: Told, tmp_path: Path) -> None:
    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0, ssl=self_signed(tmp_path))
    async with server:
        said = await told(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    assert said.startswith("its certificate was not accepted (self-signed certificate): is this machine's clock right")


@both
async def test_something_else_that_answers_in_its_place(told: Told) -> None:
    async def portal(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: http://login/\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(portal, "127.0.0.1", 0) as server:
        assert await told(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}") == NO_TLS


@both
async def test_one_that_hangs_up(told: Told) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        assert await told(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}") == CUT


@both
async def test_one_that_says_nothing(told: Told) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        assert await told(f"http://127.0.0.1:{deaf.getsockname()[1]}", seconds=0.2) == SILENT


@pytest.mark.parametrize(
    ("number", "said"), [(errno.ENETUNREACH, NO_WAY), (errno.EHOSTUNREACH, NO_WAY), (errno.EMFILE, NO_FILES)]
)
def test_a_machine_that_cannot_go_out(number: int, said: str) -> None:
    error = aiohttp.ClientOSError(number, SECRET)
    assert why(error) == said


def test_what_nobody_foresaw_is_told_by_its_kind() -> None:
    assert why(ValueError(SECRET)) == "ValueError"
    assert why(ssl.SSLError(1, SECRET)) == NO_TLS
