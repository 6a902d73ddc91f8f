"""Switching faults on and off, and moving the time."""

from functools import partial
from typing import Any

import pytest

from bots.sandbox.clock import FURTHEST
from bots.sandbox.page.cast import first_on
from bots.sandbox.page.controls import KNOBS
from bots.sandbox.shop import Shop
from bots.slack.options import SlackOptions
from tests.sandbox.page.browser import Browser

DAY = 86_400
WHO = {"telegram": "telegram/7001", "slack": "slack/U0SANDBOXEM", "wechat": "wechat/oSandboxXiaoming_7dQ2Kx"}


@pytest.fixture(autouse=True)
def a_lost_socket_is_missed_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """That is proved beside the channel; here it would only make everybody wait."""
    monkeypatch.setattr("bots.app.values.SlackOptions", partial(SlackOptions, ping_seconds=1.0))


@pytest.mark.parametrize("name", ["telegram-429", "slack-429", "telegram-down", "slack-down"])
async def test_an_answer_waits_while_a_platform_fails_and_comes_once_it_is_well(browser: Browser, name: str) -> None:
    who = WHO[name.partition("-")[0]]
    await browser.posts(f"/people/{who}/say", {"text": "hello"})
    await browser.sees(lambda entries: f"message/{who}/1" in entries)
    before = len(answers(browser.copy.entries, who))
    await browser.posts(f"/faults/{name}", {"on": True})
    assert (await browser.sees(lambda entries: entries[f"fault/{name}"]["on"])) is True
    await browser.posts(f"/people/{who}/say", {"text": "语言 / Language" if "telegram" in name else "help"})
    await browser.sees(lambda entries: entries[f"fault/{name}"]["happened"])
    assert len(answers(browser.copy.entries, who)) == before

    await browser.posts(f"/faults/{name}", {"on": False})
    await browser.posts("/clock", {"seconds": 120})
    await browser.sees(lambda entries: len(answers(entries, who)) > before)
    fault = browser.copy.entries[f"fault/{name}"]
    assert (fault["on"], fault["happened"] > 0) == (False, True)
    await browser.posts(f"/faults/{name}", {"on": True})
    await browser.sees(lambda entries: entries[f"fault/{name}"]["on"] and not entries[f"fault/{name}"]["happened"])


async def test_what_staff_say_waits_for_wechat_to_come_back(browser: Browser) -> None:
    who = WHO["wechat"]
    await browser.posts(f"/people/{who}/say", {"text": "转人工"})
    topic = await browser.sees(lambda entries: next((each for key, each in entries.items() if "topic/" in key), None))
    await browser.posts("/faults/wechat-down", {"on": True})
    await browser.posts("/desk/say", {"agent": "9001", "thread": topic["thread"], "text": "您好，我是小美"})
    await browser.sees(lambda entries: entries["fault/wechat-down"]["happened"])
    assert not any("小美" in text for text in answers(browser.copy.entries, who))
    await browser.posts("/faults/wechat-down", {"on": False})
    await browser.posts("/clock", {"seconds": 120})
    await browser.reads(f"message/{who}", "您好，我是小美")


@pytest.mark.parametrize("name", ["telegram-down", "slack-down"])
async def test_what_is_written_while_a_platform_is_down_reaches_the_shop_when_it_is_back(
    browser: Browser, shop: Shop, name: str
) -> None:
    """The poll or the socket that was open breaks too."""
    who = WHO[name.partition("-")[0]]
    await browser.posts(f"/people/{who}/say", {"text": "hello"})
    await browser.sees(lambda entries: answers(entries, who))
    told = traces(browser.copy.entries, who)
    await browser.posts(f"/faults/{name}", {"on": True})
    await browser.posts(f"/people/{who}/say", {"text": "help"})
    await browser.sees(lambda entries: entries[f"fault/{name}"]["happened"])
    assert traces(browser.copy.entries, who) == told

    await browser.posts(f"/faults/{name}", {"on": False})
    await browser.posts("/clock", {"seconds": 120})
    await browser.sees(lambda entries: len(traces(entries, who)) == len(told) + 1)


def traces(entries: dict[str, Any], who: str) -> list[str]:
    return [key for key in entries if key.startswith(f"trace/{who}/")]


def answers(entries: dict[str, Any], who: str) -> list[str]:
    shown = [value["shown"] for key, value in entries.items() if key.startswith(f"message/{who}/")]
    return [each["text"] for each in shown if not each["mine"]]


async def test_every_fault_has_a_switch_that_stands_off(browser: Browser) -> None:
    for knob in KNOBS:
        fault = browser.copy.entries[f"fault/{knob.name}"]
        assert fault == {"name": knob.name, "channel": knob.channel, "on": False, "happened": 0}
    assert (await browser.asks("POST", "/faults/fax-down", {"on": True}))[0] == 404
    assert (await browser.asks("POST", "/faults/slack-down", {"on": "yes"}))[0] == 400


async def test_the_clock_goes_forward_for_everybody_and_not_too_far(browser: Browser, shop: Shop) -> None:
    before = shop.clock()
    await browser.posts("/clock", {"seconds": DAY})
    assert (await browser.sees(lambda entries: entries["clock"]["moved"])) == DAY
    assert browser.copy.entries["clock"]["now"] >= before + DAY
    await browser.posts(f"/people/{WHO['wechat']}/say", {"text": "hi"})
    assert (await browser.reads(f"message/{WHO['wechat']}", "hi"))["at"] >= before + DAY
    for seconds in (0, -DAY, FURTHEST, 1e400, "1", None, True):
        status, answer = await browser.asks("POST", "/clock", {"seconds": seconds})
        assert (status, bool(answer["error"])) == (400, True), seconds
    assert shop.clock.moved == DAY


@pytest.mark.parametrize("channel", ["wechat", "telegram"])
async def test_moving_the_clock_ends_the_typing_sign(browser: Browser, shop: Shop, channel: str) -> None:
    who = WHO[channel]
    if channel == "wechat":
        shop.platforms.wechat.customer(first_on("wechat").account).show_typing()
    else:
        shop.platforms.telegram.typing.show(shop.platforms.telegram.world.chats[7001])
    await browser.sees(lambda entries: entries[f"person/{who}"]["typing"])
    await browser.posts("/clock", {"seconds": 60})
    await browser.sees(lambda entries: not entries[f"person/{who}"]["typing"])


async def test_a_browser_that_comes_late_is_told_what_time_it_is_now(browser: Browser, shop: Shop) -> None:
    said = browser.copy.entries["clock"]["now"]
    later = Browser(browser.session, browser.url)
    assert later.copy.entries == {}
    async with browser.session.get(f"{browser.url}/events") as stream:
        while not later.copy.entries:
            later.copy.read(await stream.content.readany())
    assert later.copy.entries["clock"]["now"] > said
