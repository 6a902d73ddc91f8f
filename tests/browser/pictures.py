"""Pictures of the page, for whoever wants to see what the tests saw."""

import re
from pathlib import Path

from playwright.async_api import Page

PICTURES = Path(__file__).parents[2] / "build" / "pictures"
"""Ignored by git; removed by `make clean`."""


async def keep(page: Page, name: str) -> Path:
    path = PICTURES / (re.sub(r"[^\w-]+", "-", name).strip("-") + ".png")
    path.parent.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=path, animations="disabled", caret="hide")
    return path
