"""Proving that an order is one's own: attempts are counted, limited, and written down before anything is compared."""

import sqlite3
from collections import deque
from collections.abc import Callable, Mapping

from storage.database import Database, Rows
from storage.factors import Factor, agrees, same_person, told
from storage.inbound import Identity
from storage.order_book import normalise_number, spellings, without_dashes
from storage.orders import Checked, Order, OrderReader, Unavailable, Verdict
from storage.records import record, replace

FORGET_ATTEMPTS = "DELETE FROM proof_attempts WHERE at <= ?"
FORGET_LOCKS = "DELETE FROM proof_locks WHERE until <= ?"
FORGET_PROOFS = "DELETE FROM proofs WHERE until <= ?"
BY_CONTACT = """
SELECT at FROM proof_attempts
WHERE (channel = ?1 AND account_id = ?2) OR (contact_id = ?3 AND contact_id <> 0)
OR (channel, account_id) IN (SELECT channel, account_id FROM identities WHERE contact_id = ?3)
ORDER BY at DESC LIMIT ?4
"""
PROVEN = """
SELECT number FROM proofs WHERE until > ?4 AND ((channel = ?1 AND account_id = ?2)
OR (channel, account_id) IN (SELECT channel, account_id FROM identities WHERE contact_id = ?3))
GROUP BY number ORDER BY max(until) DESC LIMIT ?5
"""
ON_ORDER = "SELECT at FROM proof_attempts WHERE number = ? ORDER BY at DESC LIMIT ?"
ATTEMPT = """
INSERT INTO proof_attempts (at, channel, account_id, contact_id, number) VALUES (?, ?, ?, ?, ?) RETURNING id
"""
LOCK = "INSERT INTO proof_locks (subject, until) VALUES (?, ?) ON CONFLICT (subject) DO NOTHING"
TAKE_BACK = "DELETE FROM proof_attempts WHERE id = ?"
REMEMBER = """
INSERT INTO proofs (channel, account_id, number, until) VALUES (?, ?, ?, ?)
ON CONFLICT (channel, account_id, number) DO UPDATE SET until = excluded.until
"""
LONGEST_NUMBER = 64
COMPARED = 20
"""So many proven orders, the latest, are looked at for their owner."""
DAY = 86400.0
MONTH = 30 * DAY
LOCKS_A_DAY = 4
"""So many times may a contact run into a lock and wait for its end.

An order has no such limit: whoever knows its number would keep its owner out.
"""
TOLD_MOST = 10
"""So many locks an hour are told to the desk: a thousand accounts that guess would bury it."""
HOUR = 3600.0


@record(frozen=True, slots=True)
class _Attempt:
    identity: Identity
    contact_id: int
    number: str
    """Without dashes: another spelling is no other order to guess at."""
    factor: Factor
    now: float


@record(frozen=True, slots=True)
class _Counted:
    id: int
    whole: bool
    """What is compared must be a whole number, or a whole address."""


Locks = Mapping[str, float]
"""Who or what is locked, and until when."""


@record(frozen=True, slots=True)
class _Seen:
    """Earlier attempts, the latest first, and what follows of them."""

    by_contact: list[tuple[float]]
    on_order: list[tuple[float]]
    locks: Locks


class Proofs:
    """An `OrderDoor`. `attempts` in `window` seconds a contact and an order, and a few times that in a day a contact;
    a proof lasts `remembered` seconds.

    Two dozen accounts that wait for the end of each lock would guess four digits in three weeks, and many that try one
    order after the other sooner. So after `month_attempts` within a month, of a contact or on an order, four digits are
    compared no more, and after twice as many on an order no telephone number is, as somebody may know all but its end.
    Such an attempt is not counted either: it keeps no owner out, who knows the whole number and the address.

    Many accounts that know an order's number can keep it locked, but not for whoever has proven another order of the
    same person: what they type now they have shown to know. What a contact may try holds for them as for anybody.

    Only failed attempts go on counting: somebody with many orders proves them all. An attempt while locked is neither
    compared nor counted, so a lock ends when the attempts that made it are old.
    """

    def __init__(
        self,
        database: Database,
        source: OrderReader,
        *,
        attempts: int = 5,
        window: float = 900,
        month_attempts: int = 20,
        remembered: float = 30 * 86400,
        on_proven: Callable[[Identity], None] = lambda _identity: None,
    ) -> None:
        """`on_proven` is told of an identity for which a proof was written."""
        self._database = database
        self._source = source
        self._attempts = attempts
        self._window = window
        self._month_attempts = month_attempts
        self._remembered = remembered
        self._on_proven = on_proven
        self._told: deque[float] = deque(maxlen=TOLD_MOST)
        """When the desk was last told of a lock."""

    async def prove(self, identity: Identity, contact_id: int, number: str, factor: str, now: float) -> Checked:
        given = normalise_number(number)[:LONGEST_NUMBER]
        attempt = _Attempt(identity, contact_id, without_dashes(given), told(factor), now)
        counted = await self._counted(attempt, given)
        if isinstance(counted, Checked):
            return counted
        order = await self._find(given, counted.id)
        if not agrees(factor, order, whole=counted.whole) or order is None:
            return Checked(Verdict.REFUSED)
        until = now + self._remembered
        proven = (identity.channel, identity.account_id, order.number, until)
        await self._database.write(Rows(REMEMBER, [proven]), Rows(TAKE_BACK, [(counted.id,)]))
        self._on_proven(identity)
        return Checked(Verdict.PROVEN, order=order, until=until)

    async def of_contact(self, proven: Mapping[str, float], now: float) -> list[Order]:
        remembered = [number for number, until in proven.items() if until > now]
        return await self._source.of_contact(remembered) if remembered else []

    async def one_of_contact(self, proven: Mapping[str, float], number: str, now: float) -> Order | None:
        given = normalise_number(number)
        if proven.get(given, 0) > now:
            return await self._source.find(given)
        wanted = next((each for each in spellings(given) if proven.get(each, 0) > now), None)
        return await self._source.find(wanted) if wanted is not None else None

    async def _find(self, number: str, attempt_id: int) -> Order | None:
        """Looks for all spellings, so that it takes as long whether or not there is an order."""
        try:
            return await self._spelled(number)
        except Unavailable:
            await self._database.write(Rows(TAKE_BACK, [(attempt_id,)]))  # nothing was compared
            raise

    async def _spelled(self, number: str) -> Order | None:
        found = [await self._source.find(each) for each in spellings(number)]
        return next((order for order in found if order is not None), None)

    async def _counted(self, attempt: _Attempt, number: str) -> _Counted | Checked:
        def unless_shut(connection: sqlite3.Connection) -> _Counted | Checked | None:
            seen = self._seen(connection, attempt)
            return None if _is_order_shut(attempt, seen.locks) else self._count(connection, attempt, seen)

        def after_all(connection: sqlite3.Connection) -> _Counted | Checked:
            seen = self._seen(connection, attempt)
            is_let_by = is_owner and _is_order_shut(attempt, seen.locks)
            return self._count(connection, attempt, replace(seen, locks={}) if is_let_by else seen)

        counted = await self._database.transact(unless_shut)
        if counted is not None:
            return counted
        is_owner = await self._is_owner(attempt, number)
        return await self._database.transact(after_all)

    async def _is_owner(self, attempt: _Attempt, number: str) -> bool:
        """Of an order that they have proven, too. Takes as long whether or not this one is there."""
        identity = attempt.identity
        contact = (identity.channel, identity.account_id, attempt.contact_id, attempt.now, COMPARED)
        proven = [found for (found,) in await self._database.look_up(PROVEN, contact)]
        if not proven:
            return False
        order, theirs = await self._spelled(number), await self._source.of_contact(proven)
        alike = [same_person(order or each, each) for each in theirs]
        return order is not None and any(alike)

    def _seen(self, connection: sqlite3.Connection, attempt: _Attempt) -> _Seen:
        self._forget(connection, attempt.now)
        by_contact, on_order = self._by_contact(connection, attempt), self._on_order(connection, attempt)
        return _Seen(by_contact, on_order, self._locks(attempt, by_contact, on_order))

    def _count(self, connection: sqlite3.Connection, attempt: _Attempt, seen: _Seen) -> _Counted | Checked:
        """The attempt's row, or what it ran into. In the transaction of what was seen, so that parallel attempts see
        each other.
        """
        if seen.locks:
            return self._stopped(connection, Verdict.LOCKED, seen.locks, attempt.now)
        asked = self._email_only(attempt, seen.on_order)
        if asked and attempt.factor is not Factor.EMAIL:
            return self._stopped(connection, Verdict.EMAIL, asked, attempt.now)
        asked = self._whole_only(attempt, seen.by_contact, seen.on_order)
        if asked and attempt.factor is Factor.END:
            return self._stopped(connection, Verdict.WHOLE, asked, attempt.now)
        row = (
            attempt.now,
            attempt.identity.channel,
            attempt.identity.account_id,
            attempt.contact_id,
            attempt.number,
        )
        return _Counted(int(connection.execute(ATTEMPT, row).fetchall()[0][0]), whole=bool(asked))

    def _forget(self, connection: sqlite3.Connection, now: float) -> None:
        """Order numbers are personal data: none is kept longer than it counts."""
        connection.execute(FORGET_ATTEMPTS, (now - max(self._window, MONTH),))
        connection.execute(FORGET_LOCKS, (now,))
        connection.execute(FORGET_PROOFS, (now,))

    def _stopped(self, connection: sqlite3.Connection, verdict: Verdict, locks: Locks, now: float) -> Checked:
        """The first time until then is told to the desk, unless it was told of many already."""
        added = [connection.execute(LOCK, lock).rowcount > 0 for lock in locks.items()]
        is_told = any(added) and not self._told_of_many(now)
        if is_told:
            self._told.append(now)
        return Checked(verdict, until=max(locks.values()), first_lock=is_told, many=is_told and self._told_of_many(now))

    def _told_of_many(self, now: float) -> bool:
        """Within the hour, and not by a clock that was ahead."""
        return len(self._told) == TOLD_MOST and 0 <= now - self._told[0] < HOUR

    def _by_contact(self, connection: sqlite3.Connection, attempt: _Attempt) -> list[tuple[float]]:
        identity, most = attempt.identity, max(LOCKS_A_DAY * self._attempts, self._month_attempts)
        contact = (identity.channel, identity.account_id, attempt.contact_id, most)
        return connection.execute(BY_CONTACT, contact).fetchall()

    def _on_order(self, connection: sqlite3.Connection, attempt: _Attempt) -> list[tuple[float]]:
        most = max(self._attempts, 2 * self._month_attempts)
        return connection.execute(ON_ORDER, (attempt.number, most)).fetchall()

    def _locks(self, attempt: _Attempt, by_contact: list[tuple[float]], on_order: list[tuple[float]]) -> Locks:
        few, many = self._attempts, LOCKS_A_DAY * self._attempts
        locks = {
            _contact(attempt): max(_locked_until(by_contact, few, self._window), _locked_until(by_contact, many, DAY)),
            _order(attempt): _locked_until(on_order, few, self._window),
        }
        return _in_force(locks, attempt.now)

    def _whole_only(self, attempt: _Attempt, by_contact: list[tuple[float]], on_order: list[tuple[float]]) -> Locks:
        locks = {
            f"whole {_contact(attempt)}": _locked_until(by_contact, self._month_attempts, MONTH),
            f"whole order {attempt.number}": _locked_until(on_order, self._month_attempts, MONTH),
        }
        return _in_force(locks, attempt.now)

    def _email_only(self, attempt: _Attempt, on_order: list[tuple[float]]) -> Locks:
        locks = {f"email order {attempt.number}": _locked_until(on_order, 2 * self._month_attempts, MONTH)}
        return _in_force(locks, attempt.now)


def _contact(attempt: _Attempt) -> str:
    return f"contact {attempt.contact_id or attempt.identity}"


def _order(attempt: _Attempt) -> str:
    return f"order {attempt.number}"


def _is_order_shut(attempt: _Attempt, locks: Locks) -> bool:
    """And nothing else is."""
    return locks.keys() == {_order(attempt)}


def _in_force(locks: Locks, now: float) -> Locks:
    return {who: until for who, until in locks.items() if until > now}


def _locked_until(latest: list[tuple[float]], attempts: int, window: float) -> float:
    """Until the oldest of the last so many attempts is out of the window."""
    return latest[attempts - 1][0] + window if len(latest) >= attempts else 0.0
