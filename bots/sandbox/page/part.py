"""What every part of the page is given, and where it puts what it adds."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from aiohttp import web

from bots.sandbox.board import Board
from bots.sandbox.shop import Shop


@dataclass(frozen=True, slots=True)
class Page:
    shop: Shop
    board: Board
    ends: AsyncExitStack
    """What a part must close or stop goes on it, and is closed in reverse."""
    routes: list[web.AbstractRouteDef] = field(default_factory=list)
    on_shutdown: list[Callable[[web.Application], Awaitable[None]]] = field(default_factory=list)
    """Called before open connections are waited for: what holds one lets go of it."""


Part = Callable[[Page], Awaitable[None]]
"""Adds its routes, fills its keys of the board, and starts what keeps them true."""
