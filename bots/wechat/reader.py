"""A callback: verified, decrypted, read. Pure; the order of the checks is the defence."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from xml.parsers.expat import ExpatError

from bots.channel import Refused
from bots.wechat.document import encrypted_reply, fields, reply
from bots.wechat.envelope import Envelope
from bots.wechat.inbounds import account_of, read, unshown
from bots.wechat.options import WeChatOptions
from storage.inbound import Inbound
from storage.records import record

PARAMETER_LIMIT = 128


@record(frozen=True, slots=True)
class Webhook:
    """What the platform signs: the query, and what is encrypted in the body."""

    query: Mapping[str, str]
    body: bytes


@record(frozen=True, slots=True)
class Received:
    inbound: Inbound | None
    """None: genuine, but nothing that concerns the desk."""
    account: str
    """Our own id in the message (gh_...): the sender of a passive reply."""
    envelope: Envelope
    """With whose key it came, and with which the platform reads the answer."""
    unshown: str = ""
    """Why a template message did not reach its customer, where this tells of one."""


class Reader:
    def __init__(self, options: WeChatOptions, clock: Callable[[], float]) -> None:
        self._token = options.token.get_secret_value().encode()
        self._fresh = options.fresh_seconds
        self._clock = clock
        self._envelopes = tuple(Envelope(key, options.app_id) for key in options.aes_keys)

    def verify(self, webhook: Webhook) -> str:
        """The `echostr` of a URL verification, which is plain in every mode."""
        self._check(webhook, "signature")
        return parameter(webhook, "echostr")

    def receive(self, webhook: Webhook) -> Received:
        if "msg_signature" not in webhook.query:
            raise Refused("WeChat: not encrypted; choose 安全模式 in the account's console")
        ciphertext = encrypted_in(webhook.body)
        self._check(webhook, "msg_signature", ciphertext)
        return parsed(*self._opened(ciphertext))

    def reply(self, received: Received, to: str, text: str, nonce: str) -> bytes:
        now, said = int(self._clock()), as_bytes(nonce)
        ciphertext = received.envelope.sealed(reply(to, received.account, text, now))
        return encrypted_reply(ciphertext, signature(self._token, b"%d" % now, said, ciphertext), now, said)

    def _check(self, webhook: Webhook, name: str, *signed: bytes) -> None:
        timestamp, nonce = parameter(webhook, "timestamp"), parameter(webhook, "nonce")
        expected = signature(self._token, as_bytes(timestamp), as_bytes(nonce), *signed)
        if not hmac.compare_digest(expected, as_bytes(webhook.query.get(name, ""))):
            raise Refused("WeChat: wrong signature")
        if not timestamp.isdecimal() or abs(self._clock() - int(timestamp)) > self._fresh:
            raise Refused("WeChat: stale timestamp; is this machine's clock right?")

    def _opened(self, ciphertext: bytes) -> tuple[str, Envelope]:
        """By the key in force, else by the one before."""
        for envelope in self._envelopes:
            try:
                return envelope.opened(ciphertext), envelope
            except ValueError:
                continue
        raise Refused("WeChat: signed, but not sealed with our key; KEFU_WECHAT__AES_KEY, or app_id?", 400)


def encrypted_in(body: bytes) -> bytes:
    """Found without an XML parser: before the signature is checked a stranger may have written the document. Whether it
    is base64 is asked of what is signed.
    """
    inside = body.partition(b"<Encrypt>")[2].partition(b"</Encrypt>")[0]
    ciphertext = inside.strip().removeprefix(b"<![CDATA[").removesuffix(b"]]>")
    if not ciphertext:
        raise Refused("WeChat: no <Encrypt> in the body", 400)
    return ciphertext


def parsed(text: str, envelope: Envelope) -> Received:
    try:
        message = fields(text)
    except (ValueError, ExpatError) as error:
        raise Refused(f"WeChat: not a message ({type(error).__name__})", 400) from None
    if not message.get("MsgType"):
        raise Refused("WeChat: a message of no type", 400)
    inbound = read(message)
    return Received(inbound, account_of(message), envelope, "" if inbound else unshown(message))


def parameter(webhook: Webhook, name: str) -> str:
    value = webhook.query.get(name, "")
    if not value or len(value) > PARAMETER_LIMIT:
        raise Refused(f"WeChat: {name} is missing or too long", 400)
    return value


def signature(*parts: bytes) -> bytes:
    """SHA-1 is the platform's choice."""
    return hashlib.sha1(b"".join(sorted(parts)), usedforsecurity=False).hexdigest().encode()


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
