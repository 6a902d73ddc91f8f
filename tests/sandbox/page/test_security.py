"""Other pages in the same browser reach nothing here, and no body does harm."""

from collections.abc import AsyncIterator
from functools import partial
from itertools import product
from typing import Any

import aiohttp
import pytest
from yarl import URL

from bots.sandbox.page.security import FILE_LIMIT, HEADER, JSON_LIMIT
from bots.sandbox.shop import Shop
from tests.sandbox.page.browser import Browser

SAY = "/people/telegram/7001/say"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


async def status_of(url: str, method: str, path: str, headers: dict[str, str]) -> int:
    body = b'{"text": "hi"}'
    async with aiohttp.request(method, url + path, headers=headers, data=body) as response:
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
        return response.status


async def test_a_name_that_somebody_else_resolved_to_us_is_not_ours(url: str) -> None:
    """DNS rebinding: a page of evil.example would be of our origin."""
    port = URL(url).port
    hosts = ("evil.example", f"evil.example:{port}", "127.0.0.1", "127.0.0.1:1", f"127.0.0.1.evil:{port}")
    for host, path in product(hosts, ("/", "/static/board.js", "/events", "/media/telegram/x", "/seats")):
        assert await status_of(url, "GET", path, {"Host": host, HEADER: "1"}) == 403, (host, path)


async def test_our_own_names_are_answered(url: str) -> None:
    for name in ("localhost", "LOCALHOST", "[::1]", "127.0.0.1"):
        assert await status_of(url, "GET", "/seats", {"Host": f"{name}:{URL(url).port}", HEADER: "1"}) == 200, name


async def test_what_changes_anything_needs_our_header(url: str) -> None:
    for path in (SAY, "/people", "/desk/say", "/faults/slack-down", "/clock", "/seats/wechat/messages"):
        assert await status_of(url, "POST", path, {"Content-Type": "text/plain"}) == 403, path


async def test_another_origin_is_refused_even_with_our_header(shop: Shop, url: str) -> None:
    for origin in ("http://evil.example", "null", url.replace("http:", "https:"), "http://127.0.0.1:1"):
        assert await status_of(url, "POST", SAY, {HEADER: "1", "Origin": origin}) == 403, origin
    assert shop.platforms.telegram.customer(7001, "").screen.shown == []


async def test_our_own_origin_may_ask(url: str) -> None:
    headers = {HEADER: "1", "Origin": url, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}
    assert await status_of(url, "POST", SAY, headers) == 200


async def test_another_page_may_lead_here_but_use_nothing_of_ours(url: str) -> None:
    for site in ("cross-site", "same-site"):
        embedded = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"}
        assert await status_of(url, "GET", "/static/board.js", embedded) == 403
        assert await status_of(url, "GET", "/events", embedded) == 403
        assert await status_of(url, "GET", "/", {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"}) == 200


async def test_the_page_may_load_only_what_is_ours_and_be_framed_by_nobody(url: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        policy = response.headers["Content-Security-Policy"]
        assert response.content_type == "text/html"
        assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= set(policy.split("; "))
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in response.headers


async def test_only_the_pages_own_files_are_served(url: str) -> None:
    async with aiohttp.ClientSession() as session:
        for path in ("/static/../page.py", "/static/..%2fpage.py", "/static//etc/passwd", "/static/%00", "/static/"):
            async with session.get(URL(url + path, encoded=True)) as response:
                assert response.status in (400, 403, 404), path


async def test_a_body_that_is_none_is_refused_in_a_sentence(browser: Browser) -> None:
    for body, reason in (
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[]", "JSON object"),
        (b"\xff", "not JSON"),
        (b'{"text": "\\ud800"}', "not JSON"),
        (b"{}", "'text' must be a text"),
        (b'{"text": 5}', "'text' must be a text"),
        (b'{"text": "  "}', "'text' is empty"),
        (b"[" * 5000, "not JSON"),
    ):
        status, answer = await browser.asks("POST", SAY, data=body)
        assert status == 400, body
        assert reason in answer["error"]


async def test_a_body_that_is_too_long_is_not_read_to_its_end(browser: Browser) -> None:
    status, answer = await browser.asks("POST", SAY, {"text": "x" * JSON_LIMIT})
    assert (status, answer) == (413, {"error": "more than 64 kB"})
    status, answer = await browser.asks(
        "POST", "/people/telegram/7001/attach?kind=photo&name=a.png", data=b"x" * (FILE_LIMIT + 1)
    )
    assert (status, answer) == (413, {"error": "more than 10240 kB"})


async def test_a_body_without_an_end_is_cut_at_the_limit(url: str) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 10_000

    async with aiohttp.request("POST", url + SAY, data=endless(), headers={HEADER: "1"}) as response:
        assert response.status == 413


FILES = (
    (PICTURE, "image/png", "inline"),
    (b"<script>alert(1)</script>", "application/octet-stream", "attachment"),
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "application/octet-stream", "attachment"),
    (b"%PDF-1.7", "application/octet-stream", "attachment"),
)


def of_size(size: int, prefix: str, entries: dict[str, Any]) -> dict[str, Any] | None:
    """The file of so many bytes that stands on a screen."""
    shown = [value["shown"] for key, value in entries.items() if key.startswith(prefix)]
    return next((file for each in shown for file in each["files"] if file["size"] == size), None)


@pytest.mark.parametrize(("channel", "account"), [("telegram", "7001"), ("slack", "U0SANDBOXEM")])
async def test_a_file_is_what_it_begins_with_whatever_it_is_called(
    browser: Browser, channel: str, account: str
) -> None:
    for data, mime, disposition in FILES:
        await browser.posts(f"/people/{channel}/{account}/attach?kind=file&name=cat.png.html", data=data)
        file = await browser.sees(partial(of_size, len(data), f"message/{channel}/{account}/"))
        async with browser.session.get(f"{browser.url}/media/{channel}/{file['id']}") as response:
            assert (response.status, response.content_type) == (200, mime)
            assert response.headers["Content-Disposition"] == disposition
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert await response.read() == data


async def test_no_file_is_made_up(browser: Browser) -> None:
    for path in ("/media/telegram/nope", "/media/fax/photo-000001", "/media/wechat/..%2f..%2fsecret"):
        status, answer = await browser.asks("GET", path)
        assert (status, answer["error"]) == (404, answer["error"])


async def test_what_is_not_there_and_what_is_not_done_is_said_as_json(browser: Browser) -> None:
    assert (await browser.asks("GET", "/nothing"))[0] == 404
    for name in ("nothing.js", "words", "../page.py"):
        status, answer = await browser.asks("GET", f"/static/{name.replace('/', '%2f')}")
        assert (status, answer) == (404, {"error": f"the page has no file {name!r}"})
    status, answer = await browser.asks("DELETE", "/clock")
    assert (status, answer) == (405, {"error": "405: Method Not Allowed"})
