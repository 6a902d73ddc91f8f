"""Files that can be opened, left and opened again, as a shop's machine does."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from storage.database import Database
from storage.sqlite import SqliteStore
from storage.store import Store

OpenDatabase = Callable[[], Awaitable[Database]]
OpenStore = Callable[[], Awaitable[Store]]


@pytest.fixture
async def open_database(tmp_path: Path) -> AsyncIterator[OpenDatabase]:
    """Opens the file; a second call first closes the one before, as a restart would."""
    opened: list[Database] = []

    async def reopen() -> Database:
        if opened:
            await opened[-1].close()
        opened.append(await Database.open(tmp_path / "var" / "kefu.db"))
        return opened[-1]

    yield reopen
    if opened:
        await opened[-1].close()


@pytest.fixture
async def database(open_database: OpenDatabase) -> Database:
    return await open_database()


@pytest.fixture(params=["sqlite"])
async def open_store(request: pytest.FixtureRequest, open_database: OpenDatabase) -> OpenStore:
    """Every implementation of Store, each opened anew with what the one before left."""

    async def reopen() -> Store:
        return SqliteStore(await open_database())

    return {"sqlite": reopen}[request.param]


@pytest.fixture
async def store(open_store: OpenStore) -> Store:
    return await open_store()
