"""The words of a message, and whether they are meant for the bot."""

import re
from collections.abc import Mapping
from typing import Any

from storage.records import record

GROUP_ANONYMOUS_BOT = 1087968824
"""In whose name Telegram posts what an anonymous administrator writes in a group."""

COMMAND = re.compile(r"/\w+(?:@(?P<bot>\w+))?(?!\S)")
MENTION = re.compile(r"(?<![\w@/])@(\w+)")


@record(frozen=True, slots=True)
class Myself:
    """The bot, as getMe tells it. Unknown before the first check: then nobody is known to mention it."""

    id: int = 0
    username: str = ""

    def is_called(self, name: str) -> bool:
        return name.casefold() == self.username.casefold()


@record(frozen=True, slots=True)
class Origin:
    """Who said something, and in which chat."""

    person: Mapping[str, Any]
    account: str
    chat_id: str
    private: bool
    staff: bool


def is_for_us(message: Mapping[str, Any], origin: Origin, me: Myself) -> bool:
    """Written by a person, and to the bot: in private, at the desk, or in a group by calling it."""
    if not _is_by_a_person(message, origin):
        return False
    command = _command(raw(message))
    if command and command["bot"] and me.username and not me.is_called(command["bot"]):
        return False
    return origin.private or origin.staff or command is not None or _is_called(message, me)


def words(message: Mapping[str, Any], origin: Origin, me: Myself) -> str:
    """Without our own name: neither scripts nor order numbers have to reckon with it.

    None of a poll or a checklist at the desk: staff make them among themselves, and no customer could answer one.
    """
    if origin.staff and ("poll" in message or "checklist" in message):
        return ""
    text = raw(message)
    command = _command(text)
    if command and command["bot"]:
        return text[: command.start("bot") - 1] + text[command.end() :]
    if origin.private or origin.staff or "@" not in text:
        return text
    return MENTION.sub(lambda found: "" if me.is_called(found[1]) else found[0], text).strip()


def raw(message: Mapping[str, Any]) -> str:
    if isinstance(text := message.get("text"), str):
        return text
    match message:
        case {"caption": str(text)} | {"dice": {"emoji": str(text)}} | {"poll": {"question": str(text)}}:
            return text
        case {"checklist": {"title": str(title), "tasks": [*tasks]}}:
            return "\n".join([title, *(line for task in tasks if (line := _task(task)))])
    return ""


def _task(task: object) -> str:
    match task:
        case {"text": str(text), **told}:
            return f"{'☑' if 'completion_date' in told else '☐'} {text}"
    return ""


def _command(text: str) -> re.Match[str] | None:
    return COMMAND.match(text) if text.startswith("/") else None


def _is_by_a_person(message: Mapping[str, Any], origin: Origin) -> bool:
    match message.get("sender_chat"):
        case {"id": int(sender)} if str(sender) != origin.chat_id:
            return False  # a channel speaks, or its post was forwarded by itself: nobody we could answer
    if origin.person.get("is_bot") is True:
        return origin.staff and origin.person["id"] == GROUP_ANONYMOUS_BOT
    return True


def _is_called(message: Mapping[str, Any], me: Myself) -> bool:
    match message:
        case {"reply_to_message": {"from": {"id": int(answered)}}} if answered == me.id:
            return True
    return bool(me.username) and any(me.is_called(name) for name in MENTION.findall(raw(message)))
