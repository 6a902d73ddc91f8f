"""Customers write, the platform calls our door."""

import asyncio
import time

from bots.channel import ChannelError
from bots.sandbox.faults import Fault
from bots.sandbox.telegram import TelegramStandIn
from storage.inbound import Kind
from tests.bots.telegram.shop import SECRET, Shop


async def test_a_customer_writes_and_the_shop_hears(shop: Shop, platform: TelegramStandIn) -> None:
    await shop.open_door()
    li = platform.customer(5, "Li Lei", "zh-hans")
    li.start("from-the-poster")
    li.say("where is my order?")
    await shop.inbox.texts(2)
    started, asked = shop.inbox.kept
    assert (started.kind, started.payload, started.name) == (Kind.START, "from-the-poster", "Li Lei")
    assert (asked.text, asked.locale, asked.chat_id) == ("where is my order?", "zh-hans", "5")


async def test_what_cannot_be_persisted_is_brought_again_and_in_order(shop: Shop, platform: TelegramStandIn) -> None:
    await shop.open_door()
    shop.inbox.down = {"first": 1}
    li = platform.customer(5, "Li")
    li.say("first")
    li.say("second")
    assert await shop.inbox.texts(2) == ["first", "second"]
    assert shop.statuses[0] == 500


async def test_an_update_that_makes_no_sense_holds_back_nothing_behind_it(
    shop: Shop, platform: TelegramStandIn
) -> None:
    await shop.open_door()
    li = platform.customer(5, "Li")
    platform.updates.add("message", {"text": "from nobody"}, ("chat", 5))
    li.say("hello")
    assert await shop.inbox.texts(1) == ["hello"]
    assert shop.statuses == [200, 200]


async def test_a_message_brought_twice_is_kept_once_and_acknowledged_twice(
    shop: Shop, platform: TelegramStandIn
) -> None:
    await shop.open_door()
    platform.customer(5, "Li").say("hello")
    await shop.inbox.texts(1)
    platform.updates.repeat()
    platform.customer(5, "Li").say("again")
    assert await shop.inbox.texts(2) == ["hello", "again"]
    assert shop.statuses[:2] == [200, 200]


async def test_a_pressed_button_stops_spinning_at_once(shop: Shop, platform: TelegramStandIn) -> None:
    await shop.open_door()
    li = platform.customer(5, "Li")
    li.start()
    await shop.offer("5", "Orders", "order_lookup")
    query = li.press("Orders")
    kept = await shop.inbox.until(lambda kept: len(kept) == 2)
    assert (kept[-1].kind, kept[-1].payload) == (Kind.BUTTON, "order_lookup")
    await shop.channel.close()
    assert platform.account.answered == [query]


async def test_a_button_counts_even_when_its_answer_is_lost(shop: Shop, platform: TelegramStandIn) -> None:
    await shop.open_door()
    li = platform.customer(5, "Li")
    li.start()
    await shop.offer("5", "Orders", "order_lookup")
    platform.faults.next("answerCallbackQuery", Fault.error())
    li.press("Orders")
    kept = await shop.inbox.until(lambda kept: len(kept) == 2)
    assert kept[-1].payload == "order_lookup"


async def test_a_customer_who_blocks_the_bot_has_left(shop: Shop, platform: TelegramStandIn) -> None:
    await shop.open_door()
    platform.customer(5, "Li").block()
    [left] = await shop.inbox.until(lambda kept: bool(kept))
    assert (left.kind, left.chat_id) == (Kind.LEFT, "5")


async def test_the_platform_is_told_where_the_door_is(shop: Shop, platform: TelegramStandIn) -> None:
    url = await shop.open_door()
    hook = platform.updates.hook
    assert hook is not None
    assert (hook.url, hook.secret) == (f"{url}/telegram", SECRET)
    assert set(platform.updates.allowed) >= {
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "message_reaction",
    }


async def test_the_door_is_announced_until_the_platform_listens(shop: Shop, platform: TelegramStandIn) -> None:
    platform.faults.next("getMe", Fault.error())
    platform.faults.next("setWebhook", Fault.reset())
    channel = shop.open(public_url="http://127.0.0.1:9")
    await channel.run(shop.inbox.accept)
    assert platform.updates.hook is not None


async def wrong_with(shop: Shop) -> str:
    """As soon as something is."""
    async with asyncio.timeout(20):
        while True:
            try:
                await shop.channel.check()
            except ChannelError as wrong:
                return str(wrong)


async def test_an_address_that_telegram_does_not_take_is_told_with_where_it_is_written(shop: Shop) -> None:
    shop.begin(public_url="http://shop.example")
    assert await wrong_with(shop) == (
        "Telegram does not take http://shop.example/telegram (Bad webhook: an https url must be provided for webhook): "
        "see server.public_url in kefu.yaml, its DNS and certificate, and what stands before kefu"
    )


async def test_an_address_at_which_telegram_does_not_find_us_is_told(shop: Shop, platform: TelegramStandIn) -> None:
    shop.now = time.time()
    url = await shop.open_door()
    await shop.channel.check()
    await shop.close_door()
    platform.customer(5, "Li").say("hello")
    assert (await wrong_with(shop)).startswith(f"Telegram has 1 updates that it cannot bring to {url}/telegram (")


async def test_the_menu_of_commands_is_in_the_customers_language(shop: Shop, platform: TelegramStandIn) -> None:
    await shop.open_door()
    listed = {place: [command["command"] for command in menu] for place, menu in platform.account.commands.items()}
    assert listed["all_private_chats", "zh"] == listed["all_private_chats", ""]
    assert {"claim", "transfer", "resolve", "help"} < {*listed["chat", ""]}
    assert "查询订单" in [command["description"] for command in platform.account.commands["all_private_chats", "zh"]]


async def test_a_shop_that_speaks_traditional_chinese_has_its_menu_in_it(shop: Shop, platform: TelegramStandIn) -> None:
    await shop.open(public_url="https://shop.example", chinese="zh-TW").run(shop.inbox.accept)
    menus = {place: [command["description"] for command in menu] for place, menu in platform.account.commands.items()}
    assert "查詢訂單" in menus["all_private_chats", "zh"]
    assert "重新開啟對話" in menus["chat", "zh"]
    assert "Where is my order?" in menus["all_private_chats", ""]


async def test_in_a_group_the_bot_answers_to_its_name(shop: Shop, platform: TelegramStandIn) -> None:
    await shop.open_door()
    buyers = platform.group(-77, "Buyers").agent(5, "Li")
    buyers.say("anyone got theirs?")
    buyers.say("@kefu_sandbox_bot where is A10086?")
    [asked] = await shop.inbox.until(lambda kept: bool(kept))
    assert (asked.text, asked.private, asked.chat_id, asked.direct_chat_id) == ("where is A10086?", False, "-77", "5")


async def test_staff_are_staff_also_where_the_desk_moves_to(shop: Shop) -> None:
    await shop.open_door()
    new = shop.desk.upgrade()
    [moved] = await shop.inbox.until(lambda kept: bool(kept))
    assert (moved.kind, moved.payload, moved.staff) == (Kind.MOVED, new, True)
    shop.desk.agent(61007, "Ann").say("still here")
    kept = await shop.inbox.until(lambda kept: len(kept) == 2)
    assert (kept[-1].text, kept[-1].staff, kept[-1].chat_id) == ("still here", True, new)
