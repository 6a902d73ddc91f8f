"""What stands in a callback's <Encrypt>, and in that of our answer.

The cipher is wechatpy's. Its classes around it make one for each message, draw the sixteen characters before a text
from a generator that can be foreseen, and take a text without padding: so those few bytes are laid out here, at a third
of the cost.
"""

import binascii
import os

from wechatpy.crypto.base import WeChatCipher

BLOCK = 32
"""Bytes. To this, and not to AES's sixteen, the platform pads."""
RANDOM = 16
LENGTH = 4


class Envelope:
    def __init__(self, aes_key: str, app_id: str) -> None:
        self._cipher = WeChatCipher(binascii.a2b_base64(f"{aes_key}="))
        self._app_id = app_id.encode()

    def opened(self, ciphertext: bytes) -> str:
        """Raises ValueError for anything that was not sealed for this account."""
        plain: bytes = self._cipher.decrypt(binascii.a2b_base64(ciphertext, strict_mode=True))
        padding = plain[-1] if plain else 0
        begin = RANDOM + LENGTH
        end = begin + int.from_bytes(plain[RANDOM:begin])
        if not 0 < padding <= BLOCK or plain[end : len(plain) - padding] != self._app_id:
            raise ValueError("sealed for another account, or broken")
        return plain[begin:end].decode()

    def sealed(self, text: str) -> bytes:
        content = text.encode()
        plain = b"".join((os.urandom(RANDOM), len(content).to_bytes(LENGTH), content, self._app_id))
        padding = BLOCK - len(plain) % BLOCK
        return binascii.b2a_base64(self._cipher.encrypt(plain + bytes((padding,)) * padding), newline=False)
