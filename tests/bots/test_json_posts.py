"""What is posted to a platform for every message goes a short way, and meets whatever a long one would."""

import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import aiohttp
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from bots.json_posts import ADDRESSES, JsonPosts

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


@dataclass
class Platform:
    """Takes requests, keeps them, and answers each with the next of `answers`; b"": hangs up instead."""

    answers: list[bytes] = field(default_factory=list)
    heard: list[bytes] = field(default_factory=list)
    connections: int = 0
    url: str = ""
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while self.answers:
                head = await reader.readuntil(b"\r\n\r\n")
                size = int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
                self.heard.append(head + await reader.readexactly(size))
                self.asked.set()
                answer = self.answers.pop(0)
                if not answer:
                    break
                writer.write(answer)
                if b"Connection: close" in answer or b": " not in answer:
                    break
        except asyncio.IncompleteReadError:
            pass  # the other side hung up
        finally:
            writer.close()


def self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    day = datetime(2026, 1, 1, tzinfo=UTC)
    built = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), day, day.replace(2126))
    file = folder / "platform.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + built.sign(key, SHA256()).public_bytes(Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    platform = Platform()
    server = await asyncio.start_server(platform.serve, "127.0.0.1", 0)
    platform.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot/sendMessage"
    async with server:
        yield platform


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def posts(session: aiohttp.ClientSession) -> JsonPosts:
    return JsonPosts(session, {"Authorization": "Bearer x"})


async def test_a_post_says_whom_it_is_for_what_it_is_and_how_long(platform: Platform, posts: JsonPosts) -> None:
    platform.answers = [OK]
    answer = await posts(platform.url + "?a=%20b", '{"text":"你好"}'.encode(), 5)
    assert (answer.status, answer.headers["content-type"], answer.body) == (200, "application/json", b"{}")
    head, _, body = platform.heard[0].decode().partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    assert first == "POST /bot/sendMessage?a=%20b HTTP/1.1"
    assert headers["Host"] in platform.url
    assert headers["Authorization"] == "Bearer x"
    assert headers["Content-Type"] == "application/json"
    assert (headers["Content-Length"], body) == ("17", '{"text":"你好"}')


@contextmanager
def passed(seconds: float) -> Iterator[None]:
    """So much time has passed: whoever waits up to then waits no longer, however busy the machine is."""
    with pytest.MonkeyPatch.context() as clock:
        clock.setattr(asyncio.get_running_loop(), "time", lambda: monotonic() + seconds)
        clock.setattr("handlers.patience.monotonic", lambda: monotonic() + seconds)
        yield


async def test_messages_one_after_the_other_share_a_connection(platform: Platform, posts: JsonPosts) -> None:
    platform.answers = [OK] * 3
    for number in range(3):
        await posts(platform.url, b"%d" % number, 5)
    assert platform.connections == 1
    assert [each[-1:] for each in platform.heard] == [b"0", b"1", b"2"]


async def test_messages_side_by_side_do_not_wait_for_one_another(platform: Platform, posts: JsonPosts) -> None:
    platform.answers = [OK] * 4
    answers = await asyncio.gather(*(posts(platform.url, b"%d" % number, 5) for number in range(4)))
    assert [answer.status for answer in answers] == [200] * 4
    assert platform.connections == 4


@pytest.mark.parametrize(
    ("raw", "status", "body"),
    [
        (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\ngone", 403, b"gone"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", 200, b"abc"),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nup to the end", 200, b"up to the end"),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200, b"{}"),
        (b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", 204, b""),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%b"
            % (len(packed := gzip.compress(b"packed", mtime=0)), packed),
            200,
            b"packed",
        ),
    ],
)
async def test_an_answer_is_read_however_it_is_sent(
    platform: Platform, posts: JsonPosts, raw: bytes, status: int, body: bytes
) -> None:
    platform.answers = [raw, OK]
    answer = await posts(platform.url, b"{}", 5)
    assert (answer.status, answer.body) == (status, body)
    assert (await posts(platform.url, b"{}", 5)).body == b"{}"


async def test_nobody_is_sent_elsewhere(platform: Platform, posts: JsonPosts) -> None:
    platform.answers = [b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"]
    answer = await posts(platform.url, b"{}", 5)
    assert answer.status == 302
    assert len(platform.heard) == 1


async def test_cookies_are_not_kept(platform: Platform, posts: JsonPosts) -> None:
    platform.answers = [OK.replace(b"\r\n\r\n", b"\r\nSet-Cookie: a=b\r\n\r\n"), OK]
    await posts(platform.url, b"{}", 5)
    await posts(platform.url, b"{}", 5)
    assert b"a=b" not in platform.heard[1]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 90\r\n\r\nhalf of it",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
async def test_no_answer_is_an_error_and_the_next_message_has_another_connection(
    platform: Platform, posts: JsonPosts, raw: bytes
) -> None:
    platform.answers = [raw, OK]
    with pytest.raises(aiohttp.ClientError):
        await posts(platform.url, b"{}", 5)
    assert (await posts(platform.url, b"{}", 5)).status == 200
    assert platform.connections == 2


async def test_a_post_is_never_made_twice_by_itself(platform: Platform, posts: JsonPosts) -> None:
    platform.answers = [OK, b"", OK]
    await posts(platform.url, b"1", 5)
    with pytest.raises(aiohttp.ClientError):
        await posts(platform.url, b"2", 5)
    assert [each[-1:] for each in platform.heard] == [b"1", b"2"]


async def test_a_late_answer_is_not_taken_for_that_of_the_next_message(platform: Platform, posts: JsonPosts) -> None:
    platform.answers = [b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nla", OK]
    waiting = asyncio.create_task(posts(platform.url, b"{}", 60))
    await platform.asked.wait()
    with passed(60), pytest.raises(TimeoutError):
        await waiting
    assert (await posts(platform.url, b"{}", 5)).body == b"{}"
    assert platform.connections == 2


async def test_an_answer_that_nobody_asked_for_is_not_taken_for_that_of_the_next_message(posts: JsonPosts) -> None:
    spoken = asyncio.Event()

    async def talkative(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"{}")
        writer.write(OK)
        await spoken.wait()
        writer.write(OK.replace(b"{}", b"[]"))
        await reader.read()
        writer.close()

    server = await asyncio.start_server(talkative, "127.0.0.1", 0)
    async with server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        assert (await posts(url, b"{}", 5)).body == b"{}"
        spoken.set()
        await asyncio.sleep(0.05)
        with pytest.raises(aiohttp.ClientConnectionError, match="to no question"):
            await posts(url, b"{}", 5)
        assert (await posts(url, b"{}", 5)).body == b"{}"


async def test_a_message_that_is_given_up_on_leaves_no_connection_behind(platform: Platform, posts: JsonPosts) -> None:
    platform.answers = [b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nla", OK]
    asked = asyncio.create_task(posts(platform.url, b"{}", 5))
    await platform.asked.wait()
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert (await posts(platform.url, b"{}", 5)).body == b"{}"
    assert platform.connections == 2


async def test_nobody_there_is_an_error(posts: JsonPosts) -> None:
    with pytest.raises(aiohttp.ClientError):
        await posts("http://127.0.0.1:9/", b"{}", 5)


async def test_a_platform_that_cannot_prove_who_it_is_hears_nothing(
    platform: Platform, posts: JsonPosts, tmp_path: Path
) -> None:
    platform.answers = [OK]
    server = await asyncio.start_server(platform.serve, "127.0.0.1", 0, ssl=self_signed(tmp_path))
    async with server:
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await posts(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/", b"{}", 5)
    assert platform.heard == []


@pytest.mark.parametrize("url", ["nonsense", "http://", "http://[::1/"])
async def test_what_is_no_address_is_an_error_that_is_known(posts: JsonPosts, url: str) -> None:
    with pytest.raises((aiohttp.ClientError, ValueError)):
        await posts(url, b"{}", 5)


async def test_no_line_can_be_smuggled_into_a_request(session: aiohttp.ClientSession, platform: Platform) -> None:
    posts = JsonPosts(session, {"Authorization": "Bearer x\r\nX-More: y"})
    with pytest.raises(ValueError, match="control character"):
        await posts(platform.url, b"{}", 5)
    assert platform.connections == 0


async def test_a_closed_session_posts_nothing(platform: Platform) -> None:
    session = aiohttp.ClientSession()
    posts = JsonPosts(session)
    await session.close()
    with pytest.raises(aiohttp.ClientError):
        await posts(platform.url, b"{}", 5)


async def test_many_addresses_do_not_pile_up(platform: Platform, posts: JsonPosts) -> None:
    platform.answers = [OK] * (ADDRESSES + 2)
    for number in range(ADDRESSES + 2):
        await posts(f"{platform.url}{number}", b"{}", 5)
    assert len(posts._by_url) <= ADDRESSES
