"""`storage.persons.PersonDoor`: beside the running kefu and without it."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

import structlog

from storage.codec import dumps, loads
from storage.errors import Conflict, StorageError, StorageFailed
from storage.order_book import OrderBook
from storage.orders import Order
from storage.persons import ANEW, AnyPlan, Bought, Erased, Erasure, Person, Plan, Told, Wanted, Who
from storage.photo_store import PhotoStore
from storage.records import replace
from storage.remembered import forget_people
from storage.sqlite.persons.persons import SqlitePersons
from storage.words import Trouble

log = structlog.get_logger(__name__)

ORDERS = "orders_proven"
PROOFS = "proofs_of_orders"
PRIVATE = ("name", "phone", "email", "tier")
"""Of an order what the bot tells nobody: the number alone may have been passed on."""
OUTLIVED = "retention.contacts_days"
"""Why those are erased who were silent for so long, as their receipt says it."""


class Surroundings(Protocol):
    """What goes on around an erasure."""

    def alone(self, person: Person) -> AbstractAsyncContextManager[None]:
        """Nothing happens to the person in the block; afterwards nobody remembers them. Raises Conflict."""

    async def take_leave(self, plan: Plan) -> None:
        """The desk is told what ends, and what is on its way to the person goes out, or never does."""

    async def stay(self, plan: Plan) -> None:
        """Nobody was erased: what was on its way goes on."""


class Stopped:
    """kefu is not running: nothing goes on."""

    @asynccontextmanager
    async def alone(self, _person: Person) -> AsyncIterator[None]:
        yield

    async def take_leave(self, _plan: Plan) -> None:
        pass

    async def stay(self, _plan: Plan) -> None:
        pass


class Keeper:
    def __init__(
        self,
        persons: SqlitePersons,
        photos: PhotoStore,
        orders: OrderBook,
        surroundings: Surroundings,
        clock: Callable[[], float],
    ) -> None:
        self._persons = persons
        self._photos = photos
        self._orders = orders
        self._surroundings = surroundings
        self._clock = clock

    async def find(self, text: str, limit: int) -> Sequence[Person]:
        return await self._persons.find(text, limit)

    async def told(self, who: Who, *, with_notes: bool) -> Told:
        told = await self._persons.told(who, with_notes=with_notes)
        now = self._clock()
        proven = dict.fromkeys(str(row["number"]) for row in told.kinds[PROOFS] if row["until"] > now)
        orders = await self._orders.of_contact(list(proven)) if proven else []
        return replace(told, kinds={**told.kinds, ORDERS: [as_told(order) for order in orders]})

    async def photo(self, photo_id: str) -> bytes | None:
        found = await self._photos.read(photo_id)
        return found.data if found else None

    async def plan(self, who: Who) -> Plan:
        return await self._persons.plan(who)

    async def erase(self, who: Who, *, force: bool, command: str) -> Erasure[Plan]:
        person = await self._persons.whose(who)
        async with self._surroundings.alone(person):
            plan = await self._persons.plan(who)
            if {*plan.person.identities} != {*person.identities}:
                raise Conflict(Trouble("another_by_now"))
            if plan.under_way and not force:
                return Erasure(plan=plan)
            await self._surroundings.take_leave(plan)
            try:
                erased = await self._persons.erase(plan.person, command)
            except StorageError:
                await self._surroundings.stay(plan)
                raise
        return await self._seen_to(plan, erased)

    async def bought(self, wanted: Wanted) -> Bought:
        return await self._persons.bought(wanted)

    async def erase_orders(self, numbers: Sequence[str], *, command: str) -> Erasure[Bought]:
        found, erased = await self._persons.erase_orders(self._orders, numbers, command)
        return Erasure(plan=found) if erased is None else await self._seen_to(found, erased)

    async def _seen_to(self, plan: AnyPlan, erased: Erased) -> Erasure[AnyPlan]:
        """What was erased is left in no memory and in no file."""
        forget_people()
        try:
            await self._photos.remove(erased.photos)
            rewritten = await self._clean()
        except StorageFailed as failed:  # it is done, and the receipt is theirs
            return Erasure(plan=plan, erased=erased, trouble=failed.said)
        return Erasure(plan=plan, erased=erased, rewritten=rewritten)

    async def finish(self) -> None:
        """What a power cut has left in the files of those who were erased."""
        if await self._persons.unfinished():
            await self._clean()

    async def _clean(self) -> bool:
        """Leave nothing of whoever was erased in any file; see `SqlitePersons.scrub`. Somebody else may be erased at
        the same time: it is done for all who are written down when it begins, and for nobody behind them.
        """
        receipt = await self._persons.unfinished()
        rewritten = await self._persons.scrub()
        await self._photos.remove_strays()
        if receipt is not None:
            await self._persons.finished(receipt)
        if not rewritten:
            log.info("erasure.not_rewritten", left="what SQLite left when it moved rows", what_to_do=ANEW)
        return rewritten

    async def forget_silent(self, before: float) -> int:
        """Who has been silent since is erased as by request, some at a time; returns how many. A process that is killed
        has done some of it, and the next night does the rest.
        """
        await self.finish()
        await self._persons.forget_colleagues(before)
        forgotten = 0
        async for contacts in self._persons.silent(before):
            try:
                await self._forget_some(contacts, before)
                forgotten += len(contacts)
            except Conflict as heard:
                log.info("retention.contacts_wait", contacts=len(contacts), reason=str(heard))
        if forgotten:
            await self._clean()
        return forgotten

    async def _forget_some(self, contacts: Collection[int], before: float) -> None:
        async with self._surroundings.alone(await self._persons.together(contacts)):
            erased = await self._persons.erase_silent(contacts, before, OUTLIVED)
        forget_people()
        await self._photos.remove(erased.photos)


def as_told(order: Order) -> dict[str, Any]:
    """As the bot may tell it to whoever has proven it."""
    known: dict[str, Any] = loads(dumps(order))
    return {name: value for name, value in known.items() if name not in PRIVATE}
