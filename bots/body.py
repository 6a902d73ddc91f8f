"""The body of a request, as far as a door takes one."""

from aiohttp import web

from bots.channel import Refused


async def body_of(request: web.BaseRequest, limit: int) -> bytes:
    """Raises Refused; before anything is waited for where the size is announced."""
    content = request.content
    # Most bodies come together with their head: then there is nothing to wait for, or to put together.
    if content.is_eof():
        body = content.read_nowait()
    elif (request.content_length or 0) > limit:
        raise Refused("oversized", 413)
    else:
        body = await request.read()
    if len(body) > limit:
        raise Refused("oversized", 413)
    return body
