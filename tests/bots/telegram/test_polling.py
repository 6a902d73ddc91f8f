"""Customers write, we fetch. What was not persisted is fetched again."""

import asyncio

import pytest
import structlog

from bots.sandbox.faults import Fault
from bots.sandbox.telegram import TelegramStandIn
from bots.sandbox.telegram.refusal import NOT_OK
from tests.bots.telegram.shop import Shop


async def test_a_customer_writes_and_the_shop_fetches_it(shop: Shop, platform: TelegramStandIn) -> None:
    shop.poll()
    li = platform.customer(5, "Li")
    li.say("hello")
    await shop.inbox.texts(1)
    li.say("anybody there?")
    assert await shop.inbox.texts(2) == ["hello", "anybody there?"]


async def test_hours_in_which_nobody_writes_end_nothing_and_a_word_is_fetched_without_a_pause(
    shop: Shop, platform: TelegramStandIn
) -> None:
    shop.poll(poll_seconds=0, retry_seconds=(3600,))
    for said in range(1, 4):
        async with asyncio.timeout(60):
            await platform.called("getUpdates")
            await platform.called("getUpdates")
        platform.customer(5, "Li").say(f"word {said}")
        await shop.inbox.texts(said)


async def test_what_came_while_we_were_away_is_fetched(shop: Shop, platform: TelegramStandIn) -> None:
    platform.customer(5, "Li").say("you are closed?")
    shop.poll()
    assert await shop.inbox.texts(1) == ["you are closed?"]


async def test_a_webhook_left_by_an_earlier_program_is_taken_away(shop: Shop, platform: TelegramStandIn) -> None:
    platform.updates.set_hook("http://127.0.0.1:9/telegram", "", 1)
    platform.customer(5, "Li").say("hello")
    shop.poll()
    assert await shop.inbox.texts(1) == ["hello"]


async def test_a_crash_after_fetching_loses_nothing(shop: Shop, platform: TelegramStandIn) -> None:
    li = platform.customer(5, "Li")
    for text in ("one", "two", "three"):
        li.say(text)
    shop.inbox.down = {"two": 1_000_000}
    shop.poll(retry_seconds=(3600,))
    assert await shop.inbox.texts(1) == ["one"]
    await shop.stop()
    shop.inbox.down.clear()
    shop.poll()
    assert await shop.inbox.texts(3) == ["one", "two", "three"]


async def test_a_disk_that_is_full_for_a_while_keeps_the_order_of_every_chat(
    shop: Shop, platform: TelegramStandIn
) -> None:
    li, mei = platform.customer(5, "Li"), platform.customer(6, "Mei")
    for text in ("a", "b", "c"):
        li.say(f"li {text}")
        mei.say(f"mei {text}")
    shop.inbox.down = {"li b": 3}
    shop.poll()
    texts = await shop.inbox.texts(6)
    assert [text for text in texts if text.startswith("li")] == ["li a", "li b", "li c"]
    assert [text for text in texts if text.startswith("mei")] == ["mei a", "mei b", "mei c"]


async def test_of_what_cannot_be_kept_no_word_is_in_the_log(shop: Shop, platform: TelegramStandIn) -> None:
    platform.customer(5, "Li").say("A10086")
    shop.inbox.down, shop.inbox.failure = {"A10086": 1}, ValueError("A10086")
    with structlog.testing.capture_logs() as logged:
        shop.poll()
        await shop.inbox.texts(1)
    assert "update not persisted" in [each["event"] for each in logged]
    assert "A10086" not in str(logged)
    assert not any(each.get("exc_info") for each in logged)


async def test_what_is_persisted_is_confirmed(shop: Shop, platform: TelegramStandIn) -> None:
    shop.poll()
    platform.customer(5, "Li").say("one")
    await shop.inbox.texts(1)
    platform.customer(5, "Li").say("two")
    await shop.inbox.texts(2)
    platform.customer(5, "Li").say("three")
    await shop.inbox.texts(3)
    assert len(platform.updates.pending) <= 1
    assert shop.inbox.tried == ["one", "two", "three"]


NO_UPDATES = [Fault.answer(200, b'{"ok":true,"result":%b}' % each) for each in (b"7", b"[7]", b'[{"update_id":"7"}]')]
TROUBLE = [Fault.error(), Fault.reset(), Fault.nonsense(), NOT_OK, Fault.lost(), *NO_UPDATES]


@pytest.mark.parametrize("fault", TROUBLE, ids=str)
async def test_a_platform_in_trouble_delays_and_loses_nothing(
    shop: Shop, platform: TelegramStandIn, fault: Fault
) -> None:
    platform.faults.next("getUpdates", fault, times=3)
    platform.faults.next("deleteWebhook", fault)
    shop.poll()
    platform.customer(5, "Li").say("hello")
    assert await shop.inbox.texts(1) == ["hello"]


async def test_a_desk_that_moved_while_we_were_closed_is_still_the_desk(shop: Shop) -> None:
    new = shop.desk.upgrade()
    shop.desk.agent(61007, "Ann").say("good morning")
    shop.poll()
    kept = await shop.inbox.until(lambda kept: len(kept) == 2)
    said = next(inbound for inbound in kept if inbound.text)
    assert (said.chat_id, said.staff) == (new, True)


async def test_a_desk_out_of_order_keeps_nobody_from_being_heard(shop: Shop, platform: TelegramStandIn) -> None:
    shop.desk.allow(topics=False)
    with structlog.testing.capture_logs() as logged:
        shop.poll()
        platform.customer(5, "Li").say("hello")
        assert await shop.inbox.texts(1) == ["hello"]
    assert "right to manage topics" in logged[0]["error"]


async def test_two_programs_with_one_bot_are_told_so(shop: Shop, platform: TelegramStandIn) -> None:
    with structlog.testing.capture_logs() as logged:
        shop.poll()
        platform.customer(5, "Li").say("hello")
        await shop.inbox.texts(1)
        async with asyncio.timeout(60):
            while not logged:
                await platform.updates.poll(0, 100, 0)
                await asyncio.sleep(0)
    assert "another program reads this bot's updates" in logged[0]["error"]


async def test_an_update_that_makes_no_sense_holds_back_nothing(shop: Shop, platform: TelegramStandIn) -> None:
    platform.updates.add("message", {"text": "from nobody"}, "odd")
    shop.poll()
    platform.customer(5, "Li").say("hello")
    assert await shop.inbox.texts(1) == ["hello"]
