"""What the sweep finds astray is what the conversation's own turn sees, and after it is mended nothing is."""

from itertools import product

from handlers.desk.cases import Owned, fault_of, mended
from storage.conversations import BOT, Owner, OwnerKind, Status
from storage.database import Database
from storage.desk import WAKE_TIMER, Agent
from storage.inbound import Identity
from storage.results import Timer
from storage.sqlite import SqliteStore
from storage.sqlite.floor import SqliteFloor
from tests.storage.desking import ANNA, Shift, agent, queue
from tests.storage.samples import conversation_of

OWNERS = (
    None,
    BOT,
    queue("vip"),
    agent(ANNA),
    agent(""),
    Owner(OwnerKind.WAKE, "1900000000"),
    Owner(OwnerKind.WAKE, "?"),
)
STATES = tuple(product(Status, OWNERS, (True, False)))
NOW = 1_800_000_000.0


async def test_the_sweep_and_the_turn_that_mends_agree_on_every_state() -> None:
    database = await Database.open(":memory:")
    shift, floor = Shift(SqliteStore(database)), SqliteFloor(database)
    people = {Identity("telegram", str(number)): state for number, state in enumerate(STATES)}
    sleeps = Timer(name=WAKE_TIMER, due_at=1_900_000_000.0)
    for who, (status, owner, has_case) in people.items():
        if has_case:
            await shift.queued(who)
        await shift.moved(who, status, owner, timers=(sleeps,), agents=(Agent(account=ANNA, seen_at=1.0),))

    found = {each.conversation_id: each.why for each in await floor.astray()}
    for who, state in people.items():
        conversation = await conversation_of(shift.store, who)
        assert found.get(conversation.id, "") == fault_of(conversation), state
        if conversation.id in found:
            put_right = mended(conversation, NOW)
            now, case = (put_right.conversation, put_right.case) if isinstance(put_right, Owned) else (put_right, None)
            await shift.moved(who, now.status, now.owner, case=case)
            assert fault_of(await conversation_of(shift.store, who)) == "", state

    assert len(found) > len(STATES) / 2
    assert await floor.astray() == []
    await database.close()
