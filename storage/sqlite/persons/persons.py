"""`storage.persons.PersonDoor`, but for what only the running kefu can do: wait for the person's lanes."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Collection, Sequence

from storage.database import Database, Rows
from storage.errors import Conflict
from storage.order_book import OrderBook
from storage.persons import Bought, Erased, Nobody, Person, Plan, Told, Wanted, Who
from storage.sqlite import agents
from storage.sqlite.persons import buyers, erasing, finding, silence, telling, unfinished
from storage.sqlite.persons.looking import completed, counts, looked_up
from storage.words import Trouble

LARGEST = 64_000_000
"""Bytes that are written anew while customers wait for it: about a second."""


class SqlitePersons:
    def __init__(self, database: Database, *, is_running: bool, clock: Callable[[], float]) -> None:
        """`is_running`: what waits in the inbox is about to be answered."""
        self._database = database
        self._is_running = is_running
        self._clock = clock

    async def find(self, text: str, limit: int) -> Sequence[Person]:
        return await finding.find(self._database, text.strip(), limit)

    async def whose(self, who: Who) -> Person:
        """Raises Nobody."""
        found = await finding.whose(self._database, who)
        if found is None:
            raise Nobody
        return found

    async def told(self, who: Who, *, with_notes: bool) -> Told:
        looking = await looked_up(self._database, await self.whose(who), all_waiting=True, now=self._clock())
        return await self._database.transact(
            lambda connection: telling.told(connection, looking, with_notes=with_notes)
        )

    async def plan(self, who: Who) -> Plan:
        person = await self.whose(who)
        looking = await looked_up(self._database, person, all_waiting=not self._is_running, now=self._clock())

        def work(connection: sqlite3.Connection) -> Plan:
            whole = completed(connection, looking)
            return Plan(
                person=person,
                counts=counts(connection, whole),
                under_way=erasing.under_way(connection, whole),
                orders=erasing.orders_proven(connection, whole),
            )

        return await self._database.transact(work)

    async def erase(self, person: Person, command: str) -> Erased:
        """Raises Conflict when it is another person by now."""
        looking = await looked_up(self._database, person, all_waiting=not self._is_running, now=self._clock())
        erased = await self._database.transact(lambda connection: erasing.erase(connection, looking, command))
        if erased is None:
            raise Conflict(Trouble("another_by_now"))
        return erased

    async def forget_colleagues(self, before: float) -> None:
        """Members of staff of whom nothing was seen since."""
        await self._database.write(Rows(agents.FORGET, [(before,)]))

    def silent(self, before: float) -> AsyncIterator[Collection[int]]:
        """Contacts who have been silent since, some at a time."""
        return silence.silent(self._database, before, self._clock())

    async def together(self, contacts: Collection[int]) -> Person:
        """As if they were one, so that what no index leads to is looked through once for all of them."""
        persons = [await finding.person(self._database, each) for each in contacts]
        return Person(
            contact_id=persons[0].contact_id,
            contacts=tuple(each for person in persons for each in person.contacts),
            accounts=tuple(account for person in persons for account in person.accounts),
        )

    async def erase_silent(self, contacts: Collection[int], before: float, command: str) -> Erased:
        """Raises Conflict when one of them has been heard of since."""
        together, now = await self.together(contacts), self._clock()
        # Where staff named them lately is forgotten with the queues.
        looking = await looked_up(self._database, together, all_waiting=not self._is_running, now=now, by_name=False)

        def work(connection: sqlite3.Connection) -> Erased | None:
            if not silence.still_silent(connection, contacts, before, now):
                return None
            return erasing.erase(connection, looking, command)

        erased = await self._database.transact(work)
        if erased is None:
            raise Conflict("one of them was heard of meanwhile: they wait for another night")
        return erased

    async def bought(self, wanted: Wanted) -> Bought:
        numbers = await buyers.meant(self._database, wanted)
        return await self._database.transact(lambda connection: buyers.bought(connection, numbers))

    async def erase_orders(self, book: OrderBook, numbers: Sequence[str], command: str) -> tuple[Bought, Erased | None]:
        now = self._clock()
        return await book.erase(lambda connection: buyers.erase(connection, numbers, command, now))

    async def scrub(self) -> bool:
        """See `Database.scrub`. With kefu stopped nobody waits, however large the file is."""
        return await self._database.scrub(LARGEST if self._is_running else None)

    async def unfinished(self) -> str | None:
        """The latest receipt where somebody was erased, and the files have not been seen to."""
        return await unfinished.noted(self._database)

    async def finished(self, receipt: str) -> None:
        """The files of all up to this receipt have been."""
        await unfinished.finished(self._database, receipt)
