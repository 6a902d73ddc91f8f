"""What Telegram is told at the start, and what it is asked about the bot and the desk."""

from collections.abc import Iterable, Mapping
from typing import Any

import structlog

from bots.channel import ChannelError, Gone, Rejected, SendFailed, Unreachable
from bots.telegram.api import Api
from bots.telegram.commands import FOR_CUSTOMERS, IN_THE_DESK, Commands, by_language_code
from bots.telegram.options import TelegramOptions
from bots.telegram.speech import Myself
from bots.telegram.writer import destination

log = structlog.get_logger(__name__)

UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction")
"""Said on every start: Telegram remembers what an earlier program asked for."""
CONNECTIONS = 100
"""Requests Telegram may have open at our door at once; they wait for one commit together."""

LATELY = 600.0
"""Seconds. As long as it cannot bring an update, Telegram tries more often."""
SEE_URL = "see server.public_url in kefu.yaml, its DNS and certificate, and what stands before kefu"
ADVICE = "make the bot an administrator of the group with the right to manage topics"


async def whoami(api: Api) -> Myself:
    match await api.call("getMe"):
        case {"id": int(bot_id), "username": str(username)}:
            return Myself(bot_id, username)
    raise Unreachable("Telegram does not say who the bot is")


async def choose_delivery(api: Api, options: TelegramOptions) -> None:
    """Pending updates are kept: customers wrote them while we were away."""
    if options.mode == "polling":
        await api.call("deleteWebhook", drop_pending_updates=False)
    elif options.public_url:
        try:
            await api.call(
                "setWebhook",
                url=webhook_of(options),
                secret_token=options.secret.get_secret_value(),
                allowed_updates=UPDATES,
                max_connections=CONNECTIONS,
            )
        except Rejected as refused:
            raise ChannelError(f"Telegram does not take {webhook_of(options)} ({refused}): {SEE_URL}") from None
    else:
        log.warning("no webhook is set: server.public_url is empty")


async def check_webhook(api: Api, options: TelegramOptions, now: float) -> None:
    """Raises ChannelError where Telegram has something to bring and does not get through."""
    if options.mode == "polling" or not options.public_url:
        return
    match await api.call("getWebhookInfo"):
        case {"pending_update_count": int(waiting), "last_error_message": str(error), "last_error_date": int(at)}:
            if waiting and at > now - LATELY:  # it keeps the last error for ever
                where = webhook_of(options)
                raise ChannelError(
                    f"Telegram has {waiting} updates that it cannot bring to {where} ({error}): {SEE_URL}"
                )


def webhook_of(options: TelegramOptions) -> str:
    return f"{options.public_url.rstrip('/')}/telegram"


async def list_commands(api: Api, options: TelegramOptions, desk: Iterable[str]) -> None:
    """The menu beside the input field. Convenience: without it everything still works."""
    scopes: list[tuple[dict[str, Any], Mapping[str, Commands]]] = [({"type": "all_private_chats"}, FOR_CUSTOMERS)]
    scopes += [({"type": "chat"} | destination(chat, None), IN_THE_DESK) for chat in desk]
    for scope, menus in scopes:
        for language, commands in by_language_code(menus, options.chinese).items():
            await _list(api, scope, language, commands)


async def check_desk(api: Api, desk_chat: str, me: Myself) -> None:
    """Raises ChannelError that tells the admin what to switch on."""
    chat = destination(desk_chat, None)
    try:
        group = await api.call("getChat", **chat)
        member = await api.call("getChatMember", **chat, user_id=me.id)
    except Gone as gone:
        raise ChannelError(
            f"the desk {desk_chat} is not a group the bot is in ({gone}): add @{me.username} to it"
        ) from None
    match group:
        case {"type": "supergroup", "is_forum": True}:
            pass
        case _:
            raise ChannelError(f"the desk {desk_chat} has no topics: switch on Topics in the group's settings")
    if group.get("username") or group.get("linked_chat_id"):
        raise ChannelError(
            f"the desk {desk_chat} is open to everybody, as it is public or a channel's discussion: strangers read what"
            " customers write there, and may write as staff; make it private in the group's settings"
        )
    match member:
        case {"status": "administrator", "can_manage_topics": True} | {"status": "creator"}:
            return
    raise ChannelError(f"@{me.username} may not open topics in the desk {desk_chat}: {ADVICE}")


async def _list(api: Api, scope: dict[str, Any], language: str, commands: Commands) -> None:
    listed = [{"command": name, "description": text} for name, text in commands]
    try:
        await api.call("setMyCommands", commands=listed, scope=scope, language_code=language or None)
    except SendFailed as failed:
        log.warning("commands not listed", scope=scope["type"], language=language, error=str(failed))
