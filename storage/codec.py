"""Values as JSON and back. Defaults are left out of what is stored only where a reader fills them in again."""

from collections.abc import Mapping
from typing import Any

import orjson

from storage.content import Button, Content
from storage.inbound import Attachment, Identity, Inbound, Kind, Media
from storage.results import Mark, Outgoing, StaffMessage


def dumps(value: Any) -> str:
    """Dataclasses and enums are written as their fields and values. Raises TypeError for what JSON cannot say."""
    return orjson.dumps(value, default=_plain).decode()


def loads(text: str) -> Any:
    return orjson.loads(text)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} cannot be stored as JSON")


def encode_inbound(inbound: Inbound) -> str:
    return dumps(inbound)


def decode_inbound(text: str) -> Inbound:
    fields = loads(text)
    fields["identity"] = Identity(**fields["identity"])
    fields["kind"] = Kind(fields["kind"])
    fields["attachments"] = tuple(map(_attachment, fields["attachments"]))
    return Inbound(**fields)


def encode_outgoing(outgoing: Outgoing) -> str:
    """What no statement asks for: the rest of an outbox row has columns."""
    body: dict[str, Any] = {"content": outgoing.content}
    if outgoing.title:
        body["title"] = outgoing.title
    if outgoing.opens:
        body["opens"] = True
    if outgoing.relays:
        body["relays"] = outgoing.relays
    if outgoing.mark:
        body["mark"] = outgoing.mark
    return dumps(body)


def decode_outgoing(text: str) -> dict[str, Any]:
    """The fields of an Outgoing that `encode_outgoing` wrote."""
    fields: dict[str, Any] = loads(text)
    fields["content"] = _content(fields["content"])
    if "relays" in fields:
        fields["relays"] = StaffMessage(**fields["relays"])
    if "mark" in fields:
        fields["mark"] = Mark(fields["mark"])
    return fields


def _content(fields: dict[str, Any]) -> Content:
    return Content(
        text=fields["text"],
        buttons=tuple(Button(**button) for button in fields["buttons"]),
        attachments=tuple(map(_attachment, fields["attachments"])),
    )


def _attachment(fields: dict[str, Any]) -> Attachment:
    return Attachment(**{**fields, "media": Media(fields["media"])})
