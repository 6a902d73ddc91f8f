"""The menu of commands beside the input field."""

from collections.abc import Iterator
from typing import Any

from bots.sandbox.telegram.refusal import bad
from bots.sandbox.telegram.world import Chat

Json = dict[str, Any]
Place = tuple[str, int, str]
"""(scope, its chat or 0, language)"""

MOST = 100


class Menus:
    def __init__(self) -> None:
        self.listed: dict[Place, list[Json]] = {}

    def put(self, scope: Json, language: str, commands: Any) -> None:
        """Raises Refusal."""
        if not isinstance(commands, list) or len(commands) > MOST:
            raise bad("expected an Array of BotCommand")
        for command in commands:
            _check(command)
        self.listed[scope["type"], int(scope.get("chat_id", 0)), language] = commands

    def of(self, chat: Chat, language: str) -> tuple[tuple[str, str], ...]:
        """(name, what it does), in order: the narrowest menu there is for this chat and language."""
        listed = next((self.listed[place] for place in _places(chat, language) if place in self.listed), [])
        return tuple((command["command"], command["description"]) for command in listed)


def _places(chat: Chat, language: str) -> Iterator[Place]:
    """Menus have languages of two letters, phones also have `zh-hant`."""
    everywhere = "all_private_chats" if chat.type == "private" else "all_group_chats"
    for scope, chat_id in (("chat", chat.id), (everywhere, 0), ("default", 0)):
        yield scope, chat_id, language[:2].lower()
        yield scope, chat_id, ""


def _check(command: Any) -> None:
    match command:
        case {"command": str(name), "description": str(text)}:
            if not (1 <= len(name) <= 32 and name.isascii() and name == name.lower()):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(text) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        case _:
            raise bad("can't parse BotCommand")
