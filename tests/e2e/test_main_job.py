"""The main job: asked, proven, told; then a person, and their answer in the customer's own app."""

import pytest

from tests.e2e.channels import EVERY_CHANNEL, EVERY_DESK
from tests.e2e.chats import Customer, Desk, handed_over


@pytest.mark.parametrize("wiring", ["called", "polling"])
@EVERY_DESK
@EVERY_CHANNEL
async def test_a_customer_asks_proves_is_told_and_is_answered_by_a_person(customer: Customer, desk: Desk) -> None:
    await customer.says("你好")
    await customer.reads("欢迎光临客服小店")

    await customer.says("我的快递到哪了")
    await customer.reads("请把订单号发给我")
    await customer.says("A20261109")
    await customer.reads("为了保护您的隐私")
    await customer.says("5678")
    await customer.reads("A20261109", "运输中", "护眼台灯", "¥1,299.00", "京东物流", "JD1000000000002")

    await customer.says("台灯的亮度怎么调")
    await customer.reads("没太明白")
    await customer.presses("转人工")
    await customer.reads("已经为您转接人工客服")

    topic = await desk.topic_of(customer)
    await topic.reads(customer.name, "台灯的亮度怎么调", "A2*****09")
    said = topic.says("您好，我是小美，长按开关就能调")
    await customer.reads("我是 小美，接下来由我为您服务", "您好，我是小美，长按开关就能调")
    await topic.sees_delivered(said)

    await customer.says("太好了，谢谢")
    await topic.reads("太好了，谢谢")
    topic.says("/resolve")
    await customer.reads("本次人工服务已结束")
    await customer.says("查订单")
    await customer.reads("A20261109", "运输中")


async def test_handing_over_reads_as_one_step(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    assert topic.id
