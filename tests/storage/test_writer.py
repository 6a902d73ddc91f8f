"""Whatever is written together and whatever the disk refuses: everybody is told what became of theirs, and it is so."""

import asyncio
import sqlite3
from collections import Counter
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from storage.database import Claim, Database, Rows
from storage.errors import Conflict, StorageFailed
from tests.bad_disk import Trouble, on_a_bad_disk

MARK = "INSERT INTO bookmarks (name, value) VALUES (?, ?)"
PLACE = f"{MARK} ON CONFLICT DO NOTHING"
LOG = "UPDATE bookmarks SET value = value || ? WHERE name = 'log'"
OPEN = "UPDATE bookmarks SET value = value WHERE name = ?"
DOORS = ("open door", "closed door")
LOST = object()
"""Whoever asked stopped waiting."""


class Office:
    """Each of its clerks wants two lines written, and a third that says when."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.asked: list[asyncio.Task[object]] = []
        self.begun: Counter[int] = Counter()
        self.claims: dict[int, str] = {}
        self.by_hand: list[bool] = []
        self.impossible: set[int] = set()

    def asks(self, how: str, place: int, *, leads_on: bool = False) -> None:
        number = len(self.asked)
        self.by_hand.append(how == "in thread")
        self.asked.append(asyncio.create_task(self._written(how, number, place, leads_on=leads_on)))

    async def _written(self, how: str, number: int, place: int, *, leads_on: bool) -> object:
        def begun() -> None:
            self.begun[number] += 1
            if leads_on:
                self.asks("plain", place)

        lines = Rows(MARK, [(f"{number} left", ""), (f"{number} right", "\ud800" if how == "unwritable" else "")])
        both = (lines, Rows(LOG, [(f"{number} ",)]))
        claim = Claim(PLACE, (f"place {place}", str(number)))
        if how in ("claims", "guarded"):
            self.claims[number] = f"place {place}"
        if how == "unwritable" or (how == "guarded" and place % 2):
            self.impossible.add(number)
        match how:
            case "in thread":
                return await self.database.transact(lambda connection: in_thread(connection, number))
            case "claims":
                return await self.database.write(*both, claim=claim, begun=begun)
            case "guarded":
                guards = [Claim(OPEN, (DOORS[0],)), Claim(OPEN, (DOORS[place % 2],))]
                return await self.database.write(*both, claim=claim, guards=guards, begun=begun)
            case _:
                return await self.database.write(*both, begun=begun, can_wait=how == "can wait")

    async def outcomes(self) -> list[object]:
        """Also of what was asked meanwhile."""
        while not all(each.done() for each in self.asked):
            await asyncio.wait(self.asked)
        return [LOST if each.cancelled() else each.exception() or each.result() for each in self.asked]


def in_thread(connection: sqlite3.Connection, number: int) -> bool:
    connection.executemany(MARK, [(f"{number} left", ""), (f"{number} right", "")])
    return True


acts = st.lists(
    st.tuples(
        st.sampled_from(
            ["plain", "plain", "claims", "guarded", "in thread", "unwritable", "can wait", "gives up", "pause"]
        ),
        st.integers(0, 2),
        st.booleans(),
    ),
    min_size=1,
    max_size=16,
)
CROWD = [
    *(("claims", 0, True), ("claims", 0, False), ("guarded", 1, True), ("guarded", 2, True), ("unwritable", 0, True)),
    *(("pause", 0, True), ("guarded", 0, True), ("can wait", 0, False), ("plain", 0, True), ("pause", 0, False)),
    *(("gives up", 0, True), ("in thread", 0, False), ("claims", 1, False), ("plain", 0, False)),
]


@settings(deadline=None, max_examples=12)
@given(acts, st.none() | st.integers(0, 1000).map(Random))
@example(CROWD, None)
@example(CROWD, Random(2))
@example(CROWD, Random(3))
def test_whatever_the_disk_refuses_everybody_is_told_what_became_of_theirs(
    done: list[tuple[str, int, bool]], dice: Random | None
) -> None:
    """Without dice the disk refuses nothing."""
    asyncio.run(a_day(done, dice))


async def a_day(done: list[tuple[str, int, bool]], dice: Random | None) -> None:
    faults: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: faults.append(context))
    trouble = Trouble(dice or Random(0), is_over=True, at_statements=0.05, at_commits=0.3)
    database = await on_a_bad_disk(trouble)
    office = Office(database)
    await database.write(Rows(MARK, [("log", ""), (DOORS[0], "")]))
    trouble.is_over = dice is None
    for how, place, flag in done:
        if how == "pause":
            await asyncio.sleep(0.001 if flag else 0)
        elif how == "gives up" and office.asked:
            office.asked[-1].cancel()
        else:
            office.asks(how, place, leads_on=flag)
    async with asyncio.timeout(60):
        outcomes = await office.outcomes()
    trouble.is_over = True
    there = dict(await database.read("SELECT name, value FROM bookmarks"))
    await database.close()
    assert faults == [], "of none that nobody was told of"
    logged = [int(each) for each in str(there["log"]).split()]
    assert logged == sorted(set(logged)), "in the order in which they asked, and nobody twice"
    for number, outcome in enumerate(outcomes):
        written = {f"{number} {side}" in there for side in ("left", "right")}
        assert written in ({True}, {False}), "both or none"
        assert outcome is LOST or written == {outcome is True}
        assert number not in office.impossible or written == {False}
        assert office.by_hand[number] or written == {number in logged}
        assert number not in office.claims or written == {there.get(office.claims[number]) == str(number)}
        assert outcome is not False or office.claims[number] in there, "somebody else has it"
        assert dice is not None or not isinstance(outcome, StorageFailed) or number in office.impossible
        told_as_it_was(office, number, outcome)


def told_as_it_was(office: Office, number: int, outcome: object) -> None:
    match outcome:
        case True:
            assert office.begun[number] == (0 if office.by_hand[number] else 1)
        case False:
            assert office.begun[number] == 0
        case Conflict():
            assert office.begun[number] == 0
            assert number in office.impossible
        case _:
            assert outcome is LOST or isinstance(outcome, StorageFailed)
            assert office.begun[number] <= 1
