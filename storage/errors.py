"""What can go wrong with the database.

* StorageError
  - DatabaseInUse     another program has the file
  - DatabaseTooNew    the file was written by a later kefu
  - Conflict          something a write depends on has changed since it was read
  - StorageFailed     a read or a write did not happen: disk full, I/O error, a row that breaks a rule
"""

import sqlite3

from storage.sentences import told
from storage.words import Trouble


class StorageError(Exception):
    """Anything the database did to us. What it says, a sentence or a text, is for the operator: no content."""

    def told(self, language: str) -> str:
        return told(self.said, language)

    @property
    def said(self) -> object:
        return self.args[0] if self.args else ""


class DatabaseInUse(StorageError):
    """Another program has the file."""


class DatabaseTooNew(StorageError):
    """The file was written by a later kefu."""


class Conflict(StorageError):
    """Nothing was written: what it was decided on is not so any more. Read and decide anew."""


class StorageFailed(StorageError):
    """Nothing of this read or write happened; the database can be used again."""


def failed(error: Exception) -> StorageFailed:
    is_full = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL
    cure = Trouble("make_room" if is_full else "see_space")
    failure = StorageFailed(Trouble("not_done", {"error": f"{type(error).__name__}: {error}", "cure": cure}))
    failure.__cause__ = error
    return failure
