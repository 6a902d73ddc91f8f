"""The platform's encrypted envelope (消息加解密), written from its description alone.

Independent of wechatpy on purpose: kefu's side is checked by somebody else's reading of the same page.
"""

import base64
import hashlib
import re
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

BLOCK = 32
RANDOM_LENGTH = 16
LENGTH_END = RANDOM_LENGTH + 4
REPLY = re.compile(
    r"<Encrypt><!\[CDATA\[(?P<encrypt>[A-Za-z0-9+/=]+)\]\]></Encrypt>\s*"
    r"<MsgSignature><!\[CDATA\[(?P<signature>[0-9a-f]{40})\]\]></MsgSignature>\s*"
    r"<TimeStamp>(?P<timestamp>\d+)</TimeStamp>\s*"
    r"<Nonce><!\[CDATA\[(?P<nonce>[^\]]+)\]\]></Nonce>"
)


class BadEnvelope(Exception):
    """The phone shows the failure notice for it."""


@dataclass(frozen=True, slots=True)
class Envelope:
    app_id: str
    token: str
    aes_key: str

    @property
    def key(self) -> bytes:
        return base64.b64decode(f"{self.aes_key}=")

    def sign(self, *parts: str) -> str:
        return hashlib.sha1("".join(sorted((self.token, *parts))).encode(), usedforsecurity=False).hexdigest()

    def seal(self, xml: bytes, random16: bytes) -> str:
        packed = random16 + len(xml).to_bytes(4, "big") + xml + self.app_id.encode()
        padding = BLOCK - len(packed) % BLOCK
        encryptor = self._cipher().encryptor()
        sealed = encryptor.update(packed + bytes([padding]) * padding) + encryptor.finalize()
        return base64.b64encode(sealed).decode()

    def unseal(self, sealed: str) -> bytes:
        try:
            decryptor = self._cipher().decryptor()
            padded = decryptor.update(base64.b64decode(sealed, validate=True)) + decryptor.finalize()
        except ValueError as error:
            raise BadEnvelope("not whole AES blocks in base64") from error
        packed = unpadded(padded)
        end = LENGTH_END + int.from_bytes(packed[RANDOM_LENGTH:LENGTH_END], "big")
        if packed[end:] != self.app_id.encode():
            raise BadEnvelope("for another account")
        return packed[LENGTH_END:end]

    def open_reply(self, body: bytes) -> bytes:
        """The XML inside a passive reply."""
        found = REPLY.search(body.decode(errors="replace"))
        if found is None:
            raise BadEnvelope("not an encrypted reply")
        if self.sign(found["timestamp"], found["nonce"], found["encrypt"]) != found["signature"]:
            raise BadEnvelope("wrong signature")
        return self.unseal(found["encrypt"])

    def _cipher(self) -> Cipher[CBC]:
        return Cipher(AES(self.key), CBC(self.key[:16]))


def unpadded(padded: bytes) -> bytes:
    padding = padded[-1] if padded else 0
    if not 1 <= padding <= BLOCK or padded[-padding:] != bytes([padding]) * padding:
        raise BadEnvelope("wrong padding")
    return padded[:-padding]
