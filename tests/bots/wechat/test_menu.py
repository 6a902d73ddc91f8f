"""The account's menu: told to the platform when it differs, and told to the operator when it cannot be."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bots.sandbox.faults import Fault
from bots.sandbox.wechat import WeChatPhone, WeChatStandIn
from bots.sandbox.wechat.bad_days import errcode
from bots.wechat.channel import WeChat
from bots.wechat.menu import Columns, as_posted, posted
from handlers.wechat_menu import SCRIPTS, Column, columns
from storage.content import Button
from tests.bots.wechat.shop import Clock, MemoryLedger, Shop, options
from tests.engine_fakes import until
from tests.handlers.chat import library

LOOKUP, MALL = Button(label="查订单", goto="order_lookup"), Button(label="商城", url="https://shop.example/")
ORDERS = Column(label="我的订单", buttons=(LOOKUP, MALL), scan="扫一扫")
HELP = Column(label="客服", buttons=(Button(label="转人工", goto="escalation"),))
MENU: list[dict[str, Any]] = [
    {
        "name": "我的订单",
        "sub_button": [
            {"type": "click", "name": "查订单", "key": "order_lookup"},
            {"type": "view", "name": "商城", "url": "https://shop.example/"},
            {"type": "scancode_waitmsg", "name": "扫一扫", "key": "scan"},
        ],
    },
    {"type": "click", "name": "客服", "key": "escalation"},
]


@asynccontextmanager
async def kept(
    standin: WeChatStandIn, clock: Clock, session: aiohttp.ClientSession, menu: Columns
) -> AsyncIterator[None]:
    settings = options(standin.credentials, standin.api_base, menu_seconds=0.01, menu_retry_seconds=0.01)
    wechat = WeChat(settings, session, clock=clock, ledger=MemoryLedger(), menu=menu)

    async def nobody(_inbound: object) -> None:
        raise AssertionError("a menu brings nothing in")

    keeping = asyncio.ensure_future(wechat.run(nobody))
    yield
    assert not keeping.done(), "it is kept for as long as kefu runs"
    keeping.cancel()
    await wechat.close()


class Said:
    """What the scripts say of the menu, and how often that was looked at."""

    def __init__(self, *columns: Column) -> None:
        self.columns = columns
        self.looks = 0

    def __call__(self) -> tuple[Column, ...]:
        self.looks += 1
        return self.columns

    async def is_settled(self) -> None:
        """Whoever looks twice has done by the second time what the first look asked for."""
        before = self.looks
        await until(lambda: self.looks >= before + 2)


@pytest.fixture
def changes(standin: WeChatStandIn) -> list[int]:
    """Grows whenever the menu is made anew."""
    made: list[int] = []
    standin.custom_menu.on_change = lambda: made.append(1)
    return made


async def test_the_menu_is_what_the_scripts_say(
    standin: WeChatStandIn, clock: Clock, session: aiohttp.ClientSession
) -> None:
    async with kept(standin, clock, session, lambda: (ORDERS, HELP)):
        await until(lambda: bool(standin.menu))
    assert standin.menu == MENU


async def test_a_menu_that_the_account_has_already_is_not_made_anew(
    standin: WeChatStandIn, clock: Clock, session: aiohttp.ClientSession, changes: list[int]
) -> None:
    standin.custom_menu.create(MENU)
    said = Said(ORDERS, HELP)
    async with kept(standin, clock, session, said):
        await said.is_settled()
        assert len(changes) == 1
        said.columns = (HELP,)
        await until(lambda: standin.menu == MENU[1:])
    assert len(changes) == 2


async def test_a_shop_that_says_nothing_of_it_keeps_the_menu_it_has(
    standin: WeChatStandIn, clock: Clock, session: aiohttp.ClientSession, changes: list[int]
) -> None:
    standin.custom_menu.create(MENU)
    said = Said()
    async with kept(standin, clock, session, said):
        await said.is_settled()
    assert (standin.menu, len(changes)) == (MENU, 1)


@pytest.mark.parametrize(
    ("call", "code", "words"),
    [
        ("menu/get", 48001, "verified"),
        ("menu/create", 48001, "menu: false"),
        ("menu/create", 40018, "wechat_menu_*.yaml"),
        ("menu/create", 40027, "wechat_menu_*.yaml"),
        ("menu/create", 99999, "99999"),
    ],
)
async def test_a_menu_that_is_refused_is_told_once_with_what_to_do(
    standin: WeChatStandIn, clock: Clock, session: aiohttp.ClientSession, call: str, code: int, words: str
) -> None:
    said = Said(ORDERS, HELP)
    standin.faults.next(call, errcode(code))
    with capture_logs() as logs:
        async with kept(standin, clock, session, said):
            await until(lambda: bool(logs))
            await said.is_settled()
            assert standin.menu == []
            said.columns = (HELP,)  # an admin has seen to it
            await until(lambda: bool(standin.menu))
    [told] = [each for each in logs if each["log_level"] == "error"]
    assert words in told["reason"]


@pytest.mark.parametrize("fault", [Fault.error(), Fault.reset(), errcode(-1), errcode(45009)], ids=str)
async def test_a_platform_that_has_a_bad_day_is_told_later(
    standin: WeChatStandIn, clock: Clock, session: aiohttp.ClientSession, fault: Fault
) -> None:
    standin.faults.next("menu/create", fault, 3)
    async with kept(standin, clock, session, lambda: (ORDERS, HELP)):
        await until(lambda: bool(standin.menu))
    assert standin.menu == MENU


@pytest.mark.parametrize(
    "nonsense",
    [
        b"{}",
        b'{"menu": 7}',
        b'{"menu": {"button": ["x"]}}',
        b'{"menu": {"button": {"list": []}}}',
        b'{"menu": {"button": [{"name": 7, "sub_button": {"list": ["x"]}}]}}',
        b'{"menu": {"button": [{"name": "x", "sub_button": ["x", [], null]}]}}',
    ],
)
async def test_a_menu_that_makes_no_sense_is_replaced(
    standin: WeChatStandIn, clock: Clock, session: aiohttp.ClientSession, nonsense: bytes
) -> None:
    standin.faults.next("menu/get", Fault.answer(200, nonsense))
    async with kept(standin, clock, session, lambda: (ORDERS, HELP)):
        await until(lambda: bool(standin.menu))
    assert standin.menu == MENU


async def test_a_press_is_the_button_of_the_script(shop: Shop, li: WeChatPhone, standin: WeChatStandIn) -> None:
    standin.custom_menu.create(MENU)
    await li.click_menu(standin.custom_menu.buttons[1].key)
    assert shop.accepted[-1].payload == "escalation"


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
def test_our_own_menu_is_one_that_the_platform_takes(language: str) -> None:
    ours = columns(library(), language)
    assert len(ours) == len(SCRIPTS)
    menu = posted(ours)
    assert as_posted(menu) == menu
    for column in menu:
        assert len(column["name"].encode("gbk")) <= 8, "four Chinese characters are shown"
        assert 1 <= len(column["sub_button"]) <= 5
        assert all(len(button["name"].encode("gbk")) <= 16 for button in column["sub_button"])
