"""Who may bring an update, and what of a stranger's request is ever repeated."""

import io
import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from bots.channel import Refused
from storage.inbound import Inbound
from tests.bots.damage import damaged
from tests.bots.telegram.shop import ADDRESS, DESK, SECRET, Shop, received

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
WORDS = ["message", "edited_message", "callback_query", "my_chat_member", "chat", "from", "id", "type", "data", "text"]
WORDS += [
    "message_id",
    "date",
    "photo",
    "caption",
    "contact",
    "location",
    "venue",
    "document",
    "sender_chat",
    "sticker",
]
WORDS += [
    "reply_to_message",
    "new_chat_member",
    "status",
    "message_thread_id",
    "is_topic_message",
    "migrate_to_chat_id",
    "message_reaction",
    "new_reaction",
    "old_reaction",
    "user",
    "emoji",
    "quote",
    "external_reply",
    "media_group_id",
    "forum_topic_created",
    "old_chat_member",
    "story",
    "username",
    "checklist",
    "title",
    "tasks",
]
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["private", "/start@x", "@a", "", "\ud800", "kicked", "emoji", "👍"])
)
UPDATES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=8),
    max_leaves=40,
)


def refusal(body: bytes, headers: Mapping[str, str] = ADDRESS, secret: str = SECRET) -> Refused:
    with pytest.raises(Refused) as refused:
        received(body, headers, secret=secret)
    return refused.value


def update(text: str = "秘密 words") -> bytes:
    person = {"id": 5, "first_name": "Li"}
    message = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "from": person, "text": text}
    return json.dumps({"update_id": 1, "message": message}).encode()


def test_the_platform_is_let_in() -> None:
    [inbound] = received(update())
    assert inbound.text == "秘密 words"


def test_a_request_without_the_secret_is_refused() -> None:
    assert refusal(update(), {"content-type": "application/json"}).status == 403


@pytest.mark.parametrize(
    "secret", ["", "wrong", SECRET + "x", SECRET[:-1], SECRET.upper(), "密码", "\udcff\udc80", "é"]
)
def test_a_wrong_secret_is_refused_whatever_it_is_written_in(secret: str) -> None:
    assert refusal(update(), ADDRESS | {"x-telegram-bot-api-secret-token": secret}).status == 403


async def test_without_a_secret_of_ours_nobody_is_let_in(shop: Shop) -> None:
    assert list(shop.open(mode="polling", secret=SecretStr("")).routes(shop.inbox.accept)) == []
    assert refusal(update(), ADDRESS | {"x-telegram-bot-api-secret-token": ""}, secret="").status == 403


@pytest.mark.parametrize("content_type", ["text/plain", "", "application/x-www-form-urlencoded", "application/jsonp"])
def test_what_does_not_call_itself_json_is_refused(content_type: str) -> None:
    assert refusal(update(), ADDRESS | {"content-type": content_type}).status == 415


def test_json_with_a_charset_is_json() -> None:
    assert received(update(), ADDRESS | {"content-type": "application/json; charset=utf-8"})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b"\xff\xfe",
        b"[" * 5000,
        b'{"update_id":"1"}',
        b'{"update_id":1e400}',
        b'{"update_id":1,"message":[]}',
        b'{"update_id":1,"message":{"text":"x"}}',
        b'{"update_id":1,"my_chat_member":3}',
        b'{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":"5","type":"private"},"from":{"id":5}}}',
    ],
)
def test_what_is_no_update_is_refused(body: bytes) -> None:
    assert refusal(body).status == 400


def test_a_refusal_does_not_repeat_what_was_sent(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with structlog.testing.capture_logs() as logged, caplog.at_level(logging.DEBUG):
        refused = refusal(b'{"update_id":1,"message":"' + "秘密".encode())
    said = f"{refused!r} {refused.__context__!r} {refused.__cause__!r} {logged} {caplog.text} {capsys.readouterr()}"
    assert "秘密" not in said
    assert "\\xe7" not in said


def test_a_standing_that_is_no_word_is_that_of_nobody() -> None:
    ann = {"id": 61007, "is_bot": False, "first_name": "Ann"}
    change = {"chat": {"id": DESK, "type": "supergroup"}, "from": ann, "date": 1}
    change |= {"old_chat_member": {"user": ann, "status": ["member"]}, "new_chat_member": {"user": ann}}
    assert received(json.dumps({"update_id": 1, "chat_member": change}).encode()) == ()


@given(value=JSON_VALUES)
def test_any_json_is_read_or_refused(value: object) -> None:
    read_or_refused(json.dumps(value).encode())


@given(message=UPDATES, kind=st.sampled_from([*WORDS[:4], "chat_member"]))
@settings(max_examples=300)
def test_anything_shaped_nearly_like_an_update_is_read_or_refused(message: object, kind: str) -> None:
    read_or_refused(json.dumps({"update_id": 1, kind: message}).encode())


@given(body=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    read_or_refused(body)


def read_or_refused(body: bytes) -> None:
    """Any other error would come through."""
    found: tuple[Inbound, ...] = ()
    with suppress(Refused):
        found = received(body)
    assert all(inbound.key for inbound in found)


CAPTURED = [
    json.loads(path.read_text("utf-8"))["update"]
    for path in sorted((Path(__file__).parent / "captures").glob("*.json"))
]


@pytest.fixture
async def door(shop: Shop) -> str:
    return await shop.open_door() + "/telegram"


@given(updates=st.lists(damaged(CAPTURED), min_size=1, max_size=6))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_became_of_an_update_the_door_stays_open(shop: Shop, door: str, updates: list[Any]) -> None:
    for each in updates:
        body = json.dumps(each).encode()
        async with shop.session.post(door, data=io.BytesIO(body), headers=ADDRESS) as answer:
            assert answer.status in (200, 400), each
    async with shop.session.post(door, data=update("still there"), headers=ADDRESS) as answer:
        assert answer.status == 200
    assert shop.inbox.tried[-1] == "still there"


async def test_over_http_a_stranger_is_refused_and_the_platform_is_not(shop: Shop) -> None:
    url = await shop.open_door() + "/telegram"
    strangers: list[tuple[dict[str, str], bytes, int]] = [
        ({}, update(), 403),
        (ADDRESS | {"x-telegram-bot-api-secret-token": "wrong"}, update(), 403),
        (ADDRESS | {"content-type": "text/plain"}, update(), 415),
        (ADDRESS, b"{", 400),
        (ADDRESS, b" " * (1024 * 1024 + 1), 413),
    ]
    for headers, body, status in strangers:
        async with shop.session.post(url, data=io.BytesIO(body), headers=headers) as answer:
            assert (answer.status, await answer.read()) == (status, b"")
    assert shop.inbox.kept == []
    async with shop.session.post(url, data=update(), headers=ADDRESS) as answer:
        assert answer.status == 200
    assert await shop.inbox.texts(1) == ["秘密 words"]


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_over_a_megabyte_is_refused(shop: Shop, announced: bool) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield update("x" * 1024 * 1024)

    url = await shop.open_door() + "/telegram"
    body = io.BytesIO(update("x" * 1024 * 1024)) if announced else pieces()
    async with shop.session.post(url, data=body, headers=ADDRESS) as answer:
        assert answer.status == 413
    assert shop.inbox.kept == []
