"""What a browser asks for when it opens the page."""

from playwright.async_api import expect

from tests.browser.phones import Phones
from tests.browser.tools import Scripts
from tests.browser.window import Window

LOADED = "() => performance.getEntriesByType('resource').map(each => new URL(each.name).pathname)"
PRELOADED = "() => [...document.querySelectorAll('link[rel=modulepreload]')].map(each => new URL(each.href).pathname)"


async def modules(window: Window) -> set[str]:
    return {path for path in await window.page.evaluate(LOADED) if path.endswith(".js")}


async def test_the_page_names_every_module_that_it_opens_with_and_the_editor_comes_when_wanted(
    phones: Phones, scripts: Scripts, window: Window
) -> None:
    await expect(phones["slack"].field).to_be_visible()
    assert await modules(window) == set(await window.page.evaluate(PRELOADED))
    await scripts.opens("en", "welcome")
    await expect(scripts.editor).to_contain_text("welcome to {{ shop }}")
    assert "/static/vendor/codemirror.js" in await modules(window)
