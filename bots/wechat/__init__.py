"""The WeChat channel."""

from bots.wechat.channel import WeChat
from bots.wechat.ledger import Ledger
from bots.wechat.options import WeChatOptions

__all__ = ["Ledger", "WeChat", "WeChatOptions"]
