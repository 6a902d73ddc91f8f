"""A platform may answer much, and even without end: we read no more than an answer can be."""

import gzip
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bots.app.running import platform_session
from bots.downloads import ANSWER_BYTES
from bots.json_posts import JsonPosts

SAID = b'{"ok": true}'
PIECE = b" " * 256 * 1024


async def short(_request: web.Request) -> web.Response:
    return web.Response(body=SAID, content_type="application/json")


async def endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(PIECE)


async def packed(_request: web.Request) -> web.Response:
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    return web.Response(body=gzip.compress(b" " * ANSWER_BYTES + SAID), headers=headers)


@pytest.fixture
async def platform() -> AsyncIterator[str]:
    application = web.Application()
    application.add_routes([web.post("/short", short), web.post("/endless", endless), web.post("/packed", packed)])
    async with TestServer(application) as server:
        yield str(server.make_url("/"))


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with platform_session() as session:
        yield session


async def test_what_every_answer_looks_like_is_read(platform: str, session: aiohttp.ClientSession) -> None:
    assert (await JsonPosts(session)(platform + "short", b"{}", 60)).body == SAID
    async with session.post(platform + "short") as response:
        assert await response.json() == {"ok": True}
        assert await response.read() == SAID


@pytest.mark.parametrize("path", ["endless", "packed"])
async def test_an_answer_too_large_for_us_is_no_answer(
    platform: str, session: aiohttp.ClientSession, path: str
) -> None:
    with pytest.raises(aiohttp.ClientPayloadError, match="more than 8 MB"):
        await JsonPosts(session)(platform + path, b"{}", 60)
    async with session.post(platform + path) as response:
        with pytest.raises(aiohttp.ClientPayloadError, match="more than 8 MB"):
            await response.json()
