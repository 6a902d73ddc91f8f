"""Where is my return: customers look, send the parcel's number, and give up while they can."""

from dataclasses import replace

import pytest

from storage.conversations import Owner, OwnerKind, Status
from storage.inbound import Identity
from storage.returns import RmaStatus
from tests.handlers.chat import Chat
from tests.handlers.returns.requests import NEW, at
from tests.handlers.returns.shop import open_shop
from tests.handlers.returns.talk import form_of, newest, to_summary

M = "my_returns"
S = RmaStatus
SF = "SF1234567890123"


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    """With somebody whose return of one cup was approved."""
    open_shop(chat, "A1001", "A1002")
    await chat.says("你好")
    await to_summary(chat, "退货 A1001", "1", "不想要了", "跳过", "确认提交")
    return chat


# Looking


@pytest.mark.parametrize("words", ["我的退货", "退款进度", "什么时候退款？", "R10001", "r10001 到哪了", "/my_returns"])
async def test_it_is_told_with_what_comes_next(talk: Chat, words: str) -> None:
    said = await talk.says(words)
    assert "R10001" in said
    assert "等待寄回" in said
    assert "文一西路 969 号" in said


@pytest.mark.parametrize("words", ["R 10001", "r-10001", "Ｒ　１０００１"])
async def test_its_number_alone_may_be_typed_in_two(talk: Chat, words: str) -> None:
    assert "等待寄回" in await talk.says(words)


async def test_what_is_typed_like_it_may_be_an_orders_number(talk: Chat) -> None:
    assert await talk.says("R-10008") == talk.line("order_lookup", "ask_factor", number="R-10008")
    assert await talk.says("/cancel")
    assert await talk.says("R 10008") == talk.line(M, "unknown", number="R10008")


async def test_of_several_one_is_chosen(talk: Chat) -> None:
    await to_summary(talk, "退货 A1002", "竹茶盘 × 1", "就这些", "不想要了", "跳过", "确认提交")
    assert await talk.says("我的退货") == talk.line(M, "pick", count=2)
    assert "竹茶盘" in await talk.presses("R10002 等待寄回")


async def test_who_has_none_is_told_so(chat: Chat) -> None:
    assert await chat.says("我的退货") == chat.line(M, "none")


@pytest.mark.parametrize("status", list(S))
async def test_every_state_has_words(chat: Chat, status: RmaStatus) -> None:
    open_shop(chat)
    chat.returns.rmas["R10001"] = at(status)
    assert chat.line(M, f"status_{status}") in await chat.says("我的退货")


async def test_somebody_elses_number_reads_like_one_that_is_not_there(talk: Chat) -> None:
    talk.returns.rmas["R10009"] = replace(NEW, number="R10009", identity=Identity("slack", "U9"))
    assert await talk.says("R10009") == talk.line(M, "unknown", number="R10009")
    assert await talk.says("R10008") == talk.line(M, "unknown", number="R10008")
    for argument in ("R10009", "sent:R10009", "cancel:R10009", "cancelled:R10009"):
        assert await talk.taps(f"my_returns:{argument}") == talk.line(M, "unknown", number="R10009")
    assert talk.returns.rmas["R10009"].status is S.REQUESTED


async def test_in_a_group_nothing_is_told(talk: Chat) -> None:
    assert await talk.says_in_group("R10001") == talk.line(M, "in_group")


@pytest.mark.parametrize("words", ["R10001", "r 10001"])
async def test_it_is_looked_at_in_the_middle_of_another_return(talk: Chat, words: str) -> None:
    await to_summary(talk, "退货 A1002", "竹茶盘 × 1", "就这些", "不想要了")
    for _ in range(2):
        assert "等待寄回" in await talk.says(words)
        assert form_of(talk)["form"] == "returns"
        await talk.says("跳过")


# Giving up


async def test_giving_up_in_the_middle_of_asking_gives_up_the_asking(talk: Chat) -> None:
    await talk.says("退货 A1002")
    assert await talk.says("取消退货") == talk.line("cancel", "cancelled")
    assert newest(talk).status is S.AWAITING_SHIPMENT


async def test_giving_up_is_asked_for_once_more(talk: Chat) -> None:
    await talk.says("取消退货")
    assert newest(talk).status is S.AWAITING_SHIPMENT
    assert await talk.presses("确定取消") == talk.line(M, "cancelled", number="R10001")
    assert newest(talk).status is S.CANCELLED
    assert "return:R10001:expire" not in talk.timers
    assert "R10001" in talk.posted


async def test_giving_up_twice_is_one_move(talk: Chat) -> None:
    await talk.taps("my_returns:cancelled:R10001")
    said = await talk.taps("my_returns:cancelled:R10001")
    assert "已取消" in said
    assert [event.after for event in talk.returns.books["R10001"]].count(S.CANCELLED) == 1


async def test_what_was_given_up_can_be_asked_for_again(talk: Chat) -> None:
    await talk.taps("my_returns:cancelled:R10001")
    assert await talk.says("退货 A1001") == talk.line("returns", "ask_quantity", item="青瓷杯子", left=2)


async def test_what_is_on_its_way_is_not_given_up(talk: Chat) -> None:
    await talk.says(f"寄出了 {SF}")
    said = await talk.taps("my_returns:cancel:R10001")
    assert "已寄回" in said
    assert "确定取消" not in talk.labels
    await talk.taps("my_returns:cancelled:R10001")
    assert newest(talk).status is S.SHIPPED


# The parcel


async def test_the_button_asks_for_the_parcel(talk: Chat) -> None:
    assert await talk.presses("我已寄出") == talk.line(M, "ask_tracking", number="R10001")
    said = await talk.says(SF)
    assert said == talk.line(M, "sent", number="R10001", carrier="顺丰速运", tracking_number=SF)
    assert (newest(talk).status, newest(talk).carrier, newest(talk).tracking_number) == (S.SHIPPED, "顺丰速运", SF)
    assert SF in talk.posted


async def test_a_carrier_that_the_number_does_not_tell_is_asked_for(talk: Chat) -> None:
    await talk.presses("我已寄出")
    assert await talk.says("75312345678901") == talk.line(M, "ask_carrier", tracking_number="75312345678901")
    await talk.presses("中通快递")
    assert newest(talk).carrier == "中通快递"


@pytest.mark.parametrize(
    ("words", "carrier"),
    [
        ("中通 75312345678901", "中通快递"),
        ("75312345678901，圆通的", "圆通速递"),
        ("sf 1234 5678 9012 345", "顺丰速运"),
    ],
)
async def test_carrier_and_number_in_one_breath(talk: Chat, words: str, carrier: str) -> None:
    await talk.presses("我已寄出")
    await talk.says(words)
    assert (newest(talk).status, newest(talk).carrier) == (S.SHIPPED, carrier)


@pytest.mark.parametrize("words", [f"寄出了 {SF}", f"退货单号 {SF}", f"R10001 已寄出，顺丰 {SF}"])
async def test_it_is_said_without_being_asked(talk: Chat, words: str) -> None:
    await talk.says("你好")
    assert await talk.says(words) == talk.line(M, "sent", number="R10001", carrier="顺丰速运", tracking_number=SF)


async def test_a_number_alone_may_be_an_orders(talk: Chat) -> None:
    await talk.says("你好")
    assert await talk.says(SF) == talk.line(M, "ask_is_parcel", number="R10001", tracking_number=SF)
    await talk.presses("是运单号")
    assert newest(talk).status is S.SHIPPED


async def test_and_if_it_is_it_is_looked_up(talk: Chat) -> None:
    await talk.says("你好")
    await talk.says("20261115001")
    said = await talk.presses("不是，是订单号")
    assert said == talk.line("order_lookup", "ask_factor", number="20261115001")
    assert newest(talk).status is S.AWAITING_SHIPMENT


@pytest.mark.parametrize("number", ["A1001", "AB-202611", "AB-2026110001"])
async def test_the_number_of_a_proven_order_is_the_orders(talk: Chat, number: str) -> None:
    open_shop(talk, number).shop.orders[number] = replace(talk.shop.orders["A1001"], number=number)
    await talk.says("你好")
    assert "青瓷杯子" in await talk.says(number)
    assert form_of(talk) is None


async def test_without_a_return_a_number_is_an_orders(chat: Chat) -> None:
    await chat.says("你好")
    assert await chat.says("20261115001") == chat.line("order_lookup", "ask_factor", number="20261115001")


@pytest.mark.parametrize("words", ["寄了呀", "13900008000", "12345", "EE123456789CN"])
async def test_what_is_no_tracking_number_is_asked_again(talk: Chat, words: str) -> None:
    await talk.presses("我已寄出")
    assert await talk.says(words) == talk.line(M, "bad_tracking", number="R10001")
    assert newest(talk).status is S.AWAITING_SHIPMENT


async def test_the_number_of_the_return_shows_the_return_and_the_tracking_number_is_asked_for_again(talk: Chat) -> None:
    await talk.presses("我已寄出")
    said = await talk.says("R10001")
    assert said.startswith("退换货 R10001（订单 A1001）：等待寄回")
    assert said.endswith(talk.line(M, "ask_tracking", number="R10001"))
    assert newest(talk).status is S.AWAITING_SHIPMENT


async def test_a_wrong_number_is_corrected(talk: Chat) -> None:
    await talk.says(f"寄出了 {SF}")
    await talk.says("我的退货")
    await talk.presses("更正运单号")
    await talk.says("YT1234567890123")
    assert (newest(talk).status, newest(talk).tracking_number) == (S.SHIPPED, "YT1234567890123")


async def test_the_same_number_again_is_no_move(talk: Chat) -> None:
    await talk.says(f"寄出了 {SF}")
    await talk.says(f"R10001 寄出了 {SF}")
    assert [event.after for event in talk.returns.books["R10001"]].count(S.SHIPPED) == 1


async def test_of_several_that_are_waited_for_one_is_chosen(talk: Chat) -> None:
    await to_summary(talk, "退货 A1002", "竹茶盘 × 1", "就这些", "不想要了", "跳过", "确认提交")
    assert await talk.says(f"寄出了 {SF}") == talk.line(M, "ask_rma")
    await talk.presses("R10001")
    assert [talk.returns.rmas[number].status for number in ("R10001", "R10002")] == [S.SHIPPED, S.AWAITING_SHIPMENT]


async def test_it_has_arrived_before_the_customer_says_so(talk: Chat) -> None:
    await talk.presses("我已寄出")
    talk.returns.rmas["R10001"] = replace(newest(talk), status=S.RECEIVED, version=9, refund_by=talk.now)
    assert "已收到" in await talk.says(SF)
    assert newest(talk).status is S.RECEIVED


# While staff have the conversation


@pytest.fixture
async def with_agent(talk: Chat) -> Chat:
    await talk.says("转人工")
    talk.conversation = replace(talk.open, owner=Owner(OwnerKind.AGENT, "slack:U7"))
    return talk


async def test_the_buttons_work_while_staff_have_the_conversation(with_agent: Chat) -> None:
    chat = with_agent
    assert await chat.taps("my_returns:sent:R10001") == chat.line(M, "ask_tracking", number="R10001")
    assert await chat.says(SF) == chat.line(M, "sent", number="R10001", carrier="顺丰速运", tracking_number=SF)
    assert chat.open.status is Status.OPEN
    assert SF in chat.posted


async def test_no_button_is_shown_that_would_not_be_answered(with_agent: Chat) -> None:
    await with_agent.taps("my_returns:cancel:R10001")
    assert await with_agent.presses(with_agent.labels[0]) == with_agent.line(M, "cancelled", number="R10001")
    assert [each.goto for each in with_agent.buttons] == ["returns"]


async def test_what_is_no_answer_is_for_the_agent(with_agent: Chat) -> None:
    chat = with_agent
    await chat.taps("my_returns:sent:R10001")
    assert await chat.says("稍等，我找一下单子") == ""
    assert "稍等，我找一下单子" in chat.posted
    assert await chat.says(SF) == chat.line(M, "sent", number="R10001", carrier="顺丰速运", tracking_number=SF)


async def test_words_about_returns_are_for_the_agent(with_agent: Chat) -> None:
    assert await with_agent.says("我要退货") == ""
    assert "我要退货" in with_agent.posted
