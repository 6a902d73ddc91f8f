"""Whatever becomes of conversations at the desk, in whatever order, the floor agrees with a few dictionaries."""

import asyncio
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.conversations import BOT, Owner, OwnerKind, Status
from storage.database import Database
from storage.desk import PRIORITIES, WAKE_TIMER, Agent, Case, ContactChange, Priority
from storage.errors import Conflict
from storage.inbound import Identity
from storage.results import Timer
from storage.sqlite import SqliteStore
from storage.sqlite.contacts import SqliteContacts
from storage.sqlite.floor import SqliteFloor
from tests.storage.desking import ANNA, BEN, Shift, agent, case, queue
from tests.storage.samples import conversation_of

PEOPLE = [Identity("telegram", name) for name in ("lin", "wang", "li")]
AGENTS = (ANNA, BEN, "slack:GONE")
"""The last one never shows up in the desk."""
TEAMS = ("", "vip")
OWNERS = (None, BOT, queue(), *map(agent, AGENTS), agent(""), Owner(OwnerKind.WAKE, "99"), Owner(OwnerKind.WAKE, "?"))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["open", "change", "close", "stale", "owner", "timer", "tag", "show_up", "restart"]),
        st.sampled_from(PEOPLE),
        st.integers(0, 35),
    ),
    max_size=40,
)


@dataclass
class Known:
    """One conversation as it should be."""

    status: Status = Status.PENDING
    owner: Owner | None = BOT
    case: Case | None = None
    past: list[Case] = field(default_factory=list)
    """Newest first, the open one too."""
    wakes: bool = False
    tags: set[str] = field(default_factory=set)

    @property
    def why(self) -> str | None:
        """Why it is astray."""
        kind = self.owner.kind if self.owner else None
        at_desk = self.status in (Status.OPEN, Status.SNOOZED)
        checks = {
            "owner_after_resolve": self.status is Status.RESOLVED and kind is not None,
            "no_wake_up": self.status is Status.SNOOZED and (self.owner != OWNERS[-2] or not self.wakes),
            "no_owner": (self.status is Status.PENDING and kind is not OwnerKind.BOT)
            or (self.status is Status.OPEN and (kind in (None, OwnerKind.WAKE) or self.owner == agent(""))),
            "bot_at_desk": kind is OwnerKind.BOT and (at_desk or self.case is not None),
            "unknown_agent": self.status is Status.OPEN and self.owner == agent("slack:GONE"),
            "no_case": at_desk and self.case is None,
            "case_after_resolve": self.status is Status.RESOLVED and self.case is not None,
        }
        return next((why for why, holds in checks.items() if holds), None)


class Desk:
    """Takes each step in the store and in the model."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known = {who: Known() for who in PEOPLE}
        self.seen: set[str] = set()
        self.now = 0.0
        self.shift: Shift
        self.floor: SqliteFloor
        self.contacts: SqliteContacts

    async def open(self) -> None:
        database = await Database.open(self.path)
        self.shift, self.floor = Shift(SqliteStore(database)), SqliteFloor(database)
        self.contacts = SqliteContacts(database)

    async def begin(self) -> None:
        await self.open()
        for who in PEOPLE:
            await self.shift.moved(who, Status.PENDING, BOT)

    async def take(self, step: str, who: Identity, choice: int) -> None:
        self.now += 1.0
        await getattr(self, f"step_{step}")(who, choice)

    async def step_open(self, who: Identity, choice: int) -> None:
        new = case(self.now, team=TEAMS[choice % 2], priority=PRIORITIES[choice % 4])
        await (self.refused(who, new) if self.known[who].case else self.writes(who, new))

    async def step_change(self, who: Identity, choice: int) -> None:
        if known := self.known[who].case:
            await self.writes(who, self.changed(known, choice))

    async def step_close(self, who: Identity, _choice: int) -> None:
        if known := self.known[who].case:
            await self.writes(who, replace(known, closed_at=self.now, closed_by=ANNA))

    async def step_stale(self, who: Identity, _choice: int) -> None:
        """Somebody decided on a case that is over by now."""
        if over := next((each for each in self.known[who].past if each.closed_at), None):
            await self.refused(who, replace(over, closed_at=None))

    async def step_owner(self, who: Identity, choice: int) -> None:
        known = self.known[who]
        known.status, known.owner = list(Status)[choice % 4], OWNERS[choice // 4]
        await self.shift.moved(who, known.status, known.owner)

    async def step_timer(self, who: Identity, _choice: int) -> None:
        known = self.known[who]
        known.wakes = True
        await self.shift.moved(who, known.status, known.owner, timers=(Timer(name=WAKE_TIMER, due_at=1e9),))

    async def step_tag(self, who: Identity, choice: int) -> None:
        known, tag, on = self.known[who], str(choice % 3), choice % 2 == 0
        change = ContactChange(tag=tag) if on else ContactChange(untag=tag)
        await self.shift.moved(who, known.status, known.owner, contacts=(change,))
        known.tags = known.tags | {tag} if on else known.tags - {tag}

    async def step_show_up(self, who: Identity, choice: int) -> None:
        known, account = self.known[who], AGENTS[choice % 2]
        self.seen.add(account)
        await self.shift.moved(who, known.status, known.owner, agents=(Agent(account=account, seen_at=1.0),))

    async def step_restart(self, _who: Identity, _choice: int) -> None:
        await self.shift.store.close()
        await self.open()

    def changed(self, known: Case, choice: int) -> Case:
        taken = known.accepted_at if choice % 2 else known.accepted_at or self.now
        waiting_since = None if choice % 3 else self.now
        return replace(known, priority=PRIORITIES[choice % 4], accepted_at=taken, waiting_since=waiting_since)

    async def writes(self, who: Identity, new: Case) -> None:
        known = self.known[who]
        await self.shift.moved(who, known.status, known.owner, case=new)
        if new.id == 0:
            loaded = await conversation_of(self.shift.store, who)
            assert loaded.case
            new = replace(new, id=loaded.case.id, conversation_id=loaded.id)
            known.past.insert(0, new)
        known.past = [new if each.id == new.id else each for each in known.past]
        known.case = None if new.closed_at else new

    async def refused(self, who: Identity, wrong: Case) -> None:
        with pytest.raises(Conflict):
            await self.shift.moved(who, Status.OPEN, queue(), case=wrong, contacts=(ContactChange(tag="wrong"),))

    def why(self, known: Known) -> str | None:
        """Also an agent whom nobody has seen yet is nobody."""
        owner = known.owner
        if known.status is Status.OPEN and owner and owner.kind is OwnerKind.AGENT and owner.ref in (ANNA, BEN):
            return "unknown_agent" if owner.ref not in self.seen else known.why
        return known.why

    def having(self, kind: OwnerKind, account: str | None = None) -> Iterable[tuple[Identity, Known]]:
        for who, known in self.known.items():
            owner = known.owner
            if known.status is Status.OPEN and owner and owner.kind is kind and account in (None, owner.ref):
                yield who, known

    async def agrees(self) -> None:
        ids = {who: (await conversation_of(self.shift.store, who)).id for who in PEOPLE}
        astray = {each.conversation_id: each.why for each in await self.floor.astray()}
        assert astray == {ids[who]: why for who, known in self.known.items() if (why := self.why(known))}
        assert {each.account for each in await self.floor.agents()} == self.seen
        await self.queue_agrees(ids)
        await self.held_agrees(ids)
        await self.past_agrees()

    async def queue_agrees(self, ids: dict[Identity, int]) -> None:
        waiting = {ids[who]: known.case for who, known in self.having(OwnerKind.QUEUE)}
        shown = await self.floor.queue()
        assert {each.conversation_id for each in shown} == set(waiting)
        places = [(PRIORITIES.index(each.priority), each.queued_at) for each in shown]
        assert places == sorted(places)
        for each in shown:
            known = waiting[each.conversation_id]
            team, urgency = (known.team, known.priority) if known else ("", Priority.NORMAL)
            since = (known.queued_at, known.waiting_since) if known else (0.0, None)
            assert (each.team, each.priority, each.queued_at, each.waiting_since) == (team, urgency, *since)

    async def held_agrees(self, ids: dict[Identity, int]) -> None:
        load = await self.floor.load()
        for account in (*AGENTS, ""):
            own = {ids[who] for who, _ in self.having(OwnerKind.AGENT, account)}
            assert {each.conversation_id for each in await self.floor.held(account)} == own
            assert load.get(account, 0) == len(own)
        everybody = {ids[who] for who, _ in self.having(OwnerKind.AGENT)}
        asleep = {ids[who] for who, known in self.known.items() if known.status is Status.SNOOZED}
        held = await self.floor.held()
        assert {each.conversation_id for each in held} == everybody | asleep
        waits = [each.waiting_since for each in held if each.waiting_since is not None]
        assert waits == sorted(waits) == [each.waiting_since for each in held[: len(waits)]]

    async def past_agrees(self) -> None:
        for who, known in self.known.items():
            loaded = await conversation_of(self.shift.store, who)
            assert (loaded.status, loaded.owner, loaded.case) == (known.status, known.owner, known.case)
            assert await self.floor.cases(loaded.contact_id, 99) == known.past
            file = await self.contacts.of(loaded.contact_id)
            assert file
            assert (file.cases, set(file.tags)) == (len(known.past), known.tags)
        past = [each for known in self.known.values() for each in known.past]
        for team in TEAMS:
            taken = sorted((c.accepted_at, c.opened_at) for c in past if c.accepted_at and c.team == team)
            told = await self.floor.waits(team, 99)
            assert [(accepted, accepted - opened) for opened, accepted in told] == [
                (accepted, accepted - opened) for accepted, opened in reversed(taken)
            ]


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_the_floor_agrees_with_a_simple_model(steps: list[tuple[str, Identity, int]]) -> None:
    async def live(path: Path) -> None:
        desk = Desk(path)
        await desk.begin()
        try:
            for step, who, choice in steps:
                await desk.take(step, who, choice)
            await desk.agrees()
            await desk.take("restart", PEOPLE[0], 0)
            await desk.agrees()
        finally:
            await desk.shift.store.close()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(live(Path(folder) / "kefu.db"))
