"""Calls of Slack's Web API, with every way they fail told as a SendFailed.

slack_sdk's client makes them, except for those made for every message: they go straight to the shared session.
"""

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from typing import Any

import aiohttp
import orjson
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bots.channel import SendFailed, Unreachable
from bots.json_posts import JsonPosts
from bots.slack.failures import failure
from bots.slack.options import SlackOptions
from bots.unreached import why


class Api:
    def __init__(self, options: SlackOptions, session: aiohttp.ClientSession, log: logging.Logger) -> None:
        self.base = options.api_base.rstrip("/") + "/"
        self.session = session
        self.seconds = options.api_seconds
        self.authorization = {"Authorization": f"Bearer {options.bot_token.get_secret_value()}"}
        self._posts = JsonPosts(session, {**self.authorization, "Content-Type": "application/json; charset=utf-8"})
        self.timeout = aiohttp.ClientTimeout(total=options.api_seconds)
        self.client = AsyncWebClient(
            token=options.bot_token.get_secret_value(),
            base_url=self.base,
            session=session,
            logger=log,
            # The outbox knows what was tried: a second attempt hidden in here could send a message twice.
            retry_handlers=[],
        )
        # It takes one from HTTP_PROXY, which nothing else of kefu does.
        self.client.proxy = None

    async def post(self, method: str, arguments: Mapping[str, object]) -> dict[str, Any]:
        """One call with JSON arguments, the short way. Raises SendFailed."""
        try:
            status, headers, body = await self._posts(self.base + method, orjson.dumps(arguments), self.seconds)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise unreachable(method, error) from None
        answer: dict[str, Any] = _parsed(body)
        failed = failure(status, headers, answer)
        if failed is not None:
            raise failed
        return answer

    async def ask(self, method: str, call: Awaitable[AsyncSlackResponse]) -> dict[str, Any]:
        """Await a call of slack_sdk's client. Raises SendFailed.

        Its errors hold the request with our token, so none of them is kept as a cause.
        """
        try:
            async with asyncio.timeout(self.seconds):
                response = await call
        except SlackApiError as error:
            raise refusal(method, error) from None
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise unreachable(method, error) from None
        return response.data if isinstance(response.data, dict) else {}


def refusal(method: str, error: SlackApiError) -> SendFailed:
    response = error.response
    if not isinstance(response, AsyncSlackResponse):  # no JSON: the SDK hands over the bare HTTP response
        return Unreachable(f"Slack answered {method} with something that is not JSON")
    failed = failure(response.status_code, response.headers, response.data)
    return failed or Unreachable(f"Slack answered {method} with {response.status_code}")


def unreachable(method: str, error: BaseException) -> Unreachable:
    return Unreachable(f"Slack was not reached for {method}: {why(error)}")


def _parsed(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
