"""Sending things back: from the first word to the refund, on every channel, with staff at either desk."""

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bots.sandbox.phone import Shown
from bots.sandbox.platforms import DeskName
from bots.sandbox.shop import SAMPLE
from storage.returns import RmaStatus
from tests.cli.terminal import kefu
from tests.e2e.channels import BOTH_DESKS, EVERY_CHANNEL
from tests.e2e.chats import Channel, Customer, Desk, Street, Topic, settled
from tests.e2e.shop import MINUTE, Plan, Shop, open_shop
from tests.pictures import bomb, moving, shot

DAY = 24 * 60 * MINUTE
CUP = "保温杯 500 毫升 绿色"
TOO_LARGE = shot(1) + bytes(10 * 1024 * 1024)


@pytest.fixture
async def shop(tmp_path: Path, desk_channel: DeskName) -> AsyncIterator[Shop]:
    """With the policy of the sandbox."""
    policy = (SAMPLE / "returns.yaml").read_text("utf-8")
    async with open_shop(Plan(folder=tmp_path, desk_channel=desk_channel, returns=policy)) as opened:
        yield opened


async def asks(customer: Customer, *exchanges: tuple[str, str]) -> None:
    """What is said, or pressed (`[...]`), and what is read to it."""
    for said, heard in exchanges:
        if said.startswith("["):
            await customer.presses(said.strip("[]"))
        else:
            await customer.says(said)
        await customer.reads(heard)


async def asks_for_photos(customer: Customer, order: str = "KF-7001", factor: str = "1234") -> None:
    """Two of three cups arrived broken."""
    await asks(
        customer,
        ("我要退货", "请把订单号发给我"),
        (order, "后四位"),
        (factor, f"订单 {order}：要退换哪些商品"),
        (f"[{CUP} × 3]", f"已选：{CUP}"),
        ("[就这些]", "要退换几件？最多 3 件"),
        ("2", "请问是什么原因"),
        ("[收到时已破损]", "可以再说说具体情况吗"),
        ("杯盖裂了，打 13900005678 找我", "请发 2 张以上的照片"),
    )


async def asks_for_refund(customer: Customer, shop: Shop) -> None:
    """It needs a person to decide."""
    await asks_for_photos(customer)
    await customer.sends_photo(shot(1))
    await customer.reads("已收到 1 张", "还差 1 张")
    shop.clock.forward(10)  # what comes at once would be counted together
    await customer.sends_photo(shot(99))
    await customer.reads("已收到 2 张", "可以继续发")
    await asks(customer, ("[发完了]", "您希望怎么处理"))
    await customer.presses("退货退款")
    await customer.reads(f"{CUP} × 2，¥198.00", "杯盖裂了", "2 张", "退货退款", "¥198.00", "邮费由本店承担")
    await customer.presses("确认提交")
    await customer.reads("R10001", "同事审核后会在这里告诉您结果")


async def sends_back(customer: Customer, order: str, factor: str, *exchanges: tuple[str, str]) -> None:
    """An order of a single piece, without a fault."""
    await asks(
        customer,
        (f"退货 {order} {factor}", "请问是什么原因"),
        ("[不想要了]", "可以再说说具体情况吗"),
        *exchanges,
    )


def says(words: str, shown: Shown) -> bool:
    return words in shown.text


async def topic_of_return(desk: Desk, number: str = "R10001") -> Topic:
    card = await desk.reads(f"退货申请 {number} ·")
    return desk.topic(card.thread or card.message_id)


async def status_of(shop: Shop, number: str = "R10001") -> dict[str, object]:
    return (await told_in_json(shop, "show", number))[0]


async def told_in_json(shop: Shop, *words: str) -> list[dict[str, object]]:
    """Without what the running kefu logs meanwhile, in the same process."""
    lines = (await typed(shop, *words, "--json")).splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


async def typed(shop: Shop, *words: str) -> str:
    """What `kefu returns ...` says beside the running kefu."""
    url = f"sqlite:///{shop.folder / 'kefu.db'}"
    config = shop.folder / "kefu.yaml"
    result = await asyncio.to_thread(kefu, "returns", *words, "--config", config, KEFU_DATABASE=url)
    assert result.exit_code == 0, result.output
    return result.stdout


@BOTH_DESKS
@EVERY_CHANNEL
async def test_from_the_first_word_to_the_refund(customer: Customer, desk: Desk) -> None:
    await asks_for_refund(customer, desk.shop)
    topic = await topic_of_return(desk)
    card = await topic.reads("KF***01", f"1. {CUP} × 2，¥198.00", "收到时已破损", "杯盖裂了", "2 张", "quality")
    for secret in ["KF-7001", "13800001234", "13900005678", "xiaoming"]:
        assert secret not in card.text

    await topic.presses("同意")
    await customer.reads("R10001 已经通过", "上海市浦东新区示例路 1 号", "运费由我们承担")
    await customer.says("寄出了，顺丰 SF1234567890123")
    await customer.reads("R10001", "顺丰速运 SF1234567890123")
    await desk.reads("客户已寄出：顺丰速运 SF1234567890123")
    await topic.presses("全部收到")
    await customer.reads("已经收到（R10001）", "为您退款")
    await topic.presses("验货完成")
    await customer.reads("已经验过了（R10001）")
    await topic.presses("已退款")
    await desk.reads("rma refunded R10001 198.00 流水号")
    topic.says("/rma refunded R10001 198.00 TK2026")
    await customer.reads("R10001 已为您退款 ¥198.00", "TK2026")
    await desk.reads("金额 ¥198.00，流水号 TK2026")
    await customer.says("退款到哪了")
    await customer.reads("R10001", "已退款", f"{CUP} × 2", "已退款 ¥198.00")


@BOTH_DESKS
@EVERY_CHANNEL
async def test_staff_see_the_photographs_that_the_customer_sent(customer: Customer, desk: Desk) -> None:
    await asks_for_refund(customer, desk.shop)
    topic = await topic_of_return(desk)
    await settled(desk.shop)
    media = [medium for shown in topic.eyes.screen.shown for medium in shown.media]
    assert media == ["photo", "photo"]


async def test_the_shops_books_agree(customer: Customer, desk: Desk) -> None:
    await asks_for_refund(customer, desk.shop)
    topic = await topic_of_return(desk)
    await topic.presses("同意")
    await customer.reads("R10001 已经通过")
    for command, told in [
        ("received", "已经收到"),
        ("inspected", "已经验过了"),
        ("refunded R10001 198 TK1", "已为您退款"),
    ]:
        topic.says(f"/rma {command}")
        await customer.reads(told)
    (listed,) = await told_in_json(desk.shop, "list")
    shown, *events = await told_in_json(desk.shop, "show", "R10001")
    (row,) = csv.DictReader(io.StringIO((await typed(desk.shop, "export", "-")).removeprefix("\ufeff"), newline=""))
    assert listed == shown
    assert shown["status"] == row["status"] == "refunded"
    assert (row["order_number"], row["quantity"], row["received"]) == ("KF-7001", "2", "2")
    assert (row["refunded"], row["currency"], row["reference"]) == ("198", "CNY", "TK1")
    moves = ["requested", "in_review", "approved", "awaiting_shipment", "received", "inspected", "refunded"]
    assert [event["after"] for event in events] == moves
    assert "7001" not in str(shown["identity"])


@EVERY_CHANNEL
async def test_what_the_policy_approves_needs_nobody(customer: Customer, desk: Desk) -> None:
    await asks(
        customer,
        ("退货 KF-7001 1234", "要退换哪些商品"),
        ("2", "已选：羊毛围巾 蓝色"),
        ("[就这些]", "请问是什么原因"),
        ("[不想要了]", "可以再说说具体情况吗"),
        ("[跳过]", "您希望怎么处理"),
        ("[退货退款]", "邮费由您承担"),
    )
    await customer.says("确认")
    await customer.reads("R10001", "已经通过", "上海市浦东新区示例路 1 号", "运费由您承担")
    card = await desk.reads("退货申请 R10001 ·")
    assert "自动同意（without_reason）" in card.text
    await settled(desk.shop)
    assert desk.count("等待审核") == 0


@EVERY_CHANNEL
async def test_more_than_the_policy_approves_is_looked_at_by_a_person(customer: Customer, desk: Desk) -> None:
    await sends_back(customer, "KF-7007", "9876", ("[跳过]", "您希望怎么处理"), ("[退货退款]", "¥3,999.00"))
    await customer.presses("确认提交")
    await customer.reads("R10001", "同事审核")
    await desk.reads("R10001 等待审核")
    topic = await topic_of_return(desk)
    await topic.presses("拒绝")
    await desk.reads("为什么拒绝 R10001")
    await topic.presses("已使用或影响二次销售")
    await customer.reads("R10001 没有通过", "影响再次销售")


@pytest.mark.parametrize(
    ("order", "factor", "why"),
    [
        ("KF-7002", "5678", "鲜活易腐"),
        ("KF-7003", "2468", "定制的商品"),
        ("KF-7004", "1357", "数字化商品"),
    ],
)
async def test_the_customer_reads_why_something_cannot_be_sent_back(
    customer: Customer, order: str, factor: str, why: str
) -> None:
    await customer.says(f"退货 {order} {factor}")
    await customer.reads("请问是什么原因")
    await customer.presses("不想要了")
    await customer.reads("不能以这个原因退换", why)


async def test_when_the_days_are_over_the_customer_reads_which(customer: Customer, desk: Desk) -> None:
    desk.shop.clock.forward(20 * DAY)
    await customer.says("退货 KF-7007 9876")
    await customer.reads("现在没有可以退换的商品", "超过签收次日起七天的退货期")
    await customer.says("退货 KF-7005 4321")
    await customer.reads("请问是什么原因")  # a member has longer


DECLINING = """
preset: cn-7day
rules:
  - id: outlet
    decision: decline
    categories: [clothing]
    because: {zh-CN: 断码服装不退不换。, zh-TW: 斷碼服裝不退不換。, en: Outlet clothes cannot be sent back.}
"""


@EVERY_CHANNEL
async def test_what_the_policy_declines_is_told_with_its_reason(tmp_path: Path, channel: Channel) -> None:
    async with open_shop(Plan(folder=tmp_path, returns=DECLINING)) as shop:
        customer, desk = Street(shop).customer(channel), Desk(shop)
        await asks(
            customer,
            ("退货 KF-7001 1234", "要退换哪些商品"),
            ("围巾", "已选：羊毛围巾 蓝色"),
            ("没有了", "请问是什么原因"),
            ("[不想要了]", "可以再说说具体情况吗"),
            ("[跳过]", "您希望怎么处理"),
            ("[退货退款]", "请确认您的申请"),
        )
        await customer.presses("确认提交")
        await customer.reads("R10001", "没有通过", "断码服装不退不换")
        assert "自动拒绝（outlet）" in (await desk.reads("退货申请 R10001 ·")).text
        await customer.says("退货 KF-7001")
        await customer.reads("要退换哪些商品")  # what was declined can be asked for again


@BOTH_DESKS
@EVERY_CHANNEL
async def test_an_exchange_goes_both_ways(customer: Customer, desk: Desk) -> None:
    await asks(
        customer,
        ("退换货", "请把订单号发给我"),
        ("KF-7001 1234", "要退换哪些商品"),
        ("围巾", "已选：羊毛围巾 蓝色"),
        ("[就这些]", "请问是什么原因"),
        ("[尺码或规格不合适]", "具体是哪一种"),
        ("[想换别的款式]", "可以再说说具体情况吗"),
        ("[跳过]", "您希望怎么处理"),
        ("[换货]", "要换成哪一款"),
    )
    await customer.says("红色")
    await customer.reads("换货（红色）", "¥159.00")
    await customer.presses("确认提交")
    await customer.reads("R10001", "已经通过")
    await customer.says("中通 75312345678901")
    await customer.reads("R10001", "中通快递 75312345678901")
    topic = await topic_of_return(desk)
    await topic.presses("全部收到")
    await customer.reads("已经收到（R10001）", "为您换货")
    await topic.presses("验货完成")
    await customer.reads("已经验过了")
    await topic.presses("已寄出新商品")
    await desk.reads("rma sent R10001 快递公司 运单号")
    topic.says("/rma sent R10001 顺丰 SF7654321")
    await customer.reads("R10001 的新商品已经寄出：顺丰 SF7654321")


@EVERY_CHANNEL
async def test_two_parcels_of_one_return(customer: Customer, desk: Desk) -> None:
    await asks_for_refund(customer, desk.shop)
    topic = await topic_of_return(desk)
    await topic.presses("同意")
    await customer.reads("已经通过")
    await topic.presses("收到一部分")
    await desk.reads("rma received R10001 1=1")
    topic.says("/rma received R10001 1=1")
    await customer.reads("收到了一部分（R10001）", f"{CUP}：1 / 2")
    topic.says("/rma received 1=2")
    await customer.reads("已经收到（R10001）")


@EVERY_CHANNEL
async def test_a_question_of_staff_and_its_answer(customer: Customer, desk: Desk) -> None:
    await asks_for_refund(customer, desk.shop)
    topic = await topic_of_return(desk)
    topic.says("/rma ask R10001 杯底也请拍一张")
    await customer.reads("接下来由我为您服务", "关于您的申请 R10001", "杯底也请拍一张")
    await customer.says("好的，马上拍")
    await desk.reads("好的，马上拍")
    await customer.sends_photo(shot(200))
    await topic.eyes.screen.until(lambda each: each.media == ("photo",) and not each.mine)


@EVERY_CHANNEL
async def test_where_is_my_return_and_giving_it_up(customer: Customer, desk: Desk) -> None:
    await customer.says("退货进度")
    await customer.reads("您还没有退换货申请")
    await asks_for_refund(customer, desk.shop)
    await customer.says("退货进度")
    await customer.reads("R10001", "审核中", "同事正在审核")
    await asks(
        customer,
        ("[取消这个申请]", "确定要取消退换货 R10001 吗"),
        ("[确定取消]", "R10001 已经取消"),
        ("R10001", "已取消"),
    )
    await desk.reads("R10001 → 已取消")


@BOTH_DESKS
@pytest.mark.parametrize("channel", ["telegram", "slack"])
async def test_what_is_pressed_twice_happens_once(customer: Customer, desk: Desk) -> None:
    await sends_back(customer, "KF-7007", "9876", ("[跳过]", "您希望怎么处理"), ("[退货退款]", "¥3,999.00"))
    for _ in range(2):
        await customer.presses("确认提交")
    await customer.reads("R10001", "同事审核")
    topic = await topic_of_return(desk)
    for _ in range(2):
        await topic.presses("同意")
    await desk.reads("R10001 现在是“已同意，等客户寄回”")
    await settled(desk.shop)
    assert sum("已经通过" in said for said in customer.everything) == 1
    assert len(await told_in_json(desk.shop, "list")) == 1
    _, *events = await told_in_json(desk.shop, "show", "R10001")
    assert [event["after"] for event in events] == ["requested", "in_review", "approved", "awaiting_shipment"]


async def test_a_return_is_told_to_its_customer_alone(street: Street) -> None:
    owner, other = street.customer("telegram"), street.customer("telegram")
    await asks_for_refund(owner, street.shop)
    for said in ["R10001", "R19999"]:
        await other.says(said)
        answer = await other.reads(f"没有查到您的退换货单 {said}")
        assert CUP not in answer.text


async def test_the_same_pieces_cannot_be_sent_back_twice(street: Street) -> None:
    first, second = street.customer("telegram"), street.customer("wechat")
    for customer in (first, second):
        await sends_back(customer, "KF-7007", "9876", ("[跳过]", "您希望怎么处理"), ("[退货退款]", "¥3,999.00"))
    for customer in (first, second):
        await customer.says("确认")
    await first.reads("R10001")
    await second.reads("刚刚有变化", "已经在退换中")


@EVERY_CHANNEL
async def test_what_is_never_sent_is_reminded_of_and_expires(customer: Customer, desk: Desk) -> None:
    """WeChat lets a shop write for 48 hours only: there the desk is told that the customer was not."""
    await asks_for_refund(customer, desk.shop)
    topic = await topic_of_return(desk)
    await topic.presses("同意")
    await customer.reads("已经通过")
    reader = topic.eyes.screen if customer.channel == "wechat" else customer.screen
    for days, words in [(15, "提醒您：申请 R10001"), (11, "提醒您：申请 R10001"), (4, "已经自动关闭")]:
        read = len(reader.shown)
        desk.shop.clock.forward(days * DAY)
        told = await reader.until(partial(says, words), since=read)
        assert ("没有收到" in told.text) is (customer.channel == "wechat")
    await desk.reads("R10001 → 已过期")
    assert (await status_of(desk.shop))["status"] == RmaStatus.EXPIRED


async def test_a_refund_that_is_late_is_told_to_the_desk_every_morning(customer: Customer, desk: Desk) -> None:
    await asks_for_refund(customer, desk.shop)
    topic = await topic_of_return(desk)
    for said, told in [("approve", "已经通过"), ("received", "已经收到")]:
        topic.says(f"/rma {said} R10001")
        await customer.reads(told)
    until_noon(desk.shop, 9)
    await desk.reads("R10001（#1 李雷1）答应的日期已经过了 2 天")
    until_noon(desk.shop, 1)
    await desk.reads("答应的日期已经过了 3 天")


def until_noon(shop: Shop, days: int) -> None:
    """Of the day that is so many days ahead: the desk is told in the morning, and this test may run at night."""
    today = datetime.fromtimestamp(shop.clock(), ZoneInfo("Asia/Shanghai"))
    noon = today.replace(hour=12, minute=0) + timedelta(days=days)
    shop.clock.forward(noon.timestamp() - shop.clock())


# Photographs


@EVERY_CHANNEL
@pytest.mark.parametrize(
    ("name", "data", "answer"),
    [
        ("huge.jpg", TOO_LARGE, "这张照片太大了，请发小一点的"),
        ("bomb.png", bomb(), "这张照片太大了，请发小一点的"),
        ("report.pdf", b"%PDF-1.7 " + bytes(99), "这个文件不是照片，请发"),
        ("photo.jpg", b"MZ" + bytes(99), "这个文件不是照片，请发"),
        ("cat.gif", moving("GIF"), "这个文件不是照片，请发"),
        ("torn.jpg", shot(1)[:200], "这张照片打不开"),
    ],
    ids=["oversized", "bomb", "pdf", "program", "moving", "torn"],
)
async def test_what_is_no_usable_photograph_is_told_and_a_good_one_helps(
    customer: Customer, name: str, data: bytes, answer: str
) -> None:
    await asks_for_photos(customer)
    await customer.sends_file(data, name)
    await customer.reads(answer)
    await customer.sends_photo(shot(1))
    await customer.reads("已收到 1 张", "还差 1 张")


@EVERY_CHANNEL
async def test_an_album_of_ten(customer: Customer, desk: Desk) -> None:
    await asks_for_photos(customer)
    await customer.sends_album([shot(25 * number) for number in range(10)])
    await customer.screen.until(lambda each: "您希望怎么处理" in each.text)
    await settled(desk.shop)
    await customer.says("仅退款")
    await customer.screen.until(lambda each: "请确认您的申请" in each.text and "10 张" in each.text)
    await customer.presses("确认提交")
    await customer.screen.until(lambda each: "R10001" in each.text)
    topic = await topic_of_return(desk)
    await settled(desk.shop)
    assert [medium for shown in topic.eyes.screen.shown for medium in shown.media] == ["photo"] * 10


@EVERY_CHANNEL
async def test_a_bad_one_in_an_album_is_told_and_the_good_ones_count(customer: Customer, desk: Desk) -> None:
    await asks_for_photos(customer)
    await customer.sends_album([shot(1), bomb(), shot(99)])
    await customer.screen.until(lambda each: "这张照片太大了" in each.text)
    await customer.screen.until(lambda each: "已收到 2 张" in each.text)
    await settled(desk.shop)
    await customer.says("发完了")
    await customer.screen.until(lambda each: "您希望怎么处理" in each.text)


async def test_a_half_finished_request_waits_while_a_question_is_answered(customer: Customer) -> None:
    await asks_for_photos(customer)
    await customer.says("运费多少")
    await customer.reads("订单满 99 元包邮", "请发 2 张以上的照片")
    await customer.says("改原因")
    await customer.reads("请问是什么原因")


async def test_a_half_finished_request_expires_with_a_word(customer: Customer, desk: Desk) -> None:
    await asks_for_photos(customer)
    desk.shop.clock.forward(31 * MINUTE)
    await customer.reads("刚才的填写已经失效")
