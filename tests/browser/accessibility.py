"""What axe-core finds on a page."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page

CHECK = "() => axe.run(document, { resultTypes: ['violations'], preload: false })"
"""To preload is to fetch the styles once more and put them inline, which the page's own policy forbids."""
SERIOUS = ("serious", "critical")


async def barriers(page: Page) -> list[str]:
    """One line for each serious or critical one, with where it is and what would remove it."""
    await page.evaluate(AXE_SCRIPT)
    results: dict[str, Any] = await page.evaluate(CHECK)
    return [
        f"{found['id']} ({found['impact']}): {node['html']}\n    {node['failureSummary']}"
        for found in results["violations"]
        if found["impact"] in SERIOUS
        for node in found["nodes"]
    ]
