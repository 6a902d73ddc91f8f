"""A report as a page: for every light and reader, and without a word to the network."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Page

from bots.reports.counting import EVERYTHING
from bots.reports.page import page as page_of
from bots.reports.period import Period
from bots.reports.telling import told
from bots.reports.wording import Wording
from handlers.scripts.library import Library
from tests import our_scripts
from tests.bots.reports.books import busy_month
from tests.browser.accessibility import EYES, barriers
from tests.browser.window import Theme

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), ZoneInfo("Asia/Shanghai"))
Write = Callable[[str], Path]


@pytest.fixture
def library() -> Library:
    return our_scripts.library()


@pytest.fixture
def write(tmp_path: Path, library: Library) -> Write:
    def written(language: str) -> Path:
        wording = Wording(
            library=library,
            language=language,
            agents={"slack:U1": "小美", "slack:U2": "<script>alert(1)</script>"},
            teams={"sales": "售前 & <b>售后</b>"},
        )
        report = busy_month(NOVEMBER)
        path = tmp_path / f"{language}.html"
        path.write_text(page_of(told(report, NOVEMBER, EVERYTHING, "客服小店", wording), report, wording), "utf-8")
        return path

    return written


@asynccontextmanager
async def opened(browser: Browser, path: Path, theme: Theme = "light") -> AsyncIterator[tuple[Page, list[str]]]:
    """The page, and whatever it asked for or complained of."""
    context = await browser.new_context(color_scheme=theme, viewport={"width": 1100, "height": 900})
    page, heard = await context.new_page(), list[str]()
    page.on("request", lambda request: heard.append(request.url))
    page.on("console", lambda message: heard.append(message.text))
    try:
        await page.goto(path.as_uri())
        yield page, heard
    finally:
        await context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
async def test_it_asks_for_nothing_and_keeps_nobody_out(
    browser: Browser, write: Write, language: str, theme: Theme
) -> None:
    path = write(language)
    async with opened(browser, path, theme) as (page, heard):
        assert heard == [path.as_uri()]
        assert await barriers(page, EYES[theme]) == []
        assert await page.locator("[role=img][aria-label]").count() == 3
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        ids = await page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
        assert len(ids) == len(set(ids))


async def test_names_are_words_and_nothing_else(browser: Browser, write: Write) -> None:
    async with opened(browser, write("zh-CN")) as (page, _):
        assert await page.evaluate("document.scripts.length") == 0
        assert await page.get_by_role("rowheader", name="<script>alert(1)</script>").count() == 1
        assert await page.get_by_role("rowheader", name="售前 & <b>售后</b>").count() == 1


@pytest.mark.parametrize(("media", "paper"), [("screen", "rgb(21, 25, 30)"), ("print", "rgb(255, 255, 255)")])
async def test_paper_is_white_also_at_night(browser: Browser, write: Write, media: str, paper: str) -> None:
    async with opened(browser, write("en"), "dark") as (page, _):
        await page.emulate_media(media="print" if media == "print" else "screen")
        assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
        bars = "getComputedStyle(document.querySelector('#days-patch_2 path')).fill"
        assert await page.evaluate(bars) == paper


async def test_every_column_is_on_the_paper(browser: Browser, write: Write) -> None:
    async with opened(browser, write("zh-CN"), "light") as (page, _):
        await page.emulate_media(media="print")
        await page.set_viewport_size({"width": 718, "height": 1000})  # A4 without its margins
        assert await page.evaluate("document.documentElement.scrollWidth") <= 718
        tables = "[...document.querySelectorAll('table')].map(each => each.getBoundingClientRect().right)"
        assert max(await page.evaluate(tables)) <= 718
