"""POST /slack/events: verify, read, accept, acknowledge."""

import json
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from aiohttp import web
from pydantic import ValidationError
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import Clock, SignatureVerifier

from bots.answer import Answer
from bots.body import body_of
from bots.channel import Accept, Refused, SendFailed
from bots.slack.listeners import Listeners, NotAccepted
from bots.slack.payloads import Envelope

BODY_LIMIT = 1024 * 1024
BROKEN = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
EVENT = b'"event_callback"'


class OurClock(Clock):
    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock

    def now(self) -> float:
        return self.clock()


def door(
    verifier: SignatureVerifier, app: AsyncApp, listeners: Listeners, accept: Accept
) -> Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]:
    async def events(request: web.BaseRequest) -> web.StreamResponse:
        body = await body_of(request, BODY_LIMIT)
        verify(verifier, request, body)
        if request.content_type == "application/json" and EVENT in body:
            return await event(body, listeners, accept)
        return await through_bolt(bolt_request(request, body), app)

    return events


def verify(verifier: SignatureVerifier, request: web.BaseRequest, body: bytes) -> None:
    """Raises Refused. Slack's scheme: https://docs.slack.dev/authentication/verifying-requests-from-slack."""
    timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    # The verifier relies on both being well-formed.
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 13 and signature.isascii()):
        raise Refused("unsigned", 401)
    try:
        valid = verifier.is_valid(body, timestamp, signature)
    except UnicodeDecodeError:
        raise Refused("malformed: not UTF-8", 400) from None
    if not valid:
        raise Refused("wrong signature, or older than five minutes", 401)


async def event(body: bytes, listeners: Listeners, accept: Accept) -> web.StreamResponse:
    try:
        envelope = Envelope.model_validate_json(body)
        await listeners.event(envelope, accept)
    except ValidationError as error:
        raise Refused(f"malformed: {error.error_count()} fields of the event", 400) from None
    except SendFailed as error:
        raise Refused(f"Slack cannot be asked, it will deliver it again: {error}", 503) from None
    except NotAccepted:
        return web.Response(status=500)
    return Answer()


async def through_bolt(request: AsyncBoltRequest, app: AsyncApp) -> web.Response:
    try:
        answer = await app.async_dispatch(request)
    except BROKEN as error:  # bolt fails so at payloads of the wrong shape
        raise Refused(f"malformed: {type(error).__name__}", 400) from None
    return await to_aiohttp_response(answer)


def bolt_request(request: web.BaseRequest, body: bytes) -> AsyncBoltRequest:
    """Like bolt's to_bolt_request, but the form is taken apart here: bolt takes a command whose text contains the word
    "payload" for an empty one."""
    text = body.decode()
    try:
        if request.content_type == "application/x-www-form-urlencoded":
            form = dict(parse_qsl(text, keep_blank_values=True))
            text = form.get("payload") or json.dumps(form)
        if not isinstance(json.loads(text), dict):
            raise Refused("malformed: not an object", 400)
        return AsyncBoltRequest(body=text, query=request.query_string, headers=dict(request.headers))
    except BROKEN as error:
        raise Refused(f"malformed: {type(error).__name__}", 400) from None
