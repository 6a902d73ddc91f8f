"""Coming in: who writes for the first time is welcomed once, in their language; who returns is known."""

import pytest

from tests.e2e.channels import EVERY_CHANNEL
from tests.e2e.chats import Channel, Customer, Street

WELCOMES = {"zh-CN": "欢迎光临客服小店", "zh-TW": "歡迎光臨客服小店", "en": "welcome to 客服小店"}
GREETINGS = {"zh-CN": "你好", "zh-TW": "您好", "en": "hello"}


@pytest.mark.parametrize("language", WELCOMES)
@pytest.mark.parametrize("channel", ["telegram", "slack"])
async def test_a_profiles_language_is_the_welcomes(street: Street, channel: Channel, language: str) -> None:
    customer = street.customer(channel, language)
    await customer.says(GREETINGS[language])
    welcome = await customer.reads(WELCOMES[language])
    assert len(welcome.buttons) == 3
    assert customer.name in welcome.text


@pytest.mark.parametrize(
    ("said", "welcome"),
    [("good morning", WELCOMES["en"]), ("你好", WELCOMES["zh-CN"]), ("請問有人嗎", WELCOMES["zh-TW"])],
)
async def test_in_wechat_the_written_language_is_the_welcomes(street: Street, said: str, welcome: str) -> None:
    customer = street.customer("wechat")
    await customer.says(said)
    await customer.reads(welcome)


@EVERY_CHANNEL
async def test_the_first_welcome_is_said_once(customer: Customer) -> None:
    await customer.says("你好")
    await customer.reads("欢迎光临")
    await customer.says("你好")
    await customer.reads("欢迎回来")
    assert sum("欢迎光临" in said for said in customer.everything) == 1


@pytest.mark.parametrize("channel", ["telegram", "slack"])
async def test_a_returning_contact_is_called_by_name_and_told_what_is_under_way(customer: Customer) -> None:
    await customer.says("A20261109 5678")
    await customer.reads("护眼台灯")
    await customer.says("你好")
    await customer.reads(f"{customer.name}，欢迎回来", "您的订单 A20261109：运输中")


async def test_telegrams_start_button_opens_the_door(street: Street) -> None:
    customer = street.customer("telegram")
    await customer.says("/start")
    await customer.reads("欢迎光临")


async def test_a_link_with_an_order_leads_straight_to_it(street: Street) -> None:
    customer = street.customer("telegram")
    await customer.says("/start order_A20261109")
    await customer.reads("请发送订单 A20261109 收货手机的后四位")


@EVERY_CHANNEL
async def test_a_language_is_switched_and_kept(customer: Customer) -> None:
    await customer.says("语言")
    await customer.reads("请选择语言")
    await customer.presses("English")
    await customer.reads("I'll write in English from now on")
    await customer.says("menu")
    await customer.reads("Here is what 客服小店 can do for you")


@EVERY_CHANNEL
async def test_who_writes_in_another_language_is_answered_in_it(customer: Customer) -> None:
    await customer.says("where is my order please")
    await customer.reads("Please send me your order number")


@EVERY_CHANNEL
async def test_a_button_is_pressed_by_its_number_or_its_label_too(customer: Customer) -> None:
    for typed in ["4", "４", "发票"]:
        await customer.says("菜单")
        await customer.reads("客服小店可以帮您这些")
        await customer.says(typed)
        await customer.reads("电子发票会在签收后")


@EVERY_CHANNEL
async def test_a_button_does_what_it_says(customer: Customer) -> None:
    await customer.says("菜单")
    await customer.reads("客服小店可以帮您这些")
    await customer.presses("运费")
    await customer.reads("订单满 99 元包邮")


@EVERY_CHANNEL
async def test_help_and_cancel_are_there(customer: Customer) -> None:
    for said, answer in [("帮助", "您可以直接打字问我"), ("取消", "没有需要取消的操作")]:
        await customer.says(said)
        await customer.reads(answer)


@EVERY_CHANNEL
async def test_something_near_is_offered(customer: Customer) -> None:
    await customer.says("查汀单")
    near = await customer.reads("您是想问这些吗")
    assert "查订单" in near.buttons
    assert "转人工" in near.buttons


@EVERY_CHANNEL
async def test_who_is_not_understood_three_times_meets_a_person(customer: Customer) -> None:
    for words in ["呜啦呜啦", "咕噜咕噜"]:
        await customer.says(words)
        await customer.reads("没太明白")
    await customer.says("吧啦吧啦")
    await customer.reads("请真人同事来帮您", "已经为您转接人工客服")
