"""What settings ask of each other. They read the texts as written, so that they speak even where one does not parse."""

from collections.abc import Callable, Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from config.document import Tree, Value
from config.problems import Finding, named
from config.vocabulary import default_of, env_name, is_secret

CHANNELS = ("telegram", "slack", "wechat")
"""Where customers are."""
DESKS = ("telegram", "slack", "wecom")
"""Where staff can be."""


def value(tree: Tree, *keys: str) -> Value:
    """What is set, or the default."""
    found: Value = tree
    for key in keys:
        if not isinstance(found, dict) or found.get(key) is None:
            return None if is_secret(keys) else default_of(keys)
        found = found[key]
    return found


def telegram_webhook(tree: Tree) -> Iterator[Finding]:
    if "telegram" not in tree or value(tree, "telegram", "mode") != "webhook":
        return
    if not value(tree, "telegram", "secret"):
        yield needed("webhook_secret", "telegram", "secret")
    if not value(tree, "server", "public_url"):
        yield ("server", "public_url"), "webhook_address", {}


def slack_mode(tree: Tree) -> Iterator[Finding]:
    if "slack" not in tree:
        return
    mode = value(tree, "slack", "mode")
    if mode == "socket" and not value(tree, "slack", "app_token"):
        yield needed("socket_mode", "slack", "app_token")
    if mode == "http" and not value(tree, "slack", "signing_secret"):
        yield needed("http_mode", "slack", "signing_secret")


def needed(code: str, *keys: str) -> Finding:
    return keys, code, {"variable": env_name(keys)}


def slack_tokens(tree: Tree) -> Iterator[Finding]:
    for key, prefix in (("bot_token", "xoxb-"), ("app_token", "xapp-")):
        token = value(tree, "slack", key)
        if isinstance(token, str) and token.strip() and not token.startswith(prefix):
            yield ("slack", key), "token_prefix", {"prefix": prefix}


def https_outside(tree: Tree) -> Iterator[Finding]:
    url = value(tree, "server", "public_url")
    if isinstance(url, str) and url.startswith("http://") and not is_loopback(host_of(url)):
        yield ("server", "public_url"), "https", {}


def tls_to_wecom(tree: Tree) -> Iterator[Finding]:
    url = value(tree, "wecom", "ws_url") if "wecom" in tree else None
    if isinstance(url, str) and url.startswith("ws://") and not is_loopback(host_of(url)):
        yield ("wecom", "ws_url"), "wss", {}


def host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # half of an IPv6 address, which is told of anyway
        return "localhost"


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def some_channel(tree: Tree) -> Iterator[Finding]:
    if not any(channel in tree for channel in CHANNELS):
        yield (), "no_channel", {"channels": ", ".join(CHANNELS[:-1]), "last": CHANNELS[-1]}


def desk_on_a_channel(tree: Tree) -> Iterator[Finding]:
    desk = tree.get("desk")
    channel = desk.get("channel") if isinstance(desk, dict) else None
    if channel in DESKS and channel not in tree and any(name in tree for name in CHANNELS):
        yield ("desk", "channel"), "channel_off", {"channel": str(channel)}


def telegram_group(tree: Tree) -> Iterator[Finding]:
    desk = tree.get("desk")
    chat = desk.get("chat") if isinstance(desk, dict) and desk.get("channel") == "telegram" else None
    if isinstance(chat, str) and not chat.removeprefix("-").isdecimal():
        yield ("desk", "chat"), "group", {}


def chats_of_teams(tree: Tree) -> Iterator[Finding]:
    """A team without a chat of its own is in the main one: that needs no second entry."""
    desk = tree.get("desk")
    teams = desk.get("teams") if isinstance(desk, dict) else None
    if not isinstance(desk, dict) or not isinstance(teams, dict):
        return
    taken: dict[str, str] = {}
    for team, chat in teams.items():
        if not isinstance(chat, str):
            continue  # no chat at all, which is told where the types are
        facts = {"team": named(team), "value": chat}
        if chat == desk.get("chat"):
            yield ("desk", "teams"), "team_in_desk", facts
        elif chat in taken:
            yield ("desk", "teams"), "team_in_team", {**facts, "other": taken[chat]}
        elif desk.get("channel") == "telegram" and not chat.removeprefix("-").isdecimal():
            yield ("desk", "teams"), "team_group", facts
        taken.setdefault(chat, named(team))


RULES: tuple[Callable[[Tree], Iterator[Finding]], ...] = (
    some_channel,
    telegram_webhook,
    slack_mode,
    slack_tokens,
    https_outside,
    tls_to_wecom,
    desk_on_a_channel,
    telegram_group,
    chats_of_teams,
)
