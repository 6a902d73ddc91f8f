"""A stand-in for WeCom: the long connection of a 智能机器人, its groups, and a group's push address.

Source: https://developer.work.weixin.qq.com/document/path/101463, .../100719, .../101027, .../101032, .../99110.
"""

from bots.sandbox.wecom.group import WeComGroup, WeComMember
from bots.sandbox.wecom.stand_in import WeComStandIn

__all__ = ["WeComGroup", "WeComMember", "WeComStandIn"]
