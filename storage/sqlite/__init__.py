"""The store over SQLite: a module a table, and `SqliteStore` over them."""

from storage.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
