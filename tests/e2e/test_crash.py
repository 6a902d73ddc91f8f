"""kefu is killed (SIGKILL) again and again under load, and started again on the same database."""

import asyncio
import os
import random
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Protocol

import pytest

from bots.sandbox.platforms import Platforms
from handlers.scripts.ours import OUR_SCRIPTS
from storage.database import Database
from storage.order_book import OrderBook
from storage.orders import Order, OrderStatus, Verdict
from storage.proofs import Proofs
from tests.e2e.crash import verdict
from tests.e2e.crash.apps import Apps
from tests.e2e.crash.chronicle import Chronicle
from tests.e2e.crash.fate import drawn, fulfil, last_words
from tests.e2e.crash.people import Asker, Town
from tests.e2e.crash.records import read_records
from tests.e2e.program import Zygote, free_port, listens, nothing_waits, zygote

KILLS = {"called": 200, "asking": 30}
"""Whether the platforms call kefu, or it polls Telegram and opens Slack's socket. WeChat only calls."""
SEED = int(os.environ.get("CRASH_SEED", random.SystemRandom().randrange(1_000_000)))
PHONE = "13800005678"
SETTINGS = {
    "KEFU_SCRIPTS__PATH": str(OUR_SCRIPTS),
    "KEFU_LOG__LEVEL": "warning",
    "KEFU_LOG__FORMAT": "json",
    **{f"KEFU_{channel}__PACE__CHAT": "[1000, 1]" for channel in ("TELEGRAM", "SLACK", "WECHAT")},
    **{f"KEFU_{channel}__PACE__DESK": "[1000, 1]" for channel in ("TELEGRAM", "SLACK")},
    "KEFU_TELEGRAM__PACE__BOT": "[1000, 1]",
}
"""What is tested is not the pace; the stand-ins do not mind it either."""


async def prove_orders(database: Path, askers: Sequence[Asker]) -> None:
    """What customers did before."""
    now = time.time()
    opened = await Database.open(database)
    book = OrderBook(opened)
    proofs = Proofs(opened, book)
    orders = [(asker.app.identity, number) for asker in askers for number in asker.orders]
    await book.import_orders([order(number, now) for _, number in orders])
    for identity, number in orders:
        checked = await proofs.prove(identity, 0, number, PHONE[-4:], now)
        assert checked.verdict is Verdict.PROVEN
    await opened.close()


def order(number: str, now: float) -> Order:
    return Order(
        number=number,
        placed_at=now,
        status=OrderStatus.PAID,
        currency="CNY",
        total=Decimal(99),
        phone=PHONE,
    )


def hurry(platforms: Platforms) -> None:
    """Retries as many as ever, but after a kill or two and not after minutes."""
    platforms.slack.flood_control = False
    platforms.slack.sockets.used = True  # Slack has known the app for long
    platforms.slack.sockets.patience = 0.4
    platforms.slack.http.retries = (0.0, 0.4, 1.2)
    platforms.wechat.callbacks.before_retry = lambda: asyncio.sleep(0.4)


def settled(platforms: Platforms, dice: random.Random) -> Town:
    agent = platforms.forum.agent(77, "小王")
    town = Town(Apps(platforms), platforms.forum, agent, dice)
    # So many that nobody comes round to the same order while kefu lies dead: two answers that follow each other with a
    # kill in between would look like one that was repeated.
    town.settle({"telegram": 3, "slack": 3, "wechat": 5}, orders=120)
    return town


async def killed_again_and_again(
    kills: int, zygote: Zygote, port: int, platforms: Platforms, town: Town, dice: random.Random
) -> Chronicle:
    chronicle = Chronicle()
    for number in range(kills):
        fate = drawn(dice, number)
        await fulfil(fate, zygote, port, platforms)
        await last_words()
        chronicle.died(town.screens())
        town.calm_lives += fate.calm
    return chronicle


class Crowd(Protocol):
    closing: bool
    """Nobody begins anything new."""


async def left_in_peace(zygote: Zygote, port: int, crowd: Crowd, people: "asyncio.Task[None]") -> None:
    life = await zygote.bear()
    assert await listens(port, life)
    crowd.closing = True
    await people
    await nothing_waits(port)
    life.stop()
    assert await life.dead == 0, "kefu did not stop as it should"


@pytest.mark.crash
@pytest.mark.timeout(900)
@pytest.mark.parametrize("wiring", KILLS)
async def test_nothing_is_lost_doubled_or_out_of_order_whenever_kefu_is_killed(
    tmp_path: Path, record_property: Callable[[str, object], None], wiring: str
) -> None:
    print(f"CRASH_SEED={SEED}")  # noqa: T201 - pytest shows it with a failure
    dice, database, log = random.Random(SEED), tmp_path / "kefu.db", tmp_path / "log"
    (config := tmp_path / "kefu.yaml").touch()
    (tmp_path / "desk.yaml").write_text("newcomers: {most: 0}\n", "utf-8")  # they come and come
    platforms, port = Platforms(), free_port(dice)
    await platforms.start()
    hurry(platforms)
    if is_called := wiring == "called":
        platforms.connect(port)
    platforms.wechat.connect(f"http://127.0.0.1:{port}/wechat")
    environment = platforms.environment("telegram", database, port=port, calling=is_called) | SETTINGS
    try:
        town = settled(platforms, dice)
        await prove_orders(database, town.askers)
        async with zygote(config, environment, log) as mother, asyncio.TaskGroup() as tasks:
            people = tasks.create_task(town.live(visitors=2))
            chronicle = await killed_again_and_again(KILLS[wiring], mother, port, platforms, town, dice)
            await left_in_peace(mother, port, town, people)
    finally:
        await platforms.close()
    reached = verdict.Verdict(town, chronicle, read_records(database))
    reached.reach()
    said = sum(person.said for person in (*town.askers, *town.visitors))
    record_property(
        "summary",
        f"crash test ({wiring}): {KILLS[wiring]} kills, {said} messages, {reached.answered} answered or relayed once "
        f"and in order, {reached.repeats} repeats in flight at a kill (seed {SEED})",
    )
    assert not reached.wrong, "\n".join(reached.wrong)
    assert not troubles(log), "\n".join(troubles(log))


def troubles(log: Path) -> list[str]:
    """No kill may make kefu stumble later."""
    lines = log.read_text().splitlines()
    return [line for line in lines if '"level": "warning"' not in line or "database.log_missing" in line]
