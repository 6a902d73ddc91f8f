"""What happens twice, too late, or while somebody edits the words."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bots.app.typing import PATIENCE
from bots.sandbox.slack import SlackPhone
from bots.sandbox.telegram import TelegramPhone
from bots.sandbox.wechat.customers import WeChatPhone
from storage.database import Database
from storage.sqlite import SqliteStore
from tests.e2e.channels import BOTH_DESKS
from tests.e2e.chats import Customer, Desk, Street, handed_over, settled
from tests.e2e.shop import MINUTE, Plan, Shop, open_shop
from tests.engine_fakes import until


@pytest.mark.parametrize("wiring", ["called", "polling"])
async def test_a_telegram_update_delivered_twice_is_answered_once(street: Street) -> None:
    customer = street.customer("telegram")
    await customer.says("运费多少")
    await customer.reads("订单满 99 元包邮")
    street.shop.platforms.telegram.updates.repeat()
    await customer.says("发票")
    await customer.reads("电子发票")
    await settled(street.shop)
    assert len(customer.everything) == 2


@pytest.mark.parametrize("wiring", ["called", "polling"])
async def test_a_slack_event_delivered_twice_is_answered_once(street: Street) -> None:
    customer, slack = street.customer("slack"), street.shop.platforms.slack
    await customer.says("运费多少")
    await customer.reads("订单满 99 元包邮")
    asked = next(each for each in slack.deliveries if each.payload.get("event", {}).get("text") == "运费多少")
    slack.telling.tell(asked.sort, asked.payload, "again")
    await customer.says("发票")
    await customer.reads("电子发票")
    await settled(street.shop)
    assert len(customer.everything) == 2


async def test_a_wechat_message_delivered_twice_has_one_answer(street: Street) -> None:
    callbacks = street.shop.platforms.wechat.callbacks
    customer = street.customer("wechat")
    assert isinstance(customer.phone, WeChatPhone)
    fields: dict[str, str | int] = {
        "CreateTime": int(street.shop.clock()),
        "MsgType": "text",
        "Content": "运费多少",
        "MsgId": 7_700_000_001,
    }
    answers = await asyncio.gather(*(callbacks.deliver(customer.phone.openid, fields) for _ in range(3)))
    assert all("订单满 99 元包邮" in answer for answer in answers)
    await settled(street.shop)
    assert street.shop.platforms.wechat.sent == []


@BOTH_DESKS
async def test_a_button_pressed_twice_opens_one_conversation(street: Street, desk: Desk) -> None:
    for channel in ("telegram", "slack"):
        customer = street.customer(channel)
        await customer.says("你好")
        await customer.reads("欢迎光临")
        await customer.presses("转人工")
        await customer.presses("转人工")
        await customer.reads("已经为您转接人工客服", "您已经在人工服务中了")
        await desk.topic_of(customer)
        await settled(desk.shop)
        assert desk.count(f"{customer.name}，来自") == 1


class HeldStore(SqliteStore):
    """A database that is slow: turns end only when they may."""

    let_go: asyncio.Event

    async def commit(self, *turn: Any, **more: Any) -> Any:
        await self.let_go.wait()
        return await super().commit(*turn, **more)


@pytest.fixture
async def slow_shop(tmp_path: Path) -> AsyncIterator[tuple[Shop, asyncio.Event]]:
    let_go = asyncio.Event()

    def store_of(database: Database) -> HeldStore:
        store = HeldStore(database)
        store.let_go = let_go
        return store

    async with open_shop(Plan(folder=tmp_path, store_of=store_of)) as shop:
        yield shop, let_go


async def test_wechats_answer_that_is_late_comes_as_a_message(slow_shop: tuple[Shop, asyncio.Event]) -> None:
    shop, let_go = slow_shop
    customer = Street(shop).customer("wechat")
    await customer.says("运费多少")  # the callback has given up waiting: the platform heard "success"
    assert customer.everything == []
    assert isinstance(customer.phone, WeChatPhone)
    assert customer.phone.typing_shown_at > 0
    let_go.set()
    await customer.reads("订单满 99 元包邮")
    assert len(shop.platforms.wechat.sent) == 1
    assert len(customer.everything) == 1


async def test_who_waits_for_an_answer_sees_that_it_is_being_written(slow_shop: tuple[Shop, asyncio.Event]) -> None:
    shop, let_go = slow_shop
    customer = Street(shop).customer("telegram")
    await customer.says("运费多少")
    await shop.platforms.telegram.called("sendChatAction")
    let_go.set()
    await customer.reads("订单满 99 元包邮")


async def test_who_is_answered_at_once_sees_no_sign_of_it(shop: Shop) -> None:
    customer = Street(shop).customer("telegram")
    await customer.says("运费多少")
    await customer.reads("订单满 99 元包邮")
    await asyncio.sleep(PATIENCE + 0.1)
    assert shop.platforms.telegram.account.typing == []


@pytest.mark.parametrize("own_scripts", [True])
async def test_an_edited_script_changes_the_next_answer(customer: Customer, desk: Desk) -> None:
    await customer.says("运费多少")
    await customer.reads("订单满 99 元包邮")
    script = desk.shop.scripts / "zh-CN" / "shipping_fee.yaml"
    good = script.read_text("utf-8")

    script.write_text(good.replace("text: 订单满", "texxt: 订单满"), "utf-8")
    alert = await desk.reads("话术文件有")
    assert "shipping_fee.yaml" in alert.text
    await customer.says("邮费多少")
    await customer.reads("订单满 99 元包邮")

    script.write_text(good.replace("订单满 99 元包邮", "本月全场包邮"), "utf-8")
    await desk.reads("新的话术已经生效")
    await customer.says("运费多少")
    await customer.reads("本月全场包邮")


async def test_an_edited_policy_for_returns_is_followed_and_a_broken_one_is_told(desk: Desk) -> None:
    policy = desk.shop.folder / "returns.yaml"
    policy.write_text("address: 上海市某某路 1 号\nrefund_days: 三天\n", "utf-8")
    alert = await desk.reads("退换货政策有")
    assert "returns.yaml:2: refund_days: “三天”不是 1 到 3650 的整数；请写这个范围内的，只写数字" in alert.text

    policy.write_text("address: 上海市某某路 1 号\nrefund_days: 3\n", "utf-8")
    await desk.reads("新的退换货政策已经生效")


async def test_edited_rules_of_the_desk_are_followed_and_broken_ones_are_told(customer: Customer, desk: Desk) -> None:
    rules = desk.shop.folder / "desk.yaml"
    rules.write_text("default_team: aftersales\n", "utf-8")
    alert = await desk.reads("desk.yaml 有")
    assert "desk.yaml:1: default_team: 没有组“aftersales”" in alert.text

    rules.write_text("handoff: {triggers: [{name: 赔偿, when: {words: [赔偿]}, say: 赔偿由同事处理。}]}\n", "utf-8")
    await desk.reads("新的 desk.yaml 已经生效")
    await customer.says("你们要赔偿我！")
    await customer.reads("赔偿由同事处理。", "已经为您转接人工客服")


RULES = {"returns": "refund_days: 3\n", "desk": "{}\n", "hours": "open: []\n", "surveys": "{}\n"}


async def test_a_shop_whose_files_are_all_broken_opens_as_it_was(tmp_path: Path) -> None:
    plan = Plan(folder=tmp_path, own_scripts=True)
    for name, text in RULES.items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    async with open_shop(plan):
        kept = [tmp_path / f"last_good/kefu/{name}.zip" for name in ("scripts", *RULES)]
        await until(lambda: all(path.exists() for path in kept))
    for path in (*(tmp_path / f"{name}.yaml" for name in RULES), tmp_path / "scripts/zh-CN/shipping_fee.yaml"):
        path.write_text("text：您好\n", "utf-8")

    async with open_shop(plan) as shop:
        customer, desk = Street(shop).customer("telegram"), Desk(shop)
        await customer.says("运费多少")
        await customer.reads("订单满 99 元包邮")
        await desk.reads("话术文件有")
        for name in ("退换货政策", "desk.yaml ", "hours.yaml ", "surveys.yaml "):
            await desk.reads(f"{name}有")


async def test_slacks_home_shows_the_menu_and_its_buttons_work(street: Street) -> None:
    customer = street.customer("slack", "en", "Emma")
    assert isinstance(customer.phone, SlackPhone)
    customer.phone.open_home()
    home = await customer.phone.home.until(lambda each: bool(each.buttons))
    assert "Here is what 客服小店 can do for you" in home.text
    assert "Where is my order?" in home.buttons
    customer.phone.press("Where is my order?")
    await customer.reads("Please send me your order number")


@pytest.mark.parametrize("wiring", ["called", "polling"])
async def test_slacks_command_reaches_the_bot(street: Street) -> None:
    customer = street.customer("slack")
    assert isinstance(customer.phone, SlackPhone)
    customer.phone.command("查订单")
    await customer.reads("请把订单号发给我")
    customer.phone.command("帮助")
    await customer.reads("您可以直接打字问我")


async def test_following_in_wechat_is_welcomed_and_returning_too(street: Street) -> None:
    customer = street.customer("wechat")
    assert isinstance(customer.phone, WeChatPhone)
    await customer.phone.follow()
    await customer.reads("欢迎光临客服小店")
    await customer.phone.unfollow()
    street.shop.clock.forward(5 * MINUTE)
    await customer.phone.follow()
    await customer.reads("欢迎回来")


async def test_wechats_menu_leads_where_it_says(street: Street) -> None:
    customer = street.customer("wechat")
    assert isinstance(customer.phone, WeChatPhone)
    await customer.phone.click_menu("order_lookup")
    await customer.reads("请把订单号发给我")
    await customer.says("取消")
    await customer.reads("已经取消了")
    await customer.says("1")
    await customer.reads("客服小店可以帮您这些")


async def test_who_blocks_the_bot_outside_of_the_desk_is_welcomed_when_back(street: Street) -> None:
    customer = street.customer("telegram")
    assert isinstance(customer.phone, TelegramPhone)
    await customer.says("你好")
    await customer.reads("欢迎光临")
    customer.phone.block()
    customer.phone.unblock()
    await customer.says("/start")
    await customer.reads("欢迎回来")


async def test_a_message_edited_before_it_was_understood_is_heard_again(street: Street) -> None:
    customer = street.customer("telegram")
    assert isinstance(customer.phone, TelegramPhone)
    message_id = await customer.says("呜啦呜啦")
    await customer.reads("没太明白")
    customer.phone.edit(message_id, "运费多少")
    await customer.reads("订单满 99 元包邮")


async def test_a_question_asked_while_waiting_for_staff_reaches_them_in_order(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    for number in range(1, 11):
        await customer.says(f"第 {number} 句")
    await topic.reads(*(f"第 {number} 句" for number in range(1, 11)))
