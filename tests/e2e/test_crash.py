"""kefu is killed (SIGKILL) again and again under load, and started again on the same database."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Protocol

import pytest

from bots.sandbox.platforms import Platforms
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
from tests.e2e.crash.stage import SEED, Stage, set_up, troubles
from tests.e2e.program import Zygote, listens, nothing_waits

KILLS = {"called": 200, "asking": 30}
"""Whether the platforms call kefu, or it polls Telegram and opens Slack's socket. WeChat only calls."""
PHONE = "13800005678"


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


def settled(platforms: Platforms, dice: random.Random) -> Town:
    agent = platforms.forum.agent(77, "小王")
    town = Town(Apps(platforms), platforms.forum, agent, dice)
    # So many that nobody comes round to the same order while kefu lies dead: two answers that follow each other with a
    # kill in between would look like one that was repeated.
    town.settle({"telegram": 3, "slack": 3, "wechat": 5}, orders=120)
    return town


async def killed_again_and_again(kills: int, zygote: Zygote, stage: Stage, town: Town) -> Chronicle:
    chronicle = Chronicle()
    for number in range(kills):
        fate = drawn(stage.dice, number)
        await fulfil(fate, zygote, stage.port, stage.platforms)
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
    (tmp_path / "desk.yaml").write_text("newcomers: {most: 0}\n", "utf-8")  # they come and come
    async with set_up(tmp_path, calling=wiring == "called") as stage:
        town = settled(stage.platforms, stage.dice)
        await prove_orders(stage.database, town.askers)
        async with stage.mother() as mother, asyncio.TaskGroup() as tasks:
            people = tasks.create_task(town.live(visitors=2))
            chronicle = await killed_again_and_again(KILLS[wiring], mother, stage, town)
            await left_in_peace(mother, stage.port, town, people)
    reached = verdict.Verdict(town, chronicle, read_records(stage.database))
    reached.reach()
    said = sum(person.said for person in (*town.askers, *town.visitors))
    record_property(
        "summary",
        f"crash test ({wiring}): {KILLS[wiring]} kills, {said} messages, {reached.answered} answered or relayed once "
        f"and in order, {reached.repeats} repeats in flight at a kill (seed {SEED})",
    )
    assert not reached.wrong, "\n".join(reached.wrong)
    assert not troubles(stage.log), "\n".join(troubles(stage.log))
