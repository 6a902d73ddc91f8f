"""The stand-in says no where Telegram says no."""

from typing import Any

import aiohttp
import pytest

from bots.sandbox.faults import Fault
from bots.sandbox.telegram import TelegramGroup, TelegramPhone, TelegramStandIn
from tests.moments import Clock
from tests.sandbox.telegram.scene import DESK
from tests.sandbox.telegram_client import Client


def keyboard(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x"} | button]]}


@pytest.mark.parametrize(("token", "status"), [("1:wrong", 401), ("nonsense", 404)])
async def test_a_wrong_token_is_refused(bot: Client, token: str, status: int) -> None:
    answer = await bot.call("getMe", token=token)
    assert answer[0] == status


async def test_a_method_that_does_not_exist_is_not_found(bot: Client) -> None:
    assert await bot.refused("sendTelepathy") == "404 Not Found: method not found"


@pytest.mark.parametrize(
    ("parameters", "cause"),
    [
        ({"chat_id": 404, "text": "x"}, "chat not found"),
        ({"chat_id": "@somebody", "text": "x"}, "chat not found"),
        ({"text": "x"}, "chat not found"),
        ({"chat_id": 5}, "message text is empty"),
        ({"chat_id": 5, "text": " \n"}, "message text is empty"),
        ({"chat_id": 5, "text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"chat_id": 5, "text": "x" * 4097}, "message is too long"),
        ({"chat_id": 5, "text": "😀" * 2049}, "message is too long"),
        ({"chat_id": 5, "text": "x", "parse_mode": "Word"}, "unsupported parse_mode"),
        ({"chat_id": 5, "text": "x", "message_thread_id": 31337}, "message thread not found"),
        ({"chat_id": DESK, "text": "x", "message_thread_id": 31337}, "message thread not found"),
        ({"chat_id": DESK, "text": "x", "message_thread_id": 1}, "message thread not found"),
        ({"chat_id": 5, "text": "x", "reply_markup": keyboard(callback_data="长" * 22)}, "BUTTON_DATA_INVALID"),
        ({"chat_id": 5, "text": "x", "reply_markup": keyboard(callback_data="")}, "BUTTON_DATA_INVALID"),
        ({"chat_id": 5, "text": "x", "reply_markup": "{"}, "can't parse reply_markup JSON object"),
        ({"chat_id": 5, "text": "x", "reply_markup": [1]}, "object expected as reply markup"),
    ],
)
async def test_a_message_that_telegram_refuses_is_refused(
    bot: Client, li: TelegramPhone, desk: TelegramGroup, parameters: dict[str, Any], cause: str
) -> None:
    assert await bot.refused("sendMessage", **parameters) == f"400 Bad Request: {cause}"
    assert bot.platform.sent == []


@pytest.mark.parametrize(
    "text", ["<b>x", "x</b>", "<b><i>x</b></i>", "<div>x</div>", "1 < 2", "<b x", "<script>x</script>"]
)
async def test_markup_that_does_not_parse_is_refused(bot: Client, li: TelegramPhone, text: str) -> None:
    refused = await bot.refused("sendMessage", chat_id=5, text=text, parse_mode="HTML")
    assert refused.startswith("400 Bad Request: can't parse entities: ")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>a</b> <i>b</i> <code>c</code>", "a b c"),
        ('<a href="https://example.com/?a=1&amp;b=2">d</a>', "d"),
        ("&lt;b&gt; &amp; &quot;&#39;&#x41;", "<b> & \"'A"),
        ("1 > 0 &nbsp; & co", "1 > 0 &nbsp; & co"),
        ("<B>x</b>", "x"),
    ],
)
async def test_markup_is_drawn_as_telegram_draws_it(bot: Client, li: TelegramPhone, text: str, shown: str) -> None:
    await bot.result("sendMessage", chat_id=5, text=text, parse_mode="HTML")
    assert li.screen.shown[-1].text == shown


async def test_limits_are_of_what_is_shown(bot: Client, li: TelegramPhone) -> None:
    await bot.result("sendMessage", chat_id=5, text="<b>" + "&amp;" * 4096 + "</b>", parse_mode="HTML")
    assert li.screen.shown[-1].text == "&" * 4096


@pytest.mark.parametrize(
    ("button", "cause"),
    [
        ({}, "Text buttons are unallowed"),
        ({"text": "", "callback_data": "x"}, "must be non-empty"),
        ({"url": "javascript:alert(1)"}, "Wrong HTTP URL"),
    ],
)
async def test_a_button_that_leads_nowhere_is_refused(
    bot: Client, li: TelegramPhone, button: dict[str, Any], cause: str
) -> None:
    assert cause in await bot.refused("sendMessage", chat_id=5, text="x", reply_markup=keyboard(**button))


async def test_who_blocked_the_bot_or_never_wrote_is_not_reached(
    bot: Client, platform: TelegramStandIn, li: TelegramPhone
) -> None:
    platform.customer(6, "Mei")
    li.block()
    assert await bot.refused("sendMessage", chat_id=5, text="x") == "403 Forbidden: bot was blocked by the user"
    cause = "403 Forbidden: bot can't initiate conversation with a user"
    assert await bot.refused("sendMessage", chat_id=6, text="x") == cause


async def test_a_group_that_moved_says_where(bot: Client, platform: TelegramStandIn) -> None:
    new = platform.group(-77, "Buyers").upgrade()
    status, answer = await bot.call("sendMessage", chat_id=-77, text="x")
    assert (status, answer["parameters"]) == (400, {"migrate_to_chat_id": int(new)})


async def test_topics_need_a_forum_a_right_and_a_name(
    bot: Client, platform: TelegramStandIn, desk: TelegramGroup
) -> None:
    platform.group(-77, "Buyers")
    assert "the chat is not a forum" in await bot.refused("createForumTopic", chat_id=-77, name="x")
    assert "too long" in await bot.refused("createForumTopic", chat_id=DESK, name="x" * 129)
    assert "icon color" in await bot.refused("createForumTopic", chat_id=DESK, name="x", icon_color=1)
    desk.allow(topics=False)
    assert "not enough rights" in await bot.refused("createForumTopic", chat_id=DESK, name="x")


async def test_a_topic_lives_until_it_is_deleted(bot: Client, desk: TelegramGroup) -> None:
    thread = (await bot.result("createForumTopic", chat_id=DESK, name="#1"))["message_thread_id"]
    where = {"chat_id": DESK, "message_thread_id": thread}
    await bot.result("editForumTopic", **where, name="#1 Li")
    await bot.result("closeForumTopic", **where)
    [topic] = desk.topics
    assert (topic.title, topic.closed) == ("#1 Li", True)
    assert "TOPIC_NOT_MODIFIED" in await bot.refused("closeForumTopic", **where)
    await bot.result("reopenForumTopic", **where)
    await bot.result("deleteForumTopic", **where)
    assert "TOPIC_ID_INVALID" in await bot.refused("deleteForumTopic", **where)
    assert "message thread not found" in await bot.refused("sendMessage", **where, text="x")


async def test_a_message_of_the_bot_can_be_edited_and_only_to_something_else(bot: Client, li: TelegramPhone) -> None:
    sent = (await bot.result("sendMessage", chat_id=5, text="one"))["message_id"]
    await bot.result("editMessageText", chat_id=5, message_id=sent, text="two")
    assert [message.text for message in li.screen.shown] == ["/start", "two"]
    same = {"chat_id": 5, "message_id": sent, "text": "two"}
    assert "message is not modified" in await bot.refused("editMessageText", **same)
    assert "message to edit not found" in await bot.refused("editMessageText", **same | {"message_id": 9})
    theirs = int(li.screen.shown[0].message_id)
    assert "can't be edited" in await bot.refused("editMessageText", **same | {"message_id": theirs})


async def test_only_telegrams_own_reactions_are_taken(bot: Client, li: TelegramPhone) -> None:
    where = {"chat_id": 5, "message_id": int(li.screen.shown[0].message_id)}
    tick = [{"type": "emoji", "emoji": "✅"}]
    assert "REACTION_INVALID" in await bot.refused("setMessageReaction", **where, reaction=tick)
    await bot.result("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "👌"}])
    assert li.screen.shown[0].marks == ("👌",)
    await bot.result("setMessageReaction", **where, reaction=[])
    assert not li.screen.shown[0].marks


async def test_a_press_can_be_answered_once_and_not_too_late(bot: Client, li: TelegramPhone, clock: Clock) -> None:
    await bot.result("sendMessage", chat_id=5, text="x", reply_markup=keyboard(callback_data="go"))
    query = li.press("x")
    await bot.result("answerCallbackQuery", callback_query_id=query)
    assert "query is too old" in await bot.refused("answerCallbackQuery", callback_query_id=query)
    late = li.press("x")
    clock.now += 200
    assert "query is too old" in await bot.refused("answerCallbackQuery", callback_query_id=late)


async def test_a_file_that_telegram_does_not_have_is_refused(
    bot: Client, platform: TelegramStandIn, li: TelegramPhone
) -> None:
    document = platform.world.store("document", "a.pdf", b"%PDF")
    assert "wrong remote file identifier" in await bot.refused("sendPhoto", chat_id=5, photo="no-such")
    assert "can't use file of type" in await bot.refused("sendPhoto", chat_id=5, photo=document.id)
    assert "there is no photo" in await bot.refused("sendPhoto", chat_id=5)
    too_long = await bot.refused("sendDocument", chat_id=5, document=document.id, caption="x" * 1025)
    assert too_long == "400 Bad Request: message caption is too long"


async def test_a_group_takes_twenty_messages_a_minute(clock: Clock) -> None:
    async with TelegramStandIn(clock, flood_control=True) as strict, aiohttp.ClientSession() as session:
        strict.forum_group(DESK, "Desk")
        bot = Client(strict, session)
        for _ in range(20):
            await bot.result("sendMessage", chat_id=DESK, text="x")
        clock.now += 15
        status, answer = await bot.call("sendMessage", chat_id=DESK, text="x")
        assert (status, answer["parameters"]) == (429, {"retry_after": 45})
        clock.now += 45
        await bot.result("sendMessage", chat_id=DESK, text="x")


async def test_a_person_takes_a_message_a_second_and_short_bursts(clock: Clock) -> None:
    async with TelegramStandIn(clock, flood_control=True) as strict, aiohttp.ClientSession() as session:
        strict.customer(5, "Li").start()
        bot = Client(strict, session)
        for _ in range(3):
            await bot.result("sendMessage", chat_id=5, text="x")
        assert "Too Many Requests" in await bot.refused("sendMessage", chat_id=5, text="x")
        clock.now += 3
        for _ in range(10):
            clock.now += 1
            await bot.result("sendMessage", chat_id=5, text="x")


async def test_a_fault_can_be_for_one_chat_alone(bot: Client, platform: TelegramStandIn, li: TelegramPhone) -> None:
    platform.customer(6, "Mei").start()
    platform.faults.next("sendMessage", Fault.busy(9), times=2, chat="5")
    await bot.result("sendMessage", chat_id=6, text="x")
    for _ in range(2):
        assert "429" in await bot.refused("sendMessage", chat_id=5, text="x")
    await bot.result("sendMessage", chat_id=5, text="x")
    assert [sent.chat_id for sent in platform.sent] == [6, 5]


async def test_a_lost_answer_means_the_message_was_sent(
    bot: Client, platform: TelegramStandIn, li: TelegramPhone
) -> None:
    platform.faults.next("sendMessage", Fault.lost())
    with pytest.raises(aiohttp.ClientError):
        await bot.call("sendMessage", chat_id=5, text="x")
    assert [sent.text for sent in platform.sent] == ["x"]
    assert li.screen.shown[-1].text == "x"
