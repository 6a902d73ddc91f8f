"""A browser window at the sandbox's page, and everything that went wrong in it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal, TypedDict
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, expect

Theme = Literal["light", "dark"]
DESKTOP = (1600, 1000)
PHONE = (390, 844)
SECONDS = 30.0
"""How long anything may take to be seen."""
expect.set_options(timeout=SECONDS * 1000)

TELL_OF_REFUSALS = """
addEventListener("securitypolicyviolation", event =>
    console.error(`content security policy: ${event.violatedDirective} refused ${event.blockedURI || event.sample}`));
"""


class Viewport(TypedDict):
    width: int
    height: int


@dataclass
class Window:
    page: Page
    url: str
    troubles: list[str] = field(default_factory=list)
    _expected: list[re.Pattern[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._printed)
        self.page.on("pageerror", lambda error: self._trouble(f"uncaught: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def expects(self, pattern: str) -> None:
        """From now on, trouble of this kind is what the test is about."""
        self._expected.append(re.compile(pattern))

    async def open(self) -> None:
        await self.page.goto(self.url)

    def _trouble(self, text: str) -> None:
        if not any(pattern.search(text) for pattern in self._expected):
            self.troubles.append(text)

    def _printed(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._trouble(f"console: {message.text} ({message.location.get('url', '')})")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != urlsplit(self.url).netloc:
            self._trouble(f"asked elsewhere: {request.url}")

    def _failed(self, request: Request) -> None:
        self._trouble(f"failed: {request.method} {request.url} ({request.failure})")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self._trouble(f"answered {response.status}: {response.request.method} {response.url}")


@asynccontextmanager
async def open_window(
    browser: Browser, url: str, *, size: tuple[int, int] = DESKTOP, language: str = "en-US", theme: Theme = "light"
) -> AsyncIterator[Window]:
    """A browser that was never here before. AssertionError on leaving: something went wrong in it."""
    viewport = Viewport(width=size[0], height=size[1])
    context = await browser.new_context(
        viewport=viewport, locale=language, color_scheme=theme, reduced_motion="reduce", timezone_id="Asia/Shanghai"
    )
    context.set_default_timeout(SECONDS * 1000)
    await context.add_init_script(TELL_OF_REFUSALS)
    window = Window(await context.new_page(), url)
    try:
        await window.open()
        yield window
        window.expects("/events")
    finally:
        await context.close()
    assert not window.troubles, "\n".join(window.troubles)
