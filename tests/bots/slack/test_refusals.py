"""Requests that are not Slack's, or not readable, end at the door: nothing accepted, nothing of them in the log."""

import asyncio
import json
import logging
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bots.sandbox.faults import Fault
from bots.sandbox.slack import SlackStandIn
from bots.sandbox.slack.delivery import signature
from bots.slack.listeners import NotAccepted
from bots.slack.payloads import Envelope
from storage.inbound import Inbound, Kind
from tests.bots.damage import damaged
from tests.bots.inbox import Inbox
from tests.bots.slack.shop import Shop, open_shop, options_for

SECRET_WORDS = "my number is 13800138000"


def message(**more: Any) -> dict[str, Any]:
    event = {"type": "message", "channel": "D0LI", "channel_type": "im", "user": "U0LI", "ts": "1700000000.000100"}
    return {"type": "event_callback", "event_id": "Ev1", "event": event | {"text": SECRET_WORDS} | more}


async def post(
    shop: Shop, body: bytes, *, age: float = 0, secret: str | None = None, content_type: str = "application/json"
) -> int:
    signed = signature(secret or shop.standin.signing_secret, body, shop.standin.workspace.clock() - age)
    headers = {"Content-Type": content_type, **signed}
    async with shop.session.post(shop.url, data=BytesIO(body), headers=headers) as response:
        await response.read()
        return response.status


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Any:
    """Everything that was logged, by structlog or the libraries, as one text."""
    caplog.set_level(logging.DEBUG)
    entries: list[Any] = []

    def capture(_: Any, __: str, event: Any) -> Any:
        entries.append(dict(event))
        raise structlog.DropEvent

    structlog.configure(processors=[capture])
    yield lambda: f"{entries}{caplog.text}"
    structlog.reset_defaults()


async def test_a_signed_message_is_taken(shop: Shop) -> None:
    assert await post(shop, json.dumps(message()).encode()) == 200
    assert shop.inbox.offered == 1


async def test_a_message_delivered_again_has_the_same_key(shop: Shop) -> None:
    body = json.dumps(message()).encode()
    assert [await post(shop, body), await post(shop, body)] == [200, 200]
    assert (shop.inbox.offered, len(shop.inbox.taken)) == (2, 1)


@pytest.mark.parametrize("age", [301, -330])
async def test_a_stale_request_is_refused(shop: Shop, logged: Any, age: float) -> None:
    assert await post(shop, json.dumps(message()).encode(), age=age) == 401
    assert shop.inbox.offered == 0
    assert SECRET_WORDS not in logged()


async def test_a_signature_of_other_letters_is_refused(shop: Shop) -> None:
    body = json.dumps(message()).encode()
    signed = signature(shop.standin.signing_secret, body, shop.standin.workspace.clock())
    headers = {"Content-Type": "application/json", **signed, "X-Slack-Signature": "v0=签"}
    async with shop.session.post(shop.url, data=BytesIO(body), headers=headers) as response:
        assert response.status == 401
    assert shop.inbox.offered == 0


async def test_a_request_signed_with_another_secret_is_refused(shop: Shop, logged: Any) -> None:
    assert await post(shop, json.dumps(message()).encode(), secret="guessed") == 401
    assert shop.inbox.offered == 0
    assert "request refused" in logged()
    assert SECRET_WORDS not in logged()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=00"},
        {"X-Slack-Request-Timestamp": "9" * 400, "X-Slack-Signature": "v0=00"},
        {"X-Slack-Request-Timestamp": "1700000000"},
    ],
)
async def test_an_unsigned_request_is_refused(shop: Shop, logged: Any, headers: dict[str, str]) -> None:
    async with shop.session.post(shop.url, json=message(), headers=headers) as response:
        assert response.status == 401
    assert shop.inbox.offered == 0
    assert SECRET_WORDS not in logged()


async def test_a_body_over_a_mebibyte_is_refused_unread(shop: Shop) -> None:
    assert await post(shop, b'{"a": "' + b"x" * (1024 * 1024) + b'"}') == 413

    async def endless() -> Any:
        for _ in range(40):
            yield b"x" * 65536

    async with aiohttp.request("POST", shop.url, data=endless()) as response:
        assert response.status == 413


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[1]",
        b"null",
        b'"event_callback"',
        b"\xff\xfe",
        json.dumps(message(ts="yesterday")).encode(),
        json.dumps(message(channel=["D0LI"])).encode(),
        json.dumps(message(attachments=[{"is_share": True, "text": ["x"]}])).encode(),
        json.dumps({"type": "event_callback", "event": "message"}).encode(),
        json.dumps(message() | {"event_time": 10**400}).encode(),
        b'{"type": "event_callback", "event": ' + b"[" * 100_000,
    ],
)
async def test_a_malformed_body_is_refused_without_its_words_in_the_log(shop: Shop, logged: Any, body: bytes) -> None:
    assert await post(shop, body) == 400
    assert shop.inbox.offered == 0
    assert SECRET_WORDS not in logged()


@pytest.mark.parametrize("body", [b"payload=%7B", b"payload=[1]", b'payload={"type":"block_actions","actions":7}'])
async def test_a_malformed_form_is_refused(shop: Shop, body: bytes) -> None:
    assert await post(shop, body, content_type="application/x-www-form-urlencoded") == 400


async def test_a_subtype_that_is_no_word_is_nobodys_matter(shop: Shop) -> None:
    assert await post(shop, json.dumps(message(subtype=["bot_message"])).encode()) == 200
    assert shop.inbox.offered == 0


async def test_slack_verifies_the_address(shop: Shop) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a"}).encode()
    headers = {"Content-Type": "application/json", **signature(shop.standin.signing_secret, body, shop.now())}
    async with shop.session.post(shop.url, data=body, headers=headers) as response:
        assert await response.json() == {"challenge": "3eZbrw1a"}


async def test_an_inbox_that_fails_is_not_acknowledged_and_slack_tells_again(shop: Shop, logged: Any) -> None:
    shop.inbox.failing = True
    assert await post(shop, json.dumps(message()).encode()) == 500
    shop.customer().command(SECRET_WORDS)
    await shop.standin.settled()
    assert shop.standin.deliveries[-1].refused == 500
    assert SECRET_WORDS not in logged()

    said = shop.customer().say("again")
    await shop.standin.settled()
    shop.inbox.failing = False
    assert (await shop.inbox.next()).message_id == said


async def test_what_was_shared_with_a_comment_is_told_of_when_only_the_comment_could_be_taken(shop: Shop) -> None:
    """Slack delivers both again: the comment is not sent twice, and the notice is not lost."""
    share = {"is_share": True, "text": "#9 Li: 13900008000"}
    body = json.dumps(message(channel="C0DESK", channel_type="channel", user="U0HAN", attachments=[share])).encode()
    shop.desk.agent("U0HAN", "韩梅梅")
    taken = shop.inbox.accept

    async def full_after_one(inbound: Inbound) -> int | None:
        shop.inbox.failing = bool(shop.inbox.taken)
        return await taken(inbound)

    envelope = Envelope.model_validate_json(body)
    with pytest.raises(NotAccepted):
        await shop.slack.listeners.event(envelope, full_after_one)
    shop.inbox.failing = False
    assert await post(shop, body) == 200
    assert [(each.kind, each.text) for each in shop.inbox.taken] == [(Kind.TEXT, SECRET_WORDS), (Kind.FORWARDED, "")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


async def test_while_slack_cannot_be_asked_who_we_are_nothing_is_acknowledged(standin: SlackStandIn) -> None:
    async with open_shop(standin, options_for(standin, api_seconds=0.5), Inbox()) as shop:
        standin.faults.next("auth.test", Fault.hang(), 2)
        body = json.dumps(message()).encode()
        assert await asyncio.gather(*(post(shop, body) for _ in range(5))) == [503] * 5
        assert standin.calls["auth.test"] == 1, "asked once for all of them"
        li = shop.customer()
        li.command("hello")
        await standin.settled()
        assert [(line.notice, line.text) for line in li.screen.shown] == [(True, "not_done")]
        assert shop.inbox.offered == 0
        shop.slack.api.seconds = 60
        assert await post(shop, body) == 200


NAMES = """type event event_id subtype channel channel_type user text ts thread_ts team files message previous_message
edited actions container action_id value action_ts command trigger_id channel_id user_id team_id authorizations
authed_users is_ext_shared_channel bot_id tab event_ts enterprise view payload challenge response_url reaction item
deleted_ts callback_id private_metadata state values hash message_ts id selected_option selected_user actor_id"""
WORDS = """event_callback message app_mention app_home_opened message_changed file_share block_actions view_submission
shortcut message_action url_verification reaction_added message_deleted channel_left tombstone kefu_actions kefu_desk
["C0DESK","1.000001"] D0LI C0DESK U0LI T0SANDBOX 1700000000.000100 /kefu app_rate_limited"""
KNOWN = st.sampled_from(NAMES.split())
VALUES = JSON | st.sampled_from(WORDS.split())
PAYLOADS = st.dictionaries(
    KNOWN, VALUES | st.dictionaries(KNOWN, VALUES | st.dictionaries(KNOWN, VALUES), max_size=8), max_size=10
)


CAPTURED = [
    json.loads(path.read_text("utf-8"))["payload"]
    for path in sorted((Path(__file__).parent / "captures").glob("*.json"))
]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payloads=st.lists(damaged(CAPTURED), min_size=1, max_size=6))
async def test_whatever_became_of_a_payload_the_door_stays_open(shop: Shop, payloads: list[Any]) -> None:
    for each in payloads:
        is_event = not isinstance(each, dict) or "event" in each
        body = json.dumps(each).encode() if is_event else urlencode(form_of(each), errors="surrogatepass").encode()
        content_type = "application/json" if is_event else "application/x-www-form-urlencoded"
        assert await post(shop, body, content_type=content_type) in (200, 400), each
    offered = shop.inbox.offered
    assert await post(shop, json.dumps(message()).encode()) == 200
    assert shop.inbox.offered == offered + 1


def form_of(payload: dict[str, Any]) -> dict[str, Any]:
    """Commands come as a form, everything that is pressed as one field of a form."""
    return payload if "command" in payload else {"payload": json.dumps(payload)}


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(payload=PAYLOADS | JSON, form=st.booleans())
async def test_whatever_is_signed_is_taken_or_refused(shop: Shop, payload: Any, form: bool) -> None:
    body = json.dumps(payload).encode()
    content_type = "application/x-www-form-urlencoded" if form else "application/json"
    status = await post(shop, b"payload=" + body if form else body, content_type=content_type)
    assert status in (200, 400), payload
