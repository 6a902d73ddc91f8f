"""The tools beneath the phones: what is under the glass, clock and faults, and the scripts."""

from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

from tests.browser.talk import Channel

PLATFORMS: dict[Channel, str] = {"wechat": "WeChat", "telegram": "Telegram", "slack": "Slack"}


@dataclass
class Tools:
    page: Page

    async def open(self, name: str) -> None:
        tab = self.page.get_by_role("tab", name=name)
        await tab.click()
        await expect(tab).to_have_attribute("aria-selected", "true")


@dataclass
class Glass(Tools):
    """Looks at the conversation that was touched last."""

    async def opens(self) -> None:
        await self.open("Under the glass")

    def message(self, text: str) -> Locator:
        """The newest that said this, and all that became of it."""
        return self.page.get_by_role("listitem").filter(has=self.page.get_by_role("article", name=text)).first


@dataclass
class Controls(Tools):
    async def opens(self) -> None:
        await self.open("Clock and faults")

    def fault(self, channel: Channel, words: str) -> Locator:
        """A switch and what it has done so far."""
        platform = self.page.get_by_role("group", name=PLATFORMS[channel], exact=True)
        return platform.locator(".fault").filter(has_text=words)

    async def switches(self, fault: Locator, *, on: bool) -> None:
        switch = fault.get_by_role("switch")
        await expect(switch).to_have_attribute("aria-checked", str(not on).lower())
        await switch.click()
        await expect(switch).to_have_attribute("aria-checked", str(on).lower())

    async def moves_clock(self, step: str) -> None:
        """By one of the buttons: "+1 hr"."""
        await self.page.get_by_role("group", name="Move the clock forward").get_by_role("button", name=step).click()
        await expect(self.page.get_by_role("status").filter(has_text="The clock was moved forward")).to_have_count(1)


@dataclass
class Scripts(Tools):
    async def opens(self, language: str, file: str) -> None:
        await self.open("Scripts")
        files = self.page.get_by_role("navigation", name="Script files")
        await files.get_by_label("Language of the scripts").select_option(language)
        await files.get_by_role("button", name=file).click()
        await expect(self.bench(f"{language}/{file}.yaml")).to_be_visible()
        await expect(self.editor).to_contain_text("lines:")

    def bench(self, file: str) -> Locator:
        return self.page.get_by_role("region", name=file)

    @property
    def editor(self) -> Locator:
        return self.page.get_by_role("textbox", name="Script ")

    @property
    def problems(self) -> Locator:
        return self.page.get_by_role("region", name="Problems")

    @property
    def marked(self) -> Locator:
        """What is underlined in the editor."""
        return self.editor.locator(".cm-lintRange-error")

    def preview(self, channel: Channel) -> Locator:
        shown = self.page.get_by_role("region", name="Preview").get_by_role("figure")
        return shown.filter(has=self.page.get_by_text(PLATFORMS[channel], exact=True))

    async def replaces(self, old: str, new: str) -> None:
        """As one does by hand: with the editor's search."""
        await self.editor.press("Control+f")
        search = self.page.get_by_role("textbox", name="Find")
        await search.fill(old)
        await self.page.get_by_role("textbox", name="Replace with").fill(new)
        await self.page.get_by_role("button", name="replace all").click()
        await search.press("Escape")

    async def presses(self, button: str) -> None:
        await self.page.get_by_role("toolbar").get_by_role("button", name=button, exact=True).click()

    async def saves(self) -> None:
        await self.presses("Save")
        await expect(self.page.get_by_role("toolbar").get_by_role("status")).to_have_text("Saved")

    def told(self, words: str) -> Locator:
        """How the running bot took what was saved."""
        return self.page.get_by_role("status").filter(has_text=words)
