"""Posts as the platform makes them, signed and sealed by the stand-in's own envelope, and how they are taken."""

from pathlib import Path

import aiohttp

from bots.channel import Refused
from bots.sandbox.wechat import Credentials
from bots.wechat.reader import Reader, Webhook
from tests.bots.wechat.shop import NOON, Shop, options

CREDENTIALS = Credentials()
ENVELOPE = CREDENTIALS.envelope
READER = Reader(options(CREDENTIALS, "http://127.0.0.1:9"), lambda: NOON)
CAPTURES = Path(__file__).parent / "captures"
NONCE = "1372623149"


def captured(name: str) -> bytes:
    return (CAPTURES / f"{name}.xml").read_bytes()


def sealed(xml: bytes, *, at: float = NOON) -> Webhook:
    return enveloped(ENVELOPE.seal(xml, b"0123456789abcdef"), at=at)


def enveloped(encrypted: str, *, at: float = NOON) -> Webhook:
    timestamp = str(int(at))
    query = {
        "signature": ENVELOPE.sign(timestamp, NONCE),
        "timestamp": timestamp,
        "nonce": NONCE,
        "openid": "oLi_aBcDeFgHiJkLmNoPqRsTuVwX",
        "encrypt_type": "aes",
        "msg_signature": ENVELOPE.sign(timestamp, NONCE, encrypted),
    }
    body = f"<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    return Webhook(query, body.encode())


def text(content: str) -> bytes:
    return captured("text").replace("我的订单在哪里".encode(), content.encode())


def status_of(webhook: Webhook) -> int:
    """200: it is read."""
    try:
        READER.receive(webhook)
    except Refused as refused:
        return refused.status
    return 200


async def post(session: aiohttp.ClientSession, shop: Shop, capture: str = "text") -> str:
    """What one request of the platform is answered with; sealed replies are opened."""
    webhook = sealed(captured(capture))
    async with session.post(shop.url, params=webhook.query, data=webhook.body) as response:
        assert response.status == 200
        body = await response.read()
        return body.decode() if body == b"success" else ENVELOPE.open_reply(body).decode()
