"""The knobs of the page: what goes wrong with the platforms, and what time it is."""

from dataclasses import dataclass
from functools import partial

from aiohttp import web

from bots.sandbox.faults import Fault as Mishap
from bots.sandbox.faults import Faults, Switch
from bots.sandbox.page.part import Page
from bots.sandbox.page.security import json_of, number, switch
from bots.sandbox.page.values import Clock, Fault

RETRY_AFTER = 5
LATE = 3
"""Seconds: within what kefu waits for, and long enough to be seen."""


@dataclass(frozen=True, slots=True)
class Knob:
    name: str
    channel: str
    mishap: Mishap
    spared: tuple[str, ...] = ()
    cuts: bool = False


KNOBS = (
    # What customers write still comes in: it is the answers that wait.
    Knob("telegram-429", "telegram", Mishap.busy(RETRY_AFTER), ("getupdates",)),
    Knob("telegram-down", "telegram", Mishap.reset(), cuts=True),
    Knob("slack-429", "slack", Mishap.busy(RETRY_AFTER), ("apps.connections.open",)),
    Knob("slack-down", "slack", Mishap.reset(), cuts=True),
    Knob("wechat-slow", "wechat", Mishap.slow(LATE)),
    Knob("wechat-down", "wechat", Mishap.reset()),
)


async def add(page: Page) -> None:
    controls = Controls(page)
    for name in controls.switches:
        controls.draw(name)
    page.shop.clock.on_moved.append(partial(say_clock, page))
    page.routes.extend([web.post("/faults/{name}", controls.set_fault), web.post("/clock", controls.move_clock)])


def say_clock(page: Page) -> None:
    """A browser counts on from when this was said: it is said anew to each that connects."""
    clock = page.shop.clock
    page.board.set("clock", Clock(now=clock(), moved=clock.moved))


class Controls:
    def __init__(self, page: Page) -> None:
        self._page = page
        self._knobs = {knob.name: knob for knob in KNOBS}
        self.switches = {
            knob.name: Switch(
                knob.mishap, frozenset(knob.spared), on_happened=partial(self.draw, knob.name), cuts=knob.cuts
            )
            for knob in KNOBS
        }

    async def set_fault(self, request: web.Request) -> web.Response:
        name, on = request.match_info["name"], switch(await json_of(request), "on")
        if name not in self.switches:
            raise web.HTTPNotFound(text=f"there is no fault {name!r}; there are {', '.join(self.switches)}")
        faults = self._faults(name)
        (faults.switch_on if on else faults.switch_off)(self.switches[name])
        self.draw(name)
        return web.json_response({})

    async def move_clock(self, request: web.Request) -> web.Response:
        seconds = number(await json_of(request), "seconds")
        try:
            self._page.shop.clock.forward(seconds)
        except ValueError as error:
            raise web.HTTPBadRequest(text=str(error)) from None
        return web.json_response({})

    def draw(self, name: str) -> None:
        made, channel = self.switches[name], self._knobs[name].channel
        is_on = made in self._faults(name).switches
        self._page.board.set(f"fault/{name}", Fault(name=name, channel=channel, on=is_on, happened=made.happened))

    def _faults(self, name: str) -> Faults:
        return self._page.shop.platforms.faults[self._knobs[name].channel]
