"""What a browser is told to load when it opens the page."""

import re
from pathlib import Path

import aiohttp
import pytest

from bots.sandbox.page.index import modules

NAMED = re.compile(r'(?:href|src)="(/static/[^"]+)"')


async def test_everything_that_the_page_names_is_there_and_named_once_as_a_module(url: str) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as response:
            page = await response.text()
        for name in NAMED.findall(page):
            async with session.get(url + name) as response:
                assert response.status == 200, name
    preloaded = re.findall(r'rel="modulepreload" href="([^"]+)"', page)
    assert len(preloaded) == len(set(preloaded))
    assert {"/static/app.js", "/static/vendor/preact.js", "/static/words/en.js"} <= set(preloaded)


async def test_the_editor_waits_until_somebody_wants_it(url: str) -> None:
    async with aiohttp.request("GET", url) as response:
        assert "codemirror" not in await response.text()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ('import "./b.js";', True),
        ('import * as b from "./b.js";', True),
        ("import { b } from './b.js';", True),
        ('import {\n  a,\n  b,\n} from "./b.js";', True),
        ('export { b } from "./b.js";', True),
        ('export const later = () => import("./b.js");', False),
        ('/** @type {import("./b.js").B} */', False),
        ('export const path = "./b.js";', False),
    ],
)
def test_what_is_imported_at_once_is_found(tmp_path: Path, words: str, found: bool) -> None:
    (tmp_path / "app.js").write_text(words)
    (tmp_path / "b.js").write_text("")
    assert modules(tmp_path) == (["app.js", "b.js"] if found else ["app.js"])


def test_modules_that_import_each_other_are_named_once(tmp_path: Path) -> None:
    (tmp_path / "app.js").write_text('import "./deep/b.js";')
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.js").write_text('import "../app.js";')
    assert modules(tmp_path) == ["app.js", "deep/b.js"]
