"""The traps of wechatpy's client, each with the platform behaving as it does on its worst day."""

import asyncio
import io
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable
from contextlib import suppress

import aiohttp
import orjson
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer

from bots.channel import Rejected, SendFailed, TooLarge, Unreachable
from bots.sandbox.faults import Fault
from bots.sandbox.wechat import Credentials, WeChatPhone, WeChatStandIn
from bots.sandbox.wechat.bad_days import errcode
from bots.wechat.api import video_address
from bots.wechat.client import Client
from bots.wechat.failures import PlatformError
from bots.wechat.ledger import BY_MESSAGE
from storage.content import Content
from storage.inbound import Attachment, Media
from tests.bots.wechat.shop import Clock, Shop, options

HELLO = Content(text="您的包裹到了")
FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(100_000)


@pytest.fixture
async def client(standin: WeChatStandIn, clock: Clock) -> AsyncIterator[Client]:
    client = Client(options(standin.credentials, standin.api_base), clock)
    yield client
    client.close()


@pytest.fixture
def zhang(standin: WeChatStandIn, clock: Clock) -> WeChatPhone:
    """A customer who may be written to."""
    zhang = standin.customer("oZhang_aBcDeFgHiJkLmNoPqRsT")
    zhang.allowance.wrote(clock())
    return zhang


@pytest.fixture
async def elsewhere() -> AsyncIterator[tuple[str, list[str]]]:
    """Another server: its address, and the paths that it was asked for."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path_qs)
        return web.json_response({"access_token": "not WeChat's", "expires_in": 7200})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    async with TestServer(app) as server:
        yield str(server.make_url("/")), asked


async def test_nobody_to_whom_an_answer_leads_is_shown_a_secret(
    clock: Clock, standin: WeChatStandIn, elsewhere: tuple[str, list[str]]
) -> None:
    address, asked = elsewhere

    async def away(request: web.Request) -> web.Response:
        raise web.HTTPTemporaryRedirect(address + request.path_qs[1:])

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", away)
    async with TestServer(app) as led_astray:
        client = Client(options(standin.credentials, str(led_astray.make_url("/"))), clock)
        with pytest.raises(SendFailed):
            await asyncio.to_thread(lambda: client.access_token)
        client.close()
    assert asked == []


async def test_a_proxy_that_the_machine_names_for_others_is_not_shown_a_secret(
    client: Client, standin: WeChatStandIn, elsewhere: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, asked = elsewhere
    monkeypatch.setenv("HTTP_PROXY", address)
    monkeypatch.setenv("http_proxy", address)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    await asyncio.to_thread(lambda: client.access_token)
    assert (standin.tokens.fetches, asked) == (1, [])


async def test_twenty_threads_of_a_cold_start_fetch_one_token(client: Client, standin: WeChatStandIn) -> None:
    await asyncio.gather(*(asyncio.to_thread(lambda: client.access_token) for _ in range(20)))
    assert standin.tokens.fetches == 1


async def test_twenty_threads_whose_token_was_revoked_fetch_one_more(client: Client, standin: WeChatStandIn) -> None:
    customers = [standin.customer(f"oCustomer{number}") for number in range(20)]
    for customer in customers:
        customer.allowance.wrote(1e12)
    await asyncio.to_thread(lambda: client.access_token)
    standin.tokens.revoke()
    await asyncio.gather(
        *(asyncio.to_thread(client.message.send_text, customer.openid, "到了") for customer in customers)
    )
    assert (standin.tokens.fetches, standin.sent_count) == (2, 20)


async def test_a_token_is_renewed_before_it_ends(client: Client, standin: WeChatStandIn, clock: Clock) -> None:
    for seconds in (0, 6000, 1000, 60):
        clock.pass_(seconds)
        await asyncio.to_thread(lambda: client.access_token)
    assert standin.tokens.fetches == 2


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_a_platform_that_refuses_every_token_is_asked_twice(
    client: Client, standin: WeChatStandIn, zhang: WeChatPhone, code: int
) -> None:
    standin.faults.next("message/custom/send", errcode(code), 10)
    with pytest.raises(PlatformError):
        await asyncio.to_thread(client.message.send_text, zhang.openid, "到了")
    assert standin.faults.happened == 2
    assert standin.tokens.fetches == 2


async def test_a_file_that_is_uploaded_again_is_not_empty(
    client: Client, standin: WeChatStandIn, zhang: WeChatPhone
) -> None:
    standin.faults.next("media/upload", errcode(40001))
    data = b"\xff\xd8\xff kettle" * 1000
    answer = await asyncio.to_thread(client.media.upload, "image", ("x.jpg", io.BytesIO(data), "image/jpeg"))
    assert standin.shelf.get(answer["media_id"]) == ("image/jpeg", data)


@pytest.mark.parametrize("fault", [Fault.nonsense(), Fault.error(), Fault.reset()], ids=str)
async def test_a_token_that_cannot_be_had_is_an_outage(client: Client, standin: WeChatStandIn, fault: Fault) -> None:
    standin.faults.next("stable_token", fault)
    with pytest.raises(Unreachable):
        await asyncio.to_thread(lambda: client.access_token)
    assert await asyncio.to_thread(lambda: client.access_token)


async def test_a_token_that_never_comes_is_not_waited_for_for_ever(
    client: Client, impatient: Shop, standin: WeChatStandIn, clock: Clock
) -> None:
    standin.faults.next("stable_token", Fault.hang())
    hasty = Client(impatient.options, clock)
    while not standin.faults.happened:
        with pytest.raises(Unreachable):
            await asyncio.to_thread(lambda: hasty.access_token)
    hasty.close()
    assert await asyncio.to_thread(lambda: client.access_token)


async def test_an_answer_that_drips_is_given_up(standin: WeChatStandIn, clock: Clock) -> None:
    hung_up = asyncio.Event()

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        with suppress(ConnectionError):
            while True:
                writer.write(b"1\r\nx\r\n")
                await writer.drain()
                await asyncio.sleep(0.02)
        writer.close()
        hung_up.set()

    async with await asyncio.start_server(drip, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        client = Client(options(standin.credentials, f"http://127.0.0.1:{port}", call_timeout=(0.2, 0.2)), clock)
        with pytest.raises(Unreachable):
            await asyncio.to_thread(lambda: client.access_token)
        client.close()
        await hung_up.wait()


async def test_no_secret_is_in_logs_errors_or_tracebacks(
    shop: Shop, impatient: Shop, standin: WeChatStandIn, zhang: WeChatPhone, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[str] = [repr(shop.options), repr(shop.wechat)]
    refusals = map(errcode, (40001, 45009, 99999))
    faults = [(shop, fault) for fault in (*refusals, Fault.reset(), Fault.nonsense(), Fault.error())]
    for who, fault in (*faults, (impatient, Fault.hang())):
        standin.faults.clear()
        standin.faults.next("message/custom/send", fault, 2)
        await who.ledger.opened(zhang.openid, BY_MESSAGE, "act", who.clock())
        told += await what_a_log_would_hold(who.wechat.send(zhang.openid, HELLO))
    everything = caplog.text + "".join(told)
    token, _ = standin.tokens.stable()
    for secret in (token, *secrets_of(standin.credentials), HELLO.text):
        assert secret not in everything


async def what_a_log_would_hold(sending: Awaitable[object]) -> list[str]:
    """The traceback, and whatever an error collector would still find behind the error."""
    try:
        await sending
    except SendFailed as error:
        behind: list[BaseException] = [error]
        while behind[-1].__context__:
            behind.append(behind[-1].__context__)
        return [*traceback.format_exception(error), *map(repr, behind)]
    return []


def secrets_of(credentials: Credentials) -> tuple[str, ...]:
    return credentials.app_secret, credentials.token, credentials.aes_key


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"app_id": "wx_other"}, "app_id is wrong"), ({"app_secret": "other"}, "app_secret is wrong")],
)
async def test_wrong_credentials_are_told_in_plain_words(
    standin: WeChatStandIn, clock: Clock, changed: dict[str, str], words: str
) -> None:
    async with Shop.beside(standin, clock, Credentials(**changed)) as shop:
        with pytest.raises(Unreachable, match=words):
            await shop.wechat.check()


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/x", "file:///etc/passwd", "https://qq.com.evil.example/x", "https://evilqq.com/x", None],
)
def test_a_video_is_fetched_from_the_platforms_own_servers_only(address: str | None) -> None:
    with pytest.raises(Rejected):
        video_address({"video_url": address})
    assert video_address({"video_url": "https://v.qq.com/x?a=1"}) == "https://v.qq.com/x?a=1"


class AllHere(AbstractResolver):
    """Every name leads to this machine."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        here = ResolveResult(hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0)
        return [here]

    async def close(self) -> None:
        """Nothing is kept."""


@pytest.fixture
async def videos(standin: WeChatStandIn, clock: Clock) -> AsyncIterator[tuple[Shop, int]]:
    """A shop for which the platform's video servers are on this machine, and their port."""

    async def video(request: web.BaseRequest) -> web.StreamResponse:
        assert "access_token" not in request.query
        if request.path != "/film":
            return web.Response(status=404)
        return web.Response(body=FILM)

    runner = web.ServerRunner(web.Server(video))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=AllHere())) as session:
        shop = Shop(standin, clock, session)
        yield shop, runner.addresses[0][1]
        await shop.wechat.close()
    await runner.cleanup()


async def test_a_customers_video_is_fetched_where_the_platform_says_as_far_as_it_is_wanted(
    videos: tuple[Shop, int], standin: WeChatStandIn
) -> None:
    shop, port = videos
    attachment = Attachment(media=Media.VIDEO, channel="wechat", ref="media-video-1")

    def told(path: str) -> None:
        body = orjson.dumps({"video_url": f"http://v.qq.com:{port}/{path}"})
        standin.faults.next("media/get", Fault.answer(200, body))

    told("film")
    assert (await shop.wechat.fetch(attachment)).data == FILM
    told("film")
    with pytest.raises(TooLarge):
        await shop.wechat.fetch(attachment, len(FILM) - 1)
    told("gone")
    with pytest.raises(Unreachable, match="404"):
        await shop.wechat.fetch(attachment)


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"token": ""}, "token"), ({"aes_key": "short"}, "aes_key"), ({"app_secret": ""}, "app_secret")],
)
def test_an_account_that_anybody_could_write_to_does_not_start(changed: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        options(Credentials(**changed), "http://127.0.0.1:9")
