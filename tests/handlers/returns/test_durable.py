"""Moves and deadlines over the real database: across restarts, redeliveries, and two who decide at the same moment."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from handlers.doors import Doors
from handlers.exchange import plain
from handlers.insistence import Insistence
from handlers.scripts.library import Library
from handlers.turn import TurnLimits, TurnTaker
from storage.conversations import Conversation
from storage.database import Database
from storage.inbound import Identity, Inbound, Kind
from storage.newcomers import Newcomers
from storage.results import Action, Outgoing, TurnResult
from storage.returns import Rma, RmaStatus
from storage.sqlite import SqliteStore
from storage.sqlite.campaigns.door import SqliteCampaigns
from storage.sqlite.feedback import SqliteFeedback
from storage.sqlite.returns import Returns
from storage.sqlite.surveys import SqliteSurveys
from storage.sqlite.tasks import SqliteTasks
from storage.store import Accepted
from tests.desk_fakes import NO_LINKS, MemoryContacts, MemoryFloor, nobody_before
from tests.handlers.chat import LEI, MEI, TOPIC
from tests.handlers.returns.requests import begun
from tests.handlers.returns.shop import POLICY
from tests.handlers.shop import DAY, NOW, Shop
from tests.handlers.standing import standing
from tests.photos_fakes import MemoryPhotos
from tests.rota_fakes import MemorySwaps
from tests.standing import NoLimits

S = RmaStatus
BO = Identity("slack", "U8")


@dataclass
class Machine:
    """kefu with its database, which can be switched off and on again."""

    path: Path
    words: Library
    now: float = NOW
    keys: int = 0
    rows: list[Outgoing] = field(default_factory=list)

    async def starts(self) -> None:
        self.database = await Database.open(self.path)
        self.store = SqliteStore(self.database)
        reception = standing(
            self.words,
            Doors(
                orders=Shop(),
                returns=Returns(self.database),
                photos=MemoryPhotos(),
                transcript=self.store.transcript,
                floor=MemoryFloor(),
                newcomers=Newcomers(nobody_before),
                contacts=MemoryContacts(),
                links=NO_LINKS,
                swaps=MemorySwaps(),
                surveys=SqliteSurveys(self.database),
                campaigns=SqliteCampaigns(self.database),
                tasks=SqliteTasks(self.database),
                feedback=SqliteFeedback(self.database),
                openings=NoLimits(),
            ),
            self.store.next_number,
            return_policy=POLICY,
        )
        insist = Insistence(asyncio.sleep, random.Random(1))
        self.turns = TurnTaker(self.store, reception, clock=lambda: self.now, limits=TurnLimits(), insist=insist)

    async def restarts(self) -> None:
        await self.database.close()
        await self.starts()

    async def has_request(self, status: RmaStatus) -> None:
        """A customer whom the bot has, with a request and a topic."""
        made = begun(status)
        accepted = await self.hears(Inbound(identity=LEI, key="first", chat_id="chat-1", text="hi", sent_at=NOW))
        known = Conversation(id=17, identity=LEI, chat_id="chat-1", name="李雷")
        result = TurnResult(conversation=known, returns=made.changes, timers=made.timers)
        await self.store.commit(accepted.inbox_id, result, self.now)
        await self.store.set_thread(17, TOPIC)

    async def hears(self, inbound: Inbound) -> Accepted:
        inbox_id = await self.store.accept(inbound, self.now)
        assert inbox_id is not None
        return Accepted(inbox_id, inbound)

    async def pressed(self, goto: str, by: Identity = MEI) -> Accepted:
        self.keys += 1
        facts = {"kind": Kind.BUTTON, "payload": goto, "staff": True, "thread": TOPIC, "name": by.account_id}
        return await self.hears(Inbound(identity=by, key=f"k{self.keys}", chat_id="desk", sent_at=self.now, **facts))  # type: ignore[arg-type]  # facts by name

    async def takes(self, accepted: Accepted) -> tuple[str, list[str]]:
        """How the turn ended, and what the customer is told."""
        outcome, rows = await self.turns.take(accepted)
        self.rows = list(rows)
        return outcome, [plain(row.content.text) for row in rows if row.action is Action.SEND]

    async def wakes(self, at: float) -> list[str]:
        """The sweep of the timers."""
        self.now = at
        told: list[str] = []
        for accepted in await self.store.claim_timers(at):
            told += (await self.takes(accepted))[1]
        return told

    async def rma(self) -> Rma:
        found = await Returns(self.database).by_number("R10001")
        assert found is not None
        return found


@pytest.fixture
async def machine(tmp_path: Path, scripts: Library) -> AsyncIterator[Machine]:
    machine = Machine(tmp_path / "kefu.db", scripts)
    await machine.starts()
    yield machine
    await machine.database.close()


async def test_from_the_approval_to_the_end_over_restarts(machine: Machine) -> None:
    await machine.has_request(S.IN_REVIEW)
    outcome, [told] = await machine.takes(await machine.pressed("rma:approve:R10001"))
    assert (outcome, "R10001 已经通过" in told) == ("answered", True)
    for day, expected in ((13, 0), (14, 1), (20, 0), (25, 1), (28, 0), (29, 1)):
        await machine.restarts()
        assert len(await machine.wakes(NOW + day * DAY)) == expected, day
    assert (await machine.rma()).status is S.EXPIRED
    assert await machine.store.timers_of(17) == []


async def test_a_timer_that_was_claimed_before_a_crash_is_handled_after_it(machine: Machine) -> None:
    await machine.has_request(S.AWAITING_SHIPMENT)
    machine.now = NOW + 40 * DAY
    assert len(await machine.store.claim_timers(machine.now)) == 3
    await machine.restarts()
    told = [text for accepted in await machine.store.unhandled() for text in (await machine.takes(accepted))[1]]
    assert len(told) == 1
    assert (await machine.rma()).status is S.EXPIRED


async def test_the_same_press_taken_twice_moves_it_once(machine: Machine) -> None:
    await machine.has_request(S.IN_REVIEW)
    press = await machine.pressed("rma:approve:R10001")
    assert len((await machine.takes(press))[1]) == 1
    await machine.restarts()
    await machine.takes(press)
    rma = await machine.rma()
    assert (rma.status, rma.version) == (S.AWAITING_SHIPMENT, 4)
    assert len(await Returns(machine.database).events("R10001")) == 4


async def test_two_who_decide_at_the_same_moment(machine: Machine) -> None:
    await machine.has_request(S.IN_REVIEW)
    presses = [
        await machine.pressed("rma:approve:R10001"),
        await machine.pressed("rma:decline:R10001:used", BO),
        await machine.pressed("rma:cancel:R10001", BO),
    ]
    ends = await asyncio.gather(*(machine.takes(press) for press in presses))
    assert [outcome for outcome, _ in ends] == ["answered"] * 3
    events = await Returns(machine.database).events("R10001")
    decided = [event for event in events if event.before is S.IN_REVIEW]
    assert len(decided) == 1
    told = [text for _, said in ends for text in said]
    assert len(told) == (2 if decided[0].after is S.APPROVED and events[-1].after is S.CANCELLED else 1)
