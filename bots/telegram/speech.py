"""The words of a message, and whether they are meant for the bot."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storage.inbound import Inbound

GROUP_ANONYMOUS_BOT = 1087968824
"""In whose name Telegram posts what an anonymous administrator writes in a group."""

COMMAND = re.compile(r"/\w+(?:@(?P<bot>\w+))?(?!\S)")
MENTION = re.compile(r"(?<![\w@/])@(\w+)")


@dataclass(frozen=True, slots=True)
class Myself:
    """The bot, as getMe tells it. Unknown before the first check: then nobody is known to mention it."""

    id: int = 0
    username: str = ""

    def is_called(self, name: str) -> bool:
        return name.casefold() == self.username.casefold()


def is_for_us(message: Mapping[str, Any], said: Inbound, me: Myself) -> bool:
    """Written by a person, and to the bot: in private, at the desk, or in a group by calling it."""
    if not _is_by_a_person(message, said):
        return False
    command = COMMAND.match(raw(message))
    if command and command["bot"] and me.username and not me.is_called(command["bot"]):
        return False
    return said.private or said.staff or command is not None or _is_called(message, me)


def words(message: Mapping[str, Any], said: Inbound, me: Myself) -> str:
    """Without our own name: neither scripts nor order numbers have to reckon with it.

    Staff vote among themselves: no customer could.
    """
    if said.staff and "poll" in message:
        return ""
    text = raw(message)
    command = COMMAND.match(text)
    if command and command["bot"]:
        return text[: command.start("bot") - 1] + text[command.end() :]
    if said.private or said.staff or "@" not in text:
        return text
    return MENTION.sub(lambda found: "" if me.is_called(found[1]) else found[0], text).strip()


def raw(message: Mapping[str, Any]) -> str:
    match message:
        case {"text": str(text)} | {"caption": str(text)} | {"dice": {"emoji": str(text)}}:
            return text
        case {"poll": {"question": str(text)}}:
            return text
    return ""


def _is_by_a_person(message: Mapping[str, Any], said: Inbound) -> bool:
    match message:
        case {"sender_chat": {"id": int(sender)}} if str(sender) != said.chat_id:
            return False  # a channel speaks, or its post was forwarded by itself: nobody we could answer
        case {"from": {"id": sender, "is_bot": True}}:
            return said.staff and sender == GROUP_ANONYMOUS_BOT
    return True


def _is_called(message: Mapping[str, Any], me: Myself) -> bool:
    match message:
        case {"reply_to_message": {"from": {"id": int(answered)}}} if answered == me.id:
            return True
    return bool(me.username) and any(me.is_called(name) for name in MENTION.findall(raw(message)))
