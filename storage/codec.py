"""Values as JSON and back. Money is written as text: JSON numbers would round it."""

from collections.abc import Mapping
from decimal import Decimal
from operator import attrgetter
from typing import Any

import orjson

from storage.content import Button, Content
from storage.inbound import Attachment, Identity, Inbound, Kind, Media, Quote
from storage.orders import Order, OrderLine, OrderStatus, Shipment, TrackingEvent
from storage.results import Mark, Outgoing, Side, StaffMessage
from storage.returns import Decision, Resolution, ReturnChange, Rma, RmaEvent, RmaLine, RmaStatus


def dumps(value: Any) -> str:
    """Dataclasses and enums are written as their fields and values. Raises TypeError for what JSON cannot say."""
    return orjson.dumps(value, default=_plain).decode()


def loads(text: str) -> Any:
    return orjson.loads(text)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be stored as JSON")


def encode_inbound(inbound: Inbound) -> str:
    """Written out, as everything that comes in passes here: a dataclass takes orjson twice as long as a dict."""
    identity = inbound.identity
    return dumps(
        {
            "identity": {"channel": identity.channel, "account_id": identity.account_id},
            "key": inbound.key,
            "kind": inbound.kind,
            "chat_id": inbound.chat_id,
            "text": inbound.text,
            "payload": inbound.payload,
            "attachments": inbound.attachments,
            "sent_at": inbound.sent_at,
            "private": inbound.private,
            "staff": inbound.staff,
            "addressed": inbound.addressed,
            "thread": inbound.thread,
            "message_id": inbound.message_id,
            "quote": inbound.quote,
            "album": inbound.album,
            "name": inbound.name,
            "locale": inbound.locale,
            "direct_chat_id": inbound.direct_chat_id,
        }
    )


def decode_inbound(text: str) -> Inbound:
    fields = loads(text)
    fields["identity"] = Identity(**fields["identity"])
    fields["kind"] = Kind(fields["kind"])
    fields["attachments"] = tuple(map(_attachment, fields["attachments"]))
    if fields.get("quote"):
        fields["quote"] = Quote(**fields["quote"])
    return Inbound(**fields)


OPTIONAL = (
    "thread",
    "title",
    "opens",
    "card",
    "relays",
    "mark",
    "copies",
    "copies_chat",
    "elsewhere",
    "quotes",
    "album",
    "of",
    "instead",
    "final",
    "survey_id",
    "feedback_id",
)
"""Fields of an outbox row that are written only where they say something."""
SAID = attrgetter(*OPTIONAL)


def encode_outgoing(outgoing: Outgoing) -> str:
    """What no statement asks for: the rest of an outbox row has columns."""
    content = outgoing.content
    body: dict[str, Any] = {
        "content": {
            "text": content.text,
            "buttons": [{"label": each.label, "goto": each.goto, "url": each.url} for each in content.buttons],
            "attachments": content.attachments,
        }
    }
    if not content.numbered:
        body["content"]["numbered"] = False
    said = SAID(outgoing)
    if any(said):  # mostly none does
        body.update((name, value) for name, value in zip(OPTIONAL, said, strict=True) if value)
    if outgoing.side is not Side.CONTACT:
        body["side"] = outgoing.side
    if outgoing.effect:
        body["effect"] = _change_fields(outgoing.effect)
    return dumps(body)


def decode_outgoing(text: str) -> dict[str, Any]:
    """The fields of an Outgoing that `encode_outgoing` wrote."""
    fields: dict[str, Any] = loads(text)
    fields["content"] = _content(fields["content"])
    if "relays" in fields:
        relays = fields["relays"]  # rows of an earlier kefu name a thread, too
        fields["relays"] = StaffMessage(chat_id=relays["chat_id"], message_id=relays["message_id"])
    if "mark" in fields:
        fields["mark"] = Mark(fields["mark"])
    if "quotes" in fields:
        fields["quotes"] = Quote(**fields["quotes"])
    if "side" in fields:
        fields["side"] = Side(fields["side"])
    if "instead" in fields:
        fields["instead"] = _content(fields["instead"])
    if "effect" in fields:
        fields["effect"] = _change(fields["effect"])
    return fields


def _content(fields: dict[str, Any]) -> Content:
    return Content(
        text=fields["text"],
        buttons=tuple(Button(**button) for button in fields["buttons"]),
        attachments=tuple(map(_attachment, fields["attachments"])),
        numbered=fields.get("numbered", True),
    )


def _attachment(fields: dict[str, Any]) -> Attachment:
    return Attachment(**{**fields, "media": Media(fields["media"])})


def encode_order(order: Order) -> tuple[str, float, str, str, str, str, str, str, str, str, str]:
    """As columns, in the order of Order's fields."""
    return (
        order.number,
        order.placed_at,
        order.status,
        order.currency,
        str(order.total),
        order.name,
        order.phone,
        order.email,
        order.tier,
        dumps(order.lines),
        dumps(order.shipments),
    )


def decode_order(row: tuple[Any, ...]) -> Order:
    number, placed_at, status, currency, total, name, phone, email, tier, lines, shipments = row
    return Order(
        number=number,
        placed_at=placed_at,
        status=OrderStatus(status),
        currency=currency,
        total=Decimal(total),
        name=name,
        phone=phone,
        email=email,
        tier=tier,
        lines=tuple(map(_line, loads(lines))),
        shipments=tuple(map(_shipment, loads(shipments))),
    )


def _line(fields: dict[str, Any]) -> OrderLine:
    return OrderLine(
        **{**fields, "unit_price": Decimal(fields["unit_price"]), "tags": tuple(fields.get("tags", ()))},
    )


def _shipment(fields: dict[str, Any]) -> Shipment:
    return Shipment(**{**fields, "events": tuple(TrackingEvent(**event) for event in fields["events"])})


def decode_rma(text: str) -> Rma:
    return rma_of(loads(text))


def rma_of(fields: dict[str, Any]) -> Rma:
    """From its fields as JSON says them."""
    refunded = fields["refunded"]
    return Rma(
        **{
            **fields,
            "identity": Identity(**fields["identity"]),
            "status": RmaStatus(fields["status"]),
            "lines": tuple(map(_rma_line, fields["lines"])),
            "photos": tuple(fields["photos"]),
            "resolution": Resolution(fields["resolution"]),
            "decision": Decision(fields["decision"]),
            "amount": Decimal(fields["amount"]),
            "refunded": None if refunded is None else Decimal(refunded),
        }
    )


def _rma_line(fields: dict[str, Any]) -> RmaLine:
    return RmaLine(**{**fields, "unit_price": Decimal(fields["unit_price"])})


def _change_fields(change: ReturnChange) -> dict[str, Any]:
    """JSON's keys are texts, so what was bought is written in pairs."""
    return {"rma": change.rma, "event": change.event, "bought": list(change.bought.items())}


def _change(fields: dict[str, Any]) -> ReturnChange:
    return ReturnChange(rma=rma_of(fields["rma"]), event=event_of(fields["event"]), bought=dict(fields["bought"]))


def event_of(fields: dict[str, Any]) -> RmaEvent:
    before = RmaStatus(fields["before"]) if fields["before"] else None
    return RmaEvent(**{**fields, "before": before, "after": RmaStatus(fields["after"])})
