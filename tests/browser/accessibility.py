"""What axe-core finds on a page."""

from collections.abc import Collection
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page

from tests.browser.window import Theme

SERIOUS = ("serious", "critical")
EYES: dict[Theme, tuple[str, ...]] = {"light": (), "dark": ("color-contrast",)}
"""The rules that are looked at in each: all of them, and then what another theme can change."""


async def barriers(page: Page, rules: Collection[str] = ()) -> list[str]:
    """One line for each serious or critical one, with where it is and what would remove it. `rules`: only these."""
    # To preload is to fetch the styles once more and put them inline, which the page's own policy forbids.
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
    if rules:
        options["runOnly"] = list(rules)
    await page.evaluate(AXE_SCRIPT)
    results: dict[str, Any] = await page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{found['id']} ({found['impact']}): {node['html']}\n    {node['failureSummary']}"
        for found in results["violations"]
        if found["impact"] in SERIOUS
        for node in found["nodes"]
    ]
