"""The staff's group: topics, marks, and what an admin has to switch on."""

import asyncio
from dataclasses import replace

import pytest

from bots.channel import ChannelError, Rejected, ShutOut, ThreadGone, Unreachable
from bots.sandbox.faults import Fault
from bots.sandbox.telegram import TelegramAgent, TelegramStandIn
from bots.sandbox.telegram.refusal import Refusal
from bots.sandbox.telegram.world import Topic
from bots.telegram.closed_topics import ClosedTopics
from storage.content import Content
from storage.results import Mark
from tests.bots.telegram.shop import DESK, Shop
from tests.engine_fakes import until

HELLO = Content(text="hello")


async def test_a_topic_is_opened_and_the_card_goes_into_it(shop: Shop) -> None:
    thread, posted = await shop.channel.open_thread(str(DESK), "#1 Li Lei", Content(text="card"), number=7)
    assert not posted
    await shop.channel.send(str(DESK), Content(text="card"), thread=thread)
    [topic] = shop.desk.topics
    assert (topic.title, [message.text for message in topic.screen.shown]) == ("#1 Li Lei", ["card"])


async def test_a_topic_keeps_its_colour_and_a_long_title_its_beginning(shop: Shop) -> None:
    await shop.channel.open_thread(str(DESK), "#1 " + "长" * 300, HELLO, number=7)
    await shop.channel.open_thread(str(DESK), "#1 " + "长" * 300, HELLO, number=7)
    await shop.channel.open_thread(str(DESK), "", HELLO, number=7)
    first, again, nameless = shop.desk.topics
    assert first.icon_color == again.icon_color
    assert first.title == "#1 " + "长" * 125
    assert nameless.title == "-"


async def test_a_topic_whose_making_went_unheard_is_taken_when_it_is_asked_for_again(shop: Shop) -> None:
    await shop.open_door()
    shop.platform.faults.next("createForumTopic", Fault.lost())
    with pytest.raises(Unreachable):
        await shop.channel.open_thread(str(DESK), "#1 Li Lei", HELLO, number=1)
    await shop.settled()
    thread, _ = await shop.channel.open_thread(str(DESK), "#1 Li Lei · refund", HELLO, number=1)
    assert [topic.id for topic in shop.desk.topics] == [thread]


async def test_and_is_closed_where_another_was_made_before_telegram_told_of_it(shop: Shop) -> None:
    shop.open(mode="polling")
    await loses_a_topic(shop, "#1")
    thread, _ = await shop.channel.open_thread(str(DESK), "#1", HELLO, number=1)
    await hears(shop)
    orphan, used = shop.desk.topics
    assert (used.id, used.closed, orphan.closed) == (thread, False, True)


async def test_or_while_another_was_asked_for(shop: Shop) -> None:
    await shop.open_door()
    await loses_a_topic(shop, "#1", Fault.reset())
    shop.platform.faults.next("createForumTopic", Fault.slow(1))
    asked = asyncio.create_task(shop.channel.open_thread(str(DESK), "#1", HELLO, number=1))
    await asyncio.sleep(0.05)
    orphan = shop.platform.world.chats[DESK].topics[31337] = Topic(31337, "#1", 0)
    tell_of(shop, orphan, "#1")
    await shop.settled()
    thread, _ = await asked
    await shop.settled()
    assert thread != orphan.id
    assert orphan.closed


async def test_of_names_without_a_number_nothing_is_known(shop: Shop) -> None:
    await shop.open_door()
    for number in (1, 11):
        shop.platform.faults.next("createForumTopic", Fault.lost())
        with pytest.raises(Unreachable):
            await shop.channel.open_thread(str(DESK), "#11 Li Lei" if number == 1 else "Li Lei", HELLO, number=number)
    await shop.settled()
    thread, _ = await shop.channel.open_thread(str(DESK), "#11 Li Lei", HELLO, number=11)
    assert thread not in [topic.id for topic in shop.desk.topics[:2]]
    assert not any(topic.closed for topic in shop.desk.topics)


async def test_no_topic_is_closed_that_is_in_use_or_of_somebody_else(shop: Shop) -> None:
    await shop.open_door()
    first, _ = await shop.channel.open_thread(str(DESK), "#1", HELLO, number=1)
    second, _ = await shop.channel.open_thread(str(DESK), "#1", HELLO, number=1)
    for thread in (first, second, first):
        tell_of(shop, shop.desk.topic(thread), "#1")
    await loses_a_topic(shop, "#2", Fault.reset())
    tell_of(shop, shop.desk.topic(first), "#2", by=61007)
    await shop.settled()
    third, _ = await shop.channel.open_thread(str(DESK), "#2", HELLO, number=2)
    tell_of(shop, shop.desk.topic(first), "#2", by=61007)
    await shop.settled()
    assert third not in (first, second)
    assert not any(topic.closed for topic in shop.desk.topics)


async def test_a_topic_that_cannot_be_closed_holds_nothing_up(shop: Shop) -> None:
    shop.open(mode="polling")
    await loses_a_topic(shop, "#1")
    await shop.channel.open_thread(str(DESK), "#1", HELLO, number=1)
    shop.platform.faults.next("closeForumTopic", Fault.error())
    shop.desk.agent(61007, "Ann").say("在吗", thread=shop.desk.topics[1].id)
    await hears(shop)
    assert [each.text for each in shop.inbox.kept] == ["在吗"]


async def loses_a_topic(shop: Shop, title: str, fault: Fault | None = None) -> None:
    shop.platform.faults.next("createForumTopic", fault or Fault.lost())
    with pytest.raises(Unreachable):
        await shop.channel.open_thread(str(DESK), title, HELLO, number=int(title[1:]))


def tell_of(shop: Shop, topic: Topic, title: str, by: int = 0) -> None:
    chat = shop.platform.world.chats[DESK]
    line = shop.platform.world.opening_of(chat, replace(topic, title=title))
    author = {"id": by, "first_name": "Ann", "is_bot": False} if by else line["from"]
    told = line | {"from": author, "message_thread_id": topic.thread, "is_topic_message": True}
    shop.platform.updates.add("message", told, ("chat", DESK))


async def hears(shop: Shop) -> None:
    """By polling, of all that happened."""
    hearing = asyncio.create_task(shop.channel.run(shop.inbox.accept))
    await shop.settled()
    hearing.cancel()
    await asyncio.gather(hearing, return_exceptions=True)


async def test_a_topic_is_led_to_by_an_address_that_its_members_can_open(shop: Shop) -> None:
    assert shop.channel.topic_address("-1001234567890", "42") == "https://t.me/c/1234567890/42"
    assert shop.channel.topic_address("-42", "42") == ""


async def test_the_general_topic_is_never_named(shop: Shop) -> None:
    await shop.channel.send(str(DESK), HELLO, thread="1")
    assert shop.desk.screen.shown[-1].thread is None


async def closed_by_hand(shop: Shop) -> tuple[TelegramAgent, str]:
    """By whom, and the topic."""
    await shop.open_door()
    ann = shop.desk.agent(61007, "Ann")
    thread, _ = await shop.channel.open_thread(str(DESK), "#1", Content(), number=7)
    ann.close_topic(thread)
    await shop.settled()
    return ann, thread


async def test_a_topic_that_was_closed_by_hand_is_open_when_something_comes(shop: Shop) -> None:
    ann, thread = await closed_by_hand(shop)
    await shop.channel.send(str(DESK), HELLO, thread=thread)
    assert not shop.desk.topic(thread).closed
    ann.close_topic(thread)
    ann.reopen_topic(thread)
    await shop.settled()
    await shop.channel.send(str(DESK), HELLO, thread=thread)
    assert [sent.text for sent in shop.platform.sent] == [HELLO.text] * 2


async def test_a_closed_topic_that_is_open_already_or_gone_holds_nothing_up(shop: Shop) -> None:
    ann, thread = await closed_by_hand(shop)
    shop.desk.topic(thread).closed = False
    await shop.channel.send(str(DESK), HELLO, thread=thread)
    ann.close_topic(thread)
    await shop.settled()
    shop.desk.delete_topic(thread)
    with pytest.raises(ThreadGone):
        await shop.channel.send(str(DESK), HELLO, thread=thread)


async def restarted(shop: Shop) -> None:
    shop.closed = await ClosedTopics.of(shop.book_of_closed)
    shop.open()


async def test_a_topic_that_was_closed_before_a_restart_is_opened_once(shop: Shop) -> None:
    _, thread = await closed_by_hand(shop)
    await restarted(shop)
    await shop.channel.send(str(DESK), HELLO, thread=thread)
    assert not shop.desk.topic(thread).closed
    await restarted(shop)
    shop.desk.topic(thread).closed = True  # of which nobody tells
    await shop.channel.send(str(DESK), HELLO, thread=thread)
    assert shop.desk.topic(thread).closed


async def test_a_topic_that_cannot_be_written_down_as_closed_is_told_of_again(shop: Shop) -> None:
    shop.poll()
    ann = shop.desk.agent(61007, "Ann")
    thread, _ = await shop.channel.open_thread(str(DESK), "#1", Content(), number=7)
    shop.book_of_closed.fails = True
    ann.close_topic(thread)
    await until(lambda: shop.closed.has(str(DESK), thread))
    shop.book_of_closed.fails = False
    await shop.settled()
    assert shop.book_of_closed.topics == [(str(DESK), thread)]


async def test_a_topic_that_cannot_be_written_down_as_open_keeps_no_post_back(shop: Shop) -> None:
    _, thread = await closed_by_hand(shop)
    shop.book_of_closed.fails = True
    await shop.channel.send(str(DESK), HELLO, thread=thread)
    assert [sent.text for sent in shop.platform.sent] == [HELLO.text]
    assert not shop.closed.has(str(DESK), thread)


async def test_of_a_topic_that_customers_close_among_themselves_nothing_is_written_down(shop: Shop) -> None:
    await shop.open_door()
    chat = {"id": -1003300000002, "type": "supergroup", "title": "Buyers", "is_forum": True}
    closed = {"message_id": 9, "date": 1, "message_thread_id": 7, "is_topic_message": True, "forum_topic_closed": {}}
    shop.platform.updates.add("message", closed | {"chat": chat, "from": {"id": 52001}}, ("chat", chat["id"]))
    await shop.settled()
    assert shop.statuses == [200]
    assert shop.book_of_closed.topics == []


async def test_an_agent_sees_how_a_relay_ended(shop: Shop) -> None:
    thread, _ = await shop.channel.open_thread(str(DESK), "#1", HELLO, number=7)
    ann = shop.desk.agent(61007, "Ann")
    sent, lost = ann.say("已发货", thread=thread), ann.say("再见", thread=thread)
    await shop.channel.mark(str(DESK), sent, Mark.DELIVERED)
    await shop.channel.mark(str(DESK), lost, Mark.FAILED)
    assert [message.marks for message in shop.desk.topic(thread).screen.shown] == [("👌",), ("👎",)]


async def test_a_mark_on_a_message_that_was_deleted_is_rejected(shop: Shop) -> None:
    with pytest.raises(Rejected):
        await shop.channel.mark(str(DESK), "31337", Mark.DELIVERED)


async def test_a_desk_in_order_is_found_in_order(shop: Shop) -> None:
    await shop.channel.check()


async def test_a_desk_without_topics_is_told_to_switch_them_on(shop: Shop, platform: TelegramStandIn) -> None:
    platform.group(DESK, "Desk")
    with pytest.raises(ChannelError, match="switch on Topics"):
        await shop.channel.check()


async def test_a_desk_that_is_open_to_everybody_is_told_to_close_it(shop: Shop, platform: TelegramStandIn) -> None:
    platform.world.chats[DESK].open_to_all("our_desk")
    with pytest.raises(ChannelError, match="make it private"):
        await shop.channel.check()


async def test_a_desk_beneath_a_channel_is_open_to_its_readers(shop: Shop, platform: TelegramStandIn) -> None:
    platform.world.chats[DESK].described |= {"linked_chat_id": -1009}
    with pytest.raises(ChannelError, match="make it private"):
        await shop.channel.check()


async def test_a_bot_without_the_right_is_told_which(shop: Shop) -> None:
    shop.desk.allow(topics=False)
    with pytest.raises(ChannelError, match="right to manage topics"):
        await shop.channel.check()


async def test_a_desk_that_does_not_know_the_bot_is_told_to_add_it(shop: Shop, platform: TelegramStandIn) -> None:
    del platform.world.chats[DESK]
    with pytest.raises(ChannelError, match="add @kefu_sandbox_bot"):
        await shop.channel.check()


async def test_a_desk_that_moved_while_we_were_away_is_followed(shop: Shop) -> None:
    new = shop.desk.upgrade()
    await shop.channel.check()
    assert shop.channel.desk.main == new


async def test_a_shop_without_a_desk_here_needs_none(shop: Shop, platform: TelegramStandIn) -> None:
    del platform.world.chats[DESK]
    await shop.open(desk=False).check()


@pytest.mark.parametrize("cause", ["CHAT_ADMIN_REQUIRED", "CHAT_WRITE_FORBIDDEN", "the chat is not a forum"])
async def test_however_the_desk_says_that_the_bot_may_not(shop: Shop, platform: TelegramStandIn, cause: str) -> None:
    platform.faults.next("createForumTopic", Fault.answer(400, Refusal(400, f"Bad Request: {cause}").body()))
    with pytest.raises(ShutOut, match="right to manage topics"):
        await shop.channel.open_thread(str(DESK), "#1", HELLO, number=7)


async def test_what_the_desk_refuses_waits_for_the_admin(shop: Shop) -> None:
    shop.desk.allow(topics=False)
    with pytest.raises(Unreachable, match="right to manage topics"):
        await shop.channel.open_thread(str(DESK), "#1", HELLO, number=7)
    shop.desk.allow(topics=True, messages=False)
    with pytest.raises(Unreachable, match="administrator"):
        await shop.channel.send(str(DESK), HELLO)
    shop.desk.allow()
    shop.desk.kick()
    with pytest.raises(Unreachable, match="does not let the bot in"):
        await shop.channel.send(str(DESK), HELLO)
