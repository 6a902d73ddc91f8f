"""The whole product at work at one glance: README shows the picture that this takes (`make picture`)."""

import pytest
from playwright.async_api import expect

from tests.browser.phones import Phones
from tests.browser.pictures import keep
from tests.browser.staff import Staff, is_delivered
from tests.browser.tools import Glass
from tests.browser.window import Window


@pytest.mark.parametrize("size", [(1440, 1240)])
async def test_three_customers_and_their_shop_are_seen_side_by_side(
    phones: Phones, staff: Staff, glass: Glass, window: Window
) -> None:
    wechat, telegram, slack = phones["wechat"], phones["telegram"], phones["slack"]
    await slack.asks_for_a_person()
    await slack.says("My bedside lamp flickers.")
    await telegram.comes_in()
    await telegram.says("TW-10038 0777")
    await telegram.sees("TW-10038")
    await wechat.comes_in()
    await wechat.says(wechat.talk.where)
    await wechat.sees(wechat.talk.which)
    await wechat.says(wechat.talk.number)
    await wechat.sees(wechat.talk.prove)
    await wechat.says(wechat.talk.digits)
    await wechat.sees(*wechat.talk.order)
    topic = await staff.topic_of("Emma")
    await is_delivered(await topic.says("Hi Emma, we'll send you a new one today."))
    await slack.sees("we'll send you a new one today")
    await slack.says("That was quick, thank you!")
    await topic.sees("That was quick")
    await glass.opens()
    await expect(glass.message("That was quick")).to_be_visible()
    await keep(window.page, "sandbox")
