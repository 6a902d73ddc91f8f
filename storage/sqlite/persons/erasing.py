"""A person is erased in one transaction: all of it, or nothing, whenever the process dies."""

import sqlite3

from storage.codec import dumps
from storage.ids import remember_last
from storage.inbound import Identity
from storage.persons import Erased, UnderWay
from storage.returns import ENDED
from storage.sqlite.persons import receipts
from storage.sqlite.persons.looking import Looking, completed, condition, counts
from storage.sqlite.persons.tables import TABLES

OPEN_RETURNS = """
SELECT number, status FROM rmas
WHERE number IN (SELECT value FROM json_each(:returns)) AND status NOT IN (SELECT value FROM json_each(:ended))
ORDER BY id
"""
AT_DESK = """
SELECT id, status FROM conversations
WHERE id IN (SELECT value FROM json_each(:conversations)) AND status IN ('open', 'snoozed') ORDER BY id
"""
UNTOLD = """
SELECT recipient, coalesce(fate, 'waiting') FROM outbox
WHERE settled_at IS NULL AND action = 'effect' AND recipient IN (SELECT value FROM json_each(:returns)) ORDER BY id
"""
ONLY_THEIRS = """
SELECT DISTINCT id FROM photos AS own WHERE {theirs}
AND NOT EXISTS (SELECT 1 FROM photos AS other WHERE other.id = own.id AND NOT ({theirs}))
"""
ACCOUNTS = """
SELECT channel, account_id FROM identities WHERE contact_id IN (SELECT value FROM json_each(:contacts))
"""


def under_way(connection: sqlite3.Connection, looking: Looking) -> tuple[UnderWay, ...]:
    """What the shop must finish."""
    parameters = {**looking.parameters, "ended": dumps(sorted(ENDED))}
    kinds = {"return": OPEN_RETURNS, "desk": AT_DESK, "effect": UNTOLD}
    return tuple(
        UnderWay(what=what, number=str(number), status=status)
        for what, sql in kinds.items()
        for number, status in connection.execute(sql, parameters)
    )


def orders_proven(connection: sqlite3.Connection, looking: Looking) -> tuple[str, ...]:
    sql, parameters = condition("proofs", looking)
    found = connection.execute(f"SELECT DISTINCT number FROM proofs WHERE {sql} ORDER BY number", parameters)  # noqa: S608 - our own statement
    return tuple(number for (number,) in found)


def erase(connection: sqlite3.Connection, looking: Looking, command: str) -> Erased | None:
    """None: it is another person by now, as an account was linked to theirs, or is no more."""
    whole = completed(connection, looking)
    if {Identity(*each) for each in connection.execute(ACCOUNTS, whole.parameters)} != {*whole.person.identities}:
        return None
    now = float(whole.parameters["now"])
    found = counts(connection, whole)
    photos = _only_theirs(connection, whole)
    for name, table in TABLES.items():
        if not table.theirs:
            continue
        if table.numbered:
            remember_last(connection, name)
        sql, parameters = condition(name, whole)
        change = f"UPDATE {name} SET {table.unnamed}" if table.unnamed else f"DELETE FROM {name}"  # noqa: S608 - our own names
        connection.execute(f"{change} WHERE {sql}", parameters)
        for statement in table.also:
            connection.execute(statement, dict(whole.parameters))
    return receipts.written(connection, now, command, found, photos)


def _only_theirs(connection: sqlite3.Connection, looking: Looking) -> tuple[str, ...]:
    sql, parameters = condition("photos", looking)
    return tuple(each for (each,) in connection.execute(ONLY_THEIRS.format(theirs=sql), parameters))
