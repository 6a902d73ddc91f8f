"""What a customer sees in WeChat, and what a page can do with their phone."""

import asyncio

import pytest

from bots.sandbox.phone import ShownFile, Span
from bots.sandbox.wechat import NOTICE, MenuButton, WeChatPhone
from bots.sandbox.wechat.links import draw
from tests.sandbox.wechat_account import Account, opened_account

ORDERS = '<a href="weixin://bizmsgmenu?msgmenucontent=查订单&msgmenuid=order_lookup">查订单</a>'
PNG = b"\x89PNG\r\n\x1a\n a scratched kettle"


async def test_a_menu_line_can_be_tapped_and_an_address_opens_outside(account: Account, li: WeChatPhone) -> None:
    account.answer_with(f'您好\n\n1. {ORDERS}\n2. <a href="https://shop.example/a?b=1&c">官网</a>')
    await li.say("你好")
    shown = li.screen.shown[-1]
    assert shown.text == "您好\n\n1. 查订单\n2. 官网"
    assert shown.spans == (
        Span(text="您好\n\n1. "),
        Span(text="查订单", tap="查订单"),
        Span(text="\n2. "),
        Span(text="官网", href="https://shop.example/a?b=1&c"),
    )
    assert shown.buttons == ("查订单",)
    posts = account.posts
    await li.tap("官网")
    assert account.posts == posts


async def test_an_address_in_a_text_is_a_link_up_to_the_chinese_behind_it(account: Account, li: WeChatPhone) -> None:
    account.answer_with("见 https://shop.example/a，谢谢。")
    await li.say("http://a.cn/x.")
    asked, answered = li.screen.shown
    assert [span.href for span in asked.spans] == ["http://a.cn/x", ""]
    assert [span.href for span in answered.spans] == ["", "https://shop.example/a", ""]


@pytest.mark.parametrize(
    "text", ["您好", "1 < 2", "<a>x</a>", '<a href="tel:110">110</a>', "javascript://x", "https://"]
)
def test_what_is_no_link_has_no_spans(text: str) -> None:
    assert draw(text).spans == ()


async def test_a_menu_message_is_drawn_line_by_line(account: Account, li: WeChatPhone) -> None:
    await li.say("你好")
    await account.offer_menu(li)
    assert li.screen.shown[-1].spans == (Span(text="满意吗"), Span(text="\n"), Span(text="满意", tap="满意"))


async def test_one_may_tap_an_old_menu_though_a_newer_one_says_the_same(account: Account, li: WeChatPhone) -> None:
    account.answer_with(ORDERS)
    await li.say("你好")
    account.answer_with(ORDERS.replace("order_lookup", "newer"))
    await li.say("你好")
    older, newer = (shown for shown in li.screen.shown if shown.buttons)
    account.answers = account.success
    await li.tap("查订单", older.message_id)
    await li.tap("查订单", newer.message_id)
    await li.tap("查订单")
    assert [shown.text for shown in li.screen.shown[-3:]] == ["查订单"] * 3
    with pytest.raises(LookupError, match="nothing on the screen"):
        await li.tap("退款", newer.message_id)
    with pytest.raises(LookupError, match="nothing on the screen"):
        await li.tap("查订单", "1")


async def test_every_message_has_a_time_and_an_id_of_its_own(account: Account, li: WeChatPhone) -> None:
    account.answer_with("您好")
    await li.say("你好")
    account.clock.now += 60
    await li.say("在吗")
    since = [shown.at - li.screen.shown[0].at for shown in li.screen.shown]
    assert since == [0, 0, 60, 60]
    assert len({shown.message_id for shown in li.screen.shown}) == 4


async def test_pictures_and_voices_of_both_sides_can_be_opened(account: Account, li: WeChatPhone) -> None:
    await li.send_image(PNG)
    await li.send_voice(b"#!AMR\n grumbling")
    media_id = await account.upload("image", b"\xff\xd8\xff the new kettle")
    picture = {"touser": li.openid, "msgtype": "image", "image": {"media_id": media_id}}
    assert await account.call("message/custom/send", picture) == 0
    files = [shown.files[0] for shown in li.screen.shown]
    assert [(file.kind, file.mime) for file in files] == [
        ("photo", "image/png"),
        ("voice", "audio/amr"),
        ("photo", "image/jpeg"),
    ]
    assert files[2] == ShownFile(id=media_id, kind="photo", mime="image/jpeg", size=18)
    assert account.standin.file(files[0].id).data == PNG
    with pytest.raises(LookupError, match="no file 'media-99999999'"):
        account.standin.file("media-99999999")


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("zh_CN", ["你已关注该公众号", "你已取消关注该公众号"]),
        ("zh_TW", ["你已關注該公眾號", "你已取消關注該公眾號"]),
        ("en", ["You follow this Official Account now", "You unfollowed this account"]),
        ("fr", ["你已关注该公众号", "你已取消关注该公众号"]),
    ],
)
async def test_coming_and_going_are_grey_lines(li: WeChatPhone, language: str, lines: list[str]) -> None:
    li.set_language(language)
    await li.follow()
    await li.unfollow()
    assert [shown.text for shown in li.screen.shown] == lines
    assert all(shown.notice for shown in li.screen.shown)


async def test_a_service_that_fails_is_told_of_in_a_grey_line(account: Account, li: WeChatPhone) -> None:
    account.answer_with("字" * 2000)
    await li.say("你好")
    assert (li.screen.shown[-1].text, li.screen.shown[-1].notice) == (NOTICE, True)


async def test_who_does_not_follow_writes_in_vain_and_has_no_menu(account: Account, li: WeChatPhone) -> None:
    account.answer_with(ORDERS)
    await li.say("你好")
    await li.unfollow()
    posts = account.posts
    await li.say("在吗")
    await li.tap("查订单")
    await li.send_image(PNG)
    with pytest.raises(LookupError, match="does not follow"):
        await li.click_menu("order_lookup")
    assert [shown.failed for shown in li.screen.shown[-3:]] == [True, True, True]
    assert (account.posts, li.allowance.left(account.clock())) == (posts, 0)


class Watch:
    """Somebody who looks at the top of the chat."""

    def __init__(self, phone: WeChatPhone) -> None:
        self.seen: list[bool] = []
        self.changed = asyncio.Event()
        phone.screen.on_typing = self.see

    def see(self, typing: bool) -> None:
        self.seen.append(typing)
        self.changed.set()


async def test_typing_ends_with_the_next_message(account: Account, li: WeChatPhone) -> None:
    watch = Watch(li)
    await li.say("你好")
    typing = {"touser": li.openid, "command": "Typing"}
    await account.call("message/custom/typing", typing)
    await account.say(li)
    await account.say(li)
    await account.call("message/custom/typing", typing)
    await account.call("message/custom/typing", typing | {"command": "CancelTyping"})
    assert watch.seen == [True, False, True, False]


async def test_typing_ends_by_itself_after_fifteen_seconds() -> None:
    slept: list[float] = []
    over = asyncio.Event()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await over.wait()

    async with opened_account(sleep=sleep) as account:
        li = account.standin.customer("oLi")
        watch = Watch(li)
        await li.say("你好")
        await account.call("message/custom/typing", {"touser": "oLi", "command": "Typing"})
        watch.changed.clear()
        over.set()
        await watch.changed.wait()
        assert (slept, watch.seen) == ([15], [True, False])


async def test_the_allowance_can_be_read(account: Account, li: WeChatPhone) -> None:
    now = account.clock
    assert (li.allowance.left(now()), li.allowance.until(now())) == (0, 0)
    await li.say("你好")
    await account.say(li)
    assert (li.allowance.left(now()), li.allowance.until(now())) == (4, now() + 48 * 3600)
    await li.click_menu("order_lookup")
    assert (li.allowance.left(now()), li.allowance.until(now())) == (7, now() + 48 * 3600)
    account.clock.now += 48 * 3600
    assert (li.allowance.left(now()), li.allowance.until(now())) == (0, 0)


MENU = [
    {"type": "click", "name": "查订单", "key": "order_lookup"},
    {
        "name": "更多",
        "sub_button": [
            {"type": "view", "name": "官网", "url": "https://shop.example"},
            {"type": "click", "name": "人工", "key": "escalation"},
        ],
    },
]


async def test_the_custom_menu_is_read_with_its_keys_and_told_of(account: Account) -> None:
    told: list[int] = []
    menu = account.standin.custom_menu
    menu.on_change = lambda: told.append(len(menu.buttons))
    assert await account.call("menu/create", {"button": MENU}) == 0
    site, person = MenuButton("官网", "https://shop.example"), MenuButton("人工", "escalation")
    assert menu.buttons == (MenuButton("查订单", "order_lookup"), MenuButton("更多", under=(site, person)))
    assert (told, account.standin.menu) == ([2], MENU)


async def test_a_button_of_the_menu_may_ask_the_telephone_for_something(account: Account) -> None:
    kinds = {"scancode_push": "scan", "pic_sysphoto": "picture", "location_select": "place"}
    await account.call("menu/create", {"button": [{"type": kind, "name": kind, "key": "k"} for kind in kinds]})
    assert {button.kind: button.asks for button in account.standin.custom_menu.buttons} == kinds


@pytest.mark.parametrize(
    "buttons",
    [
        None,
        [],
        ["查订单"],
        MENU * 2,
        [{"name": "更多", "sub_button": MENU[:1] * 6}],
        [{"name": "更多", "sub_button": MENU[1:]}],
    ],
)
async def test_a_menu_of_the_wrong_shape_is_refused(account: Account, buttons: object) -> None:
    assert await account.call("menu/create", {"button": buttons}) == 40016
    assert account.standin.menu == []


async def test_a_menu_button_that_opens_a_page_allows_no_answer(account: Account, li: WeChatPhone) -> None:
    await li.click_menu("https://shop.example")
    assert (account.posts, await account.say(li)) == (1, 45015)


async def test_a_long_run_draws_nothing() -> None:
    async with opened_account(keep_history=False) as account:
        li = account.standin.customer("oLi")
        watch = Watch(li)
        await li.follow()
        account.answer_with(ORDERS)
        await li.say("你好")
        await li.send_image(PNG)
        await account.offer_menu(li)
        await account.call("message/custom/typing", {"touser": "oLi", "command": "Typing"})
        account.answer_with("字" * 2000)
        await li.say("你好")
        assert (li.screen.shown, watch.seen) == ([], [])
        assert account.standin.passive_count == 2
