"""Captured updates, and what each is to the desk."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from bots.telegram.speech import Myself
from storage.inbound import Attachment, Identity, Inbound, Kind, Media, Quote
from tests.bots.telegram.shop import received

ME = Myself(777, "shop_bot")
CAPTURES = sorted((Path(__file__).parent / "captures").glob("*.json"))


@pytest.mark.parametrize("capture", CAPTURES, ids=lambda path: path.stem)
def test_a_captured_update_is_read_as(capture: Path) -> None:
    captured = json.loads(capture.read_text("utf-8"))
    found = received(json.dumps(captured["update"]).encode(), me=ME)
    assert [told(inbound) for inbound in found] == [told(expected(values)) for values in captured["inbound"]]


def test_the_bot_knows_only_its_own_name_after_it_was_told() -> None:
    message = {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "group"}, "from": {"id": 2, "first_name": "Li"}}
    update = {"update_id": 1, "message": message | {"text": "@shop_bot hello"}}
    assert received(json.dumps(update).encode(), me=Myself()) == ()


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
