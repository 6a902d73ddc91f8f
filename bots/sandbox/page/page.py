"""The page's parts, joined: each is one line here."""

import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

from aiohttp import web

from bots.sandbox.board import Board
from bots.sandbox.page import controls, forms, glass, screens
from bots.sandbox.page.files import StaticFiles
from bots.sandbox.page.index import Index
from bots.sandbox.page.part import Page, Part
from bots.sandbox.page.scripts import routes as scripts
from bots.sandbox.page.stream import Stream
from bots.sandbox.page.values import Sandbox
from bots.sandbox.shop import Shop

STATIC = Path(__file__).parent / "static"
PARTS: tuple[Part, ...] = (
    screens.add,
    forms.add,
    controls.add,
    scripts.add,
    glass.add,
)


@asynccontextmanager
async def open_page(shop: Shop) -> AsyncIterator[Page]:
    """Everything behind the page, running; its routes are for the caller to serve."""
    async with AsyncExitStack() as ends:
        page = Page(shop, Board(), ends)
        say_basics(page)
        for add in PARTS:
            await add(page)
        add_stream(page)
        page.routes.extend([web.get("/", Index(STATIC).serve), web.get("/static/{name:.+}", StaticFiles(STATIC).serve)])
        yield page


def say_basics(page: Page) -> None:
    """Anew to each browser that connects: a shop may have learnt a language, and the clock has gone on."""
    shop = page.shop
    basics = Sandbox(
        desk=shop.desk, languages=tuple(shop.languages), default_language=shop.default_language, shop=shop.name
    )
    page.board.set("sandbox", basics)
    controls.say_clock(page)


def add_stream(page: Page) -> None:
    stream = Stream(page.board, secrets.token_hex(4), on_connect=partial(say_basics, page))
    page.on_shutdown.append(stream.close)
    page.routes.append(web.get("/events", stream.serve))
