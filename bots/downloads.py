"""Files from elsewhere, brought here as far as they may be large."""

import aiohttp

CHUNK = 64 * 1024


async def at_most(response: aiohttp.ClientResponse, limit: int) -> bytes | None:
    """None when there are more bytes, most of which are not read."""
    data = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        data += chunk
        if len(data) > limit:
            return None
    return bytes(data)
