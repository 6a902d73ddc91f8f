"""The arguments of a call: JSON, a form or a query string, whichever a method reads."""

from typing import Any
from urllib.parse import parse_qsl

import orjson
from aiohttp import web

from bots.sandbox.slack.limits import Refusal
from bots.sandbox.slack.room import Json

FORM_ONLY = frozenset(
    {
        "users.info",
        "conversations.info",
        "conversations.members",
        "files.info",
        "files.getUploadURLExternal",
        "reactions.get",
    }
)
"""These do not read JSON bodies."""


async def read(request: web.Request, method: str) -> Json:
    arguments: Json = dict(request.query)
    body = await request.read()
    if request.content_type == "application/json":
        return arguments | (orjson.loads(body) if body and method not in FORM_ONLY else {})
    return arguments | dict(parse_qsl(body.decode(), keep_blank_values=True))


def nested(value: Any) -> Any:
    """Forms carry lists and objects as JSON. Raises Refusal."""
    if not isinstance(value, str):
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        raise Refusal("invalid_arguments") from None
