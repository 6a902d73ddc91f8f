"""Telegram, by webhook or by long polling. Facts about the Bot API: https://core.telegram.org/bots/api"""

from bots.telegram.channel import Telegram
from bots.telegram.options import TelegramOptions

__all__ = ["Telegram", "TelegramOptions"]
