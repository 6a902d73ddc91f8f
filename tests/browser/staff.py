"""The staff group in the page, as its agents use it."""

from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from bots.sandbox.platforms import DeskName
from tests.browser.reading import Reader


@dataclass
class Topic:
    """One customer's topic (or thread), open."""

    region: Locator
    eyes: Reader

    @property
    def field(self) -> Locator:
        """A channel's own stands before that of its thread."""
        return self.region.get_by_role("textbox").last

    async def sees(self, *parts: str) -> Locator:
        return await self.eyes.sees(*parts)

    async def says(self, text: str) -> Locator:
        """Returns the message as it stands in the topic."""
        await self.field.fill(text)
        await self.field.press("Enter")
        return await self.sees(text)

    async def sends_picture(self, picture: Path) -> None:
        await self.region.get_by_role("button", name="Send a picture, a file or a voice note").last.click()
        await self.region.get_by_label("Picture", exact=True).last.set_input_files(picture)


@dataclass
class Staff:
    """`desk`: whose group it is. A Telegram forum lists its topics; a Slack channel holds a message for each thread."""

    page: Page
    desk: DeskName

    @property
    def region(self) -> Locator:
        return self.page.locator('section[data-channel="desk"]')

    def entry(self, customer: str) -> Locator:
        """What opens their topic."""
        if self.desk == "telegram":
            return self.region.get_by_role("list", name="Topics").get_by_role("button").filter(has_text=customer)
        roots = self.region.get_by_role("log", name="Messages of the channel").locator("[data-thread]")
        return roots.filter(has_text=customer).get_by_role("button", name="Repl")

    async def topic_of(self, customer: str) -> Topic:
        """Opened; in a narrow column the one that is open hides the others."""
        back = self.region.get_by_role("button", name="Back to the list")
        if await back.is_visible():
            await back.click()
        await self.entry(customer).click()
        return Topic(self.region, Reader(self.region.get_by_role("log", name="Topic:")))

    async def is_now(self, agent: str) -> None:
        await self.region.get_by_label("Which agent you are").select_option(label=agent)


async def is_delivered(message: Locator) -> None:
    await expect(message.get_by_role("img", name="Delivered to the customer")).to_be_visible()
