"""Whatever a platform can say is read back as it was written."""

from dataclasses import fields
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from storage.codec import (
    decode_inbound,
    decode_order,
    decode_outgoing,
    decode_rma,
    dumps,
    encode_inbound,
    encode_order,
    encode_outgoing,
)
from storage.content import Button, Content
from storage.inbound import Inbound
from storage.orders import Order
from storage.results import Outgoing, StaffMessage
from storage.returns import Rma, RmaEvent

COLUMNS = {
    "id",
    "action",
    "channel",
    "to",
    "conversation_id",
    "answers",
    "attempts",
    "parts_sent",
    "created_at",
    "due_at",
}
"""Of an outbox row; the rest of it is encoded."""
st.register_type_strategy(str, st.text())
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(int, st.integers(-(2**63), 2**63 - 1))
st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False))
PLAIN = st.text() | st.integers(-(2**53), 2**53) | st.booleans() | st.none()
st.register_type_strategy(
    RmaEvent, st.builds(RmaEvent, details=st.dictionaries(st.text(), PLAIN | st.lists(PLAIN, max_size=3), max_size=3))
)


@given(st.from_type(Inbound))
def test_a_message_is_replayed_as_it_came(inbound: Inbound) -> None:
    assert decode_inbound(encode_inbound(inbound)) == inbound


@given(st.from_type(Outgoing))
def test_an_answer_is_sent_as_it_was_decided(outgoing: Outgoing) -> None:
    read = Outgoing(channel="", **decode_outgoing(encode_outgoing(outgoing)))
    assert said(read) == said(outgoing)


def test_the_buttons_of_an_answer_that_an_older_kefu_left_to_be_sent_are_numbered() -> None:
    left = '{"content":{"text":"您好","buttons":[{"label":"菜单","goto":"menu","url":""}],"attachments":[]}}'
    assert decode_outgoing(left)["content"] == Content(text="您好", buttons=(Button(label="菜单", goto="menu"),))
    assert encode_outgoing(Outgoing(channel="wechat", **decode_outgoing(left))) == left


def test_a_row_of_an_earlier_kefu_names_the_thread_of_the_staff_message_too() -> None:
    content = '{"text":"您好","buttons":[],"attachments":[]}'
    left = f'{{"content":{content},"relays":{{"chat_id":"desk","message_id":"8","thread":"5"}}}}'
    assert decode_outgoing(left)["relays"] == StaffMessage(chat_id="desk", message_id="8")


def said(outgoing: Outgoing) -> dict[str, object]:
    """Nothing said and nothing there are the same."""
    names = {each.name for each in fields(outgoing)} - COLUMNS
    return {name: getattr(outgoing, name) or None for name in names}


@given(st.from_type(Rma))
def test_a_return_request_keeps_every_cent(rma: Rma) -> None:
    read = decode_rma(dumps(rma))
    assert read == rma
    assert str(read.amount) == str(rma.amount)


@given(st.from_type(Order))
def test_an_order_keeps_every_cent(order: Order) -> None:
    read = decode_order(encode_order(order))
    assert read == order
    assert str(read.total) == str(order.total)
