"""Much happens at once, and the page goes on."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest_asyncio
from playwright.async_api import expect

from tests.browser.phones import Phone, Phones
from tests.browser.sandbox import Sandbox, open_sandbox
from tests.browser.smoothness import told, watch
from tests.browser.talk import CHANNELS, TALKS, Channel
from tests.browser.window import Window

SECONDS = 4
ASKED = 25
"""A second, by each customer; all are answered, so that twice as many appear in each phone."""


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox(tmp_path: Path) -> AsyncIterator[Sandbox]:
    """Where asking the same thing again and again calls nobody."""
    (tmp_path / "desk.yaml").write_text("handoff: {same_question: 0}\n", encoding="utf-8")
    async with open_sandbox(tmp_path, "telegram") as opened:
        yield opened


async def test_the_page_keeps_up_with_fifty_messages_a_second_in_each_phone(
    phones: Phones, sandbox: Sandbox, window: Window, record_property: Callable[[str, str], None]
) -> None:
    for channel in CHANNELS:
        await phones[channel].comes_in()
    await phones["slack"].field.focus()
    await watch(window.page)
    await asyncio.gather(flood(sandbox), window.page.keyboard.type("still here " * SECONDS, delay=80))
    for channel in CHANNELS:
        await shows_all_of(phones[channel], sandbox)
    smooth = await told(window.page)
    await expect(phones["slack"].field).to_have_value("still here " * SECONDS)
    record_property("summary", f"page: {2 * ASKED} messages a second in each of three phones: {smooth}")


async def flood(sandbox: Sandbox) -> None:
    async with asyncio.TaskGroup() as people:
        for _ in range(ASKED * SECONDS):
            for channel in CHANNELS:
                people.create_task(asks(channel, sandbox))
            await asyncio.sleep(1 / ASKED)


async def asks(channel: Channel, sandbox: Sandbox) -> None:
    await sandbox.seats[channel].say(TALKS[channel].shipping, None)


async def shows_all_of(phone: Phone, sandbox: Sandbox) -> None:
    """Each message of the platform once and in its place; the earlier ones behind their button."""
    screen = sandbox.seats[phone.channel].screen
    asked = ASKED * SECONDS
    await screen.until(lambda _: sum(phone.talk.fee in shown.text for shown in screen.shown) == asked)
    await expect(phone.eyes.message(len(screen.shown) - 1)).to_be_visible()
    earlier = phone.log.get_by_role("button", name="Show earlier messages")
    while await earlier.is_visible():
        await earlier.click()
    drawn = await phone.eyes.drawn()
    assert [message.number for message in drawn] == list(range(len(screen.shown)))
    assert sum(phone.talk.fee in message.text for message in drawn) == asked
