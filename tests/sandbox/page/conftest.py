"""A whole sandbox with its page behind a real door, and a browser that has it open."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.sandbox.door import Door, door_at
from bots.sandbox.page.page import open_page
from bots.sandbox.platforms import DeskName
from bots.sandbox.seats import seats_of
from bots.sandbox.shop import Shop, open_shop
from tests.sandbox.page.browser import Browser, browser_at


@pytest.fixture
def desk() -> DeskName:
    return "telegram"


@pytest.fixture
async def shop(tmp_path: Path, desk: DeskName) -> AsyncIterator[Shop]:
    """In an empty folder: with a copy of the product's own scripts."""
    async with open_shop(tmp_path / "kefu.yaml", desk) as shop:
        yield shop


@pytest.fixture
async def url(shop: Shop) -> AsyncIterator[str]:
    async with open_page(shop) as page:
        door = Door(seats_of(shop.platforms, shop.desk), page.routes, page.on_shutdown)
        try:
            yield door_at(await door.open(0))
        finally:
            await door.close()


@pytest.fixture
async def browser(url: str) -> AsyncIterator[Browser]:
    async with browser_at(url) as opened:
        yield opened
