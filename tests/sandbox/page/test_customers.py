"""What one does as a customer in the page, and what one sees of it."""

from functools import partial
from typing import Any

import pytest

from bots.sandbox.page.cast import CUSTOMERS
from bots.sandbox.page.people import MOST_PEOPLE
from storage.orders import OrderStatus
from tests.sandbox.page.browser import Browser

XIAOMING, CHIAYING, EMMA = "wechat/oSandboxXiaoming_7dQ2Kx", "telegram/7001", "slack/U0SANDBOXEM"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


async def person(browser: Browser, who: str, **wanted: Any) -> dict[str, Any]:
    """Wait until the page says all of this about somebody."""

    def so(entries: dict[str, Any]) -> dict[str, Any] | None:
        known: dict[str, Any] | None = entries.get(f"person/{who}")
        return known if known and all(known[name] == value for name, value in wanted.items()) else None

    found: dict[str, Any] = await browser.sees(so)
    return found


async def test_there_is_somebody_for_every_kind_of_order_channel_and_language(browser: Browser) -> None:
    people = [value for key, value in browser.copy.entries.items() if key.startswith("person/")]
    assert len(people) == len(CUSTOMERS)
    assert {order["status"] for each in people for order in each["orders"]} == {str(status) for status in OrderStatus}
    assert any(len(each["orders"]) > 1 for each in people)
    for channel in ("wechat", "telegram", "slack"):
        theirs = [each for each in people if each["channel"] == channel]
        assert any(each["vip"] for each in theirs), channel
        assert {each["language"].lower()[:2] for each in theirs} == {"zh", "en"}, channel
        assert all(each["orders"] for each in theirs), channel


async def test_a_sample_order_is_told_to_who_proves_it(browser: Browser) -> None:
    for who, number, item in (
        (XIAOMING, "A20261121", "茶杯 两只装"),
        (CHIAYING, "TW-10029", "保溫杯 500 毫升 藍色"),
        (EMMA, "US-20448", "Wool socks, five pairs"),
    ):
        orders = {order["number"]: order for order in browser.copy.entries[f"person/{who}"]["orders"]}
        await browser.posts(f"/people/{who}/say", {"text": f"{number} {orders[number]['digits']}"})
        await browser.reads(f"message/{who}", number, item)


@pytest.mark.parametrize("kind", ["scancode_waitmsg", "scancode_push"])
async def test_what_is_scanned_by_a_button_of_the_menu_is_answered_as_if_typed(browser: Browser, kind: str) -> None:
    order = browser.copy.entries[f"person/{XIAOMING}"]["orders"][0]
    await browser.posts(f"/people/{XIAOMING}/do", {"what": kind, "key": order["number"]})
    await browser.reads(f"message/{XIAOMING}", order["number"], "后四位")


async def test_buttons_of_the_menu_send_a_picture_and_a_place(browser: Browser) -> None:
    def sent(entries: dict[str, Any]) -> bool:
        shown = [value["shown"] for key, value in entries.items() if key.startswith(f"message/{XIAOMING}/")]
        return [*map(tuple, (each["media"] for each in shown if each["mine"]))] == [("photo",), ("location",)]

    await browser.posts(f"/people/{XIAOMING}/do", {"what": "pic_photo_or_album", "key": ""})
    await browser.posts(f"/people/{XIAOMING}/do", {"what": "location_select", "key": ""})
    assert await browser.sees(sent)


async def test_a_newcomer_is_greeted_as_one(browser: Browser) -> None:
    for channel, language in (("wechat", "zh-TW"), ("telegram", "en"), ("slack", "zh-CN")):
        made = await browser.posts("/people", {"channel": channel, "name": "  New   One ", "language": language})
        who = f"{channel}/{made['account']}"
        known = await person(browser, who, name="New One", orders=[], vip=False, reachable=True)
        assert known["language"] in ("zh_TW", "en", "zh-CN")
        await browser.posts(f"/people/{who}/say", {"text": "hello there"})
        assert (await browser.reads(f"message/{who}", "hello there"))["mine"]
        await browser.sees(partial(at_least, 2, who))


async def test_nobody_comes_from_nowhere(browser: Browser) -> None:
    newcomer = {"channel": "wechat", "name": "A", "language": "en"}
    for change, status in (
        ({"channel": "fax"}, 409),
        ({"language": "klingon!"}, 409),
        ({"name": "x" * 65}, 400),
        ({"name": " "}, 400),
        ({"name": None}, 400),
    ):
        assert (await browser.asks("POST", "/people", newcomer | change))[0] == status, change
    for _ in range(MOST_PEOPLE - len(CUSTOMERS)):
        await browser.posts("/people", newcomer)
    status, answer = await browser.asks("POST", "/people", newcomer)
    assert status == 409
    assert "be one of them" in answer["error"]


@pytest.mark.parametrize("who", [XIAOMING, CHIAYING, EMMA])
async def test_a_button_is_pressed_on_its_message_or_wherever_it_is_newest(browser: Browser, who: str) -> None:
    await browser.posts(f"/people/{who}/say", {"text": "hello" if who == EMMA else "你好"})
    shown = await browser.sees(lambda entries: with_button(entries, who))
    label = shown["buttons"][0]
    await browser.posts(f"/people/{who}/press", {"label": label, "message": shown["message_id"]})
    await browser.sees(partial(at_least, 3, who))
    await browser.posts(f"/people/{who}/press", {"label": label, "message": ""})
    missing = (("no such", ""), ("no such", shown["message_id"]), (label, "12345"), (label, "nonsense"))
    for words, message in missing:
        status, answer = await browser.asks("POST", f"/people/{who}/press", {"label": words, "message": message})
        assert (status, bool(answer["error"])) == (409, True)


async def test_what_is_attached_stands_on_the_screen_and_can_be_opened(browser: Browser) -> None:
    for who, kinds in (
        (XIAOMING, ("photo", "voice")),
        (CHIAYING, ("photo", "voice", "file")),
        (EMMA, ("photo", "file")),
    ):
        for kind in kinds:
            await browser.posts(f"/people/{who}/attach?kind={kind}&name=", data=PNG if kind == "photo" else b"any")
            file = await browser.sees(partial(attached, who, kind))
            async with browser.session.get(f"{browser.url}/media/{who.partition('/')[0]}/{file['id']}") as response:
                assert response.content_type == ("image/png" if kind == "photo" else "application/octet-stream")
    status, answer = await browser.asks("POST", f"/people/{XIAOMING}/attach?kind=file&name=a.pdf", data=b"%PDF")
    assert (status, "send a picture" in answer["error"]) == (409, True)
    for query, data in (("kind=film&name=a", b"x"), ("name=a", b"x"), ("kind=photo&name=a", b"")):
        assert (await browser.asks("POST", f"/people/{EMMA}/attach?{query}", data=data))[0] == 400, query


async def test_who_has_changed_their_mind_edits_their_words(browser: Browser) -> None:
    for who in (CHIAYING, EMMA):
        await browser.posts(f"/people/{who}/say", {"text": "helo"})
        shown = await browser.reads(f"message/{who}", "helo")
        await browser.posts(f"/people/{who}/edit", {"message": shown["message_id"], "text": "good morning"})
        changed = await browser.reads(f"message/{who}", "good morning")
        assert (changed["message_id"], changed["edited"]) == (shown["message_id"], True)
        for message in ("1", "nonsense"):
            assert (await browser.asks("POST", f"/people/{who}/edit", {"message": message, "text": "x"}))[0] == 409
    assert (await browser.asks("POST", f"/people/{XIAOMING}/edit", {"message": "1", "text": "x"}))[0] == 409


async def test_who_leaves_is_reached_no_more_until_they_are_back(browser: Browser) -> None:
    for who, leave, come in ((XIAOMING, "unfollow", "follow"), (CHIAYING, "block", "unblock")):
        await browser.posts(f"/people/{who}/do", {"what": leave})
        await person(browser, who, reachable=False)
        await browser.posts(f"/people/{who}/do", {"what": come})
        await person(browser, who, reachable=True)


async def test_what_an_app_has_not_cannot_be_done_in_it(browser: Browser) -> None:
    for who, what in ((XIAOMING, "block"), (CHIAYING, "home"), (EMMA, "follow"), (EMMA, "dance")):
        status, answer = await browser.asks("POST", f"/people/{who}/do", {"what": what})
        assert (status, what in answer["error"]) == (409, True)
    assert (await browser.asks("POST", "/people/telegram/1/say", {"text": "hi"}))[0] == 409


async def test_each_app_has_its_own_way_in(browser: Browser) -> None:
    assert await browser.sees(lambda entries: entries[f"person/{XIAOMING}"]["menu"])
    menu = browser.copy.entries[f"person/{XIAOMING}"]["menu"]
    assert [(column["label"], column["key"]) for column in menu] == [
        ("我的订单", ""),
        ("常见问题", ""),
        ("联系客服", ""),
    ]
    keys = {each["label"]: each["key"] for column in menu for each in column["under"]}
    await browser.posts(f"/people/{XIAOMING}/do", {"what": "menu", "key": keys["运费"]})
    await browser.reads(f"message/{XIAOMING}", "99 元包邮")
    await browser.posts(f"/people/{CHIAYING}/do", {"what": "start"})
    await browser.reads(f"message/{CHIAYING}", "/start")
    await browser.posts(f"/people/{EMMA}/do", {"what": "home"})
    assert await browser.sees(lambda entries: entries[f"person/{EMMA}"]["home"])


async def test_another_language_of_the_profile_is_answered_in(browser: Browser) -> None:
    await browser.posts(f"/people/{CHIAYING}/language", {"language": "en"})
    await person(browser, CHIAYING, language="en")
    await browser.posts(f"/people/{CHIAYING}/do", {"what": "start"})
    await browser.reads(f"message/{CHIAYING}", "welcome")
    for who, native in ((XIAOMING, "zh_TW"), (EMMA, "zh-TW")):
        await browser.posts(f"/people/{who}/language", {"language": "zh-TW"})
        await person(browser, who, language=native)
    assert (await browser.asks("POST", f"/people/{EMMA}/language", {"language": "<b>"}))[0] == 409


def messages(entries: dict[str, Any], who: str) -> list[dict[str, Any]]:
    return [value["shown"] for key, value in entries.items() if key.startswith(f"message/{who}/")]


def at_least(number: int, who: str, entries: dict[str, Any]) -> bool:
    return len(messages(entries, who)) >= number


def with_button(entries: dict[str, Any], who: str) -> dict[str, Any] | None:
    return next((each for each in messages(entries, who) if each["buttons"]), None)


def attached(who: str, kind: str, entries: dict[str, Any]) -> dict[str, Any] | None:
    files = [file for each in messages(entries, who) for file in each["files"]]
    return next((file for file in files if file["kind"] == kind), None)
