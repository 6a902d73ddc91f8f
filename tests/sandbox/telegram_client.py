"""A bot without any library, for tests of the Telegram stand-in."""

from typing import Any

import aiohttp

from bots.sandbox.telegram import TelegramStandIn

Answer = dict[str, Any]


class Client:
    def __init__(self, platform: TelegramStandIn, session: aiohttp.ClientSession) -> None:
        self.platform = platform
        self.session = session

    async def call(self, method: str, *, token: str = "", **parameters: Any) -> tuple[int, Answer]:
        url = f"{self.platform.base_url}/bot{token or self.platform.token}/{method}"
        async with self.session.post(url, json=parameters) as answer:
            return answer.status, await answer.json()

    async def result(self, method: str, **parameters: Any) -> Any:
        status, answer = await self.call(method, **parameters)
        assert status == 200, answer
        return answer["result"]

    async def refused(self, method: str, **parameters: Any) -> str:
        """The status and the description, as one line."""
        status, answer = await self.call(method, **parameters)
        assert answer["ok"] is False
        assert answer["error_code"] == status
        return f"{status} {answer['description']}"
