"""What changes after it was said, on the stand-in for Telegram: edits, deletions, reactions, answers."""

from typing import Any

import pytest

from bots.sandbox.telegram import TelegramGroup, TelegramPhone, TelegramStandIn
from tests.moments import Clock
from tests.sandbox.telegram.scene import DESK, says
from tests.sandbox.telegram_client import Client

KINDS = ["message", "edited_message", "callback_query", "my_chat_member", "message_reaction"]
JPEG = b"\xff\xd8\xff\xe0 a kettle"


async def told(bot: Client, kind: str) -> list[Any]:
    return [update[kind] for update in await bot.result("getUpdates", allowed_updates=KINDS) if kind in update]


async def test_a_caption_is_edited_as_a_caption_and_a_text_as_a_text(bot: Client, li: TelegramPhone) -> None:
    li.send_photo(JPEG)
    file_id = li.chat.messages[int(li.screen.shown[-1].message_id)].message["photo"][-1]["file_id"]
    photo = (await bot.result("sendPhoto", chat_id=5, photo=file_id, caption="one"))["message_id"]
    words = await says(bot, "one")
    assert "no text in the message" in await bot.refused("editMessageText", chat_id=5, message_id=photo, text="two")
    assert "no caption" in await bot.refused("editMessageCaption", chat_id=5, message_id=words, caption="two")
    await bot.result("editMessageCaption", chat_id=5, message_id=photo, caption="two")
    await bot.result("editMessageText", chat_id=5, message_id=words, text="two")
    assert [shown.text for shown in li.screen.shown[-2:]] == ["two", "two"]
    same = {"chat_id": 5, "message_id": photo, "caption": "two"}
    assert "message is not modified" in await bot.refused("editMessageCaption", **same)
    assert "caption is too long" in await bot.refused("editMessageCaption", **same | {"caption": "x" * 1025})


async def test_buttons_that_are_not_given_with_an_edit_are_taken_away(bot: Client, li: TelegramPhone) -> None:
    button = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}
    sent = await says(bot, "one", reply_markup=button)
    await bot.result("editMessageReplyMarkup", chat_id=5, message_id=sent)
    assert (li.screen.shown[-1].text, li.screen.shown[-1].buttons) == ("one", ())
    await bot.result("editMessageReplyMarkup", chat_id=5, message_id=sent, reply_markup=button)
    assert li.screen.shown[-1].buttons == ("Yes",)


async def test_the_bot_deletes_within_48_hours(bot: Client, li: TelegramPhone, clock: Clock) -> None:
    sent = await says(bot, "one")
    old = await says(bot, "two")
    await bot.result("deleteMessage", chat_id=5, message_id=sent)
    assert "to delete not found" in await bot.refused("deleteMessage", chat_id=5, message_id=sent)
    clock.now += 49 * 3600
    assert "can't be deleted" in await bot.refused("deleteMessage", chat_id=5, message_id=old)
    assert [(shown.text, shown.deleted) for shown in li.screen.shown[-2:]] == [("", True), ("two", False)]


async def test_only_an_administrator_deletes_what_members_wrote(bot: Client, platform: TelegramStandIn) -> None:
    said = platform.group(-77, "Buyers").agent(5, "Li").say("hello")
    assert "can't be deleted" in await bot.refused("deleteMessage", chat_id=-77, message_id=int(said))
    ours = platform.forum_group(DESK, "Desk").agent(7, "Ann Lee").say("hello")
    await bot.result("deleteMessage", chat_id=DESK, message_id=int(ours))


async def test_people_delete_what_they_wrote_and_the_bot_is_not_told(
    bot: Client, li: TelegramPhone, desk: TelegramGroup
) -> None:
    heard = len(await bot.result("getUpdates", allowed_updates=KINDS))
    li.delete(str(await says(bot, "in private one deletes for both")))
    li.delete(li.screen.shown[0].message_id)
    ann = desk.agent(7, "Ann Lee")
    ann.delete(ann.say("oops"))
    theirs = desk.agent(8, "Bo").say("mine")
    with pytest.raises(LookupError):
        ann.delete(theirs)
    assert len(await bot.result("getUpdates")) == heard + 2
    assert [shown.text for shown in li.screen.shown] == ["", ""]


async def test_the_bot_hears_of_reactions_when_it_has_asked_to(bot: Client, li: TelegramPhone) -> None:
    sent = str(await says(bot, "hello"))
    li.react(sent, "👍")
    assert await told(bot, "message_reaction") == []
    li.react(sent, "❤")
    li.react(sent, "")
    assert li.screen.shown[-1].marks == ()
    changed, off = await told(bot, "message_reaction")
    assert (changed["old_reaction"], changed["new_reaction"]) == (
        [{"type": "emoji", "emoji": "👍"}],
        [{"type": "emoji", "emoji": "❤"}],
    )
    assert (off["new_reaction"], off["user"]["id"], off["message_id"]) == ([], 5, int(sent))


async def test_in_a_group_only_an_administrator_hears_of_reactions(
    bot: Client, platform: TelegramStandIn, desk: TelegramGroup
) -> None:
    await told(bot, "message_reaction")
    buyer = platform.group(-77, "Buyers").agent(5, "Li")
    buyer.react(buyer.say("hello"), "👍")
    ann = desk.agent(7, "Ann Lee", anonymous=True)
    ann.react(ann.say("hello"), "👍")
    [change] = await told(bot, "message_reaction")
    assert "user" not in change
    assert change["actor_chat"]["id"] == DESK


async def test_a_reaction_is_one_of_telegrams_own(li: TelegramPhone) -> None:
    with pytest.raises(LookupError):
        li.react(li.screen.shown[0].message_id, "✅")


async def test_each_puts_a_reaction_of_their_own(bot: Client, li: TelegramPhone) -> None:
    sent = await says(bot, "hello")
    li.react(str(sent), "👍")
    await bot.result("setMessageReaction", chat_id=5, message_id=sent, reaction=[{"type": "emoji", "emoji": "👌"}])
    li.react(str(sent), "🔥")
    assert sorted(li.screen.shown[-1].marks) == ["👌", "🔥"]


async def test_what_is_written_in_a_topic_answers_its_first_line_and_no_phone_shows_that(
    bot: Client, desk: TelegramGroup
) -> None:
    thread = (await bot.result("createForumTopic", chat_id=DESK, name="#1"))["message_thread_id"]
    ann = desk.agent(7, "Ann Lee")
    first = ann.say("one", thread=str(thread))
    ann.reply(first, "two")
    opened, answered = (message["reply_to_message"] for message in (await told(bot, "message"))[1:])
    assert (opened["message_id"], opened["forum_topic_created"]["name"]) == (thread, "#1")
    assert answered["message_id"] == int(first)
    assert [shown.quotes for shown in desk.topic(str(thread)).screen.shown] == ["", first]


async def test_somebody_who_was_removed_is_known_to_have_left(bot: Client, desk: TelegramGroup) -> None:
    member = {"chat_id": DESK, "user_id": 7}
    assert (await bot.result("getChatMember", **member))["status"] == "member"
    desk.remove(7)
    assert (await bot.result("getChatMember", **member))["status"] == "left"
    desk.agent(7, "Ann Lee")
    assert (await bot.result("getChatMember", **member))["status"] == "member"


async def test_the_bot_is_told_that_it_was_put_out(bot: Client, desk: TelegramGroup) -> None:
    await told(bot, "my_chat_member")
    desk.kick()
    [change] = await told(bot, "my_chat_member")
    assert (change["chat"]["id"], change["new_chat_member"]["status"]) == (DESK, "kicked")
