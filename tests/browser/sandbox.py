"""The whole sandbox with its page, in a folder of its own."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from bots.sandbox.door import Door, door_at
from bots.sandbox.page.page import open_page
from bots.sandbox.platforms import DeskName
from bots.sandbox.seats import Seat, seats_of
from bots.sandbox.shop import Shop, open_shop
from handlers.scripts.ours import OUR_SCRIPTS
from tests.e2e.shop import KEFU_YAML


@dataclass(slots=True)
class Lines:
    """The connections over which browsers are told what happens."""

    open: set[asyncio.BaseTransport] = field(default_factory=set)
    are_cut: bool = False

    def watch(self, route: web.AbstractRouteDef) -> web.AbstractRouteDef:
        if not isinstance(route, web.RouteDef) or route.path != "/events":
            return route
        handler = route.handler
        assert not isinstance(handler, type)
        return web.get(route.path, self._watched(handler))

    def _watched(self, handler: Handler) -> Handler:
        async def watched(request: web.Request) -> web.StreamResponse:
            assert request.transport is not None
            self.open.add(request.transport)
            if self.are_cut:
                self._abort()
            return await handler(request)

        return watched

    def cut(self) -> None:
        """They break without a word, as when a computer sleeps or a network changes, and so does every new one."""
        self.are_cut = True
        self._abort()

    def mend(self) -> None:
        self.are_cut = False

    def _abort(self) -> None:
        while self.open:
            transport = self.open.pop()
            assert isinstance(transport, asyncio.Transport)
            transport.abort()


@dataclass(frozen=True, slots=True)
class Sandbox:
    shop: Shop
    seats: dict[str, Seat]
    """Of the first customer of each channel, by its name, and of an agent."""
    url: str
    lines: Lines
    scripts: Path
    """Copies: what is saved in the editor stays here."""


@asynccontextmanager
async def open_sandbox(folder: Path, desk: DeskName, port: int = 0) -> AsyncIterator[Sandbox]:
    config = folder / "kefu.yaml"
    config.write_text(KEFU_YAML, "utf-8")
    shutil.copytree(OUR_SCRIPTS, folder / "scripts")
    lines = Lines()
    async with open_shop(config, desk) as shop, open_page(shop) as page:
        shop.platforms.slack.flood_control = False
        seats = seats_of(shop.platforms, desk)
        door = Door(seats, [lines.watch(route) for route in page.routes], page.on_shutdown)
        bound = await door.open(port)
        try:
            yield Sandbox(shop, seats, door_at(bound), lines, folder / "scripts")
        finally:
            await door.close()
