"""A database of their own for the tests of photographs."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    database = await Database.open(":memory:")
    yield database
    await database.close()
