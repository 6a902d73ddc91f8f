"""What an agent may look up: the orders that this customer has proven, and what they send back."""

import pytest

from storage.orders import OrderStatus
from storage.results import EntryKind
from storage.returns import RmaStatus
from tests.handlers.chat import Chat
from tests.handlers.returns.requests import brought
from tests.handlers.shop import NOW, order


@pytest.fixture
async def customer(chat: Chat) -> Chat:
    """One who has proven an order, and then asked for a person."""
    await chat.says("A10086 8000")
    await chat.says("转人工")
    return chat


def buttons(chat: Chat) -> list[str]:
    return [button.goto for each in chat.to_desk for button in each.content.buttons]


async def test_orders_are_listed_masked_and_nothing_is_on_record_yet(customer: Chat) -> None:
    await customer.agent_says("/order")
    assert "A1**86" in customer.posted
    assert "运输中" in customer.posted
    assert "A10086" not in customer.posted
    assert buttons(customer) == ["desk:order:A10086"]
    assert (customer.last.events, customer.last.entries) == ((), ())


@pytest.mark.parametrize("asked", ["/order A10086", "/order a10086", "／order Ａ１００８６", "/order 订单 A10086"])
async def test_an_order_is_shown_in_full_to_whoever_asks_for_it_and_that_is_on_record(
    customer: Chat, asked: str
) -> None:
    await customer.agent_says(asked)
    for told in ("A10086", "龙井 <特级>", "SF1234567890", "李雷"):
        assert told in customer.posted
    [event] = customer.last.events
    assert (event.name, event.agent, event.details) == ("order_viewed", "slack:U7", {"order": "A1**86"})
    [entry] = customer.last.entries
    assert (entry.kind, entry.author, entry.text) == (EntryKind.ACTIVITY, "slack:U7", "order_viewed A1**86")
    assert customer.sent == []


async def test_the_button_of_the_list_shows_the_order_too(customer: Chat) -> None:
    await customer.agent_presses("desk:order:A10086")
    assert "SF1234567890" in customer.posted
    assert [each.name for each in customer.last.events] == ["order_viewed"]


async def test_what_would_prove_the_order_is_not_shown_even_in_full(customer: Chat) -> None:
    await customer.agent_says("/order A10086")
    for secret in ("13900008000", "8000", "lilei@example.com"):
        assert secret not in customer.posted


@pytest.mark.parametrize("number", ["A10087", "A99999", "x" * 500])
async def test_staff_cannot_browse_orders_of_others_nor_learn_which_exist(customer: Chat, number: str) -> None:
    await customer.agent_says(f"/order {number}")
    assert customer.posted == customer.line("desk_file", "not_their_order", number=number[:64])
    assert (customer.last.events, buttons(customer)) == ((), [])


async def test_a_proof_that_is_forgotten_shows_nothing_any_more(customer: Chat) -> None:
    customer.now = NOW + 31 * 86_400
    await customer.agent_says("/order A10086")
    assert customer.posted == customer.line("desk_file", "not_their_order", number="A10086")
    await customer.agent_says("/order")
    assert customer.posted == customer.line("desk_file", "no_orders")


async def test_a_shop_that_is_down_is_said_to_be_down(customer: Chat) -> None:
    customer.shop.down = True
    for asked in ("/order", "/order A10086"):
        await customer.agent_says(asked)
        assert customer.posted == customer.line("desk_file", "orders_down")


async def test_a_number_too_long_for_a_button_is_listed_without_one(customer: Chat) -> None:
    number = "1" * 60
    customer.shop.orders[number] = order(number, OrderStatus.PAID)
    customer.shop.proven[customer.identity][number] = NOW + 86_400
    await customer.agent_says("/returns")  # any turn: the conversation is loaded with what is proven
    await customer.agent_says("/order")
    assert buttons(customer) == ["desk:order:A10086"]


async def test_orders_are_looked_up_in_a_topic_only(customer: Chat) -> None:
    await customer.agent_says("/order A10086", thread=None)
    assert customer.posted == customer.line("desk", "only_in_topic", command="/order")


async def test_returns_are_listed_with_their_states_and_opened_by_a_button(customer: Chat) -> None:
    await customer.agent_says("/returns")
    assert customer.posted == customer.line("returns_desk", "none")
    rma = brought(customer, RmaStatus.SHIPPED)
    await customer.agent_says("/returns")
    assert rma.number in customer.posted
    assert customer.line("returns_desk", "status_shipped") in customer.posted
    assert buttons(customer) == [f"rma:show:{rma.number}"]
    await customer.agent_says("/returns please")
    assert customer.posted == customer.line("desk_help", "usage_returns")
