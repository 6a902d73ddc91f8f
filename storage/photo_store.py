"""Photographs of return requests: files beside the database, and the index that knows whose they are.

A file is written before its row and removed after it: a kill in between leaves a file that no row knows, and the next
sweep removes it. Nobody else works in the folder, and here one piece of work follows the other.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from storage.database import Database, Rows
from storage.errors import StorageFailed
from storage.inbound import Identity
from storage.photo_files import NAME, PhotoFiles
from storage.photos import Photo
from storage.words import Trouble

SWEPT = 200
"""So many in one transaction, so that nobody waits for it."""

KEEP = """
INSERT INTO photos (id, channel, account_id, mime, size, width, height, kept_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id, channel, account_id) DO UPDATE SET kept_at = excluded.kept_at
"""
KNOWN = "SELECT mime, size, width, height FROM photos WHERE id = ? LIMIT 1"
OUTLIVED = "SELECT id, channel, account_id FROM photos WHERE kept_at < ? LIMIT ?"
UNNAMED = "SELECT id, channel, account_id FROM photos WHERE named = 0 AND kept_at < ? LIMIT ?"
COUNT_UNNAMED = "SELECT count(*) FROM photos WHERE channel = ? AND account_id = ? AND named = 0"
IS_NAMED = """
SELECT EXISTS (SELECT 1 FROM (
    SELECT ?2 AS channel, ?3 AS account_id
    UNION SELECT o.channel, o.account_id FROM identities AS i JOIN identities AS o USING (contact_id)
    WHERE i.channel = ?2 AND i.account_id = ?3
) AS own CROSS JOIN rmas AS r ON r.channel = own.channel AND r.account_id = own.account_id,
json_each(r.body, '$.photos') AS photo WHERE photo.value = ?1)
"""
"""By a request of the same contact: they may send it from one of their accounts, and confirm it on another."""
NAMED = "UPDATE photos SET named = 1 WHERE id = ? AND channel = ? AND account_id = ?"
FORGET = "DELETE FROM photos WHERE id = ? AND channel = ? AND account_id = ?"

T = TypeVar("T")
Whose = tuple[str, str, str]
"""A photograph's id, and the channel and the account of who sent it."""


class PhotoStore:
    """Raises StorageFailed: then nothing is half written."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._files = PhotoFiles(folder)
        self._alone = asyncio.Lock()

    async def keep(self, photo: Photo, of: Identity, now: float) -> None:
        async with self._alone:
            await _on_disk(lambda: self._files.write(photo.id, photo.data))
            await self._note(photo.id, of, now, photo.mime, len(photo.data), photo.width, photo.height)

    async def has_again(self, photo_id: str, of: Identity, now: float) -> bool:
        """Whether it is kept already; if so it is theirs too, and kept from now on."""
        async with self._alone:
            known = await self._database.look_up(KNOWN, (photo_id,))
            if not known or not await _on_disk(lambda: self._files.has(photo_id)):
                return False
            mime, size, width, height = known[0]
            await self._note(photo_id, of, now, mime, size, width, height)
        return True

    async def unnamed(self, of: Identity) -> int:
        """How many of theirs no request was found to name; a sweep looks only at what is old enough."""
        rows = await self._database.look_up(COUNT_UNNAMED, (of.channel, of.account_id))
        count: int = rows[0][0]
        return count

    async def read(self, photo_id: str) -> Photo | None:
        """None: it is forgotten."""
        known = await self._database.look_up(KNOWN, (photo_id,)) if NAME.fullmatch(photo_id) else []
        data = await _on_disk(lambda: self._files.read(photo_id)) if known else None
        if data is None:
            return None
        mime, _, width, height = known[0]
        return Photo(id=photo_id, mime=mime, width=width, height=height, data=data)

    async def remove(self, photo_ids: Sequence[str]) -> None:
        """The files of those that no row knows any more. What a kill leaves of them the next sweep removes."""
        async with self._alone:
            await self._remove_unknown(photo_ids)

    async def sweep(self, outlived_before: float, unnamed_before: float) -> int:
        """Forget what is older than transcripts are kept, and what no request has come to name; returns how many."""
        forgotten = await self._forget(lambda connection: _outlived(connection, outlived_before))
        forgotten += await self._forget(lambda connection: _unnamed(connection, unnamed_before))
        await self.remove_strays()
        return forgotten

    async def remove_strays(self) -> None:
        """What a kill or a full disk left: files that no row knows."""
        names = await _on_disk(self._files.names)
        for start in range(0, len(names), SWEPT):
            async with self._alone:
                await self._remove_unknown(names[start : start + SWEPT])

    async def _note(self, photo_id: str, of: Identity, now: float, *facts: object) -> None:
        await self._database.write(Rows(KEEP, [(photo_id, of.channel, of.account_id, *facts, now)]))

    async def _forget(self, choose: Callable[[sqlite3.Connection], tuple[int, list[Whose]]]) -> int:
        total, looked_at = 0, SWEPT
        while looked_at == SWEPT:
            async with self._alone:
                looked_at, forgotten = await self._database.transact(choose)
                await self._remove_unknown([photo_id for photo_id, _, _ in forgotten])
            total += len(forgotten)
        return total

    async def _remove_unknown(self, names: Sequence[str]) -> None:
        if not names:
            return
        places = ", ".join("?" * len(names))
        rows = await self._database.look_up(f"SELECT DISTINCT id FROM photos WHERE id IN ({places})", tuple(names))  # noqa: S608 - placeholders
        unknown = set(names) - {name for (name,) in rows}
        await _on_disk(lambda: self._files.remove(unknown))


async def _on_disk(work: Callable[[], T]) -> T:
    try:
        return await asyncio.to_thread(work)
    except OSError as error:
        raise StorageFailed(Trouble("photographs_not_done", {"error": error})) from error


def _outlived(connection: sqlite3.Connection, before: float) -> tuple[int, list[Whose]]:
    """How many were looked at, and those that were forgotten."""
    found = connection.execute(OUTLIVED, (before, SWEPT)).fetchall()
    connection.executemany(FORGET, found)
    return len(found), found


def _unnamed(connection: sqlite3.Connection, before: float) -> tuple[int, list[Whose]]:
    found = connection.execute(UNNAMED, (before, SWEPT)).fetchall()
    named = [each for each in found if connection.execute(IS_NAMED, each).fetchone()[0]]
    forgotten = [each for each in found if each not in named]
    connection.executemany(NAMED, named)
    connection.executemany(FORGET, forgotten)
    return len(found), forgotten
