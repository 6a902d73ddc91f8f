"""Captured updates, and what each is to the desk."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bots.telegram import Telegram
from bots.telegram.speech import Myself
from storage.inbound import Attachment, Identity, Inbound, Kind, Media, Quote
from tests.bots.telegram.shop import DESK, NOW, options, webhook

CAPTURES = sorted((Path(__file__).parent / "captures").glob("*.json"))


@pytest.fixture
async def telegram() -> Telegram:
    # A session that is closed: reading asks nobody anything.
    async with aiohttp.ClientSession() as session:
        channel = Telegram(options(), session, clock=lambda: NOW, desk_chat=str(DESK))
    channel._me = Myself(777, "shop_bot")
    return channel


@pytest.mark.parametrize("capture", CAPTURES, ids=lambda path: path.stem)
def test_a_captured_update_is_read_as(capture: Path, telegram: Telegram) -> None:
    captured = json.loads(capture.read_text("utf-8"))
    found = telegram.receive(webhook(json.dumps(captured["update"]).encode()))
    assert [told(inbound) for inbound in found] == [told(expected(values)) for values in captured["inbound"]]


def test_the_bot_knows_only_its_own_name_after_it_was_told(telegram: Telegram) -> None:
    telegram._me = Myself()
    message = {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "group"}, "from": {"id": 2, "first_name": "Li"}}
    update = {"update_id": 1, "message": message | {"text": "@shop_bot hello"}}
    assert telegram.receive(webhook(json.dumps(update).encode())) == ()


def expected(values: dict[str, Any]) -> Inbound:
    channel, _, account = values["identity"].partition(":")
    attachments = tuple(
        Attachment(**{**attachment, "media": Media(attachment["media"])})
        for attachment in values.get("attachments", ())
    )
    quote = Quote(**values["quote"]) if "quote" in values else None
    known: dict[str, Any] = {"identity": Identity(channel, account), "attachments": attachments, "quote": quote}
    return Inbound(**{**values, **known, "kind": Kind(values.get("kind", "text"))})


def told(inbound: Inbound) -> dict[str, Any]:
    return {field.name: getattr(inbound, field.name) for field in fields(inbound)}
