"""Posts as the platform makes them, signed and sealed by the stand-in's own envelope."""

from pathlib import Path

from bots.channel import Webhook
from bots.sandbox.wechat import Credentials
from tests.bots.wechat.shop import NOON

CREDENTIALS = Credentials()
ENVELOPE = CREDENTIALS.envelope
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
    return Webhook("POST", {}, query, body.encode())


def text(content: str) -> bytes:
    return captured("text").replace("我的订单在哪里".encode(), content.encode())
