"""The slack-bolt app: routes Socket Mode, interactivity and commands to the listeners and acknowledges after them.

bolt's defaults answer an event before its listener has run and log whole payloads that nobody listens for; its
authorisation answers 200 when Slack cannot be asked. Here the listener runs first (`process_before_response`), whatever
is not handled is answered quietly, and a failure is a 500 so that Slack delivers again. It delivers no command again:
whoever sent one that nobody can vouch for now reads that it was not done. To acknowledge it first and do it later would
lose it in a crash, and let the words that they send next overtake it.
"""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from pydantic import ValidationError
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bots.channel import Accept, SendFailed
from bots.slack.listeners import Listeners, NotAccepted
from bots.slack.payloads import Envelope

log = structlog.get_logger(__name__)

ANY = re.compile(".*")
SECRETS = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|\?\S+")


def library_log() -> logging.Logger:
    """For bolt and the SDK: errors only, since below that they log payloads, and without tokens, addresses' queries
    (Socket Mode's hold a ticket) or tracebacks."""
    logger = logging.getLogger("bots.slack.library")
    logger.setLevel(logging.ERROR)
    if not logger.filters:
        logger.addFilter(_without_secrets)
    return logger


def _without_secrets(record: logging.LogRecord) -> bool:
    record.msg, record.args = SECRETS.sub("…", record.getMessage()), None
    record.exc_info = None
    return True


def bolt_app(client: AsyncWebClient, listeners: Listeners, accept: Accept, logger: logging.Logger) -> AsyncApp:
    app = AsyncApp(
        name="kefu",
        client=client,
        authorize=authorising(client, listeners),
        logger=logger,
        process_before_response=True,
        # The door has verified it already, by our clock and without logging a stranger's body.
        request_verification_enabled=False,
        raise_error_for_unhandled_request=True,
    )
    listen(app, listeners, accept)
    return app


def authorising(client: AsyncWebClient, listeners: Listeners) -> Callable[[], Awaitable[AuthorizeResult]]:
    async def authorize() -> AuthorizeResult:
        us = await listeners.whoami()
        return AuthorizeResult(
            enterprise_id=None, team_id=us.team_id, bot_token=client.token, bot_id=us.bot_id, bot_user_id=us.user_id
        )

    return authorize


def listen(app: AsyncApp, listeners: Listeners, accept: Accept) -> None:
    async def on_event(body: dict[str, Any]) -> None:
        await listeners.event(Envelope.model_validate(body), accept)

    async def on_press(ack: AsyncAck, body: dict[str, Any]) -> None:
        await listeners.press(body, accept)
        await ack()

    async def on_command(ack: AsyncAck, body: dict[str, Any]) -> None:
        await listeners.command(body, accept)
        await ack()

    async def on_shortcut(ack: AsyncAck, body: dict[str, Any]) -> None:
        await listeners.shortcut(body)
        await ack()

    async def on_submission(ack: AsyncAck, body: dict[str, Any]) -> None:
        errors = await listeners.submit(body, accept)
        await (ack(response_action="errors", errors=errors) if errors else ack())

    app.event(ANY)(on_event)
    app.action(ANY)(on_press)
    app.command(ANY)(on_command)
    app.shortcut(ANY)(on_shortcut)
    app.view(ANY)(on_submission)

    async def on_failure(error: Exception, body: dict[str, Any]) -> BoltResponse:
        if isinstance(error, SendFailed) and "command" in body and (words := listeners.not_done()):
            log.error("Slack cannot be asked, a command was not done", channel="slack", reason=str(error))
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": words})
        return answer_failure(error)

    app.error(on_failure)


def answer_failure(error: Exception) -> BoltResponse:
    """The answer to what no listener took or one failed at."""
    match error:
        case BoltUnhandledRequestError():
            return BoltResponse(status=200)
        case ValidationError():
            log.warning("request refused", channel="slack", status=400, reason="malformed")
            return BoltResponse(status=400)
        case SendFailed():
            log.error("Slack cannot be asked, it may deliver it again", channel="slack", reason=str(error))
            return BoltResponse(status=503)
        case NotAccepted():
            return BoltResponse(status=500)
    log.warning("request refused", channel="slack", status=400, reason=f"bolt cannot read it: {type(error).__name__}")
    return BoltResponse(status=400)
