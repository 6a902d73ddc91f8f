"""How the Bot API says no. Texts are those of https://github.com/tdlib/telegram-bot-api and TDLib."""

from typing import Any

import orjson
from aiohttp import web

from bots.sandbox.faults import Fault

NOT_OK = Fault.answer(200, b'{"ok":false}')


class Refusal(Exception):
    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def body(self) -> bytes:
        answer: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return orjson.dumps(answer)

    def response(self) -> web.Response:
        return web.Response(status=self.status, body=self.body(), content_type="application/json")


def bad(cause: str) -> Refusal:
    return Refusal(400, f"Bad Request: {cause}")


def forbidden(cause: str) -> Refusal:
    return Refusal(403, f"Forbidden: {cause}")


def busy(seconds: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def moved(chat_id: int) -> Refusal:
    return Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat_id)
