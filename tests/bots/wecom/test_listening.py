"""What members of the group say to the bot."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bots.channel import NotAFile, Rejected, TooLarge
from storage.content import Button, Content
from storage.inbound import Attachment, Identity, Inbound, Kind, Media
from tests.bots.damage import damaged
from tests.bots.wecom.shop import DESK, Shop, as_channel, open_shop

PNG = b"\x89PNG\r\n\x1a\n a kettle with a scratch"


async def said(shop: Shop, number: int = 1) -> Inbound:
    return await shop.inbox.next(number)


async def test_an_answer_comes_from_staff_in_the_conversations_thread(shop: Shop) -> None:
    message_id = shop.mei.say("马上发货", thread="#17")
    inbound = await said(shop)
    assert (inbound.thread, inbound.text, inbound.staff, inbound.private) == ("#17", "马上发货", True, False)
    assert inbound.identity == Identity("wecom", "xiaomei")
    assert (inbound.key, inbound.message_id, inbound.chat_id) == (message_id, message_id, DESK)
    assert inbound.sent_at == shop.clock()


async def test_quoting_a_post_answers_it(shop: Shop) -> None:
    await shop.wecom.send(DESK, Content(text="李雷：还在吗"), thread="#17")
    shop.mei.say("在的", quote=shop.group.screen.shown[-1].message_id)
    inbound = await said(shop)
    assert (inbound.thread, inbound.text) == ("#17", "在的")
    assert inbound.quote is not None
    assert (inbound.quote.message_id, inbound.quote.text) == ("", "李雷：还在吗")


async def test_words_without_a_number_are_in_no_thread_and_yet_not_lost(shop: Shop) -> None:
    shop.mei.say("马上发货")
    inbound = await said(shop)
    assert (inbound.thread, inbound.text, inbound.addressed) == (None, "马上发货", True)


async def test_a_number_alone_says_nothing_to_the_conversation(shop: Shop) -> None:
    shop.mei.say("#17")
    assert (await said(shop)).thread is None


async def test_pictures_in_a_message_come_decrypted(shop: Shop) -> None:
    shop.mei.send_photos([PNG, PNG + b"!"], "看这里", thread="#17")
    inbound = await said(shop)
    assert (inbound.thread, inbound.text) == ("#17", "看这里")
    assert [each.media for each in inbound.attachments] == [Media.PHOTO, Media.PHOTO]
    files = [await shop.wecom.fetch(each) for each in inbound.attachments]
    assert [(file.data, file.mime) for file in files] == [(PNG, "image/png"), (PNG + b"!", "image/png")]


async def test_a_file_is_sent_by_quoting_it_with_nothing_but_the_number(shop: Shop) -> None:
    file = shop.mei.share(b"%PDF-1.7 invoice", "发票.pdf")
    shop.mei.say("#17", quote=file)
    inbound = await said(shop)
    assert inbound.thread == "#17"
    assert [each.media for each in inbound.attachments] == [Media.FILE]
    fetched = await shop.wecom.fetch(inbound.attachments[0])
    assert (fetched.name, fetched.mime, fetched.data) == ("发票.pdf", "application/pdf", b"%PDF-1.7 invoice")


async def test_words_about_a_quoted_file_do_not_send_it(shop: Shop) -> None:
    file = shop.mei.share(b"%PDF-1.7 our prices", "进价.pdf")
    shop.mei.say("#17 价格没法再低了", quote=file)
    inbound = await said(shop)
    assert (inbound.thread, inbound.text, inbound.attachments) == ("#17", "价格没法再低了", ())


async def test_a_file_that_is_too_large_or_too_old_is_not_fetched(shop: Shop) -> None:
    shop.mei.send_photos([PNG * 10], "看", thread="#17")
    (attachment,) = (await said(shop)).attachments
    with pytest.raises(TooLarge):
        await shop.wecom.fetch(attachment, limit=len(PNG))
    shop.clock.now += 301
    with pytest.raises(Rejected, match="five minutes"):
        await shop.wecom.fetch(attachment)


async def test_a_file_kept_anywhere_in_the_clear_is_not_fetched(shop: Shop) -> None:
    shop.mei.send_photos([PNG], "看", thread="#17")
    (attachment,) = (await said(shop)).attachments
    elsewhere = type(attachment)(media=attachment.media, channel="wecom", ref="key http://10.0.0.1/secret")
    with pytest.raises(NotAFile):
        await shop.wecom.fetch(elsewhere)


@pytest.mark.parametrize("address", ["", "https://", "http://[", "https://files.example:99999/a"])
async def test_a_file_at_an_address_that_is_none_is_no_file(shop: Shop, address: str) -> None:
    with pytest.raises(NotAFile):
        await shop.wecom.fetch(Attachment(media=Media.FILE, channel="wecom", ref=f"key {address}"))


async def test_a_file_is_known_by_its_bytes_and_not_by_its_name(shop: Shop) -> None:
    file = shop.mei.share(PNG, "发票.pdf")
    shop.mei.say("#17", quote=file)
    assert (await shop.wecom.fetch((await said(shop)).attachments[0])).mime == "image/png"
    table = shop.mei.share(b"a,b\n1,2", "报价.csv")
    shop.mei.say("#17", quote=table)
    assert (await shop.wecom.fetch((await said(shop, 2)).attachments[0])).mime == "text/csv"


async def test_a_press_is_about_the_conversation_of_its_card(shop: Shop) -> None:
    buttons = (Button(label="领取", goto="desk:claim"), Button(label="结束会话", goto="desk:resolve"))
    await shop.wecom.send(DESK, Content(text="李雷 来了", buttons=buttons), thread="#17")
    shop.mei.press("结束会话")
    inbound = await said(shop)
    assert (inbound.kind, inbound.payload, inbound.thread) == (Kind.BUTTON, "desk:resolve", "#17")
    assert (inbound.identity.account_id, inbound.staff) == ("xiaomei", True)
    card = await shop.group.screen.until(lambda shown: "✓ 结束会话" in shown.buttons)
    assert card.buttons == ("领取", "✓ 结束会话")
    shop.mei.press("领取")
    await shop.group.screen.until(lambda shown: shown.buttons == ("✓ 领取", "✓ 结束会话"))


async def test_what_comes_twice_is_taken_once(shop: Shop) -> None:
    shop.mei.say("马上发货", thread="#17")
    await said(shop)
    shop.standin.tell_again()
    shop.mei.say("发了", thread="#17")
    assert (await said(shop, 2)).text == "发了"
    assert shop.inbox.offered == 3


async def test_a_team_with_its_own_group_has_threads_of_its_own() -> None:
    async with open_shop(teams=("wrAFTER",)) as shop:
        after_sales = shop.standin.group("wrAFTER", "售后群").member("xiaohong", "小红")
        after_sales.say("在的", thread="#17")
        inbound = await said(shop)
        assert inbound.thread == "wrAFTER/#17"
        assert shop.wecom.desk.place(inbound.thread) == ("wrAFTER", "#17")


async def test_another_group_is_no_desk_and_the_admin_reads_its_id(shop: Shop) -> None:
    stranger = shop.standin.group("wrOTHER", "别的群").member("laowang", "老王")
    with capture_logs() as logs:
        stranger.say("#17 你好")
        stranger.say("/queue")
        shop.mei.say("在的", thread="#17")
        assert (await said(shop)).text == "在的"
    assert [line["chat"] for line in logs if "not the desk" in line["event"]] == ["wrOTHER"]


async def test_what_is_said_to_the_bot_in_private_is_no_staffs_word(shop: Shop) -> None:
    private = {"msgid": "private-1", "chattype": "single", "from": {"userid": "laowang"}}
    shop.standin.tell("aibot_msg_callback", {**private, "msgtype": "text", "text": {"content": "#17 你好"}})
    press = {
        "eventtype": "template_card_event",
        "template_card_event": {"event_key": "desk:resolve", "task_id": "17-x"},
    }
    shop.standin.tell(
        "aibot_event_callback", {**private, "msgid": "p2", "chatid": "", "msgtype": "event", "event": press}
    )
    shop.standin.tell("aibot_event_callback", {**private, "msgid": "p3", "event": {"eventtype": "enter_chat"}})
    shop.mei.say("在的", thread="#17")
    assert (await said(shop)).text == "在的"


@pytest.mark.parametrize(
    "frame",
    [
        "not json",
        "[]",
        "null",
        '{"cmd": "aibot_msg_callback"}',
        '{"cmd": "aibot_msg_callback", "body": {"msgid": ""}}',
        '{"cmd": "aibot_msg_callback", "body": {"msgid": "x", "text": {"content": 7}}}',
        '{"cmd": "aibot_event_callback", "body": {"msgid": "x", "event": "no"}}',
        '{"cmd": "aibot_something_new", "body": {"msgid": "x"}}',
        '{"headers": {"req_id": "nobody asked"}, "errcode": 5}',
        '{"headers": 3}',
    ],
)
async def test_frames_that_make_no_sense_end_nothing(shop: Shop, frame: str) -> None:
    shop.standin.tell_raw(frame)
    shop.mei.say("在的", thread="#17")
    assert (await said(shop)).text == "在的"
    assert shop.standin.subscriptions == 1


ABOUT = {"msgid": "m1", "chatid": DESK, "chattype": "group", "from": {"userid": "xiaomei"}}
WORDS = {"msgtype": "text", "text": {"content": "@客服 #17 在的"}}
PICTURE = {"url": "https://files.example/a", "aeskey": "k"}
PRESSED = {"eventtype": "template_card_event", "template_card_event": {"event_key": "desk:resolve", "task_id": "17-x"}}
TOLD: list[tuple[str, dict[str, Any]]] = [
    ("aibot_msg_callback", ABOUT | WORDS),
    ("aibot_msg_callback", ABOUT | WORDS | {"quote": {"msgtype": "file", "file": PICTURE}}),
    ("aibot_msg_callback", ABOUT | {"mixed": {"msg_item": [WORDS, {"msgtype": "image", "image": PICTURE}]}}),
    ("aibot_event_callback", ABOUT | {"create_time": 1_795_000_000, "msgtype": "event", "event": PRESSED}),
    ("", ABOUT),
]
FRAMES = [{"cmd": cmd, "headers": {"req_id": "r1"}, "errcode": 0, "body": body} for cmd, body in TOLD]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(frames=st.lists(damaged(FRAMES), min_size=1, max_size=6))
async def test_whatever_became_of_a_frame_the_connection_holds(shop: Shop, frames: list[Any]) -> None:
    for each in frames:
        shop.standin.tell_raw(json.dumps(each))
    last = shop.mei.say("还在吗", thread="#17")
    async with asyncio.timeout(60), shop.inbox.arrived:
        await shop.inbox.arrived.wait_for(lambda: shop.inbox.taken[-1:] and shop.inbox.taken[-1].key == last)
    assert shop.standin.subscriptions == 1


async def test_a_frame_that_is_too_long_ends_the_connection_and_nothing_else(shop: Shop) -> None:
    shop.standin.tell_raw("x" * (1024 * 1024 + 1))
    await shop.standin.until_subscribed(2)
    shop.mei.say("在的", thread="#17")
    assert (await said(shop)).text == "在的"


async def test_what_cannot_be_persisted_at_once_is_persisted_later_and_in_order(shop: Shop) -> None:
    shop.inbox.failures = 3
    shop.mei.say("第一句", thread="#17")
    shop.mei.say("第二句", thread="#17")
    assert [(await said(shop, number)).text for number in (1, 2)] == ["第一句", "第二句"]


async def test_what_has_come_is_persisted_before_the_stop(shop: Shop) -> None:
    shop.inbox.closed = True
    shop.mei.say("第一句", thread="#17")
    shop.mei.say("第二句", thread="#17")
    await shop.wecom.send(DESK, Content(text="一声"))  # its answer comes behind them
    shop.running.cancel()
    shop.inbox.closed = False
    shop.inbox.opened.set()
    assert [(await said(shop, number)).text for number in (1, 2)] == ["第一句", "第二句"]


async def test_a_wrong_name_in_the_settings_is_told_to_the_admin() -> None:
    async with open_shop(bot_name="机器人") as shop:
        with capture_logs() as logs:
            shop.mei.say("#17 在的")
            inbound = await said(shop)
        assert inbound.thread is None
        assert any("wecom.bot_name" in line["event"] for line in logs)


async def test_it_is_a_channel_without_doors(shop: Shop) -> None:
    channel, desk = as_channel(shop.wecom)
    assert list(channel.routes(shop.inbox.accept)) == []
    assert desk.capabilities.threads is False
    await channel.typing("nobody")


async def test_nothing_of_the_bots_secrets_is_in_its_repr(shop: Shop) -> None:
    assert shop.standin.secret not in repr(shop.wecom)
    async with aiohttp.ClientSession() as session:
        assert not session.closed
