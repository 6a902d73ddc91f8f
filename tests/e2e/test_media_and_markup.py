"""Pictures, voices, files, long texts and odd characters, in both directions."""

from bots.delivery.runs import ALOUD, as_written
from bots.sandbox.slack import SlackPhone
from bots.sandbox.telegram import TelegramPhone
from bots.sandbox.wechat.customers import WeChatPhone
from tests.e2e.channels import BOTH_DESKS, EVERY_CHANNEL
from tests.e2e.chats import Customer, Desk, Street, handed_over
from tests.recordings import amr

JOINED = "我是 小美，接下来由我为您服务。"
JPEG = b"\xff\xd8\xff\xe0" + b"kefu" * 64 + b"\xff\xd9"


@EVERY_CHANNEL
async def test_the_bot_is_honest_about_a_picture(customer: Customer) -> None:
    await customer.sends_photo(JPEG)
    answer = await customer.reads("还看不懂图片")
    assert "转人工" in answer.buttons


@BOTH_DESKS
@EVERY_CHANNEL
async def test_a_customers_picture_reaches_the_topic(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    await customer.sends_photo(JPEG)
    shown = await topic.eyes.next()
    assert shown.media == ("photo",)
    await customer.says("就是这个")
    await topic.reads("就是这个")


@BOTH_DESKS
@EVERY_CHANNEL
async def test_an_agents_picture_reaches_the_customer(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    sent = topic.upload(JPEG, "photo.jpg")
    await customer.reads(JOINED)
    shown = await customer.eyes.next()
    assert shown.media == ("photo",)
    await topic.sees_delivered(sent)


@BOTH_DESKS
async def test_voices_files_stickers_and_places_from_telegram_reach_the_topic(street: Street, desk: Desk) -> None:
    customer = street.customer("telegram")
    phone = customer.phone
    assert isinstance(phone, TelegramPhone)
    topic = await handed_over(customer, desk)
    phone.send_voice(b"OggS" + b"v" * 99)
    assert (await topic.eyes.next()).media == ("voice",)
    phone.send_document(b"%PDF-1.4 invoice", "发票.pdf", "application/pdf")
    assert (await topic.eyes.next()).media == ("file",)
    phone.send_sticker("😀")
    sticker = await topic.eyes.next()
    assert (sticker.media, sticker.text) == ((("sticker",), "") if desk.channel == "telegram" else ((), "[表情] 😀"))
    phone.send_location(31.23, 121.47)
    place = await topic.eyes.next()
    assert place.media == ("location",) or "[位置] 31.23, 121.47" in place.text
    phone.share_contact("+8613900005678")
    contact = await topic.eyes.next()
    assert "+8613900005678" in contact.text


@BOTH_DESKS
async def test_voices_places_and_links_from_wechat_reach_the_topic(street: Street, desk: Desk) -> None:
    customer = street.customer("wechat")
    phone = customer.phone
    assert isinstance(phone, WeChatPhone)
    topic = await handed_over(customer, desk)
    await phone.send_voice(b"#!AMR\n" + b"v" * 99, heard="灯坏了")
    voice = await topic.reads("灯坏了")
    assert voice.media == (("file",) if desk.channel == "telegram" else ("voice",))
    await phone.send_location(31.23, 121.47, "人民广场")
    await topic.reads("人民广场")
    await phone.send_link("护眼台灯", "https://example.com/lamp")
    await topic.reads("https://example.com/lamp")


@BOTH_DESKS
async def test_what_wechat_has_only_since_yesterday_is_answered_and_told_to_staff(street: Street, desk: Desk) -> None:
    customer = street.customer("wechat")
    phone = customer.phone
    assert isinstance(phone, WeChatPhone)
    await phone.send_unknown("chatrecord")
    answer = await customer.reads("还看不懂图片")
    assert "转人工" in answer.buttons
    topic = await handed_over(customer, desk)
    await phone.send_unknown("chatrecord")
    await topic.reads("[暂时显示不了的消息] chatrecord")


@BOTH_DESKS
async def test_a_voice_of_wechat_is_played_at_the_desk(street: Street, desk: Desk) -> None:
    customer = street.customer("wechat")
    assert isinstance(customer.phone, WeChatPhone)
    topic = await handed_over(customer, desk)
    await customer.phone.send_voice(amr(2.0), heard="灯坏了")
    voice = await topic.reads("灯坏了")
    [file] = voice.files
    assert (file.mime, file.name) == (("audio/ogg", "") if desk.channel == "telegram" else ("audio/mpeg", "voice.mp3"))


@BOTH_DESKS
async def test_what_wechat_does_not_show_is_told_to_the_agent_who_sent_it(street: Street, desk: Desk) -> None:
    customer = street.customer("wechat")
    topic = await handed_over(customer, desk)
    topic.upload(b"%PDF-1.7 prices", "报价.pdf")
    await customer.reads(JOINED)
    told = await topic.eyes.next()
    while "没有收到" not in told.text:
        told = await topic.eyes.next()
    assert "客户的软件不支持这类文件" in told.text


async def test_a_voice_is_answered_with_a_request_to_type_and_a_smile_with_kind_words(street: Street) -> None:
    customer = street.customer("telegram")
    assert isinstance(customer.phone, TelegramPhone)
    customer.phone.send_voice(b"OggS" + b"v" * 99)
    await customer.reads("还听不懂语音")
    customer.phone.send_sticker("😀")
    await customer.reads("有需要随时找我")


ODD = "<b>粗</b> *bold* _it_ `code` ]]> & &amp; <!channel> :smile: ~s~ {{ 7*7 }}"


@BOTH_DESKS
@EVERY_CHANNEL
async def test_odd_characters_arrive_as_they_were_written(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    await customer.says(ODD)
    assert (await topic.eyes.next()).text == f"{ALOUD}{ODD}"
    sent = topic.says(ODD)
    await customer.reads(JOINED)
    assert (await customer.eyes.next()).text == ODD
    await topic.sees_delivered(sent)


@BOTH_DESKS
@EVERY_CHANNEL
async def test_odd_characters_stay_words_on_the_card(customer: Customer, desk: Desk) -> None:
    await customer.says("<b>灯坏了</b> & *急*")
    await customer.reads_next()
    await customer.says("转人工")
    await customer.reads("已经为您转接人工客服")
    topic = await desk.topic_of(customer)
    await topic.reads("<b>灯坏了</b> & *急*")


@BOTH_DESKS
@EVERY_CHANNEL
async def test_a_very_long_answer_arrives_whole_in_parts(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    before = len(customer.everything)
    lines = [f"第 {number} 步：把灯座转到第 {number} 格。" for number in range(1, 101)]
    long = "\n".join(lines)
    sent = topic.says(long)
    await topic.sees_delivered(sent)
    arrived = "".join(customer.everything[before:])
    assert "".join(arrived.split()) == "".join((JOINED + long).split())


@EVERY_CHANNEL
async def test_a_very_long_message_reaches_the_desk_whole(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    long = "长" * 600 if customer.channel == "wechat" else "很长的话。" * 1200
    if customer.channel == "telegram":
        long = long[:4090]
    await customer.says(long)
    await customer.says("完")
    await topic.eyes.screen.until(lambda each: each.text == f"{ALOUD}完")
    arrived = "".join(each.text for each in topic.eyes.screen.shown[topic.eyes.read_to :] if not each.mine)
    assert arrived.replace("\n", "").replace(ALOUD, "") == f"{long}完"


async def test_a_slack_message_longer_than_telegrams_limit_is_split_for_its_desk(street: Street, desk: Desk) -> None:
    customer = street.customer("slack")
    topic = await handed_over(customer, desk)
    await customer.says("灯不亮了。" * 1000)
    first = await topic.eyes.next()
    assert len(first.text) <= 4096
    rest = await topic.eyes.next()
    assert as_written(first.text) + as_written(rest.text) == "灯不亮了。" * 1000


async def test_a_file_with_words_is_both(street: Street, desk: Desk) -> None:
    customer = street.customer("slack")
    assert isinstance(customer.phone, SlackPhone)
    topic = await handed_over(customer, desk)
    customer.phone.upload(b"%PDF-1.4 invoice", "发票.pdf", "这是发票")
    shown = await topic.reads("这是发票")
    assert shown.media == ("file",)
