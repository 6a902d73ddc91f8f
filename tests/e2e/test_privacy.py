"""Somebody wants to know what is kept about them, and then to be forgotten: on all their phones, and in every file."""

import asyncio
import io
import json
import logging
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog
from typer.testing import Result

from bots.app.retention import DONE_TO
from bots.sandbox.clock import MovableClock
from bots.sandbox.platforms import DeskName
from bots.sandbox.shop import SAMPLE
from tests.cli.terminal import kefu
from tests.e2e.channels import BOTH_DESKS, EVERY_CHANNEL
from tests.e2e.chats import Customer, Desk, Street, Topic, settled
from tests.e2e.shop import MINUTE, Plan, Shop, open_shop
from tests.e2e.test_link import linked
from tests.e2e.test_returns import asks_for_refund, topic_of_return
from tests.engine_fakes import until
from tests.storage.persons import erased_and_killed

SURVEYS = """
surveys:
  service: {scale: stars}
after_end: {survey: service, delay_minutes: 1}
"""
DAY = 24 * 60 * MINUTE
REMEMBERED = 300
"""Days; the clock goes no further than 400."""
NOON = 4 * 60 * MINUTE
"""In Shanghai, as UTC has it."""
BUYER = "lifang@example.com"
SMALL_TALK, THANKS = "我家的猫叫年糕", "祝小美生日快乐"


@pytest.fixture
async def shop(tmp_path: Path, desk_channel: DeskName) -> AsyncIterator[Shop]:
    policy = (SAMPLE / "returns.yaml").read_text("utf-8")
    clock = MovableClock()
    clock.forward(1 + (NOON - clock()) % DAY)  # at night nobody is asked
    plan = Plan(
        folder=tmp_path,
        desk_channel=desk_channel,
        clock=clock,
        returns=policy,
        surveys=SURVEYS,
        retention=f"{{contacts_days: {REMEMBERED}, orders_days: {REMEMBERED}}}",
    )
    async with open_shop(plan) as opened:
        yield opened


async def typed(shop: Shop, *words: str | Path) -> Result:
    url, config = f"sqlite:///{shop.folder / 'kefu.db'}", shop.folder / "kefu.yaml"
    return await asyncio.to_thread(kefu, "contacts", *words, "--config", config, KEFU_DATABASE=url)


async def exported(shop: Shop, who: str) -> dict[str, bytes]:
    out = shop.folder.parent / f"{shop.folder.name}-export.zip"
    result = await typed(shop, "export", who, "--out", out, "--force")
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def left_in_files(shop: Shop, *texts: str) -> list[tuple[str, str]]:
    """Where any of these still stands, in the database with its log, and beside it."""
    return [
        (path.name, text)
        for path in sorted(shop.folder.rglob("*"))
        if path.is_file() and path.suffix not in (".yaml", ".sock", ".zip")
        for text in texts
        if text.encode() in path.read_bytes()
    ]


async def is_served(shop: Shop, phone: Customer, tablet: Customer, topic: Topic) -> None:
    """The return is declined, the service rated, and staff have them again, on the other phone."""
    topic.says("/rma decline R10001 照片看不清")
    await phone.reads("R10001")
    await phone.says("转人工")
    await phone.reads("人工客服")
    await phone.says(THANKS)
    topic.says("您好")
    await phone.reads("接下来由我为您服务", "您好")
    topic.says("/resolve")
    await phone.reads("本次人工服务已结束")
    shop.clock.forward(2 * MINUTE)
    await phone.reads("这次的服务您还满意吗")
    await phone.says("很满意")
    await phone.reads("谢谢您的评价")
    await tablet.says("转人工")
    await tablet.reads("已经为您转接人工客服")
    await tablet.says(SMALL_TALK)
    await settled(shop)


@BOTH_DESKS
async def test_a_customer_on_two_phones_reads_all_of_it_and_is_forgotten_whole(
    shop: Shop, street: Street, desk: Desk
) -> None:
    phone, tablet = street.customer("telegram"), street.customer("slack")
    await linked(phone, tablet)
    await asks_for_refund(phone, shop)
    topic = await topic_of_return(desk)
    refused = await typed(shop, "erase", "1", "--yes")
    assert refused.exit_code == 1
    assert "return R10001 is in_review" in refused.stderr
    await is_served(shop, phone, tablet, topic)

    files = await exported(shop, "1")
    data = json.loads(files["data.json"])
    assert {account["channel"] for account in data["accounts"]} == {"telegram", "slack"}
    assert len([name for name in files if name.startswith("photographs/")]) == 2
    assert [each["number"] for each in data["orders_proven"]] == ["KF-7001"]
    assert ["杯盖裂了" in each["body"]["note"] for each in data["returns"]] == [True]
    assert [each["status"] for each in data["surveys"]] == ["answered"]
    said = "\n".join(entry["text"] for entry in data["transcript"])
    assert all(words in said for words in (SMALL_TALK, THANKS, "很满意", "接下来由我为您服务"))

    with_staff = await typed(shop, "erase", "1", "--yes")
    assert with_staff.exit_code == 1
    assert "staff have conversation #" in with_staff.stderr
    accounts = [account["account_id"] for account in data["accounts"]]
    in_json = [f'"{name}":"{account}"' for account in accounts for name in ("account_id", "chat_id")]
    secrets = [SMALL_TALK, THANKS, "杯盖裂了", phone.name, tablet.name, *in_json]
    found = {text for _, text in left_in_files(shop, *secrets)}
    assert found >= {SMALL_TALK, THANKS, "杯盖裂了", phone.name, tablet.name}
    assert found & {*in_json}
    erased = await typed(shop, "erase", "1", "--yes", "--force")
    assert erased.exit_code == 0, erased.output
    assert any("管理员正在删除 #" in each.text for each in desk.screen.shown)
    assert left_in_files(shop, *secrets) == []
    assert [path for path in (shop.folder / "photos").rglob("*") if path.is_file()] == []

    assert (await typed(shop, "export", "1")).exit_code == 1
    assert (await typed(shop, "erase", "1", "--yes")).exit_code == 1
    await phone.says("你好")
    await settled(shop)
    [account] = [each["account_id"] for each in data["accounts"] if each["channel"] == "telegram"]
    somebody_new = await typed(shop, "find", f"telegram:{account}")
    assert somebody_new.exit_code == 0
    assert "#1" not in somebody_new.stdout, somebody_new.stdout
    assert left_in_files(shop, SMALL_TALK, THANKS, "杯盖裂了") == []


@EVERY_CHANNEL
async def test_a_question_that_was_open_is_not_answered_by_whoever_was_erased(shop: Shop, customer: Customer) -> None:
    await customer.says("KF-7001 到哪了")
    await customer.reads("后四位")
    await settled(shop)
    assert (await typed(shop, "erase", "1", "--yes")).exit_code == 0
    await customer.says("1234")
    assert "KF-7001" not in await customer.reads_next()
    await settled(shop)
    assert await shop.kefu.store.timers_of(1) == []
    assert (await typed(shop, "find", "KF-7001")).exit_code == 1, "nobody has proven it"


async def test_staff_read_which_return_is_theirs_to_settle_when_its_customer_is_erased(
    shop: Shop, street: Street, desk: Desk
) -> None:
    customer = street.customer("telegram")
    await asks_for_refund(customer, shop)
    await topic_of_return(desk)
    erased = await typed(shop, "erase", "1", "--yes", "--force")
    assert erased.exit_code == 0, erased.output
    assert any("管理员正在删除 #1" in each.text and "R10001" in each.text for each in desk.screen.shown)


@EVERY_CHANNEL
async def test_what_a_customer_writes_while_they_are_erased_is_answered_as_somebody_new(
    shop: Shop, customer: Customer
) -> None:
    await customer.says(SMALL_TALK)
    await customer.reads_next()
    await settled(shop)
    erasing = asyncio.ensure_future(typed(shop, "erase", "1", "--yes"))
    while not erasing.done():
        await customer.says("菜单")
        await asyncio.sleep(0.01)
    assert erasing.result().exit_code == 0, erasing.result().output
    told = len(customer.everything)
    await customer.says("菜单")
    await until(lambda: len(customer.everything) > told)
    await settled(shop)
    assert left_in_files(shop, SMALL_TALK) == []
    assert (await typed(shop, "find", "#1")).exit_code == 1


@EVERY_CHANNEL
async def test_at_debug_the_log_knows_nobody_and_no_word_of_theirs(
    shop: Shop, customer: Customer, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as events:
        await customer.says(f"转人工 {SMALL_TALK}")
        await customer.reads("人工客服")
        topic = await desk.topic_of(customer)
        topic.says(THANKS)
        await customer.reads("接下来由我为您服务", THANKS)
        await customer.says(SMALL_TALK)
        await settled(shop)
        data = json.loads((await exported(shop, "1"))["data.json"])
        assert (await typed(shop, "erase", "1", "--yes", "--force")).exit_code == 0
    log = "\n".join([str(events), caplog.text, *(str(record.args) for record in caplog.records)])
    assert "contact.erased" in log
    accounts = [account["account_id"] for account in data["accounts"]]
    assert [text for text in (SMALL_TALK, THANKS, *accounts) if text in log or in_ascii(text) in log] == []


def in_ascii(text: str) -> str:
    return json.dumps(text)[1:-1]


async def test_what_a_power_cut_left_of_whoever_was_erased_goes_when_kefu_runs_again(tmp_path: Path) -> None:
    plan = Plan(folder=tmp_path)
    async with open_shop(plan) as shop:
        customer = Street(shop).customer("telegram")
        await customer.says(SMALL_TALK)
        await customer.reads_next()
        await settled(shop)
    await asyncio.to_thread(erased_and_killed, tmp_path / "kefu.db", 1)
    assert left_in_files(shop, SMALL_TALK)
    async with open_shop(plan) as shop:
        await until(lambda: not left_in_files(shop, SMALL_TALK))


async def slept(shop: Shop) -> None:
    """Until the work of the nights before now is done to its end; in a new shop, until they are counted from now. The
    clock goes on meanwhile: whoever had not yet begun to wait when it was moved is due half an hour later.
    """
    now = shop.clock()
    async with asyncio.timeout(20):
        while float(await shop.kefu.store.bookmark(DONE_TO) or 0) < now:
            await asyncio.sleep(0.02)
            shop.clock.forward(MINUTE)


@EVERY_CHANNEL
async def test_whoever_is_silent_for_too_long_is_a_stranger_again(shop: Shop, customer: Customer) -> None:
    await customer.says(SMALL_TALK)
    await customer.reads_next()
    await settled(shop)
    assert (await typed(shop, "find", "#1")).exit_code == 0
    shop.clock.forward(DAY)
    await slept(shop)
    shop.clock.forward((REMEMBERED + 1) * DAY)
    await slept(shop)
    assert (await typed(shop, "find", "#1")).exit_code == 1
    assert left_in_files(shop, SMALL_TALK) == []
    await customer.says("菜单")
    assert await customer.reads_next()


@EVERY_CHANNEL
async def test_an_order_that_was_silent_for_too_long_is_told_to_nobody_and_stands_nowhere(
    shop: Shop, customer: Customer
) -> None:
    await customer.says("A20261109 5678")
    await customer.reads("A20261109", "运输中")
    assert left_in_files(shop, BUYER)
    shop.clock.forward(DAY)
    await slept(shop)
    await customer.reads("这次对话先到这里")
    shop.clock.forward((REMEMBERED + 30) * DAY)
    await slept(shop)
    assert left_in_files(shop, BUYER) == []
    await customer.says("A20261109 5678")
    await customer.reads("没有查到与您提供的信息相符的订单")


async def test_after_a_night_in_which_nobody_was_erased_an_old_order_stands_in_no_file_either(tmp_path: Path) -> None:
    plan = Plan(folder=tmp_path, clock=MovableClock(), retention=f"{{orders_days: {REMEMBERED}}}")
    async with open_shop(plan) as shop:
        assert left_in_files(shop, BUYER)
        await shop.kefu.store.set_bookmark(DONE_TO, str(shop.clock()))
        shop.clock.forward((REMEMBERED + 60) * DAY)
        await slept(shop)
        assert left_in_files(shop, BUYER) == []


async def test_a_wish_goes_to_a_person_with_the_command_to_run(shop: Shop, street: Street, desk: Desk) -> None:
    customer = street.customer("telegram")
    await customer.says("删除我的数据")
    told = await customer.reads("聊天记录和照片最多保存 365 天", "1095 天")
    assert told.text.count("\n") >= 2
    await customer.presses("删除我的信息")
    await customer.reads("15 个工作日内办好", "已经为您转接人工客服")
    topic = await desk.topic_of(customer)
    await topic.reads(customer.name)
    await topic.reads("要求删除个人信息", "kefu contacts erase 1")
    assert (await typed(shop, "find", "1")).exit_code == 0, "nothing was erased by pressing a button"
