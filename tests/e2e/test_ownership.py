"""Who has a conversation, on the desks as they are: taken, handed on, put to sleep, and the customer knows."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.channels import BOTH_DESKS, EVERY_CHANNEL, EVERY_DESK
from tests.e2e.chats import Customer, Desk, Street, Topic, handed_over, settled
from tests.e2e.shop import MINUTE, Plan, Shop, open_shop

HOUR = 60 * MINUTE
JOINED = "我是 小美，接下来由我为您服务。"


@pytest.fixture
def colleague(shop: Shop) -> Desk:
    return Desk(shop, "阿波", "2")


async def says(topic: Topic, text: str, seen: str) -> None:
    """And sees in the group what comes of it."""
    since = len(topic.eyes.screen.shown)
    topic.says(text)
    await topic.eyes.screen.until(lambda each: not each.mine and seen in each.text, since=since)


@EVERY_DESK
@EVERY_CHANNEL
async def test_claimed_by_the_button_of_the_card(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    await topic.presses("我来接待")
    await customer.reads(JOINED)
    await desk.reads("小美 接待了")


@EVERY_DESK
async def test_handed_to_a_colleague_who_goes_on(customer: Customer, desk: Desk, colleague: Desk) -> None:
    topic = await handed_over(customer, desk)
    theirs = colleague.topic(topic.id)
    await says(theirs, "/queue", "位在等")
    await says(topic, "/claim", "小美 接待了")
    await customer.reads(JOINED)
    await says(topic, "/transfer 阿波 他要换货", "备注：他要换货")
    await customer.reads("由 阿波 为您服务")
    theirs.says("您好，我来看换货")
    await customer.reads("您好，我来看换货")


@EVERY_DESK
async def test_taken_over_from_a_colleague(customer: Customer, desk: Desk, colleague: Desk) -> None:
    topic = await handed_over(customer, desk)
    theirs = colleague.topic(topic.id)
    topic.says("您好")
    await customer.reads(JOINED, "您好")
    await says(theirs, "/claim", "小美 正在接待这位客户")
    await theirs.presses("我来接手")
    await customer.reads("由 阿波 为您服务")


@EVERY_DESK
async def test_asleep_until_the_customer_writes_or_the_time_comes(shop: Shop, customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    topic.says("您好")
    await customer.reads(JOINED, "您好")
    await says(topic, "/snooze 2h", "把会话搁置到")
    since = len(desk.screen.shown)
    await customer.says("我找到订单号了")
    await desk.screen.until(lambda each: "会话回来了" in each.text, since=since)
    await desk.screen.until(lambda each: "我找到订单号了" in each.text, since=since)
    await says(topic, "/snooze 2h", "把会话搁置到")
    since = len(desk.screen.shown)
    shop.clock.forward(2 * HOUR)
    await desk.screen.until(lambda each: "会话回来了" in each.text, since=since)


@EVERY_DESK
async def test_who_goes_away_hands_back_what_they_had(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    topic.says("您好")
    await customer.reads(JOINED, "您好")
    desk.says_outside("/away 1h")
    await customer.reads("小美 暂时离开了", "没有同事在线")
    await desk.reads("小美 离开了，会话回到队列")


@EVERY_DESK
async def test_the_customer_hears_their_place_and_may_leave_a_message(street: Street, desk: Desk) -> None:
    first, second = street.customer("telegram"), street.customer("telegram")
    await handed_over(first, desk)
    await second.says("转人工")
    await second.reads("已经为您转接人工客服", "您前面还有 1 位")
    desk.shop.clock.forward(11 * MINUTE)
    await second.reads("现在等候的时间比平时长")
    await second.presses("改为留言")
    await second.reads("请把要说的话写成一条消息")
    await second.says("茶叶受潮了，请换一盒")
    await second.reads("已经转给同事")
    await desk.reads("茶叶受潮了，请换一盒")


@EVERY_DESK
async def test_who_does_not_take_it_in_time_is_passed_over(
    shop: Shop, street: Street, desk: Desk, colleague: Desk
) -> None:
    for each in (colleague, desk):
        read_to = len(desk.screen.shown)
        each.says_outside("/queue")
        await desk.screen.until(lambda shown: "没有人在排队" in shown.text, since=read_to)
    customer = street.customer("telegram")
    await handed_over(customer, desk)
    shop.clock.forward(4 * MINUTE)
    await desk.reads("没有及时接待")


async def test_what_has_gone_astray_in_the_file_is_mended_and_reported(tmp_path: Path) -> None:
    async with open_shop(Plan(folder=tmp_path)) as shop:
        await handed_over(Street(shop).customer("telegram"), Desk(shop))
        await settled(shop)
    with closing(sqlite3.connect(tmp_path / "kefu.db")) as file, file:
        file.execute("UPDATE conversations SET owner_kind = 'bot', owner_ref = ''")
    async with open_shop(Plan(folder=tmp_path)) as shop:
        shop.clock.forward(6 * MINUTE)
        await Desk(shop).reads("在人工这里，却归机器人。已修复：放进队列")
        await settled(shop)
    with closing(sqlite3.connect(tmp_path / "kefu.db")) as file:
        assert file.execute("SELECT status, owner_kind FROM conversations").fetchall() == [("open", "queue")]


@BOTH_DESKS
async def test_what_an_agent_had_who_was_removed_from_the_group_goes_back(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    topic.says("您好，我看一下")
    await customer.reads(JOINED, "您好，我看一下")
    desk.removed()
    await desk.reads("小美 已经不在群里了，手里的 1 个会话交还队列。")
    await customer.reads("小美 暂时离开了")
