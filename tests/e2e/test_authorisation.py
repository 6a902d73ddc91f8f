"""Only who is in the staff group at that moment commands anything, on the whole way through kefu."""

import pytest

from bots.sandbox.faults import Fault
from tests.e2e.channels import BOTH_DESKS
from tests.e2e.chats import THUMB, Customer, Desk, Topic, handed_over, settled
from tests.engine_fakes import until

JOINED = "我是 小美，接下来由我为您服务。"
A_MINUTE = 61


async def nothing_happened(customer: Customer, desk: Desk, topic: Topic, said: list[str]) -> None:
    """Nobody has the conversation, and whoever is staff can still take it."""
    await settled(desk.shop)
    assert customer.everything == said
    topic.says("您好")
    await customer.reads(JOINED, "您好")


@BOTH_DESKS
async def test_a_former_colleagues_phone_still_shows_buttons_and_they_do_nothing(
    customer: Customer, desk: Desk
) -> None:
    former = Desk(desk.shop, "老周", "2")
    topic = await handed_over(customer, desk)
    card = await topic.eyes.screen.until(lambda each: bool(each.buttons))
    said = customer.everything
    former.removed()
    for label in ("我来接待", "结束会话"):
        former.presses(label)
    former.agent.react(card.message_id, THUMB[desk.channel])
    await nothing_happened(customer, desk, topic, said)


@BOTH_DESKS
async def test_who_was_a_colleague_a_minute_ago_is_none_now(customer: Customer, desk: Desk) -> None:
    former = Desk(desk.shop, "老周", "2")
    topic = await handed_over(customer, desk)
    former.presses("我来接待")
    await customer.reads("老周")
    former.removed()
    desk.shop.clock.forward(A_MINUTE)
    former.presses("结束会话")
    await settled(desk.shop)
    assert not any("已结束" in said for said in customer.everything)
    topic.says("!resolve")
    await topic.eyes.screen.until(lambda each: bool(each.buttons) and "老周" in each.text)


@BOTH_DESKS
async def test_a_member_of_staff_is_a_customer_in_a_chat_of_their_own(customer: Customer, desk: Desk) -> None:
    platforms = desk.shop.platforms
    topic = await handed_over(customer, desk)
    said = customer.everything
    private = (
        platforms.telegram.customer(9001, "小美", "zh-hans")
        if desk.channel == "telegram"
        else platforms.slack.customer("U0AGENT", "小美", "zh-CN")
    )
    for words in ("/resolve", "!resolve", "/claim", "//x"):
        private.say(words)
    await private.screen.until(lambda each: not each.mine)
    await nothing_happened(customer, desk, topic, said)


@pytest.mark.parametrize("desk_channel", ["telegram"])
async def test_a_forged_press_is_nobodys(customer: Customer, desk: Desk) -> None:
    """A button of the desk, pressed by somebody whom the group does not know, or carried into a private chat."""
    platforms = desk.shop.platforms
    topic = await handed_over(customer, desk)
    said = customer.everything
    card = await topic.eyes.screen.until(lambda each: bool(each.buttons))
    of_desk = platforms.forum.chat.messages[int(card.message_id)].message
    eve = platforms.telegram.customer(66, "Eve")
    eve.start()
    greeting = await eve.screen.until(lambda each: not each.mine)
    of_hers = eve.chat.messages[int(greeting.message_id)].message
    for number, message in enumerate((of_desk, of_hers)):
        for data in ("desk:resolve", "desk:claim", "desk:transfer:telegram:66"):
            press = {"id": f"{number}{data}", "from": eve.user, "message": message, "chat_instance": "1", "data": data}
            platforms.telegram.updates.add("callback_query", press, ("query", 66))
    await platforms.telegram.updates.settled()
    await nothing_happened(customer, desk, topic, said)


@pytest.mark.parametrize("desk_channel", ["telegram"])
async def test_whoever_presses_while_telegram_does_not_say_who_they_are_is_asked_to_press_again(
    customer: Customer, desk: Desk
) -> None:
    telegram, agent = desk.shop.platforms.telegram, Desk(desk.shop, "老周", "2")
    await handed_over(customer, desk)
    telegram.faults.next("getChatMember", Fault.busy(30))
    agent.presses("我来接待")
    await until(lambda: bool(telegram.account.told))
    (read,) = telegram.account.told
    assert "再按一次" in read
    agent.presses("我来接待")
    await customer.reads("老周")
    assert telegram.account.told == [read]
