"""Payloads as Slack sends them (ids changed), and what each is read as. `expected: null`: not for us; or a list."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from bots.desk_chats import DeskChats
from bots.slack.events import read_event
from bots.slack.installed import Installed
from bots.slack.payloads import BlockActions, Command, Envelope
from bots.slack.pressing import read_command, read_press
from bots.slack.reading import one
from storage.inbound import Inbound

CAPTURES = sorted((Path(__file__).parent / "captures").glob("*.json"))
US = Installed(
    team_id="T061EG9R6",
    user_id="U0LAN0Z89",
    bot_id="B0LAN0ZAB",
    enterprise_id="E061ORG",
    desk=DeskChats("C0DESK00001"),
)
ATTACHMENT_FIELDS = ("media", "ref", "name", "mime", "size")


def read(payload: dict[str, Any]) -> tuple[Inbound, ...]:
    if "command" in payload:
        return one(read_command(Command.model_validate(payload), US, now=1700000040.0))
    if payload["type"] == "block_actions":
        return one(read_press(BlockActions.model_validate(payload), US))
    return read_event(Envelope.model_validate(payload), US)


def told(inbound: Inbound, fields: Any) -> dict[str, Any]:
    values = asdict(inbound) | {"account_id": inbound.identity.account_id}
    values["attachments"] = [{name: file[name] for name in ATTACHMENT_FIELDS} for file in values["attachments"]]
    return {name: values[name] for name in fields}


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_a_captured_payload_is_read(path: Path) -> None:
    capture = json.loads(path.read_text("utf-8"))
    expected = capture["expected"] or []
    wanted = expected if isinstance(expected, list) else [expected]
    found = read(capture["payload"])
    assert [told(inbound, fields) for inbound, fields in zip(found, wanted, strict=True)] == wanted


def test_a_message_and_its_mention_share_a_key() -> None:
    keys = {
        inbound.key
        for name in ("app_mention", "message_channel_with_mention")
        for path in CAPTURES
        if path.stem == name
        for inbound in read(json.loads(path.read_text("utf-8"))["payload"])
    }
    assert len(keys) == 1
