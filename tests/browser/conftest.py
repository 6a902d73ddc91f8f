"""A sandbox and a browser window at it for each test; one browser for all tests of a process."""

from collections.abc import AsyncIterator, Generator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from bots.sandbox.platforms import DeskName
from tests.browser.chromium import chromium
from tests.browser.drawing import red_square
from tests.browser.phones import Phones
from tests.browser.pictures import keep
from tests.browser.sandbox import Sandbox, open_sandbox
from tests.browser.staff import Staff
from tests.browser.tools import Controls, Glass, Scripts
from tests.browser.window import DESKTOP, Theme, Window, open_window

HERE = Path(__file__).parent
FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser lives as long as the loop it was started in: these tests share one."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


@pytest.fixture
def desk_channel() -> DeskName:
    return "telegram"


@pytest.fixture
def size() -> tuple[int, int]:
    return DESKTOP


@pytest.fixture
def ui_language() -> str:
    return "en-US"


@pytest.fixture
def theme() -> Theme:
    return "light"


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox(tmp_path: Path, desk_channel: DeskName) -> AsyncIterator[Sandbox]:
    async with open_sandbox(tmp_path, desk_channel) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def window(
    request: pytest.FixtureRequest,
    browser: Browser,
    sandbox: Sandbox,
    size: tuple[int, int],
    ui_language: str,
    theme: Theme,
) -> AsyncIterator[Window]:
    async with open_window(browser, sandbox.url, size=size, language=ui_language, theme=theme) as opened:
        yield opened
        if request.node.stash.get(FAILED, False):
            await keep(opened.page, f"failed-{request.node.name}")


@pytest.fixture
def phones(window: Window) -> Phones:
    """In the hands of the first customer of each channel."""
    return Phones(window.page)


@pytest.fixture
def staff(window: Window, desk_channel: DeskName) -> Staff:
    return Staff(window.page, desk_channel)


@pytest.fixture
def glass(window: Window) -> Glass:
    return Glass(window.page)


@pytest.fixture
def controls(window: Window) -> Controls:
    return Controls(window.page)


@pytest.fixture
def scripts(window: Window) -> Scripts:
    return Scripts(window.page)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A red square."""
    path = tmp_path / "damage.png"
    path.write_bytes(red_square())
    return path
