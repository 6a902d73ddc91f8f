"""What the platform posts, and what the desk is told of it. The captures are its documents, made anonymous."""

import base64
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto

from bots.channel import Refused
from bots.sandbox.wechat import Credentials
from bots.wechat import document
from bots.wechat.document import fields, reply
from bots.wechat.envelope import Envelope
from bots.wechat.reader import Reader, Webhook
from storage.inbound import Attachment, Identity, Inbound, Kind, Media
from tests.bots.wechat.shop import NOON, options
from tests.bots.wechat.wire import CREDENTIALS, ENVELOPE, READER, captured, enveloped, sealed, status_of, text

LI = "oLi_aBcDeFgHiJkLmNoPqRsTuVwX"


def message(**what: Any) -> Inbound:
    key = "24000000000000001"
    common: dict[str, Any] = {"key": key, "message_id": key, "sent_at": 1_799_999_998.0}
    return Inbound(identity=Identity("wechat", LI), chat_id=LI, **(common | what))


def event(name: str, key: str, **what: Any) -> Inbound:
    return message(key=f"{LI}:1799999998:{name}:{key}", message_id=None, **what)


def media(kind: Media, **what: Any) -> tuple[Attachment, ...]:
    return (Attachment(media=kind, channel="wechat", **what),)


SHOP_LINK = "https://shop.example/kettle?id=1&from=chat"
EXPECTED = {
    "text": message(text="我的订单在哪里"),
    "menu_tap": message(kind=Kind.BUTTON, text="查订单", payload="order_lookup:A10086"),
    "image": message(attachments=media(Media.PHOTO, ref="media-image-1")),
    "unsupported": message(attachments=media(Media.STICKER, caption="【收到不支持的消息类型，暂无法显示】")),
    "voice": message(text="转人工。", attachments=media(Media.VOICE, ref="media-voice-1")),
    "video": message(attachments=media(Media.VIDEO, ref="media-video-1")),
    "shortvideo": message(attachments=media(Media.VIDEO, ref="media-video-2")),
    "location": message(attachments=media(Media.LOCATION, ref="31.230400,121.473700", caption="上海市黄浦区人民广场")),
    "link": message(attachments=media(Media.LINK, ref=SHOP_LINK, caption=f"不锈钢水壶 {SHOP_LINK}")),
    "file": message(attachments=media(Media.FILE, name="发票.pdf", caption="发票.pdf")),
    "unknown": message(attachments=media(Media.OTHER, caption="chatrecord")),
    "subscribe": event("subscribe", "", kind=Kind.START),
    "subscribe_by_scan": event("subscribe", "spring", kind=Kind.START, payload="spring"),
    "unsubscribe": event("unsubscribe", "", kind=Kind.LEFT),
    "scan": event("SCAN", "spring", kind=Kind.START, payload="spring"),
    "click": event("CLICK", "order_lookup", kind=Kind.BUTTON, payload="order_lookup"),
    "scancode_waitmsg": event("scancode_waitmsg", "scan", text="A10086"),
    "scancode_push": event("scancode_push", "scan", text="A10086"),
    "scancode_push_page": None,
    "pic_photo_or_album": None,  # the picture comes as a message, and so does the place
    "location_select": None,
    "view": None,
    "location_report": None,
    "templatesendjobfinish": None,
    "kf_create_session": None,
    "subscribe_msg_popup_event": None,
}


@pytest.mark.parametrize("name", EXPECTED)
def test_what_a_customer_does_is_told_to_the_desk(name: str) -> None:
    received = READER.receive(sealed(captured(name)))
    assert received.inbound == EXPECTED[name]
    assert received.account == "gh_0123456789ab"


def test_a_voice_that_the_platform_wrote_down_nothing_of_is_a_voice() -> None:
    unheard = re.sub(rb"<Recognition>.*</Recognition>\n", b"", captured("voice"))
    for xml in (unheard, captured("voice").replace("转人工。".encode(), b"")):
        inbound = READER.receive(sealed(xml)).inbound
        assert inbound == message(attachments=media(Media.VOICE, ref="media-voice-1"))


def test_words_about_what_the_platform_does_not_support_are_words() -> None:
    """Only the platform's own sentence, alone, stands for something that it keeps from us."""
    said = "为什么显示【收到不支持的消息类型，暂无法显示】"
    xml = captured("unsupported").replace("【收到不支持的消息类型，暂无法显示】".encode(), said.encode())
    assert READER.receive(sealed(xml)).inbound == message(text=said)


def test_events_without_an_id_are_not_each_others_duplicates() -> None:
    first = captured("click")
    variants = [first, first.replace(b"1799999998", b"1799999999"), first.replace(b"order_lookup", b"escalation")]
    keys = {received.key for xml in variants if (received := READER.receive(sealed(xml)).inbound)}
    assert len(keys) == len(variants)


def test_a_message_of_an_unknown_kind_without_an_id_is_no_other_ones_duplicate() -> None:
    xml = captured("unknown").replace(b"<MsgId>24000000000000001</MsgId>\n", b"")
    variants = [xml, xml.replace(b"1799999998", b"1799999999"), xml.replace(b"chatrecord", b"Note <b>1</b>")]
    received = [READER.receive(sealed(each)).inbound for each in (*variants, xml)]
    assert [each and each.attachments[0].caption for each in received] == [
        "chatrecord",
        "chatrecord",
        "noteb1b",
        "chatrecord",
    ]
    assert len({each.key for each in received if each}) == len(variants)


def changed(**query: str) -> Webhook:
    webhook = sealed(captured("text"))
    return Webhook({**webhook.query, **query}, webhook.body)


def without(*names: str) -> Webhook:
    webhook = sealed(captured("text"))
    return Webhook({k: v for k, v in webhook.query.items() if k not in names}, webhook.body)


def with_body(body: bytes) -> Webhook:
    return Webhook(sealed(captured("text")).query, body)


SECRET_WORDS = "我的电话是13800138000"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><xml><MsgType>&b;</MsgType></xml>'
FILE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><MsgType>&a;</MsgType></xml>'
SECOND_SENDER = b"<FromUserName>x</FromUserName><CreateTime>"
REFUSED: dict[str, tuple[Callable[[], Webhook], int]] = {
    "no signature": (lambda: without("msg_signature", "signature"), 403),
    "a plain post": (lambda: Webhook(without("msg_signature").query, text(SECRET_WORDS)), 403),
    "an empty signature": (lambda: changed(msg_signature=""), 403),
    "a wrong signature": (lambda: changed(msg_signature="0" * 40), 403),
    "a signature of other characters": (lambda: changed(msg_signature="签" * 40), 403),
    "the signature of the URL alone": (lambda: changed(msg_signature=changed().query["signature"]), 403),
    "another time": (lambda: changed(timestamp=str(int(NOON) + 1)), 403),
    "another nonce": (lambda: changed(nonce="1"), 403),
    "no nonce": (lambda: without("nonce"), 400),
    "an endless nonce": (lambda: changed(nonce="1" * 1000), 400),
    "six minutes ago": (lambda: sealed(captured("text"), at=NOON - 360), 403),
    "six minutes ahead": (lambda: sealed(captured("text"), at=NOON + 360), 403),
    "an empty body": (lambda: with_body(b""), 400),
    "a body of JSON": (lambda: with_body(b'{"Encrypt": "x"}'), 400),
    "an entity bomb outside": (lambda: with_body(LAUGHS), 400),
    "an entity bomb inside": (lambda: sealed(LAUGHS), 400),
    "a file of ours inside": (lambda: sealed(FILE), 400),
    "half a document": (lambda: sealed(text(SECRET_WORDS)[:-20]), 400),
    "nothing inside": (lambda: sealed(b""), 400),
    "no type": (lambda: sealed(b"<xml><FromUserName>x</FromUserName></xml>"), 400),
    "a nested type": (lambda: sealed(b"<xml><MsgType><a>text</a></MsgType></xml>"), 400),
    "two senders": (lambda: sealed(captured("text").replace(b"<CreateTime>", SECOND_SENDER)), 400),
    "no id": (lambda: sealed(captured("text").replace(b"MsgId", b"NoId")), 400),
    "no time": (lambda: sealed(captured("text").replace(b"1799999998", b"soon")), 400),
    "bad UTF-8": (lambda: sealed(b"\xff\xfe"), 400),
    "an attribute": (lambda: sealed(captured("text").replace(b"<MsgId>", b'<MsgId of="x">')), 400),
    "a document type": (lambda: sealed(b"<!DOCTYPE xml>" + captured("text")), 400),
    "another account's": (lambda: enveloped(other_account()), 400),
    "not base64": (lambda: enveloped("abcde"), 400),
    "one block": (lambda: enveloped(base64.b64encode(b"x" * 16).decode()), 400),
}  # fmt: skip


def other_account() -> str:
    return replace(ENVELOPE, app_id="wx_somebody_else").seal(text(SECRET_WORDS), b"0123456789abcdef")


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_the_platforms_is_refused_without_a_word_of_it(name: str) -> None:
    make, status = REFUSED[name]
    with pytest.raises(Refused) as refused:
        READER.receive(make())
    assert refused.value.status == status
    assert SECRET_WORDS not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_key_that_was_changed_in_the_console_is_named() -> None:
    """What is signed with our token, and cannot be read, comes from the platform itself."""
    other = replace(CREDENTIALS, aes_key="b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcm90aGVyMTI")
    with pytest.raises(Refused, match="KEFU_WECHAT__AES_KEY"):
        Reader(options(other, "http://127.0.0.1:9"), lambda: NOON).receive(sealed(captured("text")))


def test_the_address_is_verified_only_for_who_knows_the_token() -> None:
    query = {"timestamp": str(int(NOON)), "nonce": "7", "echostr": "5927782489442352469"}
    signed = query | {"signature": ENVELOPE.sign(query["timestamp"], query["nonce"])}
    assert READER.verify(Webhook(signed, b"")) == "5927782489442352469"
    for wrong in (query, query | {"signature": "0" * 40}, signed | {"timestamp": str(int(NOON) - 3600)}):
        with pytest.raises(Refused):
            READER.verify(Webhook(wrong, b""))


@settings(deadline=None)
@given(xml=st.binary(max_size=2000))
def test_whatever_is_signed_and_sealed_is_read_or_refused(xml: bytes) -> None:
    assert status_of(sealed(xml)) in {200, 400, 403}


@settings(deadline=None)
@given(ciphertext=st.binary(max_size=300).map(lambda data: base64.b64encode(data).decode()))
def test_whatever_is_signed_is_read_or_refused(ciphertext: str) -> None:
    assert status_of(enveloped(ciphertext)) in {200, 400, 403}


@settings(deadline=None)
@given(query=st.dictionaries(st.sampled_from(["msg_signature", "timestamp", "nonce"]), st.text()), body=st.binary())
def test_whatever_a_stranger_posts_is_refused(query: dict[str, str], body: bytes) -> None:
    with pytest.raises(Refused):
        READER.receive(Webhook(query, body))


@settings(deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=3000))
def test_all_readings_of_the_envelope_agree(text: str) -> None:
    """Ours, that of the stand-in and wechatpy's."""
    crypto = WeChatCrypto(CREDENTIALS.token, CREDENTIALS.aes_key, CREDENTIALS.app_id)
    ours = Envelope(CREDENTIALS.aes_key, CREDENTIALS.app_id)
    assert ENVELOPE.open_reply(crypto.encrypt_message(text, "n", "1").encode()) == text.encode()
    for encrypted in (ENVELOPE.seal(text.encode(), b"0123456789abcdef"), ours.sealed(text).decode()):
        opened = crypto.decrypt_message({"Encrypt": encrypted}, ENVELOPE.sign("1", "n", encrypted), "1", "n")
        assert opened == ours.opened(encrypted.encode()) == text


PIECES = ["<xml>", "</xml>", "<a>", "</a>", "<b c='d'>", "</b>", "<![CDATA[", "]]>", "]", "&amp;", "\n", "\r", " "]


@settings(deadline=None, max_examples=500)
@given(pieces=st.lists(st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)))
def test_a_document_says_the_same_read_in_one_look_and_by_the_parser(pieces: list[str]) -> None:
    inside = "".join(pieces)
    for xml in (f"<xml><a>{inside}</a></xml>", f"<xml><a><![CDATA[{inside}]]></a></xml>", f"<xml>{inside}</xml>"):
        usual = document.usual(xml)
        assert usual is None or usual == document.parsed(xml)


@settings(deadline=None)
@given(words=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_wechatpy_reads_a_message_and_our_answer_as_we_do(words: str) -> None:
    for xml in (text(escape(words)).decode(), reply(LI, "gh_0123456789ab", words, 7)):
        theirs = {name: value or "" for name, value in parse_message(xml)._data.items()}
        assert fields(xml) == theirs


def test_words_that_begin_many_elements_are_words() -> None:
    words = "<a><![CDATA[" * 4000 + "]"
    found = fields(f"<xml><Content><![CDATA[{words}]]></Content><MsgId>1</MsgId></xml>")
    assert found == {"Content": words, "MsgId": "1"}


@pytest.mark.parametrize("broken", [b"", b"x" * 7, b"x" * 16, b"x" * 40, b"x" * 64])
def test_what_was_broken_does_not_spoil_what_comes_after(broken: bytes) -> None:
    crypto = WeChatCrypto(CREDENTIALS.token, CREDENTIALS.aes_key, CREDENTIALS.app_id)
    ours = Envelope(CREDENTIALS.aes_key, CREDENTIALS.app_id)
    for words in ("好", "在吗" * 300, ""):
        with pytest.raises(ValueError, match=r"."):
            ours.opened(base64.b64encode(broken))
        assert ours.opened(ENVELOPE.seal(words.encode(), b"0123456789abcdef").encode()) == words
        answer = ours.sealed(words).decode()
        assert crypto.decrypt_message({"Encrypt": answer}, ENVELOPE.sign("1", "n", answer), "1", "n") == words


def test_no_two_answers_begin_alike() -> None:
    ours = Envelope(CREDENTIALS.aes_key, CREDENTIALS.app_id)
    assert len({ours.sealed("好")[:20] for _ in range(20)}) == 20


PRODUCT = b"<EventKey><![CDATA[scanbarcode|gh_1|1]]></EventKey>"


def test_who_follows_by_scanning_a_product_has_not_turned_to_the_shop() -> None:
    xml = captured("subscribe").replace(b"<EventKey><![CDATA[]]></EventKey>", PRODUCT)
    assert PRODUCT in xml
    assert READER.receive(sealed(xml)).inbound is None


OLD = replace(CREDENTIALS, aes_key="b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcm90aGVyMTI")


@pytest.mark.parametrize("sender", [CREDENTIALS, OLD], ids=["the new key", "the old key"])
def test_while_the_key_changes_each_message_is_read_and_answered_with_its_own(sender: Credentials) -> None:
    both = options(CREDENTIALS, "http://127.0.0.1:9", aes_key_previous=SecretStr(OLD.aes_key))
    reader = Reader(both, lambda: NOON)
    received = reader.receive(enveloped(sender.envelope.seal(captured("text"), b"0123456789abcdef")))
    assert received.inbound == EXPECTED["text"]
    assert "好".encode() in sender.envelope.open_reply(reader.reply(received, LI, "好", "7"))


def test_a_key_that_is_neither_the_new_one_nor_the_old_one_is_refused() -> None:
    third = replace(CREDENTIALS, aes_key="dGhpcmR0aGlyZHRoaXJkdGhpcmR0aGlyZHRoaXJkMTI")
    both = options(CREDENTIALS, "http://127.0.0.1:9", aes_key_previous=SecretStr(OLD.aes_key))
    with pytest.raises(Refused, match="KEFU_WECHAT__AES_KEY"):
        Reader(both, lambda: NOON).receive(enveloped(third.envelope.seal(captured("text"), b"0123456789abcdef")))
