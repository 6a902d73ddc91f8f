"""Customers whose chat with the bot has topics."""

from typing import Any

import pytest

from bots.channel import File
from bots.sandbox.faults import Fault
from bots.sandbox.telegram import TelegramPhone, TelegramStandIn
from bots.sandbox.telegram.world import Topic
from bots.telegram.private_topics import KEPT, PrivateTopics
from storage.content import Content
from storage.errors import StorageFailed
from storage.inbound import Identity, Inbound, Media
from tests.bots.telegram.shop import Shop

ANSWER = Content(text="明天送到")
TOPIC = 12
GONE = b'{"ok":false,"error_code":400,"description":"Bad Request: message thread not found"}'


@pytest.fixture
async def li(shop: Shop, platform: TelegramStandIn) -> TelegramPhone:
    await shop.open_door()
    phone = platform.customer(5, "Li Lei")
    phone.start()
    phone.chat.topics[TOPIC] = Topic(TOPIC, "orders", 0)
    await shop.settled()
    return phone


def inbound(*, chat: str = "5", thread: str | None) -> Inbound:
    return Inbound(identity=Identity("telegram", chat), key="1", chat_id=chat, sent_at=1.0, thread=thread)


async def noted(shop: Shop, message: Inbound) -> None:
    noting = shop.topics.note(message)
    assert noting is not None
    await noting


async def restarted(shop: Shop) -> None:
    shop.topics = await PrivateTopics.of(shop.book)
    shop.open()


async def written(shop: Shop, li: TelegramPhone, **place: Any) -> None:
    message = {"message_id": 900_001, "from": li.chat.user, "chat": li.chat.described, "date": 1, "text": "到哪了"}
    shop.platform.updates.add("message", message | place, ("chat", li.chat.id))
    await shop.settled()


async def test_an_answer_goes_into_the_topic_in_which_the_customer_wrote_last(shop: Shop, li: TelegramPhone) -> None:
    await written(shop, li, message_thread_id=TOPIC, is_topic_message=True)
    await shop.channel.send("5", ANSWER)
    await written(shop, li)
    await shop.channel.send("5", ANSWER)
    assert [sent.thread for sent in shop.platform.sent] == [TOPIC, None]


async def test_that_an_answer_is_being_written_is_seen_where_the_customer_wrote(shop: Shop, li: TelegramPhone) -> None:
    await written(shop, li, message_thread_id=TOPIC, is_topic_message=True)
    await shop.channel.typing("5")
    assert shop.platform.account.typing == [(5, TOPIC)]


async def test_an_answer_into_a_topic_that_was_deleted_goes_into_the_chat(shop: Shop, li: TelegramPhone) -> None:
    await written(shop, li, message_thread_id=TOPIC, is_topic_message=True)
    del li.chat.topics[TOPIC]
    await shop.channel.send("5", ANSWER)
    await shop.channel.send("5", ANSWER)
    assert [(sent.thread, sent.text) for sent in shop.platform.sent] == [(None, ANSWER.text)] * 2


async def test_what_went_into_a_topic_before_it_was_deleted_does_not_come_twice(shop: Shop, li: TelegramPhone) -> None:
    await written(shop, li, message_thread_id=TOPIC, is_topic_message=True)
    shop.platform.faults.next("sendMessage", Fault.answer(400, GONE))
    picture = File(media=Media.PHOTO, name="a.jpg", mime="image/jpeg", data=b"jpeg")
    await shop.channel.send("5", Content(text="长" * 2000), files=(picture,))
    assert [sent.thread for sent in shop.platform.sent] == [TOPIC, None]


async def test_after_a_restart_it_still_goes_there(shop: Shop, li: TelegramPhone) -> None:
    await written(shop, li, message_thread_id=TOPIC, is_topic_message=True)
    await restarted(shop)
    await shop.channel.send("5", ANSWER)
    await written(shop, li)
    await restarted(shop)
    await shop.channel.send("5", ANSWER)
    assert [sent.thread for sent in shop.platform.sent] == [TOPIC, None]


async def test_a_topic_that_was_deleted_is_not_tried_again_after_a_restart(shop: Shop, li: TelegramPhone) -> None:
    await written(shop, li, message_thread_id=TOPIC, is_topic_message=True)
    del li.chat.topics[TOPIC]
    await shop.channel.send("5", ANSWER)
    await restarted(shop)
    assert shop.book.topics == {}


async def test_a_deleted_topic_that_cannot_be_written_down_keeps_no_answer_back(shop: Shop, li: TelegramPhone) -> None:
    await written(shop, li, message_thread_id=TOPIC, is_topic_message=True)
    del li.chat.topics[TOPIC]
    shop.book.fails = True
    await shop.channel.send("5", ANSWER)
    await shop.channel.send("5", ANSWER)
    assert [(sent.thread, sent.text) for sent in shop.platform.sent] == [(None, ANSWER.text)] * 2


async def test_a_topic_that_cannot_be_written_down_is_told_again_by_the_platform(shop: Shop, li: TelegramPhone) -> None:
    shop.book.fails = True
    message = inbound(thread="12")
    with pytest.raises(StorageFailed):
        await noted(shop, message)
    assert shop.topics.of_chat("5") is None
    shop.book.fails = False
    await noted(shop, message)
    assert shop.topics.note(message) is None
    assert shop.book.topics == {"5": "12"}


async def test_who_is_not_among_the_latest_any_more_is_not_found_in_an_old_topic(shop: Shop) -> None:
    for number in range(KEPT + 1):
        await noted(shop, inbound(chat=f"c{number}", thread="12"))
    await noted(shop, inbound(chat="c0", thread=None))
    assert "c0" not in shop.book.topics


async def test_nothing_is_remembered_of_who_was_erased(shop: Shop, li: TelegramPhone) -> None:
    await written(shop, li, message_thread_id=TOPIC, is_topic_message=True)
    shop.channel.forget(Identity("wechat", "5"), 1)
    await shop.channel.send("5", ANSWER)
    shop.channel.forget(Identity("telegram", "5"), 1)
    await shop.channel.send("5", ANSWER)
    assert [sent.thread for sent in shop.platform.sent] == [TOPIC, None]


async def test_the_topic_that_every_chat_has_is_the_chat_itself(shop: Shop, li: TelegramPhone) -> None:
    await written(shop, li, message_thread_id=1, is_topic_message=True)
    assert shop.inbox.kept[-1].thread is None
