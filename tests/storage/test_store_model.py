"""Whatever order messages, ends and restarts come in, the store agrees with a few dictionaries."""

import asyncio
import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.conversations import Conversation
from storage.database import Database
from storage.inbound import Identity
from storage.results import Outgoing, TurnResult
from storage.sqlite import SqliteStore
from storage.store import Fate, Settlement
from tests.storage.samples import conversation_of, says, writes

Step = tuple[str, int]
STEPS = st.lists(st.tuples(st.sampled_from(["accept", "commit", "settle", "postpone", "restart"]), st.integers(0, 4)))


@dataclass
class Model:
    accepted: dict[str, int] = field(default_factory=dict)
    handled: set[str] = field(default_factory=set)
    turns: Counter[Identity] = field(default_factory=Counter)
    waiting: dict[int, Outgoing] = field(default_factory=dict)


class Shop:
    """Takes each step in the store and in the model."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.model = Model()
        self.store: SqliteStore

    async def open(self) -> None:
        self.store = SqliteStore(await Database.open(self.path))

    async def take(self, step: str, choice: int) -> None:
        contact, key = Identity("telegram", str(choice % 2)), str(choice)
        if step == "accept":
            await self.accept(contact, key)
        elif step == "commit" and key in self.model.accepted:
            await self.commit(contact, key)
        elif step in ("settle", "postpone") and self.model.waiting:
            rows = list(self.model.waiting.values())
            await self.settle(rows[choice % len(rows)], Fate.DELIVERED if step == "settle" else Fate.POSTPONED)
        elif step == "restart":
            await self.store.close()
            await self.open()

    async def accept(self, contact: Identity, key: str) -> None:
        inbox_id = await self.store.accept(writes(key, contact), 1.0)
        assert (inbox_id is None) is (key in self.model.accepted)
        if inbox_id:
            self.model.accepted[key] = inbox_id

    async def commit(self, contact: Identity, key: str) -> None:
        known = await self.store.load(contact) or Conversation(identity=contact, chat_id="1")
        result = TurnResult(conversation=replace(known, messages=known.messages + 1), outgoing=(says(key),))
        rows = await self.store.commit(self.model.accepted[key], result, 2.0)
        assert len(rows) == (key not in self.model.handled)
        self.model.turns[contact] += len(rows)
        self.model.handled.add(key)
        self.model.waiting |= {row.id: row for row in rows}

    async def settle(self, row: Outgoing, fate: Fate) -> None:
        await self.store.settle(Settlement(outgoing=row, fate=fate, at=3.0, due_at=9.0))
        del self.model.waiting[row.id]
        if fate is Fate.POSTPONED:
            self.model.waiting[row.id] = replace(row, attempts=row.attempts + 1, due_at=9.0)

    async def agrees(self) -> None:
        unhandled = [accepted.inbound.key for accepted in await self.store.unhandled()]
        assert unhandled == [key for key in self.model.accepted if key not in self.model.handled]
        assert {row.id: row for row in await self.store.waiting()} == self.model.waiting
        for contact, turns in self.model.turns.items():
            assert (await conversation_of(self.store, contact)).messages == turns


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_the_store_agrees_with_a_simple_model(steps: list[Step]) -> None:
    async def live(path: Path) -> None:
        shop = Shop(path)
        await shop.open()
        try:
            for step, choice in steps:
                await shop.take(step, choice)
            await shop.take("restart", 0)
            await shop.agrees()
        finally:
            await shop.store.close()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(live(Path(folder) / "kefu.db"))
