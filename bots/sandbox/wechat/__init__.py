"""A stand-in for the WeChat platform."""

from bots.sandbox.wechat.callbacks import Credentials
from bots.sandbox.wechat.custom_menu import MenuButton
from bots.sandbox.wechat.customers import NOTICE, WeChatPhone
from bots.sandbox.wechat.stand_in import WeChatStandIn
from bots.sandbox.wechat.templates import RATING, Template

__all__ = ["NOTICE", "RATING", "Credentials", "MenuButton", "Template", "WeChatPhone", "WeChatStandIn"]
