"""What a platform sends us, as far as it may be large."""

import aiohttp

from bots.channel import TooLarge

ANSWER_BYTES = 8 * 1024 * 1024
"""Of what is not a file. A hundred of Telegram's largest updates, unpacked, are a quarter of it."""


async def at_most(content: aiohttp.StreamReader, limit: int) -> bytes | None:
    """None when there are more bytes, most of which are not read."""
    pieces: list[bytes] = []
    size = 0
    while piece := await content.readany():
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            return None
    return b"".join(pieces)


async def file_in(content: aiohttp.StreamReader, limit: int) -> bytes:
    """Raises TooLarge."""
    data = await at_most(content, limit)
    if data is None:
        raise too_large(limit)
    return data


def too_large(limit: int) -> TooLarge:
    return TooLarge(f"the file is larger than {limit >> 20} MB")


async def answer_in(content: aiohttp.StreamReader) -> bytes:
    """Raises ClientPayloadError."""
    body = await at_most(content, ANSWER_BYTES)
    if body is None:
        raise aiohttp.ClientPayloadError(f"an answer of more than {ANSWER_BYTES >> 20} MB")
    return body


class Answered(aiohttp.ClientResponse):
    """For those who read all of an answer, as libraries do."""

    async def read(self) -> bytes:
        if self._body is None:
            try:
                self._body = await answer_in(self.content)
            except BaseException:
                self.close()  # the rest may still come
                raise
        return await super().read()
