"""The rows that are about a person, table by table."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from storage.codec import decode_rma, dumps, loads
from storage.database import Database
from storage.persons import Person
from storage.records import record, replace
from storage.sqlite.persons.tables import TABLES, Table
from storage.sqlite.return_books import unnamed

RANGE = 1000
"""Row numbers looked at in one transaction."""
SHORTEST_NAME = 2
"""Characters: one alone stands in the words of everybody."""
SHORTEST_ACCOUNT = 5
LATIN = "0-9A-Za-z\u00c0-\u024f"
NOBODY = re.compile("(?!)")
"""Is found in no text."""
RETURNS = """
SELECT number FROM rmas WHERE (channel, account_id) IN (
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:identities))
"""
ONCE_LINKED = """
SELECT DISTINCT c.id FROM links AS l JOIN conversations AS c
ON (c.channel = l.first_channel AND c.account_id = l.first_account)
OR (c.channel = l.second_channel AND c.account_id = l.second_account)
WHERE (l.first_channel, l.first_account) IN (
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:identities))
OR (l.second_channel, l.second_account) IN (
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:identities))
"""
DESK_MESSAGES = """
SELECT DISTINCT desk_message FROM copies WHERE conversation_id IN (SELECT value FROM json_each(:conversations))
"""


@record(frozen=True, slots=True, kw_only=True)
class Looking:
    """For whom, and what was found where no index leads to it."""

    person: Person
    parameters: Mapping[str, Any]
    """Of the conditions in `TABLES`."""
    found: Mapping[str, tuple[int, ...]]
    """Ids of rows, by table."""
    looked_to: Mapping[str, int]
    """The last number that was looked at."""
    by_name: bool = True
    """Also where others named them, which takes long for many at once."""


async def looked_up(
    database: Database, person: Person, *, all_waiting: bool, now: float, by_name: bool = True
) -> Looking:
    """`all_waiting`: what waits in the inbox is theirs too, as nobody is about to answer it."""
    parameters = await database.transact(lambda connection: _parameters(connection, person, all_waiting, now))
    found: dict[str, tuple[int, ...]] = {}
    looked_to: dict[str, int] = {}
    for name, table in TABLES.items():
        if table.looked_through:
            named = mentioned(person) if by_name else NOBODY
            found[name], looked_to[name] = await _looked_through(database, name, table, named, parameters)
    return Looking(person=person, parameters=parameters, found=found, looked_to=looked_to, by_name=by_name)


def completed(connection: sqlite3.Connection, looking: Looking) -> Looking:
    """With what has come since, within the transaction that goes on."""
    prepare(connection, mentioned(looking.person) if looking.by_name else NOBODY)
    fresh = _parameters(connection, looking.person, bool(looking.parameters["all_waiting"]), looking.parameters["now"])
    found = {
        name: (*ids, *_ids(connection, name, TABLES[name], fresh, looking.looked_to[name], None))
        for name, ids in looking.found.items()
    }
    return replace(looking, parameters=fresh, found=found)


def condition(name: str, looking: Looking) -> tuple[str, dict[str, Any]]:
    """What is true of the rows of a table that are about the person, and its parameters."""
    table = TABLES[name]
    if table.looked_through:
        return "id IN (SELECT value FROM json_each(:found))", {
            **looking.parameters,
            "found": dumps(looking.found[name]),
        }
    return f"({table.theirs})", dict(looking.parameters)


def counts(connection: sqlite3.Connection, looking: Looking) -> dict[str, int]:
    """Of the tables in which there is anything."""
    return {name: count for name, count in _counts(connection, looking) if count}


def prepare(connection: sqlite3.Connection, named: re.Pattern[str]) -> None:
    """The functions that the statements call."""
    connection.create_function("mentions", 1, lambda body: mentions(named, loads(body)), deterministic=True)
    connection.create_function("unnamed_return", 1, lambda body: dumps(unnamed(decode_rma(body))), deterministic=True)


def mentions(named: re.Pattern[str], value: Any) -> bool:
    """In what is said anywhere in it; what JSON calls its fields is nobody's name."""
    match value:
        case str():
            return named.search(value) is not None
        case dict():
            return any(mentions(named, each) for each in value.values())
        case list():
            return any(mentions(named, each) for each in value)
    return False


def mentioned(person: Person) -> re.Pattern[str]:
    """A name, an account or a conversation's number."""
    names = {account.name for account in person.accounts if len(account.name) >= SHORTEST_NAME}
    accounts = {str(each) for each in person.identities}
    ids = {each.account_id for each in person.identities if len(each.account_id) >= SHORTEST_ACCOUNT}
    numbers = [f"#{number}(?![0-9])" for number in person.conversations]
    return re.compile("|".join([*map(whole, sorted(names | accounts | ids)), *numbers]))


def whole(name: str) -> str:
    """Li is not in "listen": letters that are written side by side in words end where the word does."""
    before = rf"(?<![{LATIN}])" if re.match(f"[{LATIN}]", name) else ""
    after = rf"(?![{LATIN}])" if re.search(f"[{LATIN}]$", name) else ""
    return before + re.escape(name) + after


def _counts(connection: sqlite3.Connection, looking: Looking) -> Iterator[tuple[str, int]]:
    for name, table in TABLES.items():
        if table.theirs:
            sql, parameters = condition(name, looking)
            yield name, connection.execute(f"SELECT count(*) FROM {name} WHERE {sql}", parameters).fetchone()[0]  # noqa: S608 - our own names


async def _looked_through(
    database: Database, name: str, table: Table, named: re.Pattern[str], parameters: Mapping[str, Any]
) -> tuple[tuple[int, ...], int]:
    # Asked together, SQLite would look at every row: 300,000 stop the shop for 0.1 to 0.2 s.
    ((first, last),) = await database.read(
        f"SELECT (SELECT min(id) FROM {name}), (SELECT max(id) FROM {name})"  # noqa: S608 - our own names
    )
    found: list[int] = []
    for start in range(first, last + 1, RANGE) if first is not None else ():

        def some(connection: sqlite3.Connection, start: int = start) -> list[int]:
            prepare(connection, named)
            return _ids(connection, name, table, parameters, start - 1, min(start + RANGE - 1, last))

        found += await database.transact(some)
    return tuple(found), last or 0


def _ids(
    connection: sqlite3.Connection, name: str, table: Table, parameters: Mapping[str, Any], behind: int, to: int | None
) -> list[int]:
    upto = "" if to is None else "AND id <= :to"
    sql = f"SELECT id FROM {name} WHERE id > :behind {upto} AND ({table.theirs})"  # noqa: S608 - our own statement
    return [row[0] for row in connection.execute(sql, {**parameters, "behind": behind, "to": to})]


def _parameters(connection: sqlite3.Connection, person: Person, all_waiting: bool, now: float) -> dict[str, Any]:
    known: dict[str, Any] = {
        "contacts": dumps(person.contacts),
        "conversations": dumps(person.conversations),
        "identities": dumps([[each.channel, each.account_id] for each in person.identities]),
        "accounts": dumps([str(each) for each in person.identities]),
        "reaches": dumps([[account.identity.channel, account.chat_id] for account in person.accounts]),
        "chats": dumps([account.chat_id for account in person.accounts]),
        "threads": dumps([thread for account in person.accounts for thread in account.threads]),
        "subjects": dumps([f"contact {each}" for each in (*person.contacts, *person.identities)]),
        "all_waiting": int(all_waiting),
        "now": now,
    }
    lists = {"returns": RETURNS, "once_linked": ONCE_LINKED, "desk_messages": DESK_MESSAGES}
    return known | {name: dumps([row[0] for row in connection.execute(sql, known)]) for name, sql in lists.items()}
