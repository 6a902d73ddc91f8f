"""What the platform's error codes mean for us.

The platform's own `errmsg` is never repeated: it may quote what was sent. Source of the codes: 全局返回码
(developers.weixin.qq.com) and the customer-message pages.
"""

import re
from collections.abc import Mapping

from bots.channel import Busy, Gone, Rejected, SendFailed, Unreachable, UsedUp, WindowOver

STALE_TOKEN = frozenset({40001, 40014, 42001})
SENT_ALREADY = 40241
"""Of template messages: the same one was taken within the last minute."""
NOT_FOLLOWING = 43004
NO_MENU = 46003
QUOTA_CODES = frozenset({45015, 45047})
WINDOW_OVER = "the 48-hour window is over; the customer must write first"
QUOTA_USED_UP = "the messages the platform allows are used up; the customer must write first"
A_MINUTE = 60.0
AN_HOUR = 3600.0

GONE: Mapping[int, tuple[type[Gone], str]] = {
    40003: (Gone, "no such follower of this account"),
    43004: (Gone, "the customer does not follow the account any more"),
    45015: (WindowOver, WINDOW_OVER),
    45047: (UsedUp, QUOTA_USED_UP),
    48002: (Gone, "the customer has blocked messages of the account"),
    43101: (Gone, "the customer refuses template messages of the account"),
}
REJECTED = {
    40004: "this kind of media is not accepted (40004)",
    40005: "this kind of file is not accepted (40005)",
    40006: "the file is too large (40006)",
    40007: "the media is unknown or has expired (40007)",
    40008: "this kind of message is not accepted (40008)",
    40036: "the template's id is wrong (40036); copy wechat.template.id from 公众平台 > 模板消息 > 我的模板",
    40037: "the template's id is wrong (40037); copy wechat.template.id from 公众平台 > 模板消息 > 我的模板",
    40200: "this account may not send menus (40200)",
    43116: "the platform has banned the template (43116); choose another in 公众平台 > 模板消息",
    44004: "the text is empty (44004)",
    45001: "the file is too large (45001)",
    45002: "the text is too long (45002)",
    45008: "too many articles in one message (45008)",
    48001: "the account can only answer at once, before it is verified as a service account (48001)",
}
UNREACHABLE = {  # nothing is wrong with the message: it waits until the operator has acted
    -1: "the platform says it is busy (-1)",
    40001: "the platform refuses the access token (40001); is another program using this app_secret?",
    40013: "the app_id is wrong (40013); copy it from the account's console",
    40014: "the platform refuses the access token (40014)",
    40125: "the app_secret is wrong (40125); copy or reset it in the account's console",
    42001: "the platform says that the access token has expired (42001)",
}
SIGN_IN: Mapping[int, str] = {
    40001: "the app_secret is wrong (40001); copy or reset it in the account's console",
    40243: "the app_secret is frozen (40243); release it in the account's console under 基本配置",
    50004: "the account may not call the API any more (50004); see its notices in the console",
    50007: "the account is frozen (50007); see its notices in the console",
}
"""What 获取稳定版接口调用凭据 answers, where it means something else or is told nowhere else."""
REFUSED_MENUS = frozenset({*range(40016, 40028), 40054, 40055})
"""Too many buttons, names that are too long, addresses that it does not take ..."""
HINT = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|(?<=\bdata\.)[a-z_]{1,20}\d{0,3}(?=\.value\b)")
"""An IP address, or the name of a template's field."""


class PlatformError(Exception):
    """An `errcode` other than 0. `hint` is an IP address or a template's field that the platform named, or empty."""

    def __init__(self, code: int, hint: str = "") -> None:
        super().__init__(f"errcode {code}")
        self.code = code
        self.hint = hint


def read_error(code: int, message: object) -> PlatformError:
    """Of the message only this is kept: 40164 names the address that must be allowed, 47003 the wrong field."""
    hint = HINT.search(message) if isinstance(message, str) else None
    return PlatformError(code, hint.group() if hint else "")


def as_failure(error: PlatformError) -> SendFailed:
    code = error.code
    if code == 45009:
        return Busy(AN_HOUR, whole_bot=True)
    if code == 45011:
        return Busy(A_MINUTE, whole_bot=True)
    if code == 40164:
        return Unreachable(white_list(error.hint))
    if code in GONE:
        kind, words = GONE[code]
        return kind(f"{words} ({code})")
    if code in REJECTED:
        return Rejected(REJECTED[code])
    if code < 0 or code in UNREACHABLE:
        return Unreachable(UNREACHABLE.get(code, f"the platform reports a fault of its own ({code})"))
    return Rejected(f"the platform refused the call with errcode {code}; see its list of return codes (全局返回码)")


def as_refusal_of_sign_in(error: PlatformError) -> SendFailed:
    """It says nothing of any message: all of them wait until the operator has acted."""
    if error.code in SIGN_IN:
        return Unreachable(SIGN_IN[error.code])
    failure = as_failure(error)
    return failure if isinstance(failure, Busy | Unreachable) else Unreachable(str(failure))


def as_refusal_of_notice(error: PlatformError) -> SendFailed:
    """Notices have limits of their own: nobody else waits for them."""
    if error.code in (45009, 43117):
        return Busy(AN_HOUR)
    if error.code == 47003:
        field = f"wechat.template.fields.{error.hint}" if error.hint else "one of wechat.template.fields"
        return Rejected(f"{field} is not as the template asks (47003); compare 公众平台 > 模板消息 > 我的模板")
    if error.code == 48001:
        return Rejected("the account may not send template messages (48001); apply for 模板消息 in 公众平台")
    return as_failure(error)


def as_refusal_of_menu(error: PlatformError) -> SendFailed:
    if error.code == 48001:
        return Rejected(
            "the account's menu may not be set by a program before it is verified (48001): make the menu in 公众平台 > "
            "自定义菜单, and write `menu: false` below wechat in kefu.yaml"
        )
    if error.code in REFUSED_MENUS:
        return Rejected(f"WeChat refuses a button of scripts/<language>/wechat_menu_*.yaml ({error.code}); shorten it")
    return as_failure(error)


def white_list(address: str) -> str:
    server = f"this server's address {address}" if address else "this server's address"
    return f"{server} is not on the account's IP white list (40164); add it in the console under 基本配置 > IP白名单"
