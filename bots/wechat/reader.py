"""A callback: verified, decrypted, read. Pure; the order of the checks is the defence."""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable

from wechatpy import parse_message
from wechatpy.crypto import PrpCrypto, WeChatCrypto
from wechatpy.replies import TextReply

from bots.channel import Refused, Webhook
from bots.wechat.inbounds import account_of, read, unshown
from bots.wechat.options import WeChatOptions
from bots.wechat.xml_text import cdata, legal
from storage.inbound import Inbound
from storage.records import record

BODY_LIMIT = 64 * 1024
"""Bytes. A text message is at most a few kilobytes; ours, not documented."""
ENCRYPTED = re.compile(rb"<Encrypt>\s*(?:<!\[CDATA\[)?([A-Za-z0-9+/=]+)(?:\]\]>)?\s*</Encrypt>")
"""Found without an XML parser: before the signature is checked a stranger may have written the document."""
FIELD_LIMIT = 128


@record(frozen=True, slots=True)
class Received:
    inbound: Inbound | None
    """None: genuine, but nothing that concerns the desk."""
    account: str
    """Our own id in the message (gh_...): the sender of a passive reply."""
    unshown: str = ""
    """Why a template message did not reach its customer, where this tells of one."""


class Reader:
    def __init__(self, options: WeChatOptions, clock: Callable[[], float]) -> None:
        self._token = options.token.get_secret_value()
        self._fresh = options.fresh_seconds
        self._clock = clock
        # The library would take an empty token and sign with it; the options refuse one.
        self._crypto = WeChatCrypto(self._token, options.aes_key.get_secret_value(), options.app_id)
        # `WeChatCrypto.decrypt_message` makes one for each message, and signs what `_check` has signed already.
        self._decryption = PrpCrypto(self._crypto.key)
        self._app_id = options.app_id

    def verify(self, webhook: Webhook) -> str:
        """The `echostr` of a URL verification, which is plain in every mode."""
        self._check(webhook, "signature")
        return field(webhook, "echostr")

    def receive(self, webhook: Webhook) -> Received:
        if len(webhook.body) > BODY_LIMIT:
            raise Refused("WeChat: the body is too large", 413)
        if "msg_signature" not in webhook.query:
            raise Refused("WeChat: not encrypted; choose 安全模式 in the account's console")
        encrypted = ENCRYPTED.search(webhook.body)
        if encrypted is None:
            raise Refused("WeChat: no <Encrypt> in the body", 400)
        ciphertext = encrypted.group(1).decode("ascii")
        self._check(webhook, "msg_signature", ciphertext)
        return parsed(self._decrypted(ciphertext))

    def reply(self, account: str, to: str, text: str, nonce: str) -> bytes:
        now = int(self._clock())
        xml = TextReply(source=account, target=to, content=cdata(text), time=now).render()
        encrypted: str = self._crypto.encrypt_message(xml, nonce, str(now))
        return encrypted.encode()

    def _check(self, webhook: Webhook, name: str, *signed: str) -> None:
        timestamp, nonce = field(webhook, "timestamp"), field(webhook, "nonce")
        expected = signature(self._token, timestamp, nonce, *signed)
        if not hmac.compare_digest(as_bytes(expected), as_bytes(webhook.query.get(name, ""))):
            raise Refused("WeChat: wrong signature")
        if not timestamp.isdecimal() or abs(self._clock() - int(timestamp)) > self._fresh:
            raise Refused("WeChat: stale timestamp; is this machine's clock right?")

    def _decrypted(self, ciphertext: str) -> str:
        try:
            # Four characters at a time: the library's decoder skips what is not base64.
            base64.b64decode(ciphertext, validate=True)
            text: str = self._decryption.decrypt(ciphertext, self._app_id)
        # The library raises struct.error, IndexError, UnicodeDecodeError, ValueError and its own for bad padding,
        # lengths, text and app ids, and promises none of them.
        except Exception as error:  # noqa: BLE001
            raise Refused(f"WeChat: cannot be decrypted ({type(error).__name__})", 400) from None
        return text


def parsed(text: str) -> Received:
    try:
        message = parse_message(legal(text))
    # ExpatError, KeyError, AttributeError, ValueError (entities), TypeError: whatever the document provokes.
    except Exception as error:  # noqa: BLE001
        raise Refused(f"WeChat: not a message ({type(error).__name__})", 400) from None
    if message is None:
        raise Refused("WeChat: an empty message", 400)
    inbound = read(message)
    return Received(inbound, account_of(message), "" if inbound else unshown(message))


def field(webhook: Webhook, name: str) -> str:
    value = webhook.query.get(name, "")
    if not value or len(value) > FIELD_LIMIT:
        raise Refused(f"WeChat: {name} is missing or too long", 400)
    return value


def signature(*parts: str) -> str:
    """SHA-1 is the platform's choice."""
    return hashlib.sha1(as_bytes("".join(sorted(parts))), usedforsecurity=False).hexdigest()


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
