"""What staff were reminded of is kept with the post itself: both are there, or neither is."""

import asyncio

from storage.database import Database
from storage.reminders import Reminded
from storage.results import Action, Outgoing
from storage.sqlite import SqliteStore
from storage.sqlite.reminders import SqliteReminders
from tests.storage.conftest import OpenDatabase

DESK = "slack:desk"
POST = Outgoing(action=Action.ALERT, channel="slack", to="desk")
AT_TEN = Reminded(at=10.0, said={"17:first_response:1": 60}, called={"17:first_response:1": 10.0})
AT_TWENTY = Reminded(at=20.5, said={"17:first_response:1": 100, "18:resolution:2": 60})


async def test_a_restart_knows_what_was_said_and_what_has_to_go_out(open_database: OpenDatabase) -> None:
    reminders = SqliteReminders(await open_database())
    assert await reminders.last(DESK) is None
    (first,) = await reminders.post(DESK, None, AT_TEN, POST)
    reminders = SqliteReminders(await open_database())
    assert await reminders.last(DESK) == AT_TEN
    (second,) = await reminders.post(DESK, AT_TEN, AT_TWENTY, POST)
    database = await open_database()
    assert await SqliteReminders(database).last(DESK) == AT_TWENTY
    assert [each.id for each in await SqliteStore(database).waiting()] == [first.id, second.id]


async def test_of_two_who_remind_at_once_one_does(database: Database) -> None:
    reminders = [SqliteReminders(database), SqliteReminders(database)]
    for before, now in ((None, AT_TEN), (AT_TEN, AT_TWENTY)):
        posted = await asyncio.gather(*(each.post(DESK, before, now, POST) for each in reminders))
        assert sorted(map(len, posted)) == [0, 1]
    assert len(await SqliteStore(database).waiting()) == 2


async def test_whoever_has_read_an_older_record_posts_nothing(database: Database) -> None:
    reminders = SqliteReminders(database)
    await reminders.post(DESK, None, AT_TEN, POST)
    await reminders.post(DESK, AT_TEN, AT_TWENTY, POST)
    assert await reminders.post(DESK, AT_TEN, Reminded(at=30.0), POST) == ()
    assert await reminders.last(DESK) == AT_TWENTY


async def test_each_place_has_its_own(database: Database) -> None:
    reminders = SqliteReminders(database)
    await reminders.post(DESK, None, AT_TEN, POST)
    assert await reminders.last("slack:C2") is None
