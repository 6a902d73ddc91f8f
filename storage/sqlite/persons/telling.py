"""What a person is told of everything that is kept about them."""

import sqlite3
from collections.abc import Iterator
from typing import Any

from storage.codec import loads
from storage.persons import Told
from storage.sqlite.persons.looking import Looking, completed, condition
from storage.sqlite.persons.tables import TABLES, Table

JSON = frozenset({"body", "details", "state", "reasons", "orders"})
"""Columns that hold it."""
OF_THE_DESK = ("held", "previews", "albums", "told_of_ban")
"""What the bot remembers of what staff are about to write."""


def told(connection: sqlite3.Connection, looking: Looking, *, with_notes: bool) -> Told:
    """In one transaction: nothing of it is older than the rest."""
    whole = completed(connection, looking)
    kinds = {
        table.kind: list(_rows(connection, name, table, whole, with_notes))
        for name, table in TABLES.items()
        if table.told and (with_notes or not table.notes)
    }
    return Told(
        contact_id=whole.person.contact_id,
        kinds=kinds,
        photos=tuple(dict.fromkeys(row["id"] for row in kinds[TABLES["photos"].kind])),
    )


def _rows(
    connection: sqlite3.Connection, name: str, table: Table, looking: Looking, with_notes: bool
) -> Iterator[dict[str, Any]]:
    sql, parameters = condition(name, looking)
    only = f"AND ({table.only})" if table.only else ""
    found = connection.execute(
        f"SELECT {table.told} FROM {name} WHERE {sql} {only} ORDER BY rowid",  # noqa: S608 - our own names
        {**parameters, "with_notes": int(with_notes)},
    )
    columns = [column[0] for column in found.description]
    for row in found:
        yield _readable(dict(zip(columns, row, strict=True)), with_notes)


def _readable(row: dict[str, Any], with_notes: bool) -> dict[str, Any]:
    read = {name: loads(value) if name in JSON and value else value for name, value in row.items()}
    if "state" in read and not with_notes:
        read["state"] = {name: value for name, value in read["state"].items() if name not in OF_THE_DESK}
    return read
