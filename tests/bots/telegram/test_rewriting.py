"""What was sent can change: edits, deletions and reactions, each way as far as Telegram goes."""

from dataclasses import replace

import pytest

from bots.channel import File, Gone, Rejected, Unreachable, ids_of
from bots.sandbox.faults import Fault
from bots.sandbox.telegram import TelegramPhone, TelegramStandIn
from storage.content import Button, Content
from storage.inbound import Kind, Media, Quote
from storage.results import Mark
from tests.bots.telegram.shop import DESK, NOW, Shop

JPEG = b"\xff\xd8\xff\xe0 a picture"
PHOTO = File(media=Media.PHOTO, name="a.jpg", mime="image/jpeg", data=JPEG)
YES = Content(text="<b>到了吗？</b>", buttons=(Button(label="到了", goto="arrived"),))


async def test_words_and_buttons_are_replaced(shop: Shop, li: TelegramPhone) -> None:
    sent = await shop.channel.send("5", YES)
    await shop.channel.edit("5", sent, Content(text="周三到 &amp; 周四", buttons=(Button(label="好", goto="ok"),)))
    assert (li.screen.shown[-1].text, li.screen.shown[-1].buttons) == ("周三到 & 周四", ("好",))
    await shop.channel.edit("5", sent, Content(text="已送达"))
    assert (li.screen.shown[-1].text, li.screen.shown[-1].buttons) == ("已送达", ())


async def test_an_edit_that_changes_nothing_is_no_error(shop: Shop, li: TelegramPhone) -> None:
    sent = await shop.channel.send("5", YES)
    await shop.channel.edit("5", sent, YES)
    assert li.screen.shown[-1].buttons == ("到了",)


async def test_the_words_beside_a_file_are_replaced_and_the_file_stays(shop: Shop, li: TelegramPhone) -> None:
    sent = await shop.channel.send("5", YES, files=(PHOTO,))
    await shop.channel.edit("5", sent, Content(text="看这张"))
    shown = li.screen.shown[-1]
    assert (shown.text, shown.media, shown.buttons) == ("看这张", ("photo",), ())


async def test_without_words_only_the_buttons_change(shop: Shop, li: TelegramPhone) -> None:
    sent = await shop.channel.send("5", YES)
    await shop.channel.edit("5", sent, Content(buttons=(Button(label="没到", goto="late"),)))
    await shop.channel.edit("5", sent, Content(buttons=(Button(label="没到", goto="late"),)))
    assert (li.screen.shown[-1].text, li.screen.shown[-1].buttons) == ("到了吗？", ("没到",))


async def test_what_is_not_ours_or_not_there_cannot_be_edited(shop: Shop, li: TelegramPhone) -> None:
    for message_id in (li.say("mine"), "31337", "1700000000.000100", ""):
        with pytest.raises(Rejected):
            await shop.channel.edit("5", message_id, YES)


async def test_an_edit_while_telegram_is_away_is_tried_again_later(
    shop: Shop, platform: TelegramStandIn, li: TelegramPhone
) -> None:
    sent = await shop.channel.send("5", YES)
    platform.faults.next("editMessageText", Fault.error())
    with pytest.raises(Unreachable):
        await shop.channel.edit("5", sent, Content(text="later"))
    li.block()
    with pytest.raises(Gone):
        await shop.channel.edit("5", sent, Content(text="later"))


async def test_a_message_is_taken_back_and_taking_it_back_twice_is_no_error(shop: Shop, li: TelegramPhone) -> None:
    sent = await shop.channel.send("5", YES)
    await shop.channel.unsend("5", sent)
    await shop.channel.unsend("5", sent)
    assert (li.screen.shown[-1].deleted, li.screen.shown[-1].text) == (True, "")


async def test_a_message_of_the_day_before_yesterday_stays(shop: Shop, li: TelegramPhone) -> None:
    sent = await shop.channel.send("5", YES)
    li.chat.messages[int(sent)].message["date"] -= 49 * 3600
    with pytest.raises(Rejected, match="can't be deleted"):
        await shop.channel.unsend("5", sent)
    assert li.screen.shown[-1].text == "到了吗？"


async def test_of_an_album_each_photo_can_be_taken_back(shop: Shop, li: TelegramPhone) -> None:
    sent = await shop.channel.send("5", Content(text="x" * 1025), files=(PHOTO, PHOTO))
    words, first, second = ids_of(sent)
    assert [shown.message_id for shown in li.screen.shown[-3:]] == [first, second, words]
    for message_id in (words, first, second):
        await shop.channel.unsend("5", message_id)
    assert all(shown.deleted for shown in li.screen.shown[-3:])


@pytest.mark.parametrize(("emoji", "shown"), [("👍", "👍"), ("👍🏽", "👍"), ("❤️", "❤"), ("👀", "👀")])
async def test_our_reaction_takes_the_place_of_an_earlier_one(
    shop: Shop, li: TelegramPhone, emoji: str, shown: str
) -> None:
    said = li.say("谢谢")
    await shop.channel.react("5", said, "🔥")
    await shop.channel.react("5", said, emoji)
    assert li.screen.shown[-1].marks == (shown,)
    await shop.channel.react("5", said, "")
    assert not li.screen.shown[-1].marks


@pytest.mark.parametrize("emoji", ["✅", "🙋", ":party-parrot:", "x"])
async def test_an_emoji_that_telegram_does_not_know_is_rejected(shop: Shop, li: TelegramPhone, emoji: str) -> None:
    with pytest.raises(Rejected):
        await shop.channel.react("5", li.say("谢谢"), emoji)


async def test_a_mark_and_a_customers_reaction_stand_side_by_side(shop: Shop) -> None:
    thread, _ = await shop.channel.open_thread(str(DESK), "#1", YES, number=7)
    ann = shop.desk.agent(61007, "Ann")
    said = ann.say("已发货", thread=thread)
    ann.react(said, "🔥")
    await shop.channel.mark(str(DESK), said, Mark.DELIVERED)
    assert shop.desk.topic(thread).screen.shown[-1].marks == ("🔥", "👌")


async def test_an_answer_says_which_message_it_answers(shop: Shop, li: TelegramPhone) -> None:
    await shop.open_door()
    asked = await shop.channel.send("5", Content(text="哪一件？"))
    li.reply(asked, "蓝色的")
    said = (await shop.inbox.until(lambda kept: len(kept) == 2))[-1]
    assert (said.text, said.quote) == ("蓝色的", Quote(message_id=asked, text="哪一件？"))
    answered = await shop.channel.send("5", Content(text="好的"), quotes=said.message_id)
    assert (li.screen.shown[-1].message_id, li.screen.shown[-1].quotes) == (answered, said.message_id)


async def test_an_answer_of_several_messages_says_it_once(shop: Shop, li: TelegramPhone) -> None:
    said = li.say("有照片吗？")
    await shop.channel.send("5", Content(text="x" * 1025), files=(PHOTO,), quotes=said)
    assert [shown.quotes for shown in li.screen.shown[-2:]] == [said, ""]


async def test_an_answer_to_what_is_gone_goes_out_all_the_same(shop: Shop, li: TelegramPhone) -> None:
    await shop.channel.send("5", Content(text="好的"), quotes="31337")
    assert (li.screen.shown[-1].text, li.screen.shown[-1].quotes) == ("好的", "")


async def test_in_a_topic_only_an_answer_to_a_message_is_one(shop: Shop) -> None:
    await shop.open_door()
    thread, _ = await shop.channel.open_thread(str(DESK), "#1", YES, number=7)
    posted = await shop.channel.send(str(DESK), Content(text="到哪了？"), thread=thread)
    ann = shop.desk.agent(61007, "Ann")
    ann.say("您好", thread=thread)
    ann.reply(posted, "在路上")
    first, second = await shop.inbox.until(lambda kept: len(kept) == 2)
    assert (first.quote, second.quote) == (None, Quote(message_id=posted, text="到哪了？"))
    assert (first.thread, second.thread) == (thread, thread)


async def test_an_answer_says_whether_a_member_wrote_what_it_answers(shop: Shop) -> None:
    await shop.open_door()
    thread, _ = await shop.channel.open_thread(str(DESK), "#1", YES, number=7)
    posted = await shop.channel.send(str(DESK), Content(text="到哪了？"), thread=thread)
    ann, bob = shop.desk.agent(61007, "Ann"), shop.desk.agent(61008, "Bob")
    written = ann.say("// 他很急", thread=thread)
    for each in (written, posted):
        bob.reply(each, "在路上")
    _, *answers = await shop.inbox.until(lambda kept: len(kept) == 3)
    assert [each.quote and each.quote.by_staff for each in answers] == [True, False]


async def test_the_photos_of_an_album_say_that_they_belong_together(shop: Shop, li: TelegramPhone) -> None:
    await shop.open_door()
    li.send_album([JPEG, JPEG])
    li.send_photo(JPEG)
    _, first, second, alone = await shop.inbox.until(lambda kept: len(kept) == 4)
    assert first.album == second.album is not None
    assert alone.album is None


async def test_a_reaction_is_told_as_the_emoji_and_taking_it_off_as_none(shop: Shop, li: TelegramPhone) -> None:
    await shop.open_door()
    sent = await shop.channel.send("5", YES)
    li.react(sent, "👍")
    li.react(sent, "")
    _, put, off = await shop.inbox.until(lambda kept: len(kept) == 3)
    assert (put.kind, put.payload, put.message_id, put.private, put.staff) == (Kind.REACTION, "👍", sent, True, False)
    assert off == replace(put, key=off.key, payload="", sent_at=off.sent_at)


async def test_fetched_reactions_are_told_too(shop: Shop, li: TelegramPhone) -> None:
    shop.poll()
    await shop.inbox.until(lambda kept: len(kept) == 1)
    li.react(await shop.channel.send("5", YES), "👍")
    assert (await shop.inbox.until(lambda kept: len(kept) == 2))[-1].payload == "👍"


async def test_what_is_deleted_is_not_told_to_bots(shop: Shop, li: TelegramPhone) -> None:
    await shop.open_door()
    li.delete(li.say("oops"))
    li.say("sorry")
    assert await shop.inbox.texts(3) == ["/start", "oops", "sorry"]


async def test_the_desk_tells_that_the_bot_was_put_out(shop: Shop) -> None:
    await shop.open_door()
    shop.desk.kick()
    [left] = await shop.inbox.until(lambda kept: len(kept) == 1)
    assert (left.kind, left.staff, left.chat_id, left.thread, left.message_id) == (
        Kind.LEFT,
        True,
        str(DESK),
        None,
        None,
    )
    assert left.sent_at != NOW


async def test_the_desk_tells_who_left_it_and_who_came_again(shop: Shop) -> None:
    await shop.open_door()
    shop.desk.agent(7, "小美")
    shop.desk.remove(7)
    shop.desk.agent(7, "小美")
    gone, back = await shop.inbox.until(lambda kept: len(kept) == 2)
    assert (gone.kind, back.kind) == (Kind.MEMBER_GONE, Kind.MEMBER_BACK)
    for each in (gone, back):
        assert (str(each.identity), each.name) == ("telegram:7", "小美")
        assert (each.staff, each.chat_id, each.thread) == (True, str(DESK), None)


async def test_what_becomes_of_a_member_who_stays_is_nobodys_news(shop: Shop) -> None:
    await shop.open_door()
    shop.desk.agent(7, "小美")
    shop.desk._came_or_went(7, "member", "administrator")
    shop.desk.remove(7)
    [gone] = await shop.inbox.until(lambda kept: len(kept) == 1)
    assert gone.kind is Kind.MEMBER_GONE
