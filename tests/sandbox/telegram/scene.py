"""Where the tests of the Telegram stand-in play: when, and at which desk."""

from typing import Any

from tests.sandbox.telegram_client import Client

DESK = -100500
NOW = 1_800_000_000.5


async def says(bot: Client, text: str, **more: Any) -> int:
    """The bot, to Li. Returns the message's id."""
    message_id: int = (await bot.result("sendMessage", chat_id=5, text=text, **more))["message_id"]
    return message_id
