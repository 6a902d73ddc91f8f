"""A stand-in for Telegram: the Bot API's wire protocol on loopback, and the phones at the other end."""

from bots.sandbox.telegram.customer import TelegramPhone
from bots.sandbox.telegram.group import TelegramAgent, TelegramGroup
from bots.sandbox.telegram.stand_in import TelegramStandIn
from bots.sandbox.telegram.world import Sent, Topic

__all__ = ["Sent", "TelegramAgent", "TelegramGroup", "TelegramPhone", "TelegramStandIn", "Topic"]
