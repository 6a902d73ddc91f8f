"""The webhook's door: whose request it is, and whether it is an update at all. Nothing of its content is told."""

import hmac
from collections.abc import Mapping
from typing import Any

import orjson

from bots.channel import Refused

BODY_LIMIT = 1024 * 1024
"""Bytes. Telegram's largest updates are some 20 kB."""
HEADER = "x-telegram-bot-api-secret-token"

Update = dict[str, Any]


def admit(headers: Mapping[str, str], secret: bytes) -> None:
    """Raises Refused. Before the body is read, so that a stranger costs little."""
    # Bytes: compare_digest raises on texts that are not ASCII, and a stranger may send any.
    sent = headers.get(HEADER, "").encode("utf-8", "surrogateescape")
    if not secret or not hmac.compare_digest(sent, secret):
        raise Refused("the secret token is missing or wrong")
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused("the content type is not application/json", 415)


def parse(body: bytes) -> Update:
    """Raises Refused."""
    try:
        update = orjson.loads(body)
    except ValueError:
        update = None
    if isinstance(update, dict) and isinstance(update.get("update_id"), int):
        return update
    # Outside the handler: the parser's error holds the whole body.
    raise Refused("the body is not an update", 400)
