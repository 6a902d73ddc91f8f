"""What the platform does towards kefu: post, wait five seconds, cut the connection, try three times."""

import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import aiohttp
import xmltodict

from bots.sandbox.wechat.callback_xml import Value, document, post
from bots.sandbox.wechat.envelope import BadEnvelope, Envelope

TRIES = 3
TEXT_LIMIT = 2048
"""UTF-8 bytes."""


@dataclass(frozen=True, slots=True)
class Credentials:
    app_id: str = "wx0123456789abcdef"
    app_secret: str = "sandbox-secret"  # noqa: S105  # opens nothing but a stand-in
    token: str = "sandboxtoken"  # noqa: S105  # opens nothing but a stand-in
    aes_key: str = "c2FuZGJveHNhbmRib3hzYW5kYm94c2FuZGJveDEyMzQ"
    account: str = "gh_0123456789ab"

    @property
    def envelope(self) -> Envelope:
        return Envelope(self.app_id, self.token, self.aes_key)


class NoService(Exception):
    """The customer reads 该公众号暂时无法提供服务，请稍后再试."""


class Callbacks:
    def __init__(
        self,
        credentials: Credentials,
        clock: Callable[[], float],
        *,
        cut_after: float,
        randomness: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self.url = ""
        self.attempts = 0
        """Posts made, retries included."""
        self.before_retry: Callable[[], Awaitable[object]] | None = None
        """Awaited before each retry. The platform makes no pause, but then it may have waited five seconds already."""
        self._credentials = credentials
        self._envelope = credentials.envelope
        self._clock = clock
        self._cut_after = aiohttp.ClientTimeout(total=cut_after)
        self._randomness = randomness
        self._session: aiohttp.ClientSession | None = None

    def open(self) -> None:
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def verify(self) -> bool:
        """What the console does when an operator saves the URL."""
        query = self._signed("signature") | {"echostr": self._randomness(8).hex()}
        async with self._client().get(self.url, params=query) as response:
            return response.status == 200 and await response.text() == query["echostr"]

    async def deliver(self, openid: str, fields: Mapping[str, Value]) -> str:
        """Post until it is answered; returns the passive reply's text, empty for none. Raises NoService."""
        xml = document({"ToUserName": self._credentials.account, "FromUserName": openid, **fields})
        for number in range(TRIES):
            if number and self.before_retry is not None:
                await self.before_retry()
            body = await self._try(openid, xml)
            if body is not None:
                return self._read(openid, body)
        raise NoService("three tries were not answered")

    async def _try(self, openid: str, xml: bytes) -> bytes | None:
        self.attempts += 1
        sealed = self._envelope.seal(xml, self._randomness(16))
        query = self._signed("signature") | {"openid": openid, "encrypt_type": "aes"}
        query["msg_signature"] = self._envelope.sign(query["timestamp"], query["nonce"], sealed)
        try:
            async with self._client().post(
                self.url,
                params=query,
                data=post(self._credentials.account, sealed),
                headers={"Content-Type": "text/xml"},
                timeout=self._cut_after,
            ) as response:
                body = await response.read()
                return body if response.status == 200 else None
        except (aiohttp.ClientError, TimeoutError):
            return None

    def _signed(self, name: str) -> dict[str, str]:
        timestamp, nonce = str(int(self._clock())), str(int.from_bytes(self._randomness(4), "big"))
        return {name: self._envelope.sign(timestamp, nonce), "timestamp": timestamp, "nonce": nonce}

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None or not self.url:
            raise RuntimeError("start the stand-in and give it kefu's address first: standin.connect(url)")
        return self._session

    def _read(self, openid: str, body: bytes) -> str:
        if body in (b"", b"success"):
            return ""
        try:
            return text_of(self._envelope.open_reply(body), to=openid, sender=self._credentials.account)
        except BadEnvelope as error:
            raise NoService(str(error)) from error


def text_of(xml: bytes, *, to: str, sender: str) -> str:
    try:
        reply = xmltodict.parse(xml)["xml"]
        wanted = {"ToUserName": to, "FromUserName": sender, "MsgType": "text"}
        wrong = [name for name, value in wanted.items() if reply[name] != value]
        content = reply["Content"]
    # ExpatError, KeyError, TypeError, ValueError: whatever a wrong document provokes, the phone shows the notice.
    except Exception as error:
        raise BadEnvelope(f"not a reply ({type(error).__name__})") from error
    if wrong or not isinstance(content, str) or len(content.encode()) > TEXT_LIMIT:
        raise BadEnvelope(f"a reply with wrong {wrong or 'Content'}")
    return content
