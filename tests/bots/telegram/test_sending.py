"""What customers see of what the shop sends."""

import pytest

from bots.channel import Busy, File, Rejected, ids_of
from bots.sandbox.faults import Fault
from bots.sandbox.telegram import TelegramPhone, TelegramStandIn
from storage.content import Button, Content
from storage.inbound import Attachment, Media
from tests.bots.telegram.shop import DESK, Shop

JPEG = b"\xff\xd8\xff\xe0 a picture"


async def test_words_arrive_as_they_were_meant(shop: Shop, li: TelegramPhone) -> None:
    sent = await shop.channel.send("5", Content(text="<b>A10086</b> 已发货 &lt;SF&gt; &amp; <code>x</code> 1 > 0"))
    shown = li.screen.shown[-1]
    assert (shown.text, shown.message_id) == ("A10086 已发货 <SF> & x 1 > 0", sent)


async def test_plain_words_are_not_parsed_for_markup(shop: Shop, li: TelegramPhone) -> None:
    await shop.channel.send("5", Content(text="3 > 2, *stars*, _lines_"))
    assert li.screen.shown[-1].text == "3 > 2, *stars*, _lines_"


async def test_the_longest_message_arrives_whole(shop: Shop, li: TelegramPhone) -> None:
    await shop.channel.send("5", Content(text="<b>" + "长" * 4096 + "</b>"))
    assert li.screen.shown[-1].text == "长" * 4096


async def test_buttons_are_in_reading_order_and_short_ones_share_a_row(shop: Shop, li: TelegramPhone) -> None:
    labels = ["查订单", "退货", "A10086 · 已发货 · ¥199.00 · 3 件", "人工", "网站", "帮助"]
    buttons = tuple(Button(label=label, goto=f"to:{index}") for index, label in enumerate(labels))
    await shop.channel.send("5", Content(text="菜单", buttons=buttons))
    assert li.screen.shown[-1].buttons == tuple(labels)
    held = li.chat.messages[int(li.screen.shown[-1].message_id)]
    assert [len(row) for row in held.keyboard] == [2, 1, 2, 1]


async def test_a_button_may_open_a_page(shop: Shop, li: TelegramPhone) -> None:
    await shop.channel.send("5", Content(text="x", buttons=(Button(label="Shop", url="https://example.com/a"),)))
    assert li.screen.shown[-1].buttons == ("Shop",)


@pytest.mark.parametrize("goto", ["", "a" * 65, "长" * 22])
async def test_a_button_that_telegram_cannot_carry_is_rejected_before_it_is_sent(
    shop: Shop, platform: TelegramStandIn, goto: str
) -> None:
    with pytest.raises(Rejected, match="64"):
        await shop.channel.send("5", Content(text="x", buttons=(Button(label="x", goto=goto),)))
    assert platform.sent == []


async def test_a_button_of_64_bytes_fits(shop: Shop, li: TelegramPhone) -> None:
    await shop.offer("5", "x", "a" * 64)
    assert li.screen.shown[-1].buttons == ("x",)


@pytest.mark.parametrize("text", ["", "  \n"])
async def test_nothing_is_not_sent(shop: Shop, text: str) -> None:
    with pytest.raises(Rejected, match="nothing to send"):
        await shop.channel.send("5", Content(text=text))


async def test_an_uploaded_photo_carries_the_words_and_the_buttons(shop: Shop, li: TelegramPhone) -> None:
    content = Content(text="<b>Like this?</b>", buttons=(Button(label="Yes", goto="yes"),))
    await shop.channel.send(
        "5", content, files=(File(media=Media.PHOTO, name="图 1.jpg", mime="image/jpeg", data=JPEG),)
    )
    shown = li.screen.shown[-1]
    assert (shown.text, shown.media, shown.buttons) == ("Like this?", ("photo",), ("Yes",))


async def test_words_too_long_for_a_caption_follow_the_photo(shop: Shop, li: TelegramPhone) -> None:
    content = Content(text="x" * 1025, buttons=(Button(label="Yes", goto="yes"),))
    await shop.channel.send("5", content, files=(File(media=Media.PHOTO, name="a.jpg", mime="image/jpeg", data=JPEG),))
    photo, words = li.screen.shown[-2:]
    assert (photo.media, photo.text, photo.buttons) == (("photo",), "", ())
    assert (words.media, len(words.text), words.buttons) == ((), 1025, ("Yes",))


async def test_a_photo_does_not_come_twice_when_the_words_behind_it_have_to_wait(
    shop: Shop, li: TelegramPhone, platform: TelegramStandIn
) -> None:
    content, before = Content(text="x" * 1025), len(li.screen.shown)
    platform.faults.next("sendMessage", Fault.busy(3))
    with pytest.raises(Busy):
        await shop.channel.send("5", content, files=(picture(1),))
    sent = ids_of(await shop.channel.send("5", content, files=(picture(1),)))
    photo, words = li.screen.shown[before:]
    assert (photo.media, len(words.text)) == (("photo",), 1025)
    assert sent == [words.message_id, photo.message_id]
    await shop.channel.send("5", content, files=(picture(1),))
    assert [message.media for message in li.screen.shown[before:]] == [("photo",), ()] * 2


async def test_what_is_sent_instead_of_what_failed_halfway_is_sent_whole(
    shop: Shop, li: TelegramPhone, platform: TelegramStandIn
) -> None:
    place = Attachment(media=Media.LOCATION, channel="telegram", ref="31.23,121.47")
    platform.faults.next("sendMessage", Fault.busy(3))
    with pytest.raises(Busy):
        await shop.channel.send("5", Content(text="Our shop", attachments=(place,)))
    await shop.channel.send("5", Content(text="Our other shop", attachments=(place,)))
    assert [message.media for message in li.screen.shown[-3:]] == [("location",), ("location",), ()]


async def test_what_a_customer_sent_can_be_sent_on_as_it_is(shop: Shop, li: TelegramPhone) -> None:
    await shop.open_door()
    li.send_photo(JPEG, "broken")
    li.send_document(b"%PDF-1.7", "a.pdf")
    li.send_voice(b"OggS")
    li.send_sticker("👍")
    li.send_location(31.23, 121.47)
    li.share_contact("+8613800000000")
    kept = await shop.inbox.until(lambda kept: len(kept) == 7)
    for inbound in kept[1:]:
        await shop.channel.send(str(DESK), Content(text="", attachments=inbound.attachments))
    media = [message.media for message in shop.desk.screen.shown]
    assert media == [("photo",), ("file",), ("voice",), ("sticker",), ("location",), ("contact",)]


def picture(number: int) -> File:
    return File(media=Media.PHOTO, name=f"{number}.jpg", mime="image/jpeg", data=JPEG + bytes([number]))


async def test_several_photos_are_an_album_with_the_words_under_the_first(
    shop: Shop, li: TelegramPhone, platform: TelegramStandIn
) -> None:
    sent = await shop.channel.send("5", Content(text="<b>Torn</b>"), files=tuple(map(picture, range(10))))
    shown = li.screen.shown[-10:]
    assert [message.media for message in shown] == [("photo",)] * 10
    assert [message.text for message in shown] == ["Torn", *[""] * 9]
    assert [message.message_id for message in shown] == ids_of(sent)
    files = [platform.file(message.files[0].id) for message in shown]
    assert [data[-1] for _, data in filter(None, files)] == list(range(10))


async def test_an_album_of_what_telegram_has_and_what_it_has_not(shop: Shop, li: TelegramPhone) -> None:
    await shop.open_door()
    li.send_photo(JPEG, "broken")
    (_, inbound) = await shop.inbox.until(lambda kept: len(kept) == 2)
    await shop.channel.send("5", Content(attachments=inbound.attachments), files=(picture(1),))
    assert [message.media for message in li.screen.shown[-2:]] == [("photo",)] * 2


async def test_an_album_that_telegram_refuses_is_sent_in_no_part(shop: Shop, li: TelegramPhone) -> None:
    before = len(li.screen.shown)
    unknown = Attachment(media=Media.PHOTO, channel="telegram", ref="no such file")
    with pytest.raises(Rejected):
        await shop.channel.send("5", Content(attachments=(unknown,)), files=(picture(1),))
    assert len(li.screen.shown) == before


async def test_words_follow_what_has_no_caption(shop: Shop, li: TelegramPhone) -> None:
    place = Attachment(media=Media.LOCATION, channel="telegram", ref="31.23,121.47")
    await shop.channel.send("5", Content(text="Our shop", attachments=(place,)))
    assert [(message.text, message.media) for message in li.screen.shown[-2:]] == [
        ("", ("location",)),
        ("Our shop", ()),
    ]


async def test_several_files_go_one_after_the_other(shop: Shop, li: TelegramPhone) -> None:
    files = tuple(File(media=Media.FILE, name=f"{n}.txt", mime="text/plain", data=b"x") for n in range(3))
    await shop.channel.send("5", Content(text="three"), files=files)
    assert [message.text for message in li.screen.shown[-3:]] == ["", "", "three"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("发票 7.pdf", "发票 7.pdf"),
        ('a"; name="chat_id\r\n\r\n6.pdf', "a; name=chat_id6.pdf"),
        ("../../etc/x", "....etcx"),
    ],
)
async def test_a_file_keeps_its_name_and_only_that(shop: Shop, li: TelegramPhone, name: str, shown: str) -> None:
    file = File(media=Media.FILE, name=name, mime="application/pdf", data=b"%PDF-1.7")
    sent = await shop.channel.send("5", Content(text="yours"), files=(file,))
    assert li.chat.messages[int(sent)].message["document"]["file_name"] == shown


async def test_a_voice_message_that_telegram_cannot_play_goes_as_a_file(shop: Shop, li: TelegramPhone) -> None:
    voice = File(media=Media.VOICE, name="voice.amr", mime="audio/amr", data=b"#!AMR")
    await shop.channel.send("5", Content(), files=(voice,))
    assert li.screen.shown[-1].media == ("file",)


@pytest.mark.parametrize(("media", "megabytes"), [(Media.PHOTO, 10), (Media.FILE, 50)])
async def test_a_file_over_the_limit_is_rejected(shop: Shop, media: Media, megabytes: int) -> None:
    file = File(media=media, name="big", mime="", data=bytes(megabytes * 1_048_576 + 1))
    with pytest.raises(Rejected, match="Telegram takes"):
        await shop.channel.send("5", Content(), files=(file,))


async def test_a_file_of_many_megabytes_arrives(shop: Shop, li: TelegramPhone) -> None:
    file = File(media=Media.FILE, name="big.bin", mime="application/octet-stream", data=bytes(3_000_000))
    await shop.channel.send("5", Content(), files=(file,))
    assert li.screen.shown[-1].media == ("file",)


@pytest.mark.parametrize(
    "attachment",
    [
        Attachment(media=Media.PHOTO, channel="wechat", ref="media-id"),
        Attachment(media=Media.LINK, channel="telegram", ref="https://example.com"),
        Attachment(media=Media.LOCATION, channel="telegram", ref="somewhere"),
    ],
)
async def test_what_telegram_cannot_send_is_rejected(shop: Shop, attachment: Attachment) -> None:
    with pytest.raises(Rejected):
        await shop.channel.send("5", Content(attachments=(attachment,)))


async def test_a_file_is_known_by_its_bytes_and_not_by_its_name(shop: Shop, li: TelegramPhone) -> None:
    await shop.open_door()
    li.send_document(JPEG, "invoice.pdf", "application/pdf")
    kept = await shop.inbox.until(lambda kept: len(kept) == 2)
    [attachment] = kept[-1].attachments
    file = await shop.channel.fetch(attachment)
    assert (file.mime, file.name, file.data) == ("image/jpeg", "invoice.pdf", JPEG)


async def test_a_photo_of_a_phone_that_came_as_a_file_is_no_video(shop: Shop, platform: TelegramStandIn) -> None:
    stored = platform.world.store("document", "IMG_2041.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40))
    file = await shop.channel.fetch(Attachment(media=Media.FILE, channel="telegram", ref=stored.id))
    assert file.mime == "image/heic"


async def test_a_file_too_large_for_bots_is_rejected(shop: Shop, platform: TelegramStandIn) -> None:
    stored = platform.world.store("document", "big.bin", bytes(20 * 1024 * 1024 + 1))
    for size in (len(stored.data), None):
        with pytest.raises(Rejected):
            await shop.channel.fetch(Attachment(media=Media.FILE, channel="telegram", ref=stored.id, size=size))


async def test_a_file_that_turns_out_larger_than_said_is_cut_off(shop: Shop, platform: TelegramStandIn) -> None:
    stored = platform.world.store("document", "a.bin", bytes(200_000))
    assert await shop.channel._api.download(stored.path, 100_000) is None
    assert await shop.channel._api.download(stored.path, 200_000) == stored.data


async def test_the_customer_sees_that_an_answer_is_being_written(shop: Shop, platform: TelegramStandIn) -> None:
    platform.customer(5, "Li").start()
    await shop.channel.typing("5")
    await shop.channel.typing("404")
    assert platform.account.typing == [(5, None)]
