"""What people see on Telegram: customers in their chats, agents in the group."""

import aiohttp
import pytest

from bots.sandbox.phone import Shown, ShownFile, Span
from bots.sandbox.telegram import TelegramGroup, TelegramPhone, TelegramStandIn
from tests.moments import Clock
from tests.sandbox.telegram.scene import DESK, NOW, says
from tests.sandbox.telegram_client import Client

JPEG = b"\xff\xd8\xff\xe0 a kettle"


async def opens_topic(bot: Client, title: str = "#1 Li") -> dict[str, int]:
    thread = (await bot.result("createForumTopic", chat_id=DESK, name=title))["message_thread_id"]
    return {"chat_id": DESK, "message_thread_id": thread}


def last(phone: TelegramPhone | TelegramGroup) -> Shown:
    return phone.screen.shown[-1]


async def test_every_message_says_when_it_came_by_telegrams_clock(bot: Client, li: TelegramPhone, clock: Clock) -> None:
    clock.now += 60
    await says(bot, "hello")
    assert [shown.at for shown in li.screen.shown] == [NOW, NOW + 60]


async def test_a_styled_answer_is_seen_in_its_styles(bot: Client, li: TelegramPhone) -> None:
    words = '订单 <b>A1 <i>😀</i></b>：<code>SF1</code> <a href="https://example.com/?a=1&amp;b=2">查物流</a>'
    await says(bot, words, parse_mode="HTML")
    assert last(li).text == "订单 A1 😀：SF1 查物流"
    assert last(li).spans == (
        Span(text="订单 "),
        Span(text="A1 ", styles=("bold",)),
        Span(text="😀", styles=("bold", "italic")),
        Span(text="："),
        Span(text="SF1", styles=("code",)),
        Span(text=" "),
        Span(text="查物流", href="https://example.com/?a=1&b=2"),
    )


async def test_entities_style_as_markup_does_and_are_counted_in_utf16(bot: Client, li: TelegramPhone) -> None:
    sent = await bot.result(
        "sendMessage", chat_id=5, text="😀 hi", entities=[{"type": "bold", "offset": 3, "length": 2}]
    )
    assert last(li).spans == (Span(text="😀 "), Span(text="hi", styles=("bold",)))
    assert sent["entities"] == [{"type": "bold", "offset": 3, "length": 2}]
    nonsense = [{"type": "bold", "offset": "a"}]
    assert "can't parse MessageEntity" in await bot.refused("sendMessage", chat_id=5, text="x", entities=nonsense)


async def test_plain_words_have_no_spans(bot: Client, li: TelegramPhone) -> None:
    await says(bot, "3 &gt; 2", parse_mode="HTML")
    assert (last(li).text, last(li).spans) == ("3 > 2", ())


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("see https://example.com/a?b=1.", "https://example.com/a?b=1"),
        ("请看https://example.com/a，谢谢", "https://example.com/a"),
        ("(http://example.com)", "http://example.com"),
    ],
)
async def test_a_web_address_can_be_opened_whoever_wrote_it(
    bot: Client, li: TelegramPhone, text: str, href: str
) -> None:
    await says(bot, text)
    li.say(text)
    for shown in li.screen.shown[-2:]:
        assert [span.href for span in shown.spans if span.href] == [href]


async def test_an_address_in_code_and_one_of_no_website_cannot_be_opened(bot: Client, li: TelegramPhone) -> None:
    await says(bot, '<code>https://example.com</code> <a href="javascript:alert(1)">x</a>', parse_mode="HTML")
    assert not any(span.href for span in last(li).spans)


async def test_the_keyboard_stands_in_rows_and_some_buttons_open_a_page(bot: Client, li: TelegramPhone) -> None:
    keyboard = [
        [{"text": "Yes", "callback_data": "y"}, {"text": "No", "callback_data": "n"}],
        [{"text": "Shop", "url": "https://example.com"}],
    ]
    await says(bot, "?", reply_markup={"inline_keyboard": keyboard})
    shown = last(li)
    assert (shown.buttons, shown.rows, shown.links) == (("Yes", "No", "Shop"), (2, 1), ("", "", "https://example.com"))
    with pytest.raises(LookupError, match="no button 'Shop'"):
        li.press("Shop")


async def test_a_button_of_an_older_message_can_be_pressed(bot: Client, li: TelegramPhone) -> None:
    old, _new = [
        await says(bot, data, reply_markup={"inline_keyboard": [[{"text": "Go", "callback_data": data}]]})
        for data in ("old", "new")
    ]
    assert not last(li).links
    li.press("Go", message_id=str(old))
    li.press("Go")
    presses = [update["callback_query"]["data"] for update in (await bot.result("getUpdates"))[-2:]]
    assert presses == ["old", "new"]


async def test_pictures_voices_and_files_of_a_customer_can_be_opened(
    platform: TelegramStandIn, li: TelegramPhone
) -> None:
    li.send_photo(JPEG, "broken")
    li.send_voice(b"OggS...")
    li.send_document(b"<html>", "a.html", "text/html")
    photo, voice, document = (shown.files[0] for shown in li.screen.shown[-3:])
    assert photo == ShownFile(id=photo.id, kind="photo", mime="image/jpeg", size=len(JPEG))
    assert (voice.kind, voice.mime) == ("voice", "audio/ogg")
    assert (document.kind, document.name, document.mime) == ("file", "a.html", "text/html")
    assert platform.file(photo.id) == ("image/jpeg", JPEG)
    assert platform.file("photo-404") is None


async def test_files_that_the_bot_sends_can_be_opened_too(
    bot: Client, platform: TelegramStandIn, li: TelegramPhone
) -> None:
    form = aiohttp.FormData({"chat_id": "5", "caption": "<b>Here</b>", "parse_mode": "HTML"})
    form.add_field("document", b"%PDF-1.7", filename="invoice.pdf")
    url = f"{platform.base_url}/bot{platform.token}/sendDocument"
    async with bot.session.post(url, data=form) as answer:
        document = (await answer.json())["result"]["document"]
    [file] = last(li).files
    assert (file.name, file.mime, platform.file(file.id)) == (
        "invoice.pdf",
        "application/pdf",
        ("application/pdf", b"%PDF-1.7"),
    )
    assert last(li).spans == (Span(text="Here", styles=("bold",)),)
    await bot.result("sendDocument", chat_id=5, document=document["file_id"])
    assert last(li).files == (file,)


async def test_what_is_no_file_cannot_be_opened(bot: Client, li: TelegramPhone) -> None:
    li.send_sticker("👍")
    li.send_location(31.23, 121.47)
    li.share_contact("+8613800000000")
    seen = [(shown.text, shown.media, shown.files) for shown in li.screen.shown[-3:]]
    assert seen == [("👍", ("sticker",), ()), ("", ("location",), ()), ("+8613800000000", ("contact",), ())]


async def test_an_answer_quotes_what_it_answers(bot: Client, li: TelegramPhone) -> None:
    asked = li.say("when?")
    await says(bot, "today", reply_parameters={"message_id": int(asked)})
    assert last(li).quotes == asked
    said = last(li).message_id
    li.say("thanks", reply_to=said)
    assert last(li).quotes == said
    [*_, thanks] = await bot.result("getUpdates")
    assert "reply_to_message" not in thanks["message"]["reply_to_message"]


async def test_an_answer_to_nothing_is_refused_unless_it_may_stand_alone(bot: Client, li: TelegramPhone) -> None:
    refused = await bot.refused("sendMessage", chat_id=5, text="x", reply_parameters={"message_id": 9})
    assert refused == "400 Bad Request: message to be replied not found"
    await says(bot, "y", reply_parameters={"message_id": 9, "allow_sending_without_reply": True})
    assert (last(li).text, last(li).quotes) == ("y", "")


async def test_a_customer_edits_their_words_and_it_shows(bot: Client, li: TelegramPhone, clock: Clock) -> None:
    wrong, picture = li.say("A2O26"), li.send_photo(JPEG, "brokn")
    clock.now += 5
    li.edit(wrong, "A2026")
    li.edit(picture, "broken")
    assert [(shown.text, shown.edited, shown.at) for shown in li.screen.shown] == [
        ("/start", False, NOW),
        ("A2026", True, NOW),
        ("broken", True, NOW),
    ]
    words, caption = (update["edited_message"] for update in (await bot.result("getUpdates"))[-2:])
    assert (words["text"], caption["caption"], "text" in caption) == ("A2026", "broken", False)


async def test_nobody_edits_the_words_of_another(bot: Client, li: TelegramPhone, desk: TelegramGroup) -> None:
    with pytest.raises(LookupError, match="only one's own"):
        li.edit(str(await says(bot, "hello")), "bye")
    said = desk.agent(7, "Ann Lee").say("hi")
    with pytest.raises(LookupError, match="only one's own"):
        desk.agent(8, "Bo").edit(said, "bye")


async def test_what_the_bot_edits_changes_in_place_and_looks_as_if_it_had_always_been_so(
    bot: Client, li: TelegramPhone
) -> None:
    sent = await says(bot, "one")
    await bot.result("setMessageReaction", chat_id=5, message_id=sent, reaction=[{"type": "emoji", "emoji": "👌"}])
    await bot.result("editMessageText", chat_id=5, message_id=sent, text="<b>one</b>", parse_mode="HTML")
    assert (last(li).spans, last(li).marks, last(li).edited) == ((Span(text="one", styles=("bold",)),), ("👌",), False)


async def test_a_message_stands_as_sent_while_the_bot_cannot_be_reached(
    bot: Client, platform: TelegramStandIn, li: TelegramPhone
) -> None:
    """The customer's app has handed it to Telegram, and knows nothing of a webhook."""

    async def nap(_seconds: float) -> None:
        refused.append(platform.updates.hook.last_error if platform.updates.hook else "")
        await bot.result("deleteWebhook")

    refused: list[str] = []
    platform.updates.sleep = nap
    li.say("anybody there?")
    await bot.result("setWebhook", url="http://127.0.0.1:1/telegram")
    while not refused:
        await bot.result("getMe")
    assert refused == ["ClientConnectorError"]
    assert (last(li).text, last(li).failed) == ("anybody there?", False)
    assert (await bot.result("getUpdates"))[-1]["message"]["text"] == "anybody there?"


async def test_a_customer_who_blocked_the_bot_writes_again_after_letting_it_in(bot: Client, li: TelegramPhone) -> None:
    li.block()
    with pytest.raises(LookupError, match="unblock it before"):
        li.say("hello?")
    li.start()
    assert (li.blocked, last(li).text) == (False, "/start")
    told = [update.get("message") or update["my_chat_member"] for update in await bot.result("getUpdates")]
    heard = [each.get("text") or each["new_chat_member"]["status"] for each in told]
    assert heard == ["/start", "kicked", "member", "/start"]


async def test_the_bot_is_told_the_language_that_the_app_is_set_to(bot: Client, li: TelegramPhone) -> None:
    li.set_language("en")
    li.say("hello")
    li.set_language("")
    li.say("hm")
    told = [update["message"]["from"].get("language_code") for update in await bot.result("getUpdates")]
    assert told == ["zh-hans", "en", None]


async def test_the_menu_of_commands_is_in_the_language_of_the_app(
    bot: Client, li: TelegramPhone, desk: TelegramGroup
) -> None:
    private, group = {"type": "all_private_chats"}, {"type": "chat", "chat_id": DESK}
    for scope, language, text in ((private, "", "Help"), (private, "zh", "帮助"), (group, "", "Commands")):
        commands = [{"command": "help", "description": text}]
        await bot.result("setMyCommands", commands=commands, scope=scope, language_code=language)
    assert li.commands == (("help", "帮助"),)
    li.set_language("de")
    assert li.commands == (("help", "Help"),)
    assert desk.agent(7, "Ann Lee").commands == (("help", "Commands"),)


async def test_the_group_sees_how_its_topics_change(bot: Client, desk: TelegramGroup) -> None:
    seen: list[list[tuple[str, bool]]] = []
    desk.on_topics = lambda: seen.append([(topic.title, topic.closed) for topic in desk.topics])
    where = await opens_topic(bot)
    await bot.result("editForumTopic", **where, name="#1 Li Lei")
    await bot.result("closeForumTopic", **where)
    await bot.result("reopenForumTopic", **where)
    await bot.result("deleteForumTopic", **where)
    assert seen == [[("#1 Li", False)], [("#1 Li Lei", False)], [("#1 Li Lei", True)], [("#1 Li Lei", False)], []]
    lines = desk.screen.shown
    assert [line.text for line in lines] == [
        "Topic created",
        "kefu renamed the topic to “#1 Li Lei”",
        "kefu closed the topic",
        "kefu reopened the topic",
    ]
    thread = str(where["message_thread_id"])
    assert {(line.notice, line.mine, line.thread, line.at) for line in lines} == {(True, False, thread, NOW)}
    assert lines[0].message_id == thread
    assert len({line.message_id for line in lines}) == 4


async def test_what_members_do_to_a_topic_is_seen_and_told_to_the_bot(bot: Client, desk: TelegramGroup) -> None:
    thread = str((await opens_topic(bot))["message_thread_id"])
    ann = desk.agent(7, "Ann Lee")
    ann.rename_topic(thread, "#1 Li Lei")
    ann.close_topic(thread)
    assert (desk.topic(thread).title, desk.topic(thread).closed) == ("#1 Li Lei", True)
    ann.reopen_topic(thread)
    told = [update["message"] for update in await bot.result("getUpdates")]
    assert [next(name for name in message if name.startswith("forum_")) for message in told] == [
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
    ]
    assert [str(message["message_id"]) for message in told] == [line.message_id for line in desk.screen.shown]
    assert told[0]["from"]["is_bot"], "its own messages it hears nothing of, but of its topics"
    assert (str(told[0]["message_thread_id"]), told[0]["is_topic_message"]) == (thread, True)
    assert desk.screen.shown[-1].text == "Ann Lee reopened the topic"
    assert desk.topic(thread).screen.shown == []
    with pytest.raises(LookupError):
        ann.close_topic("31337")


async def test_a_group_speaks_the_language_of_its_phones(bot: Client, platform: TelegramStandIn) -> None:
    group = platform.forum_group(DESK, "客服群", language="zh-hans")
    await opens_topic(bot)
    assert last(group).text == "话题已创建"


async def test_an_upgraded_group_goes_on_telling_of_its_topics(platform: TelegramStandIn, bot: Client) -> None:
    group = platform.forum_group(-77, "Desk")
    told: list[int] = []
    group.on_topics = lambda: told.append(len(group.topics))
    await bot.result("createForumTopic", chat_id=int(group.upgrade()), name="#1")
    assert told == [1]


async def test_agents_attach_in_a_topic(bot: Client, platform: TelegramStandIn, desk: TelegramGroup) -> None:
    thread = str((await opens_topic(bot))["message_thread_id"])
    ann = desk.agent(7, "Ann Lee")
    ann.send_photo(JPEG, "like this?", thread=thread)
    ann.send_document(b"%PDF", "invoice.pdf", thread=thread)
    ann.send_voice(b"OggS", thread=thread)
    shown = desk.topic(thread).screen.shown
    assert [(each.media, each.author, each.thread) for each in shown] == [
        (("photo",), "Ann Lee", thread),
        (("file",), "Ann Lee", thread),
        (("voice",), "Ann Lee", thread),
    ]
    assert all(platform.file(each.files[0].id) for each in shown)
    told = [update["message"] for update in await bot.result("getUpdates")]
    assert {message["message_thread_id"] for message in told} == {int(thread)}


async def test_who_writes_as_the_group_is_seen_as_the_group(desk: TelegramGroup) -> None:
    desk.agent(8, "Bo", anonymous=True).say("secretly")
    assert last(desk).author == "Desk"
