"""Platforms that fail, lines that break, time that passes: seen in the page, and nothing is lost."""

import asyncio
import re
from contextlib import AsyncExitStack

import pytest
from playwright.async_api import Browser, expect

from tests.browser.phones import Phones
from tests.browser.sandbox import Sandbox, open_sandbox
from tests.browser.staff import Staff, is_delivered
from tests.browser.tools import Controls, Glass
from tests.browser.window import Window, open_window


async def test_what_is_said_while_a_platform_is_down_arrives_once_when_it_is_back(
    phones: Phones, staff: Staff, controls: Controls
) -> None:
    phone = phones["slack"]
    await phone.asks_for_a_person()
    topic = await staff.topic_of("Emma")
    await controls.opens()
    down = controls.fault("slack", "Is down")
    await controls.switches(down, on=True)
    waiting = [await topic.says(f"no. {number}") for number in range(3)]
    await expect(down).to_contain_text(re.compile(r"Failed calls: [1-9]"))
    assert not await phone.eyes.counts("no. ")
    await controls.switches(down, on=False)
    for number, message in enumerate(waiting):
        await phone.sees(f"no. {number}")
        await is_delivered(message)
    assert await phone.eyes.counts("no. ") == 3


async def test_a_platform_that_asks_to_wait_is_seen_waiting_under_the_glass(
    phones: Phones, controls: Controls, glass: Glass
) -> None:
    phone = phones["telegram"]
    await phone.comes_in()
    await controls.opens()
    busy = controls.fault("telegram", "Answers 429")
    await controls.switches(busy, on=True)
    await phone.says(phone.talk.shipping)
    await glass.opens()
    message = glass.message(phone.talk.shipping)
    await expect(message).to_have_attribute("data-tone", "waiting")
    await controls.opens()
    await controls.switches(busy, on=False)
    await phone.sees(phone.talk.fee)
    await glass.opens()
    await expect(message).to_have_attribute("data-tone", "good")
    assert await phone.eyes.counts(phone.talk.fee) == 1


async def test_a_question_left_open_expires_when_the_clock_is_moved(phones: Phones, controls: Controls) -> None:
    phone = phones["wechat"]
    await phone.comes_in()
    await phone.says(phone.talk.where)
    await phone.sees(phone.talk.which)
    await controls.opens()
    await controls.moves_clock("+1 hr")
    await phone.says(phone.talk.number)
    await phone.sees("刚才的填写已经失效")


async def test_a_line_that_breaks_loses_and_repeats_nothing(phones: Phones, sandbox: Sandbox, window: Window) -> None:
    phone = phones["telegram"]
    await phone.comes_in()
    window.expects("/events|ERR_")
    sandbox.lines.cut()
    await expect(window.page.get_by_text("The connection to the sandbox is lost")).to_be_visible()
    said = [f"{phone.talk.shipping} {number}" for number in range(5)]
    for words in said:
        await phone.says(words)
    sandbox.lines.mend()
    await expect(window.page.get_by_text("The connection to the sandbox is lost")).to_be_hidden()
    for words in said:
        await phone.sees(words)
    await asyncio.sleep(0.1)
    drawn = await phone.eyes.drawn()
    assert [message.text for message in drawn if message.mine]
    assert len({message.number for message in drawn}) == len(drawn)


async def test_a_page_that_stays_open_begins_anew_with_a_sandbox_that_was_started_anew(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async with AsyncExitStack() as first:
        sandbox = await first.enter_async_context(open_sandbox(tmp_path_factory.mktemp("first"), "telegram"))
        async with open_window(browser, sandbox.url) as window:
            phone, staff = Phones(window.page)["slack"], Staff(window.page, "telegram")
            await phone.asks_for_a_person()
            await staff.topic_of("Emma")
            window.expects("/events|/say|ERR_")
            await first.aclose()
            await phone.says("Are you there?")
            unreached = window.page.get_by_text("The sandbox was not reached")
            await expect(unreached).to_be_visible()
            port = int(sandbox.url.rpartition(":")[2])
            async with open_sandbox(tmp_path_factory.mktemp("second"), "telegram", port):
                told = staff.region.get_by_text("Nobody is waiting yet").filter(visible=True)
                await expect(told).to_have_count(1)
                await expect(phone.log.get_by_role("button", name="Talk to a person")).to_be_visible()
                await expect(unreached).to_be_hidden()
                await expect(phone.field).to_have_value("Are you there?")


async def test_a_page_that_is_opened_later_shows_all_that_was_said(phones: Phones, window: Window) -> None:
    phone = phones["slack"]
    await phone.comes_in()
    before = await phone.eyes.drawn()
    window.expects("/events")
    await window.page.reload()
    phone.eyes.read_to = -1
    await phone.sees(phone.talk.welcome)
    assert await phone.eyes.drawn() == before
