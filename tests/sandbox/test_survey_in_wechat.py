"""The whole product in WeChat's windows: staff say all that they may, and the survey goes out all the same."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bots.sandbox.page.cast import first_on
from bots.sandbox.seats import Seat, seats_of
from bots.sandbox.shop import Shop, open_shop
from bots.sandbox.wechat import WeChatPhone

SURVEYS = """\
surveys:
  service: {scale: stars, remind_hours: 0}
after_end: {survey: service, delay_minutes: 10, unanswered: true}
quiet: {hours: []}
"""
STARS = ("⭐", "⭐⭐", "⭐⭐⭐", "⭐⭐⭐⭐", "⭐⭐⭐⭐⭐")
MINUTE, HOUR = 60, 3600


@dataclass(frozen=True)
class Counter:
    """A customer in WeChat, and the agent who serves them."""

    shop: Shop
    customer: WeChatPhone
    desk: Seat

    @property
    def topic(self) -> str:
        (topic,) = self.desk.topics()
        return topic

    async def is_called(self) -> None:
        await self.customer.say("转人工")
        await self.desk.screen.until(lambda shown: "转人工" in shown.text)

    async def says(self, words: str) -> None:
        await self.desk.say(words, self.topic)
        await self.customer.screen.until(lambda shown: shown.text == words)
        self.shop.clock.forward(2)

    async def resolves(self) -> None:
        await self.desk.say("/resolve", self.topic)
        await self.desk.screen.until(lambda shown: "结束了会话" in shown.text)


@pytest.fixture
async def counter(tmp_path: Path) -> AsyncIterator[Counter]:
    (tmp_path / "surveys.yaml").write_text(SURVEYS, "utf-8")
    async with open_shop(tmp_path / "kefu.yaml", "telegram") as shop:
        desk = seats_of(shop.platforms, "telegram")["desk"]
        yield Counter(shop, shop.platforms.wechat.customer(first_on("wechat").account), desk)


async def test_the_survey_takes_the_fifth_message_and_its_answer_none(counter: Counter) -> None:
    await counter.is_called()
    for words in ("您好", "已经退了", "还有别的事吗"):
        await counter.says(words)
    await counter.resolves()
    customer, wechat = counter.customer, counter.shop.platforms.wechat
    assert wechat.sent_count == 4, "who is there now, and three sentences: nothing is left for a farewell"
    counter.shop.clock.forward(11 * MINUTE)
    asked = await customer.screen.until(lambda shown: STARS[0] in shown.buttons)
    assert asked.buttons == STARS
    assert (wechat.sent_count, customer.allowance.left(counter.shop.clock())) == (5, 0)
    await customer.tap(STARS[4])
    assert "谢谢您的评价" in customer.screen.shown[-1].text
    assert wechat.sent_count == 5


async def test_when_the_two_days_are_over_a_notice_stands_for_it_and_a_number_answers(counter: Counter) -> None:
    await counter.is_called()
    counter.shop.clock.forward(49 * HOUR)
    await counter.resolves()
    sent = counter.shop.platforms.wechat.sent_count
    counter.shop.clock.forward(11 * MINUTE)
    notice = await counter.customer.screen.until(lambda shown: shown.text.startswith("服务评价提醒"))
    assert "温馨提示：这次的服务您还满意吗？" in notice.text, "not how to answer another survey of the shop"
    assert counter.shop.platforms.wechat.sent_count == sent
    await counter.customer.say("5")
    assert "谢谢您的评价" in counter.customer.screen.shown[-1].text
