"""Saved in the page, said by the running bot; and the board tells how the bot took it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import orjson
import pytest
from aiohttp.test_utils import TestClient, TestServer

from bots.sandbox.board import Board
from bots.sandbox.page.part import Page
from bots.sandbox.page.scripts.routes import add
from bots.sandbox.page.security import secured
from bots.sandbox.page.values import Reload
from bots.sandbox.phone import Shown
from bots.sandbox.shop import Shop, open_shop
from tests.sandbox.page.script_editor import Admin, our_scripts

MENU = "zh-CN/menu"


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    our_scripts(tmp_path)
    async with open_shop(tmp_path / "kefu.yaml", "telegram") as shop, AsyncExitStack() as ends:
        page = Page(shop, Board(), ends)
        await add(page)
        yield page


@pytest.fixture
async def admin(page: Page) -> AsyncIterator[Admin]:
    async with TestClient(TestServer(secured(page.routes))) as client:
        yield Admin(client, page.board)


async def reloaded(board: Board, before: Reload) -> Reload:
    """How the bot took what was saved since."""
    async with asyncio.timeout(60):
        while True:
            change = board.change
            news = board.get("reload")
            assert isinstance(news, Reload)
            if news.at > before.at:
                return news
            await change.wait()


async def menu_of(shop: Shop) -> Shown:
    """What a customer on Telegram gets to read."""
    phone = shop.platforms.telegram.customer(7801, "李雷", "zh-hans")
    since = len(phone.screen.shown)
    phone.say("菜单")
    return await phone.screen.until(lambda message: not message.mine and bool(message.buttons), since=since)


async def edited(admin: Admin, old: str, new: str) -> tuple[str, Reload]:
    """Save the menu with other words; what is then on disk, and how the bot took it."""
    before = admin.board.get("reload")
    _, opened = await admin.opens(MENU)
    status, _ = await admin.saves(MENU, opened["text"].replace(old, new), opened["digest"])
    assert status == 200
    return opened["text"], await reloaded(admin.board, before)


async def test_a_script_is_broken_and_mended_and_the_bot_says_the_new_words(page: Page, admin: Admin) -> None:
    assert page.board.get(f"script/{MENU}").problems == ()
    _, after = await edited(admin, "{{ shop }}", "{{ shp }}")
    assert [(problem.file.endswith(f"{MENU}.yaml"), problem.where) for problem in after.problems] == [
        (True, "lines.text")
    ]
    assert page.board.get(f"script/{MENU}").problems == after.problems
    assert (await menu_of(page.shop)).text.startswith(page.shop.name), "the last good words"

    _, after = await edited(admin, "{{ shp }}", "{{ shop }}在这里，")
    assert after.problems == ()
    assert page.board.get(f"script/{MENU}").problems == ()
    assert (await menu_of(page.shop)).text.startswith(f"{page.shop.name}在这里，")


async def test_the_same_mistake_saved_twice_is_answered_twice(admin: Admin) -> None:
    _, first = await edited(admin, "{{ shop }}", "{{ shp }}")
    _, second = await edited(admin, "lines:", "# again\nlines:")
    assert [problem.message for problem in first.problems] == [problem.message for problem in second.problems]


async def test_what_is_saved_by_hand_is_on_the_board_too(page: Page) -> None:
    before = page.board.get("reload")
    (page.shop.scripts / "en" / "warranty.yaml").write_text("triggers: [warranty]\nlines:\n  text: Two years.\n")
    assert (await reloaded(page.board, before)).problems == ()
    assert page.board.get("script/en/warranty").language == "en"
    before = page.board.get("reload")
    (page.shop.scripts / "en" / "warranty.yaml").unlink()
    await reloaded(page.board, before)
    assert page.board.get("script/en/warranty") is None


async def test_a_preview_is_what_the_bot_then_sends(page: Page, admin: Admin) -> None:
    text = (await admin.opens(MENU))[1]["text"]
    _, answer = await admin.looks(MENU, text, "text")
    (preview,) = (each for each in answer["previews"] if each["channel"] == "telegram")
    sent = await menu_of(page.shop)
    (foreseen,) = preview["messages"]
    assert looks_of(foreseen) == looks_of(sent)


def looks_of(message: Any) -> dict[str, Any]:
    """Whoever it was sent to, and when."""
    told = orjson.loads(orjson.dumps(message))
    return {field: told[field] for field in ("text", "spans", "buttons", "rows", "links", "media")}
