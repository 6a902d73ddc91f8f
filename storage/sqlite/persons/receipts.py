"""The receipt of an erasure: when, by which command, and how many rows. Never whose."""

import sqlite3
from collections.abc import Mapping

from storage.codec import dumps
from storage.persons import Erased
from storage.sqlite.persons import unfinished

RECEIPT = "INSERT INTO erasures (at, command, counts) VALUES (?, ?, ?) RETURNING id"


def written(
    connection: sqlite3.Connection, now: float, command: str, counts: Mapping[str, int], photos: tuple[str, ...] = ()
) -> Erased:
    """In the transaction of the erasure, with the note that its files are to be seen to."""
    ((receipt,),) = connection.execute(RECEIPT, (now, command, dumps(counts))).fetchall()
    unfinished.note(connection, receipt)
    return Erased(receipt=receipt, at=now, counts=counts, photos=photos)
