"""An erasure between two turns: what it waits for, what it leaves behind, and what it refuses."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bots.persons.keeper import Keeper, Stopped
from bots.persons.surroundings import in_order
from storage.conversations import Status
from storage.database import Database
from storage.errors import Conflict
from storage.inbound import Identity
from storage.order_book import OrderBook
from storage.persons import Account, Nobody, Person
from storage.photo_store import PhotoStore
from storage.sqlite.persons.persons import SqlitePersons
from tests.storage.persons import NOW, Somebody

LIN = Somebody(3, "Lindenstr-42")
ELSEWHERE = "UPDATE identities SET contact_id = 99 WHERE channel = 'wechat'"


class Linking(Stopped):
    """Somebody undoes a link while their lanes come to a stop."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @asynccontextmanager
    async def alone(self, _person: Person) -> AsyncIterator[None]:
        await self.database.transact(lambda connection: connection.execute(ELSEWHERE).close())
        yield


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(tmp_path / "kefu.db")
    await database.transact(LIN.write)
    yield database
    await database.close()


def keeper(database: Database, tmp_path: Path, surroundings: Stopped) -> Keeper:
    persons = SqlitePersons(database, is_running=True, clock=lambda: NOW)
    photos = PhotoStore(database, tmp_path / "photos")
    return Keeper(persons, photos, OrderBook(database), surroundings, lambda: NOW)


async def test_who_is_another_person_by_now_is_not_erased(database: Database, tmp_path: Path) -> None:
    with pytest.raises(Conflict, match="try again"):
        await keeper(database, tmp_path, Linking(database)).erase(LIN.telegram, force=True, command="c")
    assert await database.read("SELECT count(*) FROM messages") == [(3,)]


async def test_a_disk_that_refuses_afterwards_does_not_hide_the_receipt(database: Database, tmp_path: Path) -> None:
    (tmp_path / "photos" / LIN.photo).mkdir(parents=True)
    outcome = await keeper(database, tmp_path, Stopped()).erase(LIN.telegram, force=False, command="c")
    assert outcome.erased
    assert "folder of photographs" in outcome.trouble
    assert not outcome.rewritten


async def test_two_operators_at_once_erase_once(database: Database, tmp_path: Path) -> None:
    kept = keeper(database, tmp_path, Stopped())
    wishes = [kept.erase(who, force=False, command="c") for who in (LIN.telegram, LIN.wechat, LIN.conversation)]
    ends = await asyncio.gather(*wishes, return_exceptions=True)
    assert len([end for end in ends if isinstance(end, Nobody | Conflict)]) == 2
    assert await database.read("SELECT count(*) FROM erasures") == [(1,)]


def test_the_lane_that_staff_have_is_stopped_last() -> None:
    def account(name: str, status: Status) -> Account:
        return Account(
            identity=Identity("telegram", name),
            conversation_id=1,
            chat_id=name,
            name="",
            status=status,
            last_message_at=1.0,
        )

    accounts = [account("a", Status.OPEN), account("b", Status.PENDING), account("c", Status.RESOLVED)]
    assert [each.account_id for each in in_order(accounts)] == ["b", "c", "a"]
