"""Where is my order: asked for, proven, told, and never told to anybody else."""

import pytest

from bots.sandbox.slack import SlackPhone
from tests.e2e.channels import BOTH_DESKS, EVERY_CHANNEL
from tests.e2e.chats import Channel, Customer, Desk, Street, settled
from tests.e2e.shop import MINUTE

REFUSED = "没有查到与您提供的信息相符的订单"


@EVERY_CHANNEL
async def test_phone_or_email_prove_an_order(street: Street, channel: Channel) -> None:
    for factor in ["5678", "５６７８", "13900005678", "lifang@example.com", "LiFang@Example.com"]:
        customer = street.customer(channel)
        await customer.says("查订单 A20261109")
        await customer.reads("请发送订单 A20261109 收货手机的后四位")
        await customer.says(factor)
        await customer.reads("A20261109", "运输中", "护眼台灯 白色", "¥1,299.00", "京东物流")


@EVERY_CHANNEL
async def test_number_and_proof_in_one_breath(street: Street, channel: Channel) -> None:
    for said in [
        "A20261109 5678",
        "查订单 Ａ２０２６１１０９ ５６７８",
        "a20261109 lifang@example.com",
        "我的订单A20261109到哪了，尾号5678",
    ]:
        customer = street.customer(channel)
        await customer.says(said)
        await customer.reads("A20261109", "运输中", "护眼台灯")


async def test_slips_of_the_finger_still_lead_to_the_order(street: Street) -> None:
    for typed in ["查  订单", "【查订单】", "查订单！！"]:
        customer = street.customer("telegram")
        await customer.says(typed)
        await customer.reads("请把订单号发给我")
    for typed, question in [
        ("查订但", "请把订单号发给我"),
        ("ordr status", "请把订单号发给我"),
        ("where is my oder", "Please send me your order number"),
    ]:
        customer = street.customer("telegram")
        await customer.says(typed)
        await customer.reads(question)
    customer = street.customer("telegram")
    await customer.says("查汀单")
    assert "查订单" in (await customer.eyes.next()).buttons


@EVERY_CHANNEL
async def test_not_yours_and_not_there_read_the_same_to_the_byte(street: Street, channel: Channel) -> None:
    answers = []
    for number in ["A20261109", "A99999999"]:
        customer = street.customer(channel)
        await customer.says(number)
        await customer.reads(number)
        await customer.says("0000")
        answers.append(await customer.reads(REFUSED))
    assert answers[0].text == answers[1].text
    assert answers[0].buttons == answers[1].buttons


@BOTH_DESKS
@EVERY_CHANNEL
async def test_five_wrong_proofs_lock_and_tell_the_desk_once(customer: Customer, desk: Desk) -> None:
    await customer.says("A20261109")
    await customer.reads("为了保护您的隐私")
    for factor in ["0000", "1111", "2222", "3333", "4444"]:
        await customer.says(factor)
        await customer.reads(REFUSED)
    await customer.says("5678")
    await customer.reads("核对失败的次数有点多", "15 分钟")
    note = await desk.reads("没有通过")
    assert customer.name in note.text
    assert "A20261109" not in note.text
    await customer.says("A20261109 5678")
    await customer.reads("核对失败的次数有点多")
    await settled(desk.shop)
    assert desk.count("没有通过") == 1
    assert not any("护眼台灯" in said for said in customer.everything)


@EVERY_CHANNEL
async def test_a_lock_is_over_after_a_quarter_of_an_hour(customer: Customer, desk: Desk) -> None:
    await customer.says("A20261109 0000")
    await customer.reads(REFUSED)
    for factor in ["1111", "2222", "3333", "4444"]:
        await customer.says(factor)
        await customer.reads(REFUSED)
    await customer.says("5678")
    await customer.reads("核对失败的次数有点多")
    desk.shop.clock.forward(16 * MINUTE)
    await customer.says("A20261109 5678")
    await customer.reads("护眼台灯")


@EVERY_CHANNEL
async def test_what_was_proven_once_is_not_asked_again(customer: Customer) -> None:
    await customer.says("A20261109 5678")
    await customer.reads("护眼台灯")
    await customer.says("查订单")
    await customer.reads("A20261109", "护眼台灯")


@EVERY_CHANNEL
async def test_of_several_orders_one_is_picked(customer: Customer) -> None:
    for proof, item in [("A20261109 5678", "护眼台灯"), ("A20261111 2468", "羽绒服")]:
        await customer.says(proof)
        await customer.reads(item)
    await customer.says("查订单")
    listed = await customer.reads("您有 2 个订单")
    label = next(each for each in listed.buttons if "A20261109" in each)
    await customer.presses(label)
    await customer.reads("A20261109", "护眼台灯")


@EVERY_CHANNEL
async def test_a_proof_is_one_contacts_alone(street: Street, channel: Channel) -> None:
    owner, other = street.customer(channel), street.customer(channel)
    await owner.says("A20261109 5678")
    await owner.reads("护眼台灯")
    await other.says("A20261109")
    await other.reads("为了保护您的隐私")


async def test_asked_in_a_telegram_group_the_order_is_spoken_of_in_private(street: Street) -> None:
    platforms = street.shop.platforms
    customer = street.customer("telegram", name="韩梅梅")
    await customer.says("A20261109 5678")
    await customer.reads("护眼台灯")
    group = platforms.telegram.group(-5001, "买家群")
    in_group = group.agent(7001, "韩梅梅", language_code="zh-hans")
    in_group.say("@kefu_sandbox_bot 查订单 A20261109")
    await group.screen.until(lambda each: "订单信息不方便在群里说" in each.text)
    await customer.reads("护眼台灯")
    assert not any("护眼台灯" in each.text for each in group.screen.shown)


@pytest.mark.parametrize("wiring", ["called", "polling"])
async def test_mentioned_in_a_slack_channel_the_order_is_spoken_of_in_private(street: Street) -> None:
    customer = street.customer("slack")
    channel = street.shop.platforms.slack.channel("C0GENERAL", "general")
    assert hasattr(customer.phone, "mention")
    customer.phone.mention("C0GENERAL", "查订单 A20261109 5678")
    await channel.screen.until(lambda each: "订单信息不方便在群里说" in each.text)
    await customer.reads("您刚才在群里问到订单")
    assert not any("护眼台灯" in each.text for each in channel.screen.shown)


@pytest.mark.parametrize("wiring", ["called", "polling"])
async def test_mentioned_in_a_thread_of_a_slack_channel_the_bot_answers_in_it(street: Street) -> None:
    phone = street.customer("slack").phone
    channel = street.shop.platforms.slack.channel("C0GENERAL", "general")
    assert isinstance(phone, SlackPhone)
    thread = phone.say_in("C0GENERAL", "有人知道吗")
    phone.mention("C0GENERAL", "运费多少", thread=thread)
    answer = await channel.screen.until(lambda each: "订单满 99 元包邮" in each.text)
    assert answer.thread == thread


@EVERY_CHANNEL
async def test_cancelling_in_the_middle_ends_the_questions(customer: Customer) -> None:
    await customer.says("查订单")
    await customer.reads("请把订单号发给我")
    await customer.says("算了")
    await customer.reads("已经取消了")
    await customer.says("5678")
    assert "后四位" not in await customer.reads_next()


@EVERY_CHANNEL
async def test_a_question_in_between_is_answered_and_the_form_goes_on(customer: Customer) -> None:
    await customer.says("A20261109")
    await customer.reads("后四位")
    await customer.says("运费多少")
    await customer.reads("订单满 99 元包邮", "我们接着刚才的来", "后四位")
    await customer.says("5678")
    await customer.reads("护眼台灯")


@EVERY_CHANNEL
async def test_a_form_left_alone_expires_with_a_word(customer: Customer, desk: Desk) -> None:
    await customer.says("A20261109")
    await customer.reads("后四位")
    desk.shop.clock.forward(31 * MINUTE)
    await customer.reads("刚才的填写已经失效")
    await customer.says("5678")
    assert "护眼台灯" not in await customer.reads_next()


@EVERY_CHANNEL
async def test_nonsense_instead_of_a_number_is_asked_again_and_then_a_person_is_offered(customer: Customer) -> None:
    await customer.says("查订单")
    await customer.reads("请把订单号发给我")
    await customer.says("呜啦呜啦")
    await customer.reads("这看起来不像订单号")
    await customer.says("咕噜咕噜")
    await customer.reads("这看起来不像订单号")
    await customer.says("吧啦吧啦")
    offer = await customer.reads("看来有点不顺利")
    assert "转人工" in offer.buttons
