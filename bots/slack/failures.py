"""What Slack's refusals mean to us. Error names: https://docs.slack.dev/reference/methods/chat.postMessage#errors."""

import math
from collections.abc import Mapping
from typing import Any

from bots.channel import Busy, Gone, Rejected, SendFailed, ThreadGone, Unreachable

GONE = frozenset(
    {
        "channel_not_found",
        "is_archived",
        "not_in_channel",
        "user_not_found",
        "users_not_found",
        "user_disabled",
        "user_not_visible",
        "cannot_dm_bot",
        "cannot_dm_user",
        "is_inactive",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel",
    }
)
THREAD_GONE = frozenset({"thread_not_found", "message_not_found", "cannot_reply_to_message"})
BUSY = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
FAULTS = frozenset(
    {
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
        "accesslimited",
        "ekm_access_denied",
        "external_channel_migrating",
    }
)
OPERATOR = {
    "invalid_auth": "the token is wrong; set KEFU_SLACK__BOT_TOKEN (and KEFU_SLACK__APP_TOKEN) as the app's pages show",
    "not_authed": "no token was given; set KEFU_SLACK__BOT_TOKEN",
    "token_revoked": "the token was revoked; install the app again and set KEFU_SLACK__BOT_TOKEN",
    "token_expired": "the token has expired; turn token rotation off and install the app again",
    "account_inactive": "the app was removed from the workspace; install it again and set KEFU_SLACK__BOT_TOKEN",
    "not_allowed_token_type": "this kind of token may not do that; bot_token begins with xoxb-, app_token with xapp-",
    "missing_scope": "the app lacks a permission; paste the manifest of `kefu slack manifest` and install it again",
    "no_permission": "the app lacks a permission; paste the manifest of `kefu slack manifest` and install it again",
    "messages_tab_disabled": "the app's Messages tab is off; turn it on under App Home",
    "org_login_required": "the workspace is being moved to an organisation; wait until that is done",
}
"""What the operator has to mend, and how. Until then messages are kept and tried again: none is lost."""
LONGEST_WAIT = 3600.0
DEFAULT_WAIT = 30.0
"""Seconds. When Slack asks to wait and does not say how long."""


def failure(status: int, headers: Mapping[str, str], answer: Any) -> SendFailed | None:
    """None: Slack took it. `answer` is what the body held, parsed; anything but an object is nonsense."""
    if status == 429:
        return Busy(_wait(headers))
    if status >= 500 or not isinstance(answer, dict):
        return Unreachable(f"Slack answered {status}" + ("" if isinstance(answer, dict) else " with no JSON object"))
    if answer.get("ok") is True:
        return None
    return _refused(str(answer.get("error")), headers) if "error" in answer else Unreachable(f"Slack answered {status}")


def _refused(error: str, headers: Mapping[str, str]) -> SendFailed:
    if error in BUSY:
        return Busy(_wait(headers))
    if error in OPERATOR:
        return Unreachable(f"Slack refused with {error}: {OPERATOR[error]}")
    for names, kind in ((FAULTS, Unreachable), (GONE, Gone), (THREAD_GONE, ThreadGone)):
        if error in names:
            return kind(f"Slack: {error}")
    return Rejected(f"Slack: {error[:80]}")


def _wait(headers: Mapping[str, str]) -> float:
    try:
        seconds = float(headers.get("Retry-After", DEFAULT_WAIT))
    except ValueError:
        return DEFAULT_WAIT
    return min(max(seconds, 0.0), LONGEST_WAIT) if math.isfinite(seconds) else DEFAULT_WAIT
