"""Whoever is not staff of a conversation commands nothing in it, whatever they type, press or forge."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.sandbox.platforms import DeskName
from bots.sandbox.slack import SlackPhone, interactions, payloads
from bots.sandbox.slack.delivery import Sort
from handlers.taps import untapped
from tests.e2e.channels import EVERY_CHANNEL, EVERY_DESK
from tests.e2e.chats import CHANNELS, Customer, Desk, Street, Topic, handed_over, settled
from tests.e2e.shop import Plan, Shop, open_shop

ON_SLACK = pytest.mark.parametrize("desk_channel", ["slack"])
JOINED = "我是 小美，接下来由我为您服务。"
TYPED = ("/claim", "!claim", "!resolve", "/transfer 小美", "desk:resolve", "desk:claim", "desk:takeover:1", "/ban")
PRESSED = ("desk:resolve", "desk:claim", "desk:release", "desk:ban", "desk:takeover:1", "desk:transfer:slack:U0GUEST")
OTHER_TEAM: dict[DeskName, str] = {"telegram": "-1005000000005", "slack": "C0OTHERTEAM", "wecom": "wrOTHERTEAM"}
TEAMS = """
teams: {ours: {name: 我们组}, theirs: {name: 他们组}}
default_team: ours
"""


async def nothing_happened(customer: Customer, desk: Desk, topic: Topic, before: list[str]) -> None:
    """Nobody has the conversation, and whoever is staff can still take it."""
    await settled(desk.shop)
    assert customer.everything == before
    topic.says("您好")
    await customer.reads(JOINED, "您好")
    assert customer.everything == [*before, JOINED, "您好"]


@EVERY_DESK
@EVERY_CHANNEL
async def test_a_customer_who_types_commands_says_words(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    before = customer.everything
    for words in TYPED:
        await customer.says(words)
        shown = untapped(words) if desk.channel == "telegram" else words
        await topic.eyes.screen.until(lambda each, words=shown: words in each.text and not each.mine)  # type: ignore[misc]
    await nothing_happened(customer, desk, topic, before)


async def test_a_customer_whom_the_bot_serves_commands_nothing_either(street: Street, desk: Desk) -> None:
    """Somebody else's conversation is at the desk meanwhile."""
    other = street.customer("telegram")
    topic = await handed_over(other, desk)
    before = other.everything
    for channel in CHANNELS:
        customer = street.customer(channel)
        for words in TYPED[:5]:
            await customer.says(words)
    await nothing_happened(other, desk, topic, before)


@ON_SLACK
async def test_an_outsider_in_a_shared_channel_presses_reacts_and_edits_for_nothing(
    customer: Customer, desk: Desk
) -> None:
    topic = await handed_over(customer, desk)
    slack, channel = desk.shop.platforms.slack, desk.shop.platforms.channel
    outsider = channel.agent("U0GUEST", "外人", team="T0OTHER")
    before = customer.everything
    for label in ("我来接待", "结束会话"):
        outsider.press(label, thread=topic.id)
    outsider.react(topic.id, "+1")
    outsider.edit(outsider.say("你好", thread=topic.id), "我是骗子")
    outsider.upload(b"%PDF-1.4", "骗子.pdf", "请看", thread=topic.id)
    outsider.shortcut(topic.id)
    outsider.global_shortcut()
    slack.telling.tell(
        Sort.COMMAND, interactions.command(slack.workspace, outsider.person, channel.room, "resolve"), "x"
    )
    await nothing_happened(customer, desk, topic, before)


@ON_SLACK
async def test_a_button_of_the_desk_forged_in_private_is_nobodys(street: Street, desk: Desk) -> None:
    victim = street.customer("wechat")
    topic = await handed_over(victim, desk)
    before, slack = victim.everything, desk.shop.platforms.slack
    eve = street.customer("slack").phone
    assert isinstance(eve, SlackPhone)
    card = desk.shop.platforms.channel.room.messages[topic.id]
    for data in PRESSED:
        button = {"action_id": "forged", "value": data, "text": {"type": "plain_text", "text": "x"}}
        for carrier in (card, {"ts": topic.id, "thread_ts": topic.id}):
            pressed = interactions.press(slack.workspace, eve.person, button, eve.room, carrier)
            slack.telling.tell(Sort.PRESS, pressed, eve.person.id)
    await nothing_happened(victim, desk, topic, before)


@pytest.fixture
async def shop_of_teams(tmp_path: Path, desk_channel: DeskName) -> AsyncIterator[Shop]:
    chats = {"theirs": OTHER_TEAM[desk_channel]}
    async with open_shop(Plan(folder=tmp_path, desk_channel=desk_channel, desk=TEAMS, team_chats=chats)) as opened:
        yield opened


@EVERY_DESK
async def test_another_teams_chat_commands_nothing_in_ours_by_a_forged_thread(shop_of_teams: Shop) -> None:
    shop = shop_of_teams
    desk, customer = Desk(shop), Street(shop).customer("telegram")
    topic = await handed_over(customer, desk)
    before = customer.everything
    for words in ("我是骗子", "/resolve", "/claim", "!ban"):
        from_another_chat(shop, topic.id, words)
    await nothing_happened(customer, desk, topic, before)


def from_another_chat(shop: Shop, thread: str, words: str) -> None:
    """By a member of the other team's chat, who names a thread that is not there."""
    platforms, chat = shop.platforms, OTHER_TEAM[shop.desk_channel]
    if shop.desk_channel == "telegram":
        group = platforms.telegram.forum_group(int(chat), "他们组")
        member = group.agent(777, "老王")
        place = {"chat": group.chat.described, "is_topic_message": True, "message_thread_id": int(thread)}
        message = {"message_id": 700_000 + len(words), "from": member.user, "date": int(shop.clock()), "text": words}
        platforms.telegram.updates.add("message", message | place, ("chat", group.chat.id))
    elif shop.desk_channel == "slack":
        channel = platforms.slack.desk_channel(chat, "theirs")
        person = channel.agent("U0LAOWANG", "老王").person
        said = payloads.message(platforms.slack.workspace, person, words, thread)
        event = payloads.envelope(platforms.slack.workspace, payloads.in_room(said, channel.room), channel.room)
        platforms.slack.telling.tell(Sort.EVENT, event, person.id)
    else:
        member_there = platforms.wecom.group(chat, "他们组").member("laowang", "老王")
        member_there.say(f"{thread} {words}")
        member_there.say(words, thread=thread)


@pytest.mark.parametrize("desk_channel", ["wecom"])
async def test_a_card_of_ours_pressed_in_another_group_of_wecom_does_nothing(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    before, wecom = customer.everything, desk.shop.platforms.wecom
    card, _ = desk.shop.platforms.group.card_with("结束会话")
    elsewhere = wecom.group("wrOTHER", "别的群")
    elsewhere.member("laowang", "老王")
    for data in PRESSED:
        elsewhere.pressed("laowang", card, data)
    await settled(desk.shop)
    assert customer.everything == before
    topic.says("您好")
    await customer.reads(JOINED, "您好")
