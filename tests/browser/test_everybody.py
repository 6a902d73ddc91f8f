"""The page is for everybody: in three languages, by keyboard alone, at any width, in light and dark."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.accessibility import EYES, barriers
from tests.browser.phones import Phones
from tests.browser.pictures import keep
from tests.browser.staff import Staff, is_delivered
from tests.browser.tools import PLATFORMS, Controls, Glass, Scripts
from tests.browser.window import PHONE, Window

TITLES = {"en": "Staff group", "zh-CN": "客服群", "zh-TW": "客服群組"}


@pytest.mark.parametrize("ui_language", ["en-US", "zh-CN", "zh-TW"])
async def test_the_page_speaks_the_browsers_language_and_any_other_that_is_chosen(
    window: Window, ui_language: str
) -> None:
    page = window.page
    spoken = "en" if ui_language == "en-US" else ui_language
    await expect(page.locator("html")).to_have_attribute("lang", spoken)
    for language, title in TITLES.items():
        await page.locator("header").get_by_role("combobox").select_option(language)
        await expect(page.locator("html")).to_have_attribute("lang", language)
        await expect(page.locator('section[data-channel="desk"]')).to_have_accessible_name(title)
    window.expects("/events")
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("lang", "zh-TW")


async def test_a_conversation_is_held_without_a_mouse(phones: Phones, window: Window, staff: Staff) -> None:
    page, phone = window.page, phones["slack"]
    await phone.field.focus()
    await page.keyboard.type("human")
    await page.keyboard.press("Enter")
    await phone.sees(phone.talk.handed_over)
    await tabs_to(page, "#1 Emma")
    await page.keyboard.press("Enter")
    await tabs_to(page, "Write to #1 Emma")
    await page.keyboard.type("Hello from the keyboard")
    await page.keyboard.press("Enter")
    await phone.sees("Hello from the keyboard")
    await tabs_to(page, "Under the glass")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Enter")
    await tabs_to(page, "+1 hr")


async def tabs_to(page: Page, name: str) -> None:
    """With the Tab key alone, from wherever the focus is."""
    for _ in range(80):
        await page.keyboard.press("Tab")
        focused = page.locator(":focus")
        label = await focused.evaluate("element => element.getAttribute('aria-label') || element.innerText || ''")
        if label.strip().startswith(name):
            return
    raise AssertionError(f"{name!r} is not reached by Tab")


@pytest.mark.parametrize("size", [PHONE])
async def test_at_phone_width_one_part_is_shown_at_a_time_and_nothing_overflows(
    window: Window, phones: Phones, staff: Staff
) -> None:
    page = window.page
    tabs = page.get_by_role("navigation", name="Parts of the page")
    for phone in phones:
        await tabs.get_by_role("button", name=PLATFORMS[phone.channel]).click()
        assert [await each.region.is_visible() for each in phones].count(True) == 1
        await phone.asks_for_a_person()
        assert not await overflows(page)
        await keep(page, f"phone-width-{phone.channel}")
    await tabs.get_by_role("button", name="Staff").click()
    topic = await staff.topic_of("Emma")
    await topic.says("Hello from my phone")
    await keep(page, "phone-width-staff")
    await tabs.get_by_role("button", name="Tools").click()
    for tool in ("Under the glass", "Clock and faults", "Scripts"):
        await page.get_by_role("tab", name=tool).click()
        assert not await overflows(page)
        await keep(page, f"phone-width-{tool}")


async def overflows(page: Page) -> bool:
    wider: bool = await page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    return wider


async def test_nobody_is_kept_out(
    phones: Phones, staff: Staff, glass: Glass, controls: Controls, scripts: Scripts, window: Window
) -> None:
    found: list[str] = []
    page = window.page

    async def look(state: str) -> None:
        for theme, rules in EYES.items():
            await page.emulate_media(color_scheme=theme)
            await keep(page, f"{state}-{theme}")
            found.extend(f"{state}, {theme}: {barrier}" for barrier in await barriers(page, rules))

    await look("first sight")
    await phones["wechat"].comes_in()
    await phones["telegram"].comes_in()
    await phones["slack"].asks_for_a_person()
    topic = await staff.topic_of(phones["slack"].talk.known_as)
    await is_delivered(await topic.says("Hello, how can I help?"))
    await look("conversations")
    await glass.opens()
    await look("under the glass")
    await controls.opens()
    await controls.switches(controls.fault("slack", "Is down"), on=True)
    await look("clock and faults")
    await scripts.opens("zh-CN", "shipping_fee")
    await scripts.replaces("满 99 元包邮", "{{ shopp }}")
    await expect(scripts.problems).to_contain_text("shopp")
    await look("scripts")
    await page.get_by_role("banner").get_by_role("button", name="Help").click()
    await look("help")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", [PHONE])
async def test_nobody_is_kept_out_at_phone_width(phones: Phones, window: Window) -> None:
    await phones["wechat"].comes_in()
    assert not await barriers(window.page)
