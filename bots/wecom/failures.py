"""What WeCom's error codes mean for us. Only codes are told on: WeCom's words may quote ours.

Codes of the long connection are not documented; these were seen in public reports (WecomTeam/wecom-openclaw-plugin#48,
#142, NousResearch/hermes-agent#29731) or are those of WeCom's other interfaces (developer.work.weixin.qq.com/devtool).
"""

from bots.channel import Busy, Rejected, SendFailed, ShutOut, Unreachable

TOO_OFTEN = frozenset({45009, 45033, 130101, 846607})
NOT_NOW = frozenset({-1, 846601, 846602, 846609})
"""The system is busy, or the connection is not subscribed any more."""
UNKNOWN_MEDIA = 40007
NOT_THIS = frozenset({UNKNOWN_MEDIA, 40008, 40009, 40058, 44001, 44004, 45001, 45002, 45008})
"""The content: an unknown media id or kind, too large, a missing part, empty, too long."""
WAIT_SECONDS = 20.0
"""WeCom says that it was too often, and not how long to wait."""


class Asleep(ShutOut):
    """The group does not take what the bot sends, until somebody in it writes to the bot."""


class MediaForgotten(Rejected):
    """WeCom knows the file no more that was brought there."""


def failure(errcode: int) -> SendFailed | None:
    """None: it was taken."""
    if errcode == 0:
        return None
    if errcode in TOO_OFTEN:
        return Busy(WAIT_SECONDS)
    if errcode in NOT_NOW:
        return Unreachable(f"WeCom cannot take it now (errcode {errcode})")
    kind = MediaForgotten if errcode == UNKNOWN_MEDIA else Rejected
    return kind(f"WeCom does not take this (errcode {errcode})")


def failure_in_group(errcode: int) -> SendFailed | None:
    """Of a post. A code that finds no fault with the post itself means that the group takes none now."""
    if errcode in TOO_OFTEN | NOT_NOW | NOT_THIS | {0}:
        return failure(errcode)
    return Asleep(f"WeCom refuses what the bot sends into the group (errcode {errcode}): somebody there has to @ it")
