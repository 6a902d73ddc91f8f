"""The script editor of a shop, without the bots: what a browser asks it, and what it answers."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestClient, TestServer

from bots.sandbox.board import Board
from bots.sandbox.page.scripts.checking import Checking
from bots.sandbox.page.scripts.files import ScriptFiles
from bots.sandbox.page.scripts.preview import Fitter
from bots.sandbox.page.scripts.routes import Editor
from bots.sandbox.page.scripts.states import States
from bots.sandbox.page.security import HEADER, secured
from bots.sandbox.shop import sample_orders
from handlers.scripts.ours import OUR_SCRIPTS

Answer = tuple[int, Any]


def our_scripts(folder: Path) -> Path:
    """A copy of kefu's own, for a test to spoil."""
    return shutil.copytree(OUR_SCRIPTS, folder / "scripts")


class Admin:
    """At the page, in a browser."""

    def __init__(self, client: "TestClient[Any, Any]", board: Board) -> None:
        self.client = client
        self.board = board

    async def opens(self, script: str) -> Answer:
        return await self._asks("GET", f"/scripts/{script}")

    async def saves(self, script: str, text: str, digest: str) -> Answer:
        return await self._asks("PUT", f"/scripts/{script}", {"text": text, "digest": digest})

    async def types(self, script: str, text: str, reader: str = "en") -> Answer:
        return await self._asks("POST", "/scripts/check", named(script) | {"text": text, "reader": reader})

    async def looks(self, script: str, text: str, line: str = "", reader: str = "en") -> Answer:
        body = named(script) | {"text": text, "line": line, "reader": reader}
        return await self._asks("POST", "/scripts/preview", body)

    async def completes(self, script: str) -> Answer:
        return await self._asks("GET", "/scripts/completions", query=named(script))

    async def _asks(self, method: str, path: str, body: object = None, query: dict[str, str] | None = None) -> Answer:
        async with self.client.request(method, path, json=body, params=query, headers={HEADER: "1"}) as answer:
            return answer.status, await answer.json()


def named(script: str) -> dict[str, str]:
    language, _, script_id = script.partition("/")
    return {"language": language, "id": script_id}


@asynccontextmanager
async def editor_of(folder: Path) -> AsyncIterator[Admin]:
    files, checking, board = ScriptFiles(folder), Checking(folder, "zh-CN"), Board()
    states = States(board, files, checking, lambda: 1_795_000_000.0)
    await states.begin()

    async def read_by_the_bot() -> bool:
        await states.reloaded([])
        return True

    editor = Editor(files, checking, Fitter("客服小店", "zh-CN", sample_orders("Asia/Shanghai")), read_by_the_bot)
    async with TestClient(TestServer(secured(editor.routes()))) as client:
        yield Admin(client, board)
