"""What staff look up about a customer and send them ready-made, through the platforms and the database."""

from tests.e2e.channels import BOTH_DESKS, EVERY_CHANNEL, EVERY_DESK
from tests.e2e.chats import Customer, Desk, Street, handed_over, settled
from tests.e2e.shop import Shop

JOINED = "我是 小美，接下来由我为您服务。"
REFUND = "退款会原路退回"


@EVERY_DESK
@EVERY_CHANNEL
async def test_a_canned_reply_is_seen_first_and_sent_once_however_often_the_button_is_pressed(
    shop: Shop, customer: Customer, desk: Desk
) -> None:
    topic = await handed_over(customer, desk)
    topic.says("/r 退款")
    await topic.reads("预览 refund_time", "还没有发出", REFUND)
    await settled(shop)
    assert not any(REFUND in said for said in customer.everything)
    topic.press("发送")
    topic.press("发送")
    await customer.reads(JOINED, REFUND)
    await topic.reads("已经用过或过期了")
    await settled(shop)
    assert sum(REFUND in said for said in customer.everything) == 1


@BOTH_DESKS
async def test_notes_and_tags_are_written_over_the_card_and_stay_inside(
    shop: Shop, customer: Customer, desk: Desk
) -> None:
    topic = await handed_over(customer, desk)
    before = list(customer.everything)
    topic.says("/note 喜欢顺丰")
    await topic.reads("已记在客户资料里")
    topic.says("/tag 批发")
    await topic.reads("标签：批发")
    card = await topic.eyes.screen.until(lambda each: "小美：喜欢顺丰" in each.text and "标签：批发" in each.text)
    assert f"{customer.name}" in card.text
    await settled(shop)
    assert customer.everything == before


@EVERY_DESK
async def test_an_order_is_shown_to_staff_once_its_owner_has_proven_it(customer: Customer, desk: Desk) -> None:
    await customer.says("A20261109 5678")
    await customer.reads("护眼台灯")
    topic = await handed_over(customer, desk)
    topic.says("/order")
    await topic.reads("A2*****09")
    topic.says("/order A20261109")
    await topic.reads("护眼台灯", "JD1000000000002")
    topic.says("/order A20261115")
    await topic.reads("不是这位客户核实过的订单")


@EVERY_DESK
@EVERY_CHANNEL
async def test_who_is_banned_is_told_once_and_nothing_comes_through_until_they_are_let_in(
    shop: Shop, street: Street, customer: Customer, desk: Desk
) -> None:
    topic = await handed_over(customer, desk)
    topic.says("/ban 辱骂同事")
    await topic.reads("已拉黑")
    await customer.says("还在吗")
    await customer.reads("目前无法再为您提供在线服务")
    before = list(customer.everything)
    for words in ("骗子", "转人工", "你好"):
        await customer.says(words)
    another = street.customer(customer.channel)
    await another.says("运费多少")  # an app tells of what was written in its order: the words before came in, too
    await another.reads("包邮")
    await settled(shop)
    assert customer.everything == before
    assert desk.count("骗子") == 0
    topic.says("/unban")
    await topic.reads("已解除拉黑")
    await customer.says("运费多少")
    await customer.reads("包邮")


@BOTH_DESKS
async def test_what_was_said_the_last_time_is_told_masked(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    await customer.says("打 13900005678 找我")
    await topic.reads("13900005678")
    topic.says("好的，马上")
    await customer.reads(JOINED, "好的，马上")
    topic.says("/resolve")
    await customer.reads("本次人工服务已结束")
    await topic.reads("结束了会话")
    topic.says("/history")
    told = await topic.reads("小美 结束", "13*******78", "好的，马上")
    assert "13900005678" not in told.text
