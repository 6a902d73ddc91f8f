"""The staff group in the page when it is in WeCom: one flow, and a number that says which customer is meant."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from bots.sandbox.platforms import DeskName
from tests.browser.phones import Phones
from tests.browser.reading import Reader
from tests.browser.window import Window


@pytest.fixture
def desk_channel() -> DeskName:
    return "wecom"


@pytest.fixture
def group(window: Window) -> Locator:
    return window.page.locator('section[data-channel="desk"]')


async def says(group: Locator, number: str, text: str) -> None:
    await group.get_by_label("Topics").select_option(label=f"@ {number}" if number else "@")
    await group.get_by_role("textbox").fill(text)
    await group.get_by_role("textbox").press("Enter")


async def test_each_customer_is_answered_by_their_number(phones: Phones, group: Locator) -> None:
    eyes = Reader(group.get_by_role("log"))
    for phone in phones:
        await phone.asks_for_a_person()
        await phone.says("还在吗")
        await eyes.sees("还在吗")
        newest = await group.get_by_label("Topics").get_by_role("option").nth(1).inner_text()
        number = newest.removeprefix("@ ")
        await says(group, number, "马上给您换一个")
        await phone.sees("马上给您换一个")
    await says(group, "", "这句谁也收不到")
    await eyes.sees("看不出您说的是哪个会话")


async def test_the_group_is_headed_by_how_one_says_which_customer_is_meant(group: Locator) -> None:
    await expect(group).to_contain_text("behind a customer's number")


async def test_staff_see_pictures_and_end_a_chat_by_a_button(phones: Phones, group: Locator, picture: Path) -> None:
    phone = phones["telegram"]
    await phone.asks_for_a_person()
    await phone.sends_picture(picture)
    await expect(group.get_by_role("log").locator("img")).to_have_js_property("naturalWidth", 48)
    await group.get_by_role("button", name="结束会话", exact=True).last.click()
    await expect(phone.log).to_contain_text(re.compile("人工|客服|真人"))
    await expect(group.get_by_role("log")).to_contain_text("结束了会话")
