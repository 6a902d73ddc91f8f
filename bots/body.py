"""The body of a request, as far as a door takes one."""

from aiohttp import web

from bots.channel import Refused


async def body_of(request: web.BaseRequest, limit: int) -> bytes:
    """Raises Refused; before anything is read where the size is announced."""
    if (request.content_length or 0) > limit:
        raise Refused("oversized", 413)
    content = request.content
    # Most bodies come together with their head: then there is nothing to wait for, or to put together.
    body = content.read_nowait() if content.is_eof() else await request.read()
    if len(body) > limit:
        raise Refused("oversized", 413)
    return body
