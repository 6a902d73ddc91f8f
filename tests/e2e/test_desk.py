"""The desk: staff read one card, answer in its topic, and nothing of theirs goes astray."""

import asyncio
from pathlib import Path

import pytest

from bots.delivery.runs import ALOUD
from bots.sandbox.platforms import DeskName
from bots.sandbox.slack import SlackPhone
from bots.sandbox.telegram import TelegramPhone
from bots.sandbox.wechat.customers import WeChatPhone
from storage.sqlite import SqliteStore
from tests.e2e.channels import BOTH_DESKS, EVERY_CHANNEL, EVERY_DESK
from tests.e2e.chats import Channel, Customer, Desk, Street, handed_over, settled
from tests.e2e.shop import MINUTE, Plan, open_shop

JOINED = "我是 小美，接下来由我为您服务。"
CALLED = {"wechat": "微信", "telegram": "Telegram", "slack": "Slack"}


@BOTH_DESKS
@EVERY_CHANNEL
async def test_the_card_says_who_and_what_and_keeps_personal_data_back(customer: Customer, desk: Desk) -> None:
    for said, heard in [
        ("A20261109", "后四位"),
        ("5678", "护眼台灯"),
        ("订单 A20261109 灯不亮，打 13900005678 找我", "具体情况"),
    ]:
        await customer.says(said)
        await customer.reads(heard)
    await customer.says("转人工")
    await customer.reads("已经为您转接人工客服")
    topic = await desk.topic_of(customer)
    card = await topic.reads(customer.name, CALLED[customer.channel], "简体中文", "灯不亮", "A2*****09", "机器人")
    assert "结束会话" in card.buttons
    for secret in ["A20261109", "5678", "13900005678", "lifang", "JD1000000000002"]:
        assert secret not in card.text


@EVERY_DESK
@EVERY_CHANNEL
async def test_the_bot_is_silent_while_staff_have_it(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    for words in ["你好", "查订单", "A20261109 5678", "呜啦呜啦"]:
        await customer.says(words)
        await topic.reads(words)
    topic.says("我在看")
    await customer.reads(JOINED, "我在看")


@EVERY_DESK
@EVERY_CHANNEL
async def test_each_customer_reads_only_their_own_answer(street: Street, desk: Desk, channel: Channel) -> None:
    one, other = street.customer(channel), street.customer("telegram")
    ones, others = await handed_over(one, desk), await handed_over(other, desk)
    assert ones.id != others.id
    marked = [others.says("给第二位"), ones.says("给第一位")]
    await one.reads(JOINED, "给第一位")
    await other.reads(JOINED, "给第二位")
    await others.sees_delivered(marked[0])
    await ones.sees_delivered(marked[1])
    assert not any("给第二位" in said for said in one.everything)


@EVERY_DESK
@EVERY_CHANNEL
async def test_a_note_never_leaves(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    before = list(customer.everything)
    for note in ["// 客户很急", "//客户很急", "／／客户很急", " // 客户很急", "备注：客户很急"]:
        topic.says(note)
    topic.says("马上处理")
    await customer.reads(JOINED, "马上处理")
    assert customer.everything == [*before, JOINED, "马上处理"]


@EVERY_DESK
async def test_an_unknown_command_is_not_relayed_but_told_of(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    before = list(customer.everything)
    topic.says("/reslove")
    await topic.reads("没有", "reslove 这个命令")
    topic.says("/help")
    await topic.reads("在话题里直接写", "//", "resolve", "help")
    topic.says("好了")
    await customer.reads(JOINED, "好了")
    assert customer.everything == [*before, JOINED, "好了"]


@EVERY_DESK
@EVERY_CHANNEL
async def test_resolving_says_farewell_and_a_word_of_the_menu_brings_the_bot_back(
    customer: Customer, desk: Desk
) -> None:
    topic = await handed_over(customer, desk)
    topic.says("/resolve")
    await customer.reads("本次人工服务已结束")
    await topic.reads("结束了会话")
    await customer.says("运费")
    await customer.reads("订单满 99 元包邮")
    topic.says("还有一句")
    await topic.reads("这条没有发给客户")


@EVERY_DESK
@EVERY_CHANNEL
async def test_writing_again_soon_after_reopens_the_same_topic(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    await topic.presses("结束会话")
    await customer.reads("本次人工服务已结束")
    await topic.reads("结束了会话")
    await customer.says("等等，又坏了一个")
    await customer.reads("之前的对话同事都看得到")
    await topic.reads("又写来了")
    await topic.reads("等等，又坏了一个")
    topic.says("我看看")
    await customer.reads(JOINED, "我看看")


@EVERY_DESK
async def test_the_agent_reopens_what_was_resolved(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    topic.says("/resolve")
    await customer.reads("本次人工服务已结束")
    await topic.reads("结束了会话")
    await topic.presses("重新打开")
    await topic.reads("重新打开了会话")
    topic.says("忘了告诉您一件事")
    await customer.reads(JOINED, "忘了告诉您一件事")


@EVERY_CHANNEL
async def test_the_customer_ends_it_themselves(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    await customer.says("结束对话")
    await customer.reads("人工服务已结束")
    await topic.reads("自己结束了会话")
    await customer.says("运费多少")
    await customer.reads("订单满 99 元包邮")


@EVERY_DESK
async def test_a_number_typed_to_an_agent_is_no_menu(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    topic.says("您买了几件？")
    await customer.reads(JOINED, "您买了几件？")
    await customer.says("1")
    await topic.reads("1")
    topic.says("好的，一件")
    await customer.reads("好的，一件")


@EVERY_DESK
async def test_who_blocked_the_bot_is_told_of_in_the_topic(street: Street, desk: Desk) -> None:
    customer = street.customer("telegram")
    topic = await handed_over(customer, desk)
    assert isinstance(customer.phone, TelegramPhone)
    customer.phone.block()
    await topic.reads("已取消关注或拉黑了我们")
    topic.says("您还在吗")
    await topic.reads("这条送不到")
    customer.phone.unblock()
    await customer.says("我回来了")
    await topic.reads("我回来了")
    said = topic.says("欢迎回来")
    await customer.reads(JOINED, "欢迎回来")
    await topic.sees_delivered(said)


@EVERY_DESK
async def test_a_message_that_a_block_stops_is_marked_failed(street: Street, desk: Desk) -> None:
    customer = street.customer("telegram")
    topic = await handed_over(customer, desk)
    assert isinstance(customer.phone, TelegramPhone)
    customer.phone.chat.blocked = True  # and kefu has not heard of it yet
    said = topic.says("您还在吗")
    await topic.reads("没有收到", "您还在吗", "原因")
    await topic.sees_failed(said)


@EVERY_DESK
async def test_who_unfollowed_in_wechat_is_told_of_in_the_topic(street: Street, desk: Desk) -> None:
    customer = street.customer("wechat")
    topic = await handed_over(customer, desk)
    assert isinstance(customer.phone, WeChatPhone)
    await customer.phone.unfollow()
    await topic.reads("已取消关注或拉黑了我们")
    topic.says("您还在吗")
    await topic.reads("这条送不到")
    await customer.phone.follow()
    await customer.reads("您正在和人工客服对话")


@EVERY_DESK
async def test_after_wechats_48_hours_the_agent_is_told(street: Street, desk: Desk) -> None:
    customer = street.customer("wechat")
    topic = await handed_over(customer, desk)
    topic.says("您好")
    await customer.reads(JOINED, "您好")
    desk.shop.clock.forward(49 * 60 * MINUTE)
    said = topic.says("请问解决了吗")
    await topic.reads("没有收到", "请问解决了吗", "原因")
    await topic.sees_failed(said)


@EVERY_DESK
async def test_when_wechats_quota_is_used_up_the_agent_is_told(street: Street, desk: Desk) -> None:
    customer = street.customer("wechat")
    topic = await handed_over(customer, desk)
    marked = [topic.says(f"第 {number} 条") for number in range(1, 5)]
    await customer.reads(JOINED)
    for number in range(1, 4):
        await customer.reads(f"第 {number} 条")
    await topic.reads("没有收到", "第 4 条", "原因")
    await topic.sees_failed(marked[-1])
    desk.shop.clock.forward(1 * MINUTE)
    await customer.says("收到了")
    await topic.reads("收到了")
    said = topic.says("好的")
    await customer.reads("好的")
    await topic.sees_delivered(said)


class SlowToWriteTopicsDown(SqliteStore):
    async def set_thread(self, conversation_id: int, thread: str | None) -> None:
        await asyncio.sleep(0.3)
        await super().set_thread(conversation_id, thread)


@BOTH_DESKS
async def test_words_in_a_topic_that_nobody_has_written_down_yet_reach_the_customer(
    tmp_path: Path, desk_channel: DeskName
) -> None:
    plan = Plan(folder=tmp_path, desk_channel=desk_channel, store_of=SlowToWriteTopicsDown)
    async with open_shop(plan) as shop:
        customer, desk = Street(shop).customer("telegram"), Desk(shop)
        await customer.says("转人工")
        opened = await desk.screen.until(lambda each: bool(each.notice and each.thread) or bool(each.buttons))
        topic = desk.topic(opened.thread or opened.message_id)
        said = topic.says("您好")
        await customer.reads("已经为您转接人工客服")
        await customer.reads(JOINED, "您好")
        await topic.sees_delivered(said)


async def test_a_topic_deleted_by_hand_is_made_again(customer: Customer, desk: Desk) -> None:
    forum = desk.shop.platforms.forum
    topic = await handed_over(customer, desk)
    forum.delete_topic(topic.id)
    await customer.says("还在吗？")
    shown = await desk.reads("还在吗？")
    assert shown.thread is not None
    assert shown.thread != topic.id
    again = desk.topic(shown.thread)
    again.says("在的")
    await customer.reads(JOINED, "在的")


async def test_a_desk_that_becomes_a_supergroup_goes_on(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    desk.shop.platforms.forum.upgrade()
    await customer.says("还在吗？")
    await topic.reads("还在吗？")
    moved = Desk(desk.shop, "小美")
    moved.topic(topic.id).says("在的")
    await customer.reads(JOINED, "在的")


@BOTH_DESKS
async def test_words_outside_of_a_topic_reach_nobody(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    before = list(customer.everything)
    desk.says_outside("中午吃什么")
    desk.says_outside("/resolve")
    await desk.reads("resolve。")
    topic.says("您好")
    await customer.reads(JOINED, "您好")
    assert customer.everything == [*before, JOINED, "您好"]


@EVERY_CHANNEL
async def test_a_customer_has_no_staff_commands(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    for command in ["/resolve", "/reopen", "// 备注"]:
        await customer.says(command)
        shown = command.replace("/re", "／re") if desk.channel == "telegram" else command  # one tap would send it
        await topic.reads(f"{ALOUD}{shown}")
    topic.says("我在")
    await customer.reads(JOINED, "我在")


@pytest.mark.parametrize("desk_channel", ["slack"])
async def test_an_outsider_in_a_shared_slack_channel_is_no_staff(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    outsider = desk.shop.platforms.channel.agent("U0GUEST", "外人", team="T0OTHER")
    before = list(customer.everything)
    outsider.say("我是骗子", thread=topic.id)
    outsider.say("/resolve", thread=topic.id)
    await settled(desk.shop)
    topic.says("您好")
    await customer.reads(JOINED, "您好")
    assert customer.everything == [*before, JOINED, "您好"]


async def test_another_group_is_not_the_desk(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    before = list(customer.everything)
    group = desk.shop.platforms.telegram.forum_group(-1009000000009, "别的群")
    stranger = group.agent(666, "路人")
    stranger.say("/resolve")
    stranger.say("/resolve@kefu_sandbox_bot")
    topic.says("您好")
    await customer.reads(JOINED, "您好")
    await settled(desk.shop)
    assert customer.everything == [*before, JOINED, "您好"]


@BOTH_DESKS
async def test_a_customers_edit_is_shown_to_staff(street: Street, desk: Desk) -> None:
    for channel in ("telegram", "slack"):
        customer = street.customer(channel)
        topic = await handed_over(customer, desk)
        message_id = await customer.says("地址是北京路 1 号")
        await topic.reads("地址是北京路 1 号")
        assert isinstance(customer.phone, TelegramPhone | SlackPhone)
        customer.phone.edit(message_id, "地址是南京路 1 号")
        await topic.eyes.screen.until(lambda each: each.text == f"{ALOUD}地址是南京路 1 号\n（客户改过）")
