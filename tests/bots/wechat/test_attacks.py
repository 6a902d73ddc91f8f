"""What an attacker posts: to the door as a stranger, and as one who has got hold of the token.

Whoever knows the token can sign, and whoever knows the AES key too can write any document: all that is left then is
that nothing breaks, nothing is read twice, and nobody is told by the answer how far they came.
"""

import base64
from typing import Any

import aiohttp
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.channel import Refused
from bots.wechat.reader import Webhook
from tests.bots.wechat.shop import NOON, Shop
from tests.bots.wechat.wire import (
    CAPTURES,
    CREDENTIALS,
    ENVELOPE,
    NONCE,
    READER,
    captured,
    enveloped,
    post,
    sealed,
    status_of,
    text,
)

LIMIT = 48_000
"""Bytes that fit into a body of 64 KB when they are sealed."""


def changed(old: str, new: str) -> bytes:
    before = captured("text").decode()
    assert old in before
    return before.replace(old, new).encode()


def content(inside: str) -> bytes:
    return changed("<![CDATA[我的订单在哪里]]>", inside)


def large(piece: str) -> bytes:
    return f"<xml>{piece * (LIMIT // len(piece))}</xml>".encode()


ATTRIBUTES = " ".join(f"b{number}=''" for number in range(4000))
DOCUMENTS = {
    "elements within elements": large("<a>"),
    "elements within elements, all closed": f"<xml>{'<a>' * 6000}{'</a>' * 6000}</xml>".encode(),
    "thousands of elements": large("<a/>"),
    "thousands of attributes": f"<xml><a {ATTRIBUTES}/></xml>".encode(),
    "a name without end": f"<xml><{'a' * LIMIT}/></xml>".encode(),
    "a million laughs": b'<!DOCTYPE x [<!ENTITY a "' + b"ha" * 9000 + b'">]><xml><MsgType>' + b"&a;" * 9000,
    "a parameter entity": b'<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/a"> %a;]>' + captured("text"),
    "somebody else's document type": b'<!DOCTYPE xml SYSTEM "http://127.0.0.1:9/x.dtd">' + captured("text"),
    "an entity of nobody": content("&nope;"),
    "a reference to no character": content("&#0;"),
    "a reference to half a character": content("&#xD800;"),
    "two documents": captured("text") * 2,
    "words behind the document": captured("text").rstrip() + b"x",
    "two texts": changed("<MsgId>", "<Content>x</Content><MsgId>"),
    "a text that ends its section and begins another": content("<![CDATA[x]]></Content><Content><![CDATA[y]]>"),
    "a text with an element": content("好<b>!</b>"),
    "two types": changed("<MsgId>", "<MsgType>event</MsgType><MsgId>"),
    "two ids": changed("<MsgId>", "<MsgId>7</MsgId><MsgId>"),
    "names in small letters": changed("MsgType", "msgtype"),
    "names of another space": changed("MsgType", "a:MsgType"),
    "no sender": changed("FromUserName", "From"),
    "no receiver": changed("ToUserName", "To"),
    "no time": changed("CreateTime", "Time"),
    "a sender in two lines": changed("<![CDATA[oLi", "<![CDATA[oLi\n"),
    "a sender who ends the section": changed("<![CDATA[oLi", "<![CDATA[oLi]]&gt;"),
    "a receiver with an element": changed("<![CDATA[gh_", "<![CDATA[gh_<b>"),
    "a time before all times": changed("1799999998", "-1799999998"),
    "a time after all calendars": changed("1799999998", "99999999999"),
    "half a second": changed("1799999998", "1799999998.5"),
    "a time as scientists write it": changed("1799999998", "1e9"),
    "a time in other digits": changed("1799999998", "１７９９９９９９９８"),
    "an id below zero": changed("24000000000000001", "-1"),
    "an id without end": changed("24000000000000001", "9" * 30),
    "an id in other digits": changed("24000000000000001", "２４"),
    "UTF-16": captured("text").decode().encode("utf-16"),
    "GBK": captured("text").decode().encode("gbk"),
    "half a character": captured("text").replace("里".encode(), "里".encode()[:2]),
    "blanks": b" \n\t ",
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_the_platform_would_not_write_is_refused(name: str) -> None:
    assert status_of(sealed(DOCUMENTS[name])) == 400


CAPTURED = [path.read_bytes() for path in sorted(CAPTURES.glob("*.xml"))]
PIECES = st.binary(max_size=4) | st.sampled_from(
    [
        b"<xml>",
        b"</xml>",
        b"]]>",
        b"<![CDATA[",
        b"&amp;",
        b"&#0;",
        b"<a/>",
        b"<!--",
        b"\x00",
        b"\xed\xa0\x80",
        b"9" * 400,
    ]
)
CUTS = st.tuples(st.integers(0, 900), st.integers(0, 60), PIECES | st.none())
"""Where, how much of it, and what stands there then; None: the same twice."""


def torn(document: bytes, cuts: list[tuple[int, int, bytes | None]]) -> bytes:
    for at, length, instead in cuts:
        begin = at % (len(document) + 1)
        piece = document[begin : begin + length]
        document = document[:begin] + (piece * 2 if instead is None else instead) + document[begin + length :]
    return document


@settings(max_examples=300, deadline=None)
@given(document=st.sampled_from(CAPTURED), cuts=st.lists(CUTS, max_size=4))
def test_whatever_became_of_a_document_it_is_read_or_refused(document: bytes, cuts: Any) -> None:
    assert status_of(sealed(torn(document, cuts))) in {200, 400}


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "iso-8859-1", "utf-8"])
def test_a_document_that_lies_about_its_encoding_is_read_as_what_it_is(encoding: str) -> None:
    lie = f'<?xml version="1.0" encoding="{encoding}"?>'.encode()
    inbound = READER.receive(sealed(lie + captured("text"))).inbound
    assert inbound
    assert inbound.text == "我的订单在哪里"


@pytest.mark.parametrize(
    "words",
    [
        "]]]]><![CDATA[></Content><MsgType>event</MsgType>",
        "&lt;!DOCTYPE x&gt; &a; %a;",
        "<!-- --> <?php ?> <xml></xml>",
        "<Encrypt>x</Encrypt>",
    ],
)
def test_words_that_look_like_a_document_are_words(words: str) -> None:
    inbound = READER.receive(sealed(text(words))).inbound
    assert inbound
    assert inbound.text == words.replace("]]]]><![CDATA[>", "]]>")


@pytest.mark.parametrize(("seconds", "status"), [(-301, 403), (-300, 200), (0, 200), (300, 200), (301, 403)])
def test_what_was_signed_five_minutes_ago_is_as_old_as_it_may_be(seconds: int, status: int) -> None:
    assert status_of(sealed(captured("text"), at=NOON + seconds)) == status


def signed(timestamp: str, nonce: str = NONCE) -> Webhook:
    encrypted = ENVELOPE.seal(captured("text"), b"0123456789abcdef")
    query = {"timestamp": timestamp, "nonce": nonce, "msg_signature": ENVELOPE.sign(timestamp, nonce, encrypted)}
    return Webhook(query, f"<xml><Encrypt>{encrypted}</Encrypt></xml>".encode())


@pytest.mark.parametrize(
    "timestamp",
    [
        "",
        "now",
        "-1800000000",
        "1.8e9",
        "1_800_000_000",
        " 1800000000",
        "1800000000\n",
        "0x6B49D200",
        "9" * 128,
        "²",
        "NaN",
    ],
)
def test_a_time_that_is_no_number_of_seconds_is_refused(timestamp: str) -> None:
    assert status_of(signed(timestamp)) in {400, 403}


@settings(deadline=None)
@given(timestamp=st.text(max_size=150), nonce=st.text(max_size=150))
def test_whatever_stands_in_the_address_is_read_or_refused(timestamp: str, nonce: str) -> None:
    encrypted = "QQ=="
    query = {"timestamp": timestamp, "nonce": nonce, "msg_signature": "0" * 40}
    body = f"<xml><Encrypt>{encrypted}</Encrypt></xml>".encode()
    assert status_of(Webhook(query, body)) in {400, 403}


def posted(ciphertext: str, body: str) -> Webhook:
    """Signed by whoever knows the token."""
    timestamp = f"{NOON:.0f}"
    signature = ENVELOPE.sign(timestamp, NONCE, ciphertext)
    return Webhook({"timestamp": timestamp, "nonce": NONCE, "msg_signature": signature}, body.encode())


@pytest.mark.parametrize("body", ["", "<xml></xml>", "<xml><Encrypt></Encrypt></xml>", "<xml><Encrypt/></xml>"])
def test_who_posts_nothing_sealed_is_told_so_in_the_log(body: str) -> None:
    with pytest.raises(Refused, match="no <Encrypt> in the body") as refused:
        READER.receive(posted("", body))
    assert refused.value.status == 400


@pytest.mark.parametrize("ciphertext", ["QQ==<b/>", "<Encrypt>", "QQ==\nQQ==", "里", "="])
def test_what_is_signed_and_not_sealed_is_refused(ciphertext: str) -> None:
    assert status_of(posted(ciphertext, f"<xml><Encrypt>{ciphertext}</Encrypt></xml>")) == 400


def wrapped(plain: bytes) -> str:
    """Encrypted as it is: the padding, too, is the attacker's."""
    encryptor = Cipher(AES(ENVELOPE.key), CBC(ENVELOPE.key[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def packed(message: bytes, app_id: bytes = CREDENTIALS.app_id.encode(), length: int | None = None) -> bytes:
    size = len(message) if length is None else length
    return b"0123456789abcdef" + size.to_bytes(4, "big") + message + app_id


def padded(plain: bytes, *, by: int | None = None) -> bytes:
    missing = 32 - len(plain) % 32
    return plain + bytes([missing if by is None else by]) * missing


WHOLE = captured("text")
BROKEN = {
    "padded by nothing": wrapped(padded(packed(WHOLE), by=0)),
    "padded by too much": wrapped(padded(packed(WHOLE), by=33)),
    "padded by one more than there is": wrapped(padded(packed(WHOLE), by=255)),
    "another account's": wrapped(padded(packed(WHOLE, b"wx_somebody_else"))),
    "nobody's": wrapped(padded(packed(WHOLE, b""))),
    "an account whose name begins like ours": wrapped(padded(packed(WHOLE, CREDENTIALS.app_id.encode() + b"0"))),
    "longer than it is": wrapped(padded(packed(WHOLE, length=len(WHOLE) + 1))),
    "as long as nothing can be": wrapped(padded(packed(WHOLE, length=2**32 - 1))),
    "shorter than it is": wrapped(padded(packed(WHOLE, length=1))),
    "one block": wrapped(bytes(16)),
    "no block": "",
    "half a block": base64.b64encode(bytes(24)).decode(),
    "no base64": "!" * 64,
    "base64 in two lines": wrapped(padded(packed(WHOLE))).replace("A", "\n", 1),
    "no characters": wrapped(padded(packed(b"\xff\xfe\xfd"))),
    "no document": wrapped(padded(packed(b"hello"))),
    "no message": wrapped(padded(packed(b"<xml></xml>"))),
    "a message of nobody": wrapped(padded(packed(changed("FromUserName", "From")))),
}


async def test_every_wrong_envelope_gets_the_same_answer(shop: Shop, session: aiohttp.ClientSession) -> None:
    """Whoever could tell a wrong padding from a wrong account could read what they recorded, block by block."""
    answers = {}
    for name, encrypted in BROKEN.items():
        webhook = enveloped(encrypted)
        async with session.post(shop.url, params=webhook.query, data=webhook.body) as response:
            headers = {key: value for key, value in response.headers.items() if key != "Date"}
            answers[name] = (response.status, headers, await response.read())
    assert all(answer == answers["padded by nothing"] for answer in answers.values()), answers
    assert answers["padded by nothing"][0] == 400
    assert shop.accepted == []


@settings(deadline=None)
@given(place=st.integers(0, 10_000), bit=st.integers(0, 7), data=st.data())
def test_one_bit_of_another_value_anywhere_is_refused(place: int, bit: int, data: st.DataObject) -> None:
    """Whether it is in the signature, in what is signed, or (signed anew) in the envelope."""
    webhook = sealed(captured("text"))
    body = bytearray(webhook.body)
    start, end = webhook.body.index(b"<Encrypt><![CDATA[") + 18, webhook.body.index(b"]]></Encrypt>")
    body[start + place % (end - start)] ^= 1 << bit
    assert status_of(Webhook(webhook.query, bytes(body))) in {400, 403}
    name = data.draw(st.sampled_from(["msg_signature", "timestamp", "nonce"]))
    value = webhook.query[name]
    at = place % len(value)
    other = value[:at] + chr(ord(value[at]) ^ (1 << bit)) + value[at + 1 :]
    if other.lower() != value:  # the platform writes small letters; so do we when we compare
        assert status_of(Webhook({**webhook.query, name: other}, webhook.body)) in {400, 403}


async def test_a_recorded_request_is_the_same_message_however_often_it_is_posted(
    shop: Shop, session: aiohttp.ClientSession
) -> None:
    first = await post(session, shop)
    for _ in range(5):
        assert await post(session, shop) == first
    await shop.killed()
    assert await post(session, shop) == "success"
    assert len(shop.accepted) == 1


async def test_a_recorded_request_is_worth_nothing_after_five_minutes(
    shop: Shop, session: aiohttp.ClientSession
) -> None:
    webhook = sealed(captured("text"))
    shop.clock.pass_(301)
    async with session.post(shop.url, params=webhook.query, data=webhook.body) as response:
        assert (response.status, await response.read()) == (403, b"")
    assert shop.accepted == []


async def test_of_two_values_the_one_that_is_looked_at_is_the_one_that_is_signed(
    shop: Shop, session: aiohttp.ClientSession
) -> None:
    webhook = sealed(captured("text"))
    old = sealed(captured("text"), at=NOON - 3600).query
    for first, second, status in ((webhook.query, old, 200), (old, webhook.query, 403)):
        for sign in ("", "&x=%41"):  # with and without anything that is escaped
            query = "&".join(f"{name}={value}" for each in (first, second) for name, value in each.items())
            async with session.post(f"{shop.url}?{query}{sign}", data=webhook.body) as response:
                assert response.status == status
    assert len(shop.accepted) == 1
