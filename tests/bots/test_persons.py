"""An erasure between two turns: what it waits for, what it leaves behind, and what it refuses."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bots.delivery.runs import parse
from bots.persons import wire
from bots.persons.keeper import Keeper, Stopped
from bots.persons.surroundings import in_order, told_at_desk
from bots.wechat.words import text_of
from handlers.exchange import plain
from storage.codec import dumps, loads
from storage.content import Content
from storage.conversations import Status
from storage.database import Database, Rows
from storage.desk import Agent
from storage.errors import Conflict, StorageFailed
from storage.inbound import Identity
from storage.order_book import OrderBook
from storage.persons import ANEW, Account, Nobody, Person, Plan
from storage.photo_store import PhotoStore
from storage.records import replace
from storage.sentences import told
from storage.sqlite import agents
from storage.sqlite.persons.persons import SqlitePersons
from tests.storage.persons import NOW, Somebody

LIN = Somebody(3, "Lindenstr-42")
QUIET = Somebody(5, "王府井大街8号")
OVER = (
    "UPDATE tasks SET ended_at = 1",
    "UPDATE rmas SET account_id = ''",
    "UPDATE campaign_runs SET done_at = 1",
)
SPEAK = "UPDATE conversations SET last_message_at = ? WHERE id = ?"
ELSEWHERE = "UPDATE identities SET contact_id = 99 WHERE channel = 'wechat'"


class Linking(Stopped):
    """Somebody undoes a link while their lanes come to a stop."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @asynccontextmanager
    async def alone(self, _person: Person) -> AsyncIterator[None]:
        await self.database.transact(lambda connection: connection.execute(ELSEWHERE).close())
        yield


class Leaving(Stopped):
    """Notes whether what was let go goes on."""

    def __init__(self) -> None:
        self.stays = False

    async def stay(self, _plan: Plan) -> None:
        self.stays = True


class Speaking(Stopped):
    """One of those who were silent writes while the lanes come to a stop."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @asynccontextmanager
    async def alone(self, _person: Person) -> AsyncIterator[None]:
        heard = (NOW + 1, LIN.conversation)
        await self.database.transact(lambda connection: connection.execute(SPEAK, heard).close())
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
    with pytest.raises(Conflict, match="try again") as refused:
        await keeper(database, tmp_path, Linking(database)).erase(LIN.telegram, force=True, command="c")
    crossed = wire.crossed(loads(dumps(wire.crossing(refused.value.said))))
    assert told(crossed, "zh-CN") == "这期间有账号被关联或取消了：没有删除任何内容；请再试一次"
    assert await database.read("SELECT count(*) FROM messages") == [(3,)]


async def test_what_was_on_its_way_goes_on_when_the_disk_refuses(database: Database, tmp_path: Path) -> None:
    fails = "CREATE TRIGGER full BEFORE DELETE ON contacts BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    await database.transact(lambda connection: connection.execute(fails).close())
    leaving = Leaving()
    with pytest.raises(StorageFailed):
        await keeper(database, tmp_path, leaving).erase(LIN.telegram, force=True, command="c")
    assert leaving.stays


async def test_a_disk_that_refuses_afterwards_does_not_hide_the_receipt(database: Database, tmp_path: Path) -> None:
    (tmp_path / "photos" / LIN.photo).mkdir(parents=True)
    outcome = await keeper(database, tmp_path, Stopped()).erase(LIN.telegram, force=False, command="c")
    assert outcome.erased
    assert "folder of photographs" in str(outcome.trouble)
    assert not outcome.rewritten


async def test_of_two_who_are_erased_at_once_a_power_cut_leaves_no_photograph(
    database: Database, tmp_path: Path
) -> None:
    """Both are written down when the one is done with, and the other never is."""
    await quiet(database)
    photos = [tmp_path / "photos" / each.photo for each in (LIN, QUIET)]
    photos[0].parent.mkdir()
    for path in photos:
        path.write_bytes(b"jpg")
    persons = SqlitePersons(database, is_running=True, clock=lambda: NOW)

    class Meanwhile(Stopped):
        async def take_leave(self, _plan: Plan) -> None:
            await persons.erase(await persons.whose(QUIET.telegram), "c")

    await keeper(database, tmp_path, Meanwhile()).erase(LIN.telegram, force=True, command="c")
    await keeper(database, tmp_path, Stopped()).finish()
    assert [path for path in photos if path.exists()] == []


async def test_what_was_said_to_them_stays_in_no_memory(database: Database, tmp_path: Path) -> None:
    said = f"Your parcel goes to <b>{LIN.name}</b>."
    assert LIN.name in plain(said)
    assert LIN.name in text_of(Content(text=said))
    assert parse(said)
    await keeper(database, tmp_path, Stopped()).erase(LIN.telegram, force=False, command="c")
    assert [cache.cache_info().currsize for cache in (plain, text_of, parse)] == [0, 0, 0]


async def quiet(database: Database) -> None:
    """A second one; nothing goes on with either of them."""

    def work(connection: sqlite3.Connection) -> None:
        QUIET.write(connection)
        for statement in OVER:
            connection.execute(statement)

    await database.transact(work)


async def test_whoever_is_silent_for_too_long_goes_with_their_photographs(database: Database, tmp_path: Path) -> None:
    await quiet(database)
    photos = [tmp_path / "photos" / each.photo for each in (LIN, QUIET)]
    photos[0].parent.mkdir()
    for path in photos:
        path.write_bytes(b"jpg")
    assert await keeper(database, tmp_path, Stopped()).forget_silent(NOW + 1) == 2
    assert [path for path in photos if path.exists()] == []
    assert await database.read("SELECT 1 FROM contacts") == []
    assert await keeper(database, tmp_path, Stopped()).forget_silent(NOW + 1) == 0


async def test_a_night_says_that_a_large_file_is_to_be_written_anew(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.sqlite.persons.persons.LARGEST", 1)
    await quiet(database)
    with capture_logs() as logs:
        assert await keeper(database, tmp_path, Stopped()).forget_silent(NOW + 1) == 2
        assert await keeper(database, tmp_path, Stopped()).forget_silent(NOW + 1) == 0
    assert [(each["event"], each["what_to_do"]) for each in logs] == [("erasure.not_rewritten", ANEW)]


async def test_who_speaks_while_the_others_are_forgotten_is_kept_for_another_night(
    database: Database, tmp_path: Path
) -> None:
    await quiet(database)
    assert await keeper(database, tmp_path, Speaking(database)).forget_silent(NOW + 1) == 0
    assert await keeper(database, tmp_path, Stopped()).forget_silent(NOW + 1) == 1
    assert await database.read("SELECT name FROM conversations WHERE id = ?", (LIN.conversation,)) == [(LIN.name,)]


async def test_a_night_that_ended_in_the_middle_is_done_with_the_next(database: Database, tmp_path: Path) -> None:
    await quiet(database)
    fails = "CREATE TRIGGER full BEFORE DELETE ON contacts BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    await database.transact(lambda connection: connection.execute(fails).close())
    with pytest.raises(StorageFailed):
        await keeper(database, tmp_path, Stopped()).forget_silent(NOW + 1)
    await database.transact(lambda connection: connection.execute("DROP TRIGGER full").close())
    assert await keeper(database, tmp_path, Stopped()).forget_silent(NOW + 1) == 2


async def test_the_name_of_a_colleague_who_left_years_ago_is_forgotten_and_of_who_is_away_for_long_is_not(
    database: Database, tmp_path: Path
) -> None:
    left, away, there = ("telegram:1", 1.0, None), ("telegram:2", 1.0, NOW + 9), ("telegram:3", NOW, None)
    rows = [(account, "小美", seen_at, until) for account, seen_at, until in (left, away, there)]
    await database.write(Rows("INSERT INTO agents (account, name, seen_at, away_until) VALUES (?, ?, ?, ?)", rows))
    await keeper(database, tmp_path, Stopped()).forget_silent(NOW)
    named = await database.read("SELECT account FROM agents WHERE name <> '' ORDER BY account")
    assert named == [("telegram:2",), ("telegram:3",)]


async def test_a_colleague_who_is_away_until_they_say_otherwise_is_so_for_however_long(
    database: Database, tmp_path: Path
) -> None:
    mei = Agent(account="telegram:1", name="小美", away_since=1.0, seen_at=1.0)
    await database.write(*agents.rows([mei]))
    await keeper(database, tmp_path, Stopped()).forget_silent(NOW)
    assert await agents.everybody(database) == [replace(mei, name="")]


async def test_two_operators_at_once_erase_once(database: Database, tmp_path: Path) -> None:
    kept = keeper(database, tmp_path, Stopped())
    wishes = [kept.erase(who, force=False, command="c") for who in (LIN.telegram, LIN.wechat, LIN.conversation)]
    ends = await asyncio.gather(*wishes, return_exceptions=True)
    assert len([end for end in ends if isinstance(end, Nobody | Conflict)]) == 2
    assert await database.read("SELECT count(*) FROM erasures") == [(1,)]


def account(name: str, status: Status, *threads: str) -> Account:
    return Account(
        identity=Identity("telegram", name),
        conversation_id=1,
        chat_id=name,
        name="",
        status=status,
        last_message_at=1.0,
        threads=threads,
    )


def test_staff_are_told_where_they_have_them_and_of_a_return_where_they_know_them() -> None:
    here, known, other = account("a", Status.OPEN), account("b", Status.RESOLVED, "t1"), account("c", Status.PENDING)
    assert told_at_desk([other, known, here], True) == told_at_desk([other, known, here], False) == [here]
    assert told_at_desk([other, known], True) == [known]
    assert told_at_desk([other], True) == [other]
    assert told_at_desk([other, known], False) == []


def test_the_lane_that_staff_have_is_stopped_last() -> None:
    accounts = [account("a", Status.OPEN), account("b", Status.PENDING), account("c", Status.RESOLVED)]
    assert [each.account_id for each in in_order(accounts)] == ["b", "c", "a"]
