"""Staff answer, and change their minds: what the customer's phone shows of it, from every desk to every channel."""

import pytest

from bots.delivery.runs import ALOUD
from bots.sandbox.slack import SlackPhone
from bots.sandbox.telegram import TelegramPhone
from tests.e2e.channels import BOTH_DESKS, EVERY_CHANNEL
from tests.e2e.chats import THUMB, Customer, Desk, Topic, handed_over, settled
from tests.e2e.shop import MINUTE

JOINED = "我是 小美，接下来由我为您服务。"
ON_TELEGRAM = pytest.mark.parametrize("desk_channel", ["telegram"])
ON_SLACK = pytest.mark.parametrize("desk_channel", ["slack"])
CANNOT_CHANGE = {"wechat"}


async def answered(customer: Customer, desk: Desk) -> Topic:
    """小美 has the conversation."""
    topic = await handed_over(customer, desk)
    topic.says("您好")
    await customer.reads(JOINED, "您好")
    return topic


@BOTH_DESKS
@EVERY_CHANNEL
async def test_a_correction_replaces_what_was_said_where_it_can(customer: Customer, desk: Desk) -> None:
    topic = await answered(customer, desk)
    written = topic.says("今天发货")
    await customer.reads("今天发货")
    desk.agent.edit(written, "明天发货")
    if customer.channel in CANNOT_CHANGE:
        await customer.reads("（已更正）明天发货")
    else:
        await customer.screen.until(lambda each: each.text == "明天发货" and not each.mine)
        assert "今天发货" not in customer.everything


@BOTH_DESKS
@EVERY_CHANNEL
async def test_what_becomes_a_note_is_taken_back_and_never_comes_again(customer: Customer, desk: Desk) -> None:
    topic = await answered(customer, desk)
    written = topic.says("又是他")
    await customer.reads("又是他")
    desk.agent.edit(written, "// 又是他")
    await topic.eyes.screen.until(lambda each: "改成了备注" in each.text)
    desk.agent.edit(written, "又是他啊")
    await topic.eyes.screen.until(lambda each: "原来那条没有发给客户" in each.text)
    await settled(desk.shop)
    left = [JOINED, "您好", *(["又是他"] if customer.channel in CANNOT_CHANGE else [])]
    shown = [each.text for each in customer.screen.shown if not each.mine and not each.deleted]
    assert shown[-len(left) :] == left


@BOTH_DESKS
@EVERY_CHANNEL
async def test_an_edit_of_a_note_reaches_nobody(customer: Customer, desk: Desk) -> None:
    topic = await answered(customer, desk)
    before = list(customer.everything)
    note = topic.says("// 他是同行")
    topic.says("稍等")
    await customer.reads("稍等")
    desk.agent.edit(note, "他是同行")
    await topic.eyes.screen.until(lambda each: "原来那条没有发给客户" in each.text)
    await settled(desk.shop)
    assert customer.everything == [*before, "稍等"]


@ON_SLACK
@EVERY_CHANNEL
async def test_a_deletion_takes_it_back_where_it_can(customer: Customer, desk: Desk) -> None:
    topic = await answered(customer, desk)
    written = topic.says("发错人了")
    await customer.reads("发错人了")
    desk.channel_agent.delete(written)
    if customer.channel in CANNOT_CHANGE:
        await customer.reads("客服撤回了一条消息")
        return
    await settled(desk.shop)
    assert not any(each.text == "发错人了" and not each.deleted for each in customer.screen.shown)


@BOTH_DESKS
@EVERY_CHANNEL
async def test_a_word_in_the_wrong_topic_is_taken_back_by_another(customer: Customer, desk: Desk) -> None:
    topic = await answered(customer, desk)
    topic.says("发错人了")
    await customer.reads("发错人了")
    topic.says("!undo")
    await topic.reads("撤回“发错人了”")
    if customer.channel in CANNOT_CHANGE:
        await customer.reads("客服撤回了一条消息")
        return
    await settled(desk.shop)
    assert not any(each.text == "发错人了" and not each.deleted for each in customer.screen.shown)
    assert any(each.text == "您好" and not each.deleted for each in customer.screen.shown)


@ON_TELEGRAM
@EVERY_CHANNEL
async def test_an_answer_shows_what_it_answers(customer: Customer, desk: Desk) -> None:
    topic = await answered(customer, desk)
    asked = await customer.says("要两盒还是三盒")
    post = await topic.eyes.screen.until(lambda each: each.text == f"{ALOUD}要两盒还是三盒")
    await customer.says("在吗")
    desk.forum_agent.reply(post.message_id, "三盒")
    shown = await customer.eyes.next()
    if customer.channel == "telegram":
        assert (shown.text, shown.quotes) == ("三盒", asked)
    else:
        assert shown.text.endswith("三盒")
        assert "要两盒还是三盒" in shown.text or shown.quotes == asked


@ON_TELEGRAM
@EVERY_CHANNEL
async def test_an_answer_to_a_note_or_to_the_card_carries_nothing_of_it(customer: Customer, desk: Desk) -> None:
    topic = await answered(customer, desk)
    before = list(customer.everything)
    card = await topic.eyes.screen.until(lambda each: "结束会话" in each.buttons)
    note = topic.says("// 他投诉过三次")
    desk.forum_agent.reply(note, "小心点")
    desk.forum_agent.reply(card.message_id, "马上处理")
    shown = await customer.eyes.next()
    assert (shown.text, shown.quotes) == ("马上处理", "")
    assert customer.everything == [*before, "马上处理"]


@BOTH_DESKS
async def test_a_thumb_on_the_card_claims(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    card = await topic.eyes.screen.until(lambda each: "结束会话" in each.buttons)
    await settled(desk.shop)
    desk.agent.react(card.message_id, THUMB[desk.channel])
    await customer.reads(JOINED)


@BOTH_DESKS
async def test_a_thumb_on_what_the_customer_wrote_claims(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    await customer.says("有人吗")
    post = await topic.eyes.screen.until(lambda each: each.text == f"{ALOUD}有人吗")
    await settled(desk.shop)
    desk.agent.react(post.message_id, THUMB[desk.channel])
    await customer.reads(JOINED)


@BOTH_DESKS
@pytest.mark.parametrize("channel", ["telegram", "slack"])
async def test_reactions_are_seen_on_the_other_side(customer: Customer, desk: Desk) -> None:
    topic = await answered(customer, desk)
    asked = await customer.says("谢谢")
    post = await topic.eyes.screen.until(lambda each: each.text == f"{ALOUD}谢谢")
    await settled(desk.shop)
    desk.agent.react(post.message_id, THUMB[desk.channel])
    await customer.screen.until(lambda each: each.message_id == asked and bool(each.marks))
    written = topic.says("不客气")
    shown = await customer.reads("不客气")
    await topic.sees_delivered(written)
    await settled(desk.shop)
    assert isinstance(customer.phone, TelegramPhone | SlackPhone)
    customer.phone.react(shown.message_id, THUMB[customer.channel])
    await topic.eyes.screen.until(lambda each: each.message_id == written and THUMB[desk.channel] in each.marks)


@BOTH_DESKS
@EVERY_CHANNEL
async def test_words_in_a_colleagues_conversation_go_out_once_it_is_taken_over(customer: Customer, desk: Desk) -> None:
    topic = await answered(customer, desk)
    desk.shop.clock.forward(MINUTE)
    await customer.says("还在吗")  # WeChat lets five messages follow one of theirs
    await topic.eyes.screen.until(lambda each: each.text == f"{ALOUD}还在吗")
    before = list(customer.everything)
    colleagues = Desk(desk.shop, "阿波", "2").topic(topic.id)
    for words in ("我来吧", "明天到"):
        colleagues.says(words)
    await topic.eyes.screen.until(lambda each: "接手并发出" in each.buttons)
    await settled(desk.shop)
    assert customer.everything == before
    colleagues.press("接手并发出")
    await customer.reads("阿波")
    await customer.reads("我来吧")
    await customer.reads("明天到")
    await settled(desk.shop)
    assert sum("我来吧" in each for each in customer.everything) == 1


@BOTH_DESKS
@pytest.mark.parametrize("channel", ["slack"])
async def test_what_a_customer_takes_back_staff_keep(customer: Customer, desk: Desk) -> None:
    topic = await answered(customer, desk)
    written = await customer.says("你们都是骗子")
    await topic.eyes.screen.until(lambda each: each.text == f"{ALOUD}你们都是骗子")
    assert isinstance(customer.phone, SlackPhone)
    customer.phone.delete(written)
    await topic.eyes.screen.until(lambda each: each.text == "（客户已撤回）\n你们都是骗子")


@pytest.mark.parametrize("desk_channel", ["wecom"])
@EVERY_CHANNEL
async def test_an_answer_to_a_note_stays_in_the_group_without_topics(customer: Customer, desk: Desk) -> None:
    topic = await answered(customer, desk)
    before = list(customer.everything)
    note = topic.says("// 他投诉过三次")
    desk.group_agent.say(f"{topic.id} 小心点", quote=note)
    await desk.reads("这条也当备注")
    topic.says("马上处理")
    await customer.reads("马上处理")
    assert customer.everything == [*before, "马上处理"]
