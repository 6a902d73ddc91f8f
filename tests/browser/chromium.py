"""A headless Chromium of the system's, one for each process that tests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

INSTALLER = Path(__file__).parents[2] / ".ci" / "chromium"
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
"""Nothing but the page is asked of the network."""


async def installed() -> Path:
    """Where Chromium is, installed if need be. Raises RuntimeError that says what to type."""
    process = await asyncio.create_subprocess_exec(
        INSTALLER, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    printed, errors = await process.communicate()
    if process.returncode:
        raise RuntimeError(errors.decode().strip())
    return Path(printed.decode().strip())


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=await installed(), args=QUIET)
        try:
            yield browser
        finally:
            await browser.close()
