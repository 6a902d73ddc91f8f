"""A pair of eyes on a log of messages in the page: what was read once is not read again."""

import asyncio
from dataclasses import dataclass

from playwright.async_api import Locator

from tests.browser.window import SECONDS

GLANCE = 0.05
EVERY_MESSAGE = """
messages => messages.map(message => ({
    number: Number(message.dataset.message), text: message.innerText, mine: message.classList.contains("mine"),
}))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One message as somebody sees it."""

    number: int
    text: str
    mine: bool


@dataclass
class Reader:
    log: Locator
    read_to: int = -1

    @property
    def messages(self) -> Locator:
        return self.log.locator("[data-message]")

    def message(self, number: int) -> Locator:
        return self.log.locator(f'[data-message="{number}"]')

    async def drawn(self) -> list[Drawn]:
        return [Drawn(**message) for message in await self.messages.evaluate_all(EVERY_MESSAGE)]

    async def sees(self, *parts: str) -> Locator:
        """The next message, unread as yet, that says all this. AssertionError quotes the end of the log."""
        loop = asyncio.get_running_loop()
        until = loop.time() + SECONDS
        while True:
            drawn = await self.drawn()
            for message in drawn:
                if message.number > self.read_to and all(part in message.text for part in parts):
                    self.read_to = message.number
                    return self.message(message.number)
            if loop.time() > until:
                tail = "\n".join(f"  {'>' if m.mine else '<'} {m.number} {m.text!r}" for m in drawn[-8:])
                raise AssertionError(f"{parts} not seen after message {self.read_to}; the screen ends:\n{tail}")
            await asyncio.sleep(GLANCE)

    async def counts(self, part: str) -> int:
        return sum(part in message.text for message in await self.drawn())
