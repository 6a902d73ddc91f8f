"""Customers' phones in the page: a test says and sees on them as a customer does."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from tests.browser.reading import Reader
from tests.browser.talk import CHANNELS, TALKS, Channel, Talk


@dataclass
class Phone:
    """In the English page."""

    page: Page
    channel: Channel
    eyes: Reader = field(init=False)

    def __post_init__(self) -> None:
        self.eyes = Reader(self.log)

    @property
    def talk(self) -> Talk:
        return TALKS[self.channel]

    @property
    def region(self) -> Locator:
        return self.page.locator(f'section[data-channel="{self.channel}"]')

    @property
    def log(self) -> Locator:
        return self.region.get_by_role("log")

    @property
    def field(self) -> Locator:
        return self.region.get_by_role("textbox")

    async def says(self, text: str) -> None:
        await self.takes_the_keyboard()
        await self.field.fill(text)
        await self.field.press("Enter")

    async def takes_the_keyboard(self) -> None:
        """WeChat shows its menu in the keyboard's place."""
        keyboard = self.region.get_by_role("button", name="To the keyboard")
        await expect(self.field.or_(keyboard)).to_be_visible()
        if await keyboard.is_visible():
            await keyboard.click()

    async def sees(self, *parts: str) -> Locator:
        return await self.eyes.sees(*parts)

    async def presses(self, label: str) -> None:
        """The newest button that says so on the screen."""
        await self.log.get_by_role("button", name=label, exact=True).last.click()

    async def does(self, what: str) -> None:
        """With what stands around the screen: Start, Follow, Block ..."""
        await self.region.get_by_role("button", name=what, exact=True).first.click()

    async def sends_picture(self, picture: Path) -> None:
        await self.takes_the_keyboard()
        await self.does("Send a picture, a file or a voice note")
        await self.region.get_by_label("Picture", exact=True).set_input_files(picture)

    async def comes_in(self) -> None:
        """Write for the first time, as one does in this app: Telegram's way in is its Start button."""
        if self.channel == "telegram":
            await self.does("Start")
        else:
            await self.says(self.talk.greeting)
        await self.sees(self.talk.welcome)

    async def asks_for_a_person(self) -> None:
        await self.comes_in()
        await self.says(self.talk.person)
        await self.sees(self.talk.handed_over)


class Phones:
    """The three of them, side by side."""

    def __init__(self, page: Page) -> None:
        self._by_channel = {channel: Phone(page, channel) for channel in CHANNELS}

    def __getitem__(self, channel: Channel) -> Phone:
        return self._by_channel[channel]

    def __iter__(self) -> Iterator[Phone]:
        return iter(self._by_channel.values())
