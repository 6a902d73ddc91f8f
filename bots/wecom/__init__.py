"""WeCom: staff in an internal group, by a 智能机器人 over its long connection."""

from bots.wecom.channel import WeCom
from bots.wecom.options import WeComOptions

__all__ = ["WeCom", "WeComOptions"]
