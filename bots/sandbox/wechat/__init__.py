"""A stand-in for the WeChat platform."""

from bots.sandbox.wechat.callbacks import Credentials
from bots.sandbox.wechat.custom_menu import MenuButton
from bots.sandbox.wechat.customers import NOTICE, WeChatPhone
from bots.sandbox.wechat.standin import WeChatStandIn

__all__ = ["NOTICE", "Credentials", "MenuButton", "WeChatPhone", "WeChatStandIn"]
