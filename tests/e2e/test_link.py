"""One customer, two phones: their accounts are linked, staff answer where they wrote last, and all of it is undone."""

import re

import pytest

from bots.delivery.runs import ALOUD
from bots.sandbox.slack import SlackPhone
from bots.sandbox.telegram import TelegramPhone
from storage.inbound import Identity
from tests.e2e.channels import BOTH_DESKS
from tests.e2e.chats import Channel, Customer, Desk, Street, Topic, handed_over, settled
from tests.e2e.shop import Shop

CODE = re.compile(r"[A-Z2-9]{4}-[A-Z2-9]{4}")
PAIRS = pytest.mark.parametrize(
    ("one", "other"), [("wechat", "telegram"), ("slack", "telegram"), ("telegram", "slack")]
)
CALLED = {"wechat": "微信", "telegram": "Telegram", "slack": "Slack"}


async def code_of(customer: Customer) -> str:
    await customer.says("绑定账号")
    found = CODE.search((await customer.reads("验证码")).text)
    assert found
    return found[0]


async def linked(one: Customer, other: Customer) -> None:
    code = await code_of(one)
    await other.says(code)
    await other.reads(f"要把这个账号和{CALLED[one.channel]}账号")
    await one.reads(f"要把这个账号和{CALLED[other.channel]}账号")
    await other.presses("绑定")
    await other.reads(f"请再到{CALLED[one.channel]}那边")
    await one.presses("绑定")
    await one.reads(f"已和{CALLED[other.channel]}账号")
    await other.reads(f"已和{CALLED[one.channel]}账号")


@pytest.fixture
def both(street: Street, one: Channel, other: Channel) -> tuple[Customer, Customer]:
    return street.customer(one), street.customer(other)


async def talks_to_staff(customer: Customer, desk: Desk) -> Topic:
    topic = await handed_over(customer, desk)
    topic.says("您好")
    await customer.reads("接下来由我为您服务", "您好")
    return topic


@BOTH_DESKS
@PAIRS
async def test_staff_have_one_topic_and_answer_where_the_customer_wrote_last(
    both: tuple[Customer, Customer], desk: Desk
) -> None:
    first, second = both
    await linked(first, second)
    topic = await talks_to_staff(first, desk)
    await second.says("我换了手机")
    await topic.reads(f"现在用{CALLED[second.channel]}说话")
    await topic.reads(f"[{CALLED[second.channel]}] \n我换了手机")
    topic.says("好的，在这边说")
    await second.reads("好的，在这边说")
    await first.says("我又回来了")
    await topic.reads(f"现在用{CALLED[first.channel]}说话")
    assert (await topic.reads("我又回来了")).text == f"{ALOUD}我又回来了"
    topic.says("这边也好")
    await first.reads("这边也好")
    assert "这边也好" not in second.everything
    assert "好的，在这边说" not in first.everything


@BOTH_DESKS
@PAIRS
async def test_undone_on_either_phone_each_is_alone_again(
    both: tuple[Customer, Customer], desk: Desk, street: Street
) -> None:
    first, second = both
    await linked(first, second)
    topic = await talks_to_staff(first, desk)
    street.shop.clock.forward(1)
    await first.says("我等等")  # WeChat lets a shop say so much and no more before the customer writes again
    await topic.reads("我等等")
    await second.says("在吗")
    await topic.reads("现在用")
    await topic.reads("在吗")
    await second.says("/unlink")
    await second.reads("解除绑定")
    await first.reads("解除绑定")
    await topic.reads("解除了和")
    topic.says("还在吗")
    await first.reads("还在吗")
    await second.says("营业时间")
    await settled(street.shop)
    assert "还在吗" not in second.everything
    assert not any("营业时间" in shown.text for shown in topic.eyes.screen.shown)


@BOTH_DESKS
@PAIRS
async def test_order_after_order_each_phone_keeps_its_own(both: tuple[Customer, Customer], desk: Desk) -> None:
    """Written on both at once: nothing is lost, nothing comes twice, and nobody's words change places."""
    first, second = both
    await linked(first, second)
    topic = await talks_to_staff(first, desk)
    for number in range(6):
        await first.says(f"甲{number}")
        await second.says(f"乙{number}")
    await settled(desk.shop)
    seen = "\n".join(shown.text for shown in topic.eyes.screen.shown)
    for person in "甲乙":
        assert re.findall(rf"{person}\d", seen) == [f"{person}{number}" for number in range(6)]


@BOTH_DESKS
@pytest.mark.parametrize(("one", "other"), [("slack", "telegram"), ("telegram", "slack")])
async def test_edits_on_both_sides_change_what_they_are_of(both: tuple[Customer, Customer], desk: Desk) -> None:
    first, second = both
    await linked(first, second)
    topic = await talks_to_staff(first, desk)
    written = await second.says("壶破了")
    await topic.eyes.screen.until(lambda each: "壶破了" in each.text)
    answer = topic.says("今天发货")
    await second.reads("今天发货")
    await first.says("我在这边了")
    await topic.eyes.screen.until(lambda each: "我在这边了" in each.text)
    assert isinstance(second.phone, TelegramPhone | SlackPhone)
    second.phone.edit(written, "壶裂了")
    await topic.eyes.screen.until(lambda each: f"[{CALLED[second.channel]}] \n壶裂了" in each.text)
    desk.agent.edit(answer, "明天发货")
    await second.screen.until(lambda each: each.text == "明天发货" and not each.mine)
    await settled(desk.shop)
    assert "今天发货" not in second.everything
    assert not any("明天发货" in text for text in first.everything)


@BOTH_DESKS
@pytest.mark.parametrize(("one", "other"), [("slack", "telegram"), ("telegram", "slack")])
async def test_a_reaction_lands_on_the_message_that_it_is_for(both: tuple[Customer, Customer], desk: Desk) -> None:
    first, second = both
    await linked(first, second)
    topic = await talks_to_staff(first, desk)
    await second.says("谢谢您")
    post = await topic.eyes.screen.until(lambda each: "谢谢您" in each.text)
    desk.agent.react(post.message_id, "❤" if desk.channel == "telegram" else "heart")
    await second.screen.until(lambda each: each.text == "谢谢您" and bool(each.marks))
    await settled(desk.shop)
    assert not any(each.marks for each in first.screen.shown)


@pytest.mark.parametrize("desk_channel", ["slack"])
@pytest.mark.parametrize(("one", "other"), [("wechat", "telegram")])
async def test_what_was_proven_on_one_phone_is_known_on_the_other(
    both: tuple[Customer, Customer], street: Street
) -> None:
    first, second = both
    await first.says("A20261109 5678")
    await settled(street.shop)
    await linked_after(first, second)
    await second.says("查订单")
    await second.reads("A20261109")


async def linked_after(first: Customer, second: Customer) -> None:
    """Whatever was read before is over."""
    first.eyes.read_to = len(first.screen.shown)
    await linked(first, second)


@pytest.mark.parametrize("desk_channel", ["telegram"])
@pytest.mark.parametrize(("one", "other"), [("slack", "telegram")])
async def test_staff_propose_and_both_phones_have_to_agree(both: tuple[Customer, Customer], desk: Desk) -> None:
    first, second = both
    topic = await talks_to_staff(first, desk)
    await second.says("你好")
    await second.eyes.next()
    number = await number_of(desk.shop, Identity("telegram", "7002"))
    topic.says(f"/link {number}")
    await topic.reads("已请客户在两边确认")
    await first.reads("客服认为Telegram账号")
    await second.reads("客服认为Slack账号")
    await first.presses("绑定")
    await first.reads("请再到Telegram那边")
    await second.presses("绑定")
    await second.reads("已和Slack账号")
    await topic.reads("客户绑定了Telegram账号")


async def number_of(shop: Shop, account: Identity) -> int:
    """As it stands on the card of a conversation that was with the staff once."""
    conversation = await shop.kefu.store.load(account)
    assert conversation
    return conversation.id
