"""What a browser may ask of the scripts. Bodies and answers are described in `bots.sandbox.page.routes`."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import orjson
from aiohttp import web

from bots.sandbox.page.part import Page
from bots.sandbox.page.scripts.checking import Checking, told
from bots.sandbox.page.scripts.completions import completions
from bots.sandbox.page.scripts.files import Changed, NotThere, Saved, ScriptFiles, Unsaveable
from bots.sandbox.page.scripts.preview import Fitter, Preview, drafts_of
from bots.sandbox.page.scripts.states import States
from bots.sandbox.page.security import json_of, word
from bots.sandbox.page.values import Problem
from handlers.scripts.check import LIMITS, Checked

BODY_LIMIT = 6 * LIMITS["file"] + 1024
"""A file of control characters, each written as \\u0000, and what stands around it."""
Answer = TypeVar("Answer")


async def add(page: Page) -> None:
    """A part of the page (see `bots.sandbox.page.part`)."""
    shop = page.shop
    files, checking = ScriptFiles(shop.scripts), Checking(shop.scripts, shop.default_language)
    states = States(page.board, files, checking, shop.clock)
    shelf = shop.kefu.in_force.shelf
    shelf.after_reload = states.reloaded
    await states.begin()
    editor = Editor(files, checking, Fitter(shop.name, shop.default_language, shop.orders), shelf.reload)
    page.routes.extend(editor.routes())


@dataclass(frozen=True, slots=True)
class Asked:
    """A draft, and in which language its reader wants to hear of it."""

    language: str
    id: str
    path: Path
    text: str
    reader: str


@dataclass(frozen=True, slots=True)
class Editor:
    files: ScriptFiles
    checking: Checking
    fitter: Fitter
    reload: Callable[[], Awaitable[bool]]
    """Of the running bot: whoever has saved tries the new words at once, sooner than a change is seen on the disk."""
    saving: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Of two browsers that save the same file at once, the second is told."""
    fitting: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One look at a time: each opens stand-ins of its own."""

    def routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.post("/scripts/check", self.check),
            web.post("/scripts/preview", self.preview),
            web.get("/scripts/completions", self.completions),
            web.get("/scripts/{language}/{id}", self.read),
            web.put("/scripts/{language}/{id}", self.save),
        ]

    async def read(self, request: web.Request) -> web.Response:
        saved = await on_disk(partial(self.files.read, *named(request)))
        return json({"text": spoken(lambda: saved.text), "digest": saved.digest})

    async def save(self, request: web.Request) -> web.Response:
        body = await json_of(request, BODY_LIMIT)
        text, digest = word(body, "text", limit=BODY_LIMIT, empty=True), word(body, "digest", empty=True)
        async with self.saving:
            saved: Saved = await on_disk(partial(self.files.save, *named(request), text, digest))
        await self.reload()
        return json({"digest": saved.digest})

    async def check(self, request: web.Request) -> web.Response:
        asked, _ = await self._asked(request)
        library = await self._library(asked)
        return json({"problems": told(library.problems)})

    async def preview(self, request: web.Request) -> web.Response:
        asked, body = await self._asked(request)
        library = await self._library(asked)
        line = word(body, "line", empty=True)
        async with self.fitting:
            previews = await self.fitter.previews(library, asked.language, asked.id, line)
        return json({"previews": [shown(preview) for preview in previews], "problems": its_own(library, asked)})

    async def completions(self, request: web.Request) -> web.Response:
        language, script_id = (request.query.get(name, "") for name in ("language", "id"))
        spoken(lambda: self.files.path(language, script_id))
        library = await self.checking.library("en")
        return json(completions(drafts_of(library), language, script_id, self.checking.default_language))

    async def _asked(self, request: web.Request) -> tuple[Asked, dict[str, Any]]:
        body = await json_of(request, BODY_LIMIT)
        language, script_id = word(body, "language"), word(body, "id")
        path = spoken(lambda: self.files.path(language, script_id))
        text = word(body, "text", limit=BODY_LIMIT, empty=True)
        reader = word(body, "reader", empty=True) or request.headers.get("Accept-Language", "")
        return Asked(language, script_id, path, text, reader), body

    async def _library(self, asked: Asked) -> Checked:
        return await self.checking.library(asked.reader, {asked.path: asked.text.encode()})


def named(request: web.Request) -> tuple[str, str]:
    return request.match_info["language"], request.match_info["id"]


def shown(preview: Preview) -> dict[str, Any]:
    fitting = preview.fitting
    return {
        "line": preview.line,
        "channel": fitting.channel,
        "messages": fitting.messages,
        "refused": fitting.refused,
    }


def its_own(library: Checked, asked: Asked) -> tuple[Problem, ...]:
    return told(problem for problem in library.problems if problem.path == asked.path)


async def on_disk(work: Callable[[], Answer]) -> Answer:
    return await asyncio.to_thread(spoken, work)


def spoken(work: Callable[[], Answer]) -> Answer:
    """What it gives, or why it cannot as the page reads it."""
    try:
        return work()
    except NotThere as error:
        raise web.HTTPNotFound(text=str(error)) from None
    except Changed as error:
        raise web.HTTPConflict(text=str(error)) from None
    except Unsaveable as error:
        raise web.HTTPUnprocessableEntity(text=str(error)) from None


def json(answer: object) -> web.Response:
    return web.Response(body=orjson.dumps(answer), content_type="application/json")
