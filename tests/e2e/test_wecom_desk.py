"""Staff in a group of WeCom, where there are no topics: a number leads each answer to its customer."""

from pathlib import Path

import pytest

from bots.app import running
from bots.sandbox.phone import Shown
from bots.sandbox.platforms import DeskName
from bots.sandbox.wechat.customers import WeChatPhone
from tests.e2e.channels import EVERY_CHANNEL
from tests.e2e.chats import Channel, Customer, Desk, Street, handed_over, settled
from tests.e2e.shop import Plan, Shop, settings_of
from tests.recordings import amr

MINUTE = 60.0
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
)


@pytest.fixture
def desk_channel() -> DeskName:
    return "wecom"


def plan_in(folder: Path) -> Plan:
    folder.mkdir()
    return Plan(folder=folder, desk_channel="wecom")


async def shown(customer: Customer, text: str) -> Shown:
    """Once it is there, whatever came before it."""
    return await customer.screen.until(lambda each: not each.mine and text in each.text)


@EVERY_CHANNEL
async def test_a_customer_is_answered_by_number_and_by_quote(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    assert topic.id.startswith("#")
    desk.group_agent.say(f"{topic.id.removeprefix('#')} 您好，我在")
    await shown(customer, "您好，我在")
    await customer.says("灯不亮了")
    post = await desk.reads("灯不亮了")
    assert post.text.startswith(f"{topic.id} {customer.name}：")
    desk.group_agent.say("马上给您换一个", quote=post.message_id)
    await shown(customer, "马上给您换一个")
    topic.says("/resolve")
    await shown(customer, "本次人工服务已结束")
    assert not any("@" in said or topic.id in said for said in customer.everything)


async def test_two_customers_share_a_group_and_no_answer(street: Street, desk: Desk) -> None:
    one, other = street.customer("wechat"), street.customer("telegram")
    ones, others = await handed_over(one, desk), await handed_over(other, desk)
    others.says("给第二位")
    ones.says("给第一位")
    await shown(one, "给第一位")
    await shown(other, "给第二位")
    assert not any("给第二位" in said for said in one.everything)
    assert not any("给第一位" in said for said in other.everything)


@EVERY_CHANNEL
async def test_buttons_end_the_conversation(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    await topic.presses("结束会话")
    await shown(customer, "本次人工服务已结束")


@EVERY_CHANNEL
async def test_what_is_not_for_the_customer_stays_in_the_group(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    member, card = desk.group_agent, desk.screen.shown[-1].message_id
    for said in ["// 客户很急", "备注：客户很急", "／／客户很急", "/reslove"]:
        topic.says(said)
        member.say(said, quote=card)
    member.talk("这位客户很难缠")
    member.say("没有编号的一句")
    await desk.reads("看不出您说的是哪个会话")
    member.say("#999 没有这个会话")
    member.say("#998 引用和编号不一样", quote=card)
    topic.says("马上处理")
    await shown(customer, "马上处理")
    for kept in ["很急", "reslove", "难缠", "没有编号", "没有这个会话", "不一样"]:
        assert not any(kept in said for said in customer.everything)
    assert desk.count("看不出您说的是哪个会话") == 3


async def test_commands_about_no_conversation_need_no_number(customer: Customer, desk: Desk) -> None:
    await handed_over(customer, desk)
    desk.says_outside("/help")
    await desk.reads("/queue")
    desk.says_outside("/resolve")
    await desk.reads("看不出您说的是哪个会话")


@EVERY_CHANNEL
async def test_pictures_go_both_ways(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    await customer.sends_photo(PNG)
    picture = await desk.screen.until(lambda each: not each.mine and bool(each.files))
    assert picture.files[0].kind == "photo"
    assert desk.screen.shown[desk.screen.shown.index(picture) - 1].text.startswith(topic.id)
    topic.upload(PNG, "label.png")
    await customer.screen.until(lambda each: not each.mine and bool(each.media))


async def test_a_voice_from_wechat_can_be_heard(street: Street, desk: Desk) -> None:
    customer = street.customer("wechat")
    await handed_over(customer, desk)
    assert isinstance(customer.phone, WeChatPhone)
    await customer.phone.send_voice(amr(2.0), heard="灯坏了")
    voice = await desk.screen.until(lambda each: not each.mine and bool(each.files))
    assert voice.files[0].mime == "audio/amr"
    assert desk.count("灯坏了") == 1


async def test_a_customers_signs_stay_words(street: Street, desk: Desk) -> None:
    nasty = "<b>粗</b> *bold* **x** _it_ `code` [a](https://b.cn) <@all> # 一 ~s~ {{ 7*7 }}"
    for customer in (street.customer("wechat"), street.customer("telegram")):
        topic = await handed_over(customer, desk)
        await customer.says(nasty)
        shown = await topic.eyes.next()
        assert shown.text == f"{topic.id} {customer.name}：\n{nasty}"
        assert [span.styles for span in shown.spans if span.text in nasty] == [("bar",)]


async def test_a_file_that_was_shared_is_sent_by_quoting_it(street: Street, desk: Desk) -> None:
    customer = street.customer("telegram")
    topic = await handed_over(customer, desk)
    file = desk.group_agent.share(b"%PDF-1.7 invoice", "发票.pdf")
    desk.group_agent.say(topic.id, quote=file)
    received = await customer.screen.until(lambda each: not each.mine and bool(each.files))
    assert received.files[0].name == "发票.pdf"


@EVERY_CHANNEL
async def test_a_group_that_sleeps_is_told_by_its_webhook_and_answers_all_the_same(
    customer: Customer, desk: Desk
) -> None:
    topic = await handed_over(customer, desk)
    desk.shop.platforms.group.asleep = True
    await customer.says("还在吗？")
    pushed = await desk.reads("还在吗？")
    assert pushed.author == "消息推送"
    assert desk.count("不让机器人在这个群里发消息了") == 1
    topic.says("在的")
    await shown(customer, "在的")
    await customer.says("好的")
    assert (await desk.reads("好的")).author == desk.shop.platforms.wecom.bot_name


async def test_a_connection_that_breaks_loses_no_customers_words_and_staff_are_told_of_theirs(
    customer: Customer, desk: Desk
) -> None:
    topic = await handed_over(customer, desk)
    wecom = desk.shop.platforms.wecom
    wecom.closed = True
    await wecom.drop()
    await customer.says("第一句")
    await customer.says("第二句")
    wecom.closed = False
    await desk.reads("第一句")
    await desk.reads("第二句")
    await wecom.until_subscribed(2)
    topic.says("都收到了")
    await shown(customer, "都收到了")
    assert [desk.count("第一句"), desk.count("第二句")] == [1, 1]
    desk.shop.clock.forward(MINUTE)
    await desk.reads("与企业微信的连接断开过，这段时间在这里写给客户的内容可能没有收到，请重发。")


async def test_who_comes_after_a_kefu_that_died_takes_the_bot_over(shop: Shop, street: Street, desk: Desk) -> None:
    """The dead one's connection may still look alive to WeCom."""
    customer = street.customer("telegram")
    topic = await handed_over(customer, desk)
    async with running(settings_of(plan_in(shop.folder / "next"), shop.platforms), clock=shop.clock):
        await shop.platforms.wecom.until_subscribed(2)
        topic.says("这句由后来的收到")
        await desk.reads("看不出您说的是哪个会话")
    await settled(shop)
    assert not any("后来的" in said for said in customer.everything)


@pytest.mark.parametrize("channel", ["telegram"])
async def test_another_group_with_the_bot_in_it_commands_nothing(
    customer: Customer, desk: Desk, channel: Channel
) -> None:
    topic = await handed_over(customer, desk)
    stranger = desk.shop.platforms.wecom.group("wrOTHER", "别的群").member("laowang", "老王")
    stranger.say(f"{topic.id} 我是骗子")
    stranger.say(f"{topic.id} /resolve")
    topic.says("我是小美")
    await shown(customer, "我是小美")
    assert not any("骗子" in said or "已结束" in said for said in customer.everything)
