"""The app manifest to paste at https://api.slack.com/apps (Create New App, From a manifest).

Keys: https://docs.slack.dev/reference/app-manifest.
"""

from typing import Any

from bots.slack.form import CALLBACK, OUTSIDE

SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "reactions:read",
    "reactions:write",
    "users:read",
)
EVENTS = (
    "app_home_opened",
    "app_mention",
    "channel_archive",
    "channel_deleted",
    "channel_id_changed",
    "channel_left",
    "group_archive",
    "group_deleted",
    "group_left",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
    "reaction_removed",
)
SHORTCUTS: tuple[dict[str, str], ...] = (
    {
        "name": "Handle this conversation",
        "type": "message",
        "callback_id": CALLBACK,
        "description": "Take it, hand it over, reply from the shelf, let it sleep, end it",
    },
    {
        "name": "Customer service desk",
        "type": "global",
        "callback_id": OUTSIDE,
        "description": "Who waits; say that you are away or back",
    },
)
"""For staff; Slack takes no slash commands in threads."""


def manifest(public_url: str | None, *, socket: bool) -> dict[str, Any]:
    """`public_url`: where Slack reaches kefu; needed for HTTP and not used in Socket Mode."""
    if not socket and not public_url:
        raise ValueError("Slack over HTTP needs server.public_url; set it, or use `slack: {mode: socket}`")
    address = {} if socket else {"request_url": f"{(public_url or '').rstrip('/')}/slack/events"}
    return {
        "display_information": {
            "name": "kefu",
            "description": "Customer service: orders, answers, and people when they are needed.",
            "background_color": "#1f6f5c",
        },
        "features": features({} if socket else {"url": address["request_url"]}),
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**address, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **address},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": False,
        },
    }


def features(url: dict[str, str]) -> dict[str, Any]:
    command = {"command": "/kefu", "description": "Ask customer service", "usage_hint": "your question or order number"}
    return {
        # Without a writable Messages tab customers cannot write to the bot at all.
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "kefu", "always_online": True},
        "shortcuts": list(SHORTCUTS),
        "slash_commands": [{**command, **url, "should_escape": True}],
    }
