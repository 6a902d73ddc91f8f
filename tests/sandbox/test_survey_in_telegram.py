"""The whole product asks how it was: a customer who was not content presses buttons, and staff read why."""

from pathlib import Path

from bots.sandbox.seats import seats_of
from bots.sandbox.shop import open_shop

STAR = "⭐"


async def test_a_low_score_and_its_reasons_reach_the_topic_and_the_card(tmp_path: Path) -> None:
    async with open_shop(tmp_path / "kefu.yaml", "telegram") as shop:
        desk = seats_of(shop.platforms, "telegram")["desk"]
        customer = shop.platforms.telegram.customer(7301, "李雷", "zh-hans")
        customer.say("转人工")
        await desk.screen.until(lambda shown: "转人工" in shown.text)
        (topic,) = desk.topics()
        await desk.say("您好，已经为您登记", topic)
        await customer.screen.until(lambda shown: shown.text == "您好，已经为您登记")
        await desk.say("/resolve", topic)
        await desk.screen.until(lambda shown: "结束了会话" in shown.text)
        shop.clock.forward(90)
        asked = await customer.screen.until(lambda shown: STAR in shown.buttons)
        assert asked.buttons == tuple(STAR * number for number in range(1, 6))
        customer.press(STAR)
        await customer.screen.until(lambda shown: "回复太慢" in shown.buttons)
        customer.press("问题没解决")
        await customer.screen.until(lambda shown: "记下了：问题没解决" in shown.text)
        customer.press("没有了")
        await customer.screen.until(lambda shown: "还有什么想告诉我们的吗" in shown.text)
        customer.say("等了三天还没有发货")
        await customer.screen.until(lambda shown: "谢谢您告诉我们" in shown.text)
        await desk.screen.until(lambda shown: "等了三天还没有发货" in shown.text and "1/5" in shown.text)
        await desk.say("/profile", topic)
        await desk.screen.until(lambda shown: "1/5（等了三天还没有发货）" in shown.text)
