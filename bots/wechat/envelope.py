"""What stands in a callback's <Encrypt>, and in that of our answer.

AES in CBC mode, whose first block is sixteen bytes that nobody reads: drawn by chance, they are what an initialisation
vector is for. So it does not matter which block is chained to them, and one cipher context each way does for all
messages (2 us instead of 12, of making two for each). wechatpy's classes make them anew, and draw those bytes from a
generator that can be foreseen.
"""

import binascii
import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

AES_BLOCK = 16
"""Bytes; as many are drawn by chance."""
BLOCK = 32
"""Bytes. To this, and not to AES's sixteen, the platform pads."""
LENGTH = 4


class Envelope:
    def __init__(self, aes_key: str, app_id: str) -> None:
        key = binascii.a2b_base64(f"{aes_key}=")
        cipher = Cipher(algorithms.AES(key), modes.CBC(key[:AES_BLOCK]))
        self._encryptor = cipher.encryptor()
        self._decryptor = cipher.decryptor()
        self._app_id = app_id.encode()

    def opened(self, ciphertext: bytes) -> str:
        """Raises ValueError for anything that was not sealed for this account."""
        blocks = binascii.a2b_base64(ciphertext, strict_mode=True)
        if len(blocks) % AES_BLOCK:  # half a block would be kept, and put before the next message
            raise ValueError("not whole blocks")
        plain = self._decryptor.update(blocks)
        padding = plain[-1] if plain else 0
        begin = AES_BLOCK + LENGTH
        end = begin + int.from_bytes(plain[AES_BLOCK:begin])
        if not 0 < padding <= BLOCK or plain[end : len(plain) - padding] != self._app_id:
            raise ValueError("sealed for another account, or broken")
        return plain[begin:end].decode()

    def sealed(self, text: str) -> bytes:
        content = text.encode()
        plain = b"".join((os.urandom(AES_BLOCK), len(content).to_bytes(LENGTH), content, self._app_id))
        padding = BLOCK - len(plain) % BLOCK
        return binascii.b2a_base64(self._encryptor.update(plain + bytes((padding,)) * padding), newline=False)
