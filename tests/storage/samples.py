"""A contact, what they write, and what a turn makes of it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from storage.content import Button, Content
from storage.conversations import Conversation
from storage.inbound import Identity, Inbound
from storage.orders import Order, OrderLine, OrderStatus, Shipment, TrackingEvent
from storage.results import Entry, EntryKind, Outgoing, TurnResult
from storage.store import Store

LIN = Identity("telegram", "lin")
ORDER = Order(
    number="A10086",
    placed_at=1_700_000_000.0,
    status=OrderStatus.SHIPPED,
    currency="CNY",
    total=Decimal("199.90"),
    name="林小姐",
    phone="+86 138 1234 5678",
    email="Lin@Example.com",
    lines=(OrderLine(sku="T-1", item="茶壶", quantity=2, unit_price=Decimal("99.95")),),
    shipments=(
        Shipment(carrier="SF", tracking_number="SF1", events=(TrackingEvent(at=1.5, text="已揽收", place="杭州"),)),
    ),
)


def writes(key: str, identity: Identity = LIN, **fields: Any) -> Inbound:
    return Inbound(**{"identity": identity, "key": key, "chat_id": identity.account_id, "sent_at": 1.0, **fields})


def says(text: str, **fields: Any) -> Outgoing:
    content = Content(text=text, buttons=(Button(label="菜单", goto="menu"),))
    return Outgoing(**{"channel": "telegram", "to": "lin", "content": content, **fields})


def entry(text: str) -> Entry:
    return Entry(kind=EntryKind.INCOMING, author="contact", text=text, at=1.0, external_id="7")


def order(number: str, **fields: Any) -> Order:
    return replace(ORDER, number=number, **fields)


async def turn(store: Store, key: str, identity: Identity = LIN, **result: Any) -> tuple[Outgoing, ...]:
    """One whole turn: the message is accepted, the conversation loaded, the result committed."""
    inbox_id = await store.accept(writes(key, identity), 1.0)
    assert inbox_id is not None
    known = await store.load(identity) or Conversation(identity=identity, chat_id=identity.account_id)
    return await store.commit(inbox_id, TurnResult(conversation=known, **result), 2.0)


async def conversation_of(store: Store, identity: Identity = LIN) -> Conversation:
    found = await store.load(identity)
    assert found is not None
    return found
