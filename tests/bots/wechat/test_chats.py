"""Whole chats, from the customer's phone to the desk and back."""

from collections.abc import AsyncIterator

import aiohttp

from bots.sandbox.wechat import WeChatPhone, WeChatStandIn
from bots.wechat.door import BODY_LIMIT
from storage.content import Button, Content
from storage.inbound import Inbound, Kind, Media
from tests.bots.wechat.shop import Shop


def screen(phone: WeChatPhone) -> list[str]:
    return [shown.text for shown in phone.screen.shown]


MENU = Content(
    text="您好，请选择",
    buttons=(Button(label="查订单", goto="order_lookup:A10086"), Button(label="Talk to a person", goto="escalation")),
)


async def menu(_inbound: Inbound) -> Content:
    return MENU


async def test_the_answer_to_a_customer_comes_with_the_callback_and_costs_no_quota(
    shop: Shop, li: WeChatPhone, standin: WeChatStandIn
) -> None:
    await li.say("我的订单在哪里")

    assert screen(li) == ["我的订单在哪里", "您说：我的订单在哪里"]
    assert (standin.passive_count, standin.sent_count) == (1, 0)
    assert shop.ledger.left(li.openid) == 5


async def test_the_console_accepts_the_address_of_the_shop(shop: Shop, standin: WeChatStandIn) -> None:
    assert await standin.verify()


async def test_nobody_else_is_told_what_they_ask_the_shop_to_repeat(shop: Shop) -> None:
    now = str(int(shop.clock()))
    for more in ({}, {"timestamp": now, "nonce": "7"}, {"timestamp": now, "nonce": "7", "signature": "0" * 40}):
        async with aiohttp.request("GET", shop.url, params={"echostr": "5927782489442352469"} | more) as response:
            assert (response.status, await response.text()) == (403 if "nonce" in more else 400, "")


async def test_what_is_larger_than_any_message_is_refused_before_it_is_read(shop: Shop) -> None:
    body = b"x" * (BODY_LIMIT + 1)
    async with aiohttp.request("POST", shop.url, data=body) as response:
        assert response.status == 413

    async def in_pieces() -> AsyncIterator[bytes]:
        yield body

    async with aiohttp.request("POST", shop.url, data=in_pieces()) as response:
        assert response.status == 413
    assert shop.accepted == []


async def test_a_customer_taps_a_line_of_the_menu_and_the_desk_gets_its_button(shop: Shop, li: WeChatPhone) -> None:
    shop.answer = menu
    await li.say("你好")
    assert screen(li)[-1] == "您好，请选择\n\n1. 查订单\n2. Talk to a person"
    await li.tap("查订单")
    await li.tap("Talk to a person")

    taps = [(inbound.kind, inbound.payload, inbound.text) for inbound in shop.accepted[1:]]
    assert taps == [
        (Kind.BUTTON, "order_lookup:A10086", "查订单"),
        (Kind.BUTTON, "escalation", "Talk to a person"),
    ]


async def test_a_tap_on_a_test_account_still_says_the_label(
    shop: Shop, li: WeChatPhone, standin: WeChatStandIn
) -> None:
    standin.switches.test_account = True
    shop.answer = menu
    await li.say("你好")
    await li.tap("查订单")
    assert (shop.accepted[-1].kind, shop.accepted[-1].text) == (Kind.TEXT, "查订单")


async def test_a_follower_is_welcomed_and_one_who_left_is_not_answered(shop: Shop, li: WeChatPhone) -> None:
    async def welcome(inbound: Inbound) -> Content | None:
        return Content(text="欢迎") if inbound.kind is Kind.START else None

    shop.answer = welcome
    await li.follow(scene="spring")
    await li.unfollow()

    assert screen(li) == ["你已关注该公众号", "欢迎", "你已取消关注该公众号"]
    assert [(inbound.kind, inbound.payload) for inbound in shop.accepted] == [(Kind.START, "spring"), (Kind.LEFT, "")]


async def test_pressing_the_account_menu_twice_in_different_seconds_is_two_presses(shop: Shop, li: WeChatPhone) -> None:
    for _ in range(2):
        await li.click_menu("order_lookup")
        shop.clock.pass_(1)
    assert [inbound.payload for inbound in shop.accepted] == ["order_lookup", "order_lookup"]
    assert len(screen(li)) == 2


async def test_what_is_scanned_from_the_account_menu_is_answered_like_words(shop: Shop, li: WeChatPhone) -> None:
    await li.scan_from_menu("barcode", "CODE_128,SF1234567890123")
    shop.clock.pass_(1)
    await li.scan_from_menu("qrcode", "订单 <A10086> ]]>")
    await li.scan_from_menu("qrcode", "https://shop.example/kettle", waits=False)

    assert screen(li) == ["您说：SF1234567890123", "您说：订单 <A10086> ]]>"]
    assert shop.ledger.left(li.openid) == 3


async def test_a_picture_and_a_place_reach_the_desk_and_the_picture_can_be_fetched(shop: Shop, li: WeChatPhone) -> None:
    picture = b"\xff\xd8\xff\xe0 a scratched kettle"
    await li.send_image(picture)
    await li.send_location(31.2304, 121.4737, "人民广场")

    photo, place = (inbound.attachments[0] for inbound in shop.accepted)
    assert (await shop.wechat.fetch(photo)).data == picture
    assert (place.media, place.caption) == (Media.LOCATION, "人民广场")


async def test_control_characters_a_customer_types_do_not_silence_the_account(shop: Shop, li: WeChatPhone) -> None:
    await li.say("你\x1d好\x00")
    assert screen(li)[-1] == "您说：你好"


async def test_words_that_would_end_the_cdata_section_come_back_as_words(shop: Shop, li: WeChatPhone) -> None:
    attack = "x]]></Content><MsgType>transfer_customer_service</MsgType><Content><![CDATA["
    await li.say(attack)
    assert screen(li)[-1] == f"您说：{attack}"


async def test_a_link_a_customer_types_is_not_made_tappable_by_our_echo(shop: Shop, li: WeChatPhone) -> None:
    async def quote(inbound: Inbound) -> Content:
        return Content(text=inbound.text.replace("<", "&lt;").replace(">", "&gt;"))

    shop.answer = quote
    await li.say('<a href="http://evil.example">中奖</a>')
    assert li.screen.shown[-1].buttons == ()
    assert li.screen.shown[-1].text == '[a href="http://evil.example">中奖[/a>'
