"""What customers send and what platforms answer, per channel: bytes made as late and as cheaply as possible."""

import base64
import hashlib
import hmac
import json
import os
import re
import struct
import time
from dataclasses import dataclass
from typing import Protocol

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.benchmarks.wire import post

TELEGRAM_TOKEN = "1:bench"
TELEGRAM_SECRET = "bench-secret"
SLACK_SECRET = "bench-signing-secret"
SLACK_TOKEN = "xoxb-bench"
WECHAT_APP_ID = "wxbench0000000001"
WECHAT_TOKEN = "benchtoken"
WECHAT_AES_KEY = base64.b64encode(hashlib.sha256(b"bench").digest()).decode()[:43]


def order_number(account: int) -> str:
    return f"B{10_000_000 + account}"


class Load(Protocol):
    """One channel's customers. `account` numbers them from 0; `sequence` numbers all messages of the run."""

    replies_in_response: bool
    """The answer comes back in the response itself, not as an API call."""

    def account_id(self, account: int) -> str: ...

    def message(self, account: int, sequence: int) -> bytes: ...

    def platform(self, head: bytes, body: bytes) -> bytes:
        """The answer to an API call."""

    def addressee(self, head: bytes, body: bytes) -> int | None:
        """The account an API call speaks to; None when it is no message."""


@dataclass
class TelegramLoad:
    replies_in_response: bool = False
    sent: int = 0

    CHAT = re.compile(rb'chat_id"?[=:]\s*"?(\d+)')

    def account_id(self, account: int) -> str:
        return str(1_000_000 + account)

    def message(self, account: int, sequence: int) -> bytes:
        user = {"id": 1_000_000 + account, "is_bot": False, "first_name": "Li", "language_code": "en"}
        message = {
            "message_id": sequence,
            "from": user,
            "chat": {"id": user["id"], "first_name": "Li", "type": "private"},
            "date": int(time.time()),
            "text": order_number(account),
        }
        body = json.dumps({"update_id": sequence, "message": message}).encode()
        secret = {"X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET}
        return post("/telegram", body, "application/json", secret)

    def platform(self, head: bytes, body: bytes) -> bytes:
        if b"/getMe" in head:
            bot = {"id": 1, "is_bot": True, "first_name": "b", "username": "bench_bot"}
            return json.dumps({"ok": True, "result": bot}).encode()
        if b"/sendMessage" not in head:
            return b'{"ok":true,"result":true}'
        self.sent += 1
        chat = self.addressee(head, body) or 0
        return (
            b'{"ok":true,"result":{"message_id":%d,"date":1700000000,"chat":{"id":%d,"type":"private"},"text":"x"}}'
            % (self.sent, 1_000_000 + chat)
        )

    def addressee(self, head: bytes, body: bytes) -> int | None:
        if b"/sendMessage" not in head:
            return None
        found = self.CHAT.search(body)
        return int(found[1]) - 1_000_000 if found else None


@dataclass
class SlackLoad:
    replies_in_response: bool = False
    sent: int = 0

    CHANNEL = re.compile(rb'channel"?[=:]\s*"?D(\d+)')

    def account_id(self, account: int) -> str:
        return f"U{1_000_000 + account}"

    def message(self, account: int, sequence: int) -> bytes:
        now = time.time()
        ts = f"{sequence // 1_000_000}.{sequence % 1_000_000:06d}"
        event = {
            "type": "message",
            "channel": f"D{1_000_000 + account}",
            "channel_type": "im",
            "user": self.account_id(account),
            "team": "T1",
            "text": order_number(account),
            "ts": ts,
            "event_ts": ts,
        }
        envelope = {
            "token": "x",
            "team_id": "T1",
            "api_app_id": "A1",
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{sequence}",
            "event_time": int(now),
            "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": True}],
        }
        body = json.dumps(envelope).encode()
        stamp = str(int(now))
        digest = hmac.new(SLACK_SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        signed = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
        return post("/slack/events", body, "application/json", signed)

    def platform(self, head: bytes, body: bytes) -> bytes:
        if b"/auth.test" in head:
            who = {"team_id": "T1", "user_id": "UBOT", "bot_id": "BBOT", "team": "t", "user": "bot", "url": "x"}
            return json.dumps({"ok": True, **who}).encode()
        if b"/users.info" in head:
            return b'{"ok":true,"user":{"id":"U1","name":"li","real_name":"Li","locale":"en-US","profile":{}}}'
        if b"/chat.postMessage" not in head:
            return b'{"ok":true}'
        self.sent += 1
        channel = self.addressee(head, body) or 0
        return b'{"ok":true,"channel":"D%d","ts":"1700000000.%06d","message":{"text":"x"}}' % (
            1_000_000 + channel,
            self.sent,
        )

    def addressee(self, head: bytes, body: bytes) -> int | None:
        if b"/chat.postMessage" not in head:
            return None
        found = self.CHANNEL.search(body)
        return int(found[1]) - 1_000_000 if found else None


class WeChatLoad:
    replies_in_response = True

    def __init__(self) -> None:
        self.key = base64.b64decode(WECHAT_AES_KEY + "=")

    def account_id(self, account: int) -> str:
        return f"obench{1_000_000 + account}"

    def message(self, account: int, sequence: int) -> bytes:
        xml = (
            f"<xml><ToUserName><![CDATA[gh_bench]]></ToUserName><FromUserName><![CDATA[{self.account_id(account)}]]>"
            f"</FromUserName><CreateTime>{int(time.time())}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            f"<Content><![CDATA[{order_number(account)}]]></Content><MsgId>{10**15 + sequence}</MsgId></xml>"
        ).encode()
        encrypted = self.encrypt(xml).decode()
        stamp, nonce = str(int(time.time())), str(sequence)
        signature = hashlib.sha1("".join(sorted([WECHAT_TOKEN, stamp, nonce, encrypted])).encode()).hexdigest()  # noqa: S324 - the protocol's
        body = f"<xml><ToUserName>gh_bench</ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>".encode()
        query = f"signature=x&timestamp={stamp}&nonce={nonce}&encrypt_type=aes&msg_signature={signature}"
        return post(f"/wechat?{query}", body, "text/xml")

    def encrypt(self, xml: bytes) -> bytes:
        plain = os.urandom(16) + struct.pack(">I", len(xml)) + xml + WECHAT_APP_ID.encode()
        pad = 32 - len(plain) % 32
        encryptor = Cipher(algorithms.AES(self.key), modes.CBC(self.key[:16])).encryptor()
        return base64.b64encode(encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize())

    def platform(self, head: bytes, body: bytes) -> bytes:
        if b"stable_token" in head:
            return b'{"access_token":"bench","expires_in":7200}'
        return b'{"errcode":0,"errmsg":"ok"}'

    def addressee(self, head: bytes, body: bytes) -> int | None:
        return None


LOADS: dict[str, type[TelegramLoad] | type[SlackLoad] | type[WeChatLoad]] = {
    "telegram": TelegramLoad,
    "slack": SlackLoad,
    "wechat": WeChatLoad,
}
