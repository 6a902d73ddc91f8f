"""Everything that is kept about one person, over all channels: found, told to them, and erased."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, Generic, Protocol, TypeVar

from storage.conversations import Status
from storage.inbound import Identity
from storage.records import record

AnyPlan = TypeVar("AnyPlan")
Who = Identity | int
"""One of their accounts, or the number of one of their conversations."""
ANEW = "stop kefu some time and write its file anew (sqlite3 FILE VACUUM)"
"""For whoever runs kefu, where `Erasure.rewritten` is False."""


class Nobody(Exception):
    """Nothing is kept about whoever was named."""


@record(frozen=True, slots=True, kw_only=True)
class Account:
    """One of a person's accounts, with its conversation."""

    identity: Identity
    conversation_id: int
    chat_id: str
    name: str
    status: Status
    last_message_at: float
    threads: tuple[str, ...] = ()
    """The topics at the desk that it has, or has had."""


@record(frozen=True, slots=True, kw_only=True)
class Person:
    contact_id: int
    contacts: tuple[int, ...]
    """That one, and those that were linked to it: notes and tags stay with the one they were written for."""
    accounts: tuple[Account, ...]
    """The one they wrote on last first."""

    @property
    def identities(self) -> tuple[Identity, ...]:
        return tuple(account.identity for account in self.accounts)

    @property
    def conversations(self) -> tuple[int, ...]:
        return tuple(account.conversation_id for account in self.accounts)


@record(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """Something that the shop must finish."""

    what: str
    """`return`, `desk` (staff have the conversation), or `effect` (the shop's order system is not told of it yet)."""
    number: str
    status: str


@record(frozen=True, slots=True, kw_only=True)
class Plan:
    """What erasing somebody means."""

    person: Person
    counts: Mapping[str, int]
    """Rows by table: such as are deleted, or stay without the person."""
    under_way: tuple[UnderWay, ...] = ()
    orders: tuple[str, ...] = ()
    """Numbers that they have proven: nothing leads to these orders any more once that is erased."""


@record(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which orders: these, and those of whoever has one of these telephone numbers or e-mail addresses."""

    numbers: Sequence[str] = ()
    of: Sequence[str] = ()


@record(frozen=True, slots=True, kw_only=True)
class Bought:
    """The orders that were meant, and what else leads to them."""

    orders: Sequence[Mapping[str, Any]] = ()
    """With all that was imported, as JSON says it; the newest first."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Rows by table that an erasure deletes."""
    under_way: tuple[UnderWay, ...] = ()
    """Returns that are not over: they keep their orders."""
    known: tuple[int, ...] = ()
    """Conversations of whoever has proven one of them, or asked to send it back."""

    @property
    def numbers(self) -> list[str]:
        return [str(order["number"]) for order in self.orders]


@record(frozen=True, slots=True, kw_only=True)
class Erased:
    """The receipt is kept without whose it was."""

    receipt: int
    at: float
    counts: Mapping[str, int]
    photos: tuple[str, ...] = ()
    """That nobody else has sent: their files go now."""


@record(frozen=True, slots=True, kw_only=True)
class Erasure(Generic[AnyPlan]):
    """What came of the wish for one."""

    plan: AnyPlan
    erased: Erased | None = None
    """None: refused, for what is under way."""
    rewritten: bool = False
    """The file was written anew: see `storage.database.Database.scrub`."""
    trouble: object = None
    """What the disk refused afterwards: to remove photographs, or to write the file anew. As `StorageError.said`."""


@record(frozen=True, slots=True, kw_only=True)
class Told:
    """What is kept about a person, by kind, as JSON says it; and the photographs that it names."""

    contact_id: int
    kinds: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    photos: tuple[str, ...] = ()
    """Ids, of those that are still kept."""


class PersonDoor(Protocol):
    """For the operator. Raises Nobody."""

    async def find(self, text: str, limit: int) -> Sequence[Person]:
        """By an account, a conversation's number, a name or a part of it, or the number of an order proven."""

    async def told(self, who: Who, *, with_notes: bool) -> Told: ...

    async def photo(self, photo_id: str) -> bytes | None: ...

    async def plan(self, who: Who) -> Plan: ...

    async def erase(self, who: Who, *, force: bool, command: str) -> Erasure[Plan]:
        """Unless something is under way, or `force`. Done a second time, there is nobody."""

    async def bought(self, wanted: Wanted) -> Bought:
        """Orders, of whomever: they may be nobody's who ever wrote."""

    async def erase_orders(self, numbers: Sequence[str], *, command: str) -> Erasure[Bought]:
        """Unless a return of one of them is under way."""
