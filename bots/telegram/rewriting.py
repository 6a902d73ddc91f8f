"""Changing what was sent: edits, deletions, reactions."""

from collections.abc import Awaitable, Callable
from typing import Any

from bots.channel import Rejected
from bots.telegram.reactions import reaction
from bots.telegram.writer import NO_PREVIEW, captioned, destination, keyboard, words
from storage.content import Content

Call = Callable[[str, str, dict[str, Any]], Awaitable[Any]]
"""(chat, method, parameters). Raises SendFailed."""

SAME = "message is not modified"
GONE = "message to delete not found"
NO_TEXT = "there is no text in the message"


def at(chat: str, message_id: str) -> dict[str, Any]:
    """Which message. Raises Rejected when it is none of Telegram's."""
    if not (message_id.isascii() and message_id.isdecimal()):
        raise Rejected(f"no message of Telegram has the number {message_id[:40]!r}")
    return destination(chat, None) | {"message_id": int(message_id)}


async def edit(call: Call, chat: str, message_id: str, content: Content) -> None:
    """Without words, only the buttons change: no message of Telegram has none, and a file may well keep its own."""
    where, buttons = at(chat, message_id), {"reply_markup": keyboard(content.buttons)}
    text = words(content.text)
    try:
        if text:
            await _reword(call, chat, where, text, buttons)
        else:
            await call(chat, "editMessageReplyMarkup", where | buttons)
    except Rejected as rejected:
        if not _says(rejected, SAME):
            raise


async def unsend(call: Call, chat: str, message_id: str) -> None:
    try:
        await call(chat, "deleteMessage", at(chat, message_id))
    except Rejected as rejected:
        if not _says(rejected, GONE):
            raise


async def react(call: Call, chat: str, message_id: str, emoji: str) -> None:
    await call(chat, "setMessageReaction", at(chat, message_id) | {"reaction": reaction(emoji)})


async def _reword(call: Call, chat: str, where: dict[str, Any], text: dict[str, Any], buttons: dict[str, Any]) -> None:
    """Nobody remembers which messages have files, so Telegram is asked to change a text first."""
    try:
        await call(chat, "editMessageText", where | text | NO_PREVIEW | buttons)
    except Rejected as rejected:
        if not _says(rejected, NO_TEXT):
            raise
        await call(chat, "editMessageCaption", where | captioned(text) | buttons)


def _says(rejected: Rejected, cause: str) -> bool:
    return cause in str(rejected).lower()
