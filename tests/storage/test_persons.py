"""Everything about one person: found, told, and erased so that not a byte of it is left."""

import asyncio
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.codec import encode_inbound
from storage.database import Database, Rows
from storage.errors import Conflict
from storage.inbound import Identity, Inbound, Kind
from storage.migrating import migrate
from storage.persons import Nobody, Told
from storage.sqlite import SqliteStore
from storage.sqlite.persons.finding import RANGE, who_of
from storage.sqlite.persons.looking import whole
from storage.sqlite.persons.persons import SqlitePersons
from storage.sqlite.persons.tables import TABLES
from tests.engine_fakes import until
from tests.storage.conftest import OpenDatabase
from tests.storage.persons import NOW, Somebody

LIN, WANG = Somebody(3, "Lindenstr-42"), Somebody(5, "王府井大街8号")


def persons_of(database: Database, *, is_running: bool = False) -> SqlitePersons:
    return SqlitePersons(database, is_running=is_running, clock=lambda: NOW)


@pytest.fixture
async def shop(database: Database) -> Database:
    def write(connection: sqlite3.Connection) -> None:
        for each in (LIN, WANG):
            each.write(connection)

    await database.transact(write)
    return database


async def dumped(database: Database, *tables: str) -> dict[str, list[tuple[Any, ...]]]:
    return {name: await database.read(f"SELECT * FROM {name}") for name in tables or TABLES}  # noqa: S608 - our own names


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.name.startswith("kefu.db"))


def in_file(text: str) -> Iterable[bytes]:
    """As SQLite and as JSON write it."""
    yield text.encode()
    yield json.dumps(text)[1:-1].encode()


def test_every_table_has_an_answer_and_no_answer_is_without_a_table() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection)
        tables = {
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith("sqlite_")
        }
    assert tables == TABLES.keys()


def test_no_two_tables_are_told_under_one_heading() -> None:
    kinds = [table.kind for table in TABLES.values() if table.told]
    assert all(kinds)
    assert len(kinds) == len(set(kinds))


async def test_the_sample_leaves_out_no_table(shop: Database) -> None:
    counts = (await persons_of(shop).plan(LIN.telegram)).counts
    assert counts.keys() == {name for name, table in TABLES.items() if table.theirs}


async def test_after_an_erasure_not_a_byte_of_the_person_is_in_the_file(shop: Database, tmp_path: Path) -> None:
    persons = persons_of(shop)
    before = bytes_of(tmp_path / "var")
    assert all(text in before for text in (LIN.secret.encode(), LIN.wechat.account_id.encode()))
    await persons.erase(await persons.whose(LIN.wechat), "kefu contacts erase")
    assert await persons.scrub()
    left = bytes_of(tmp_path / "var")
    for text in (LIN.secret, LIN.telegram.account_id, LIN.wechat.account_id):
        assert not any(each in left for each in in_file(text)), text
    assert WANG.secret.encode() in left


async def test_without_a_rewrite_what_was_deleted_is_overwritten_and_the_log_is_empty(
    shop: Database, tmp_path: Path
) -> None:
    persons = persons_of(shop)
    await persons.erase(await persons.whose(LIN.telegram), "kefu contacts erase")
    assert not await shop.scrub(largest=0)
    assert (tmp_path / "var/kefu.db-wal").stat().st_size == 0
    assert LIN.secret.encode() not in bytes_of(tmp_path / "var")


async def test_nobody_else_loses_anything(shop: Database) -> None:
    persons = persons_of(shop)
    alone = await persons.told(WANG.telegram, with_notes=True)
    await persons.erase(await persons.whose(LIN.telegram), "kefu contacts erase")
    assert await persons.told(WANG.telegram, with_notes=True) == alone


async def test_the_figures_stay_and_lead_to_nobody(shop: Database) -> None:
    before = await dumped(shop)
    persons = persons_of(shop)
    await persons.erase(await persons.whose(LIN.telegram), "kefu contacts erase")
    after = await dumped(shop)
    kept = [name for name, table in TABLES.items() if table.unnamed]
    assert {name: len(after[name]) for name in kept} == {name: len(before[name]) for name in kept}
    [survey] = await shop.read("SELECT score, reasons, comment, contact_id, conversation_id FROM surveys WHERE id = 1")
    assert survey == (5.0, '["kind"]', "", 0, 0)
    assert await shop.read("SELECT status, count(*) FROM campaign_targets GROUP BY status ORDER BY 1") == [
        ("skipped", 1),
        ("waiting", 1),
    ]


async def test_the_books_of_returns_keep_what_and_how_much_and_not_who(shop: Database) -> None:
    persons = persons_of(shop)
    await persons.erase(await persons.whose(LIN.telegram), "kefu contacts erase")
    [(body, account, conversation)] = await shop.read(
        "SELECT body, account_id, conversation_id FROM rmas WHERE number = ?", (LIN.rma,)
    )
    rma = json.loads(body)
    assert (account, conversation, rma["identity"]["account_id"], rma["note"], rma["photos"]) == ("", 0, "", "", [])
    assert (rma["amount"], rma["refunded"], rma["status"], rma["tracking_number"]) == (
        "99.95",
        "99.95",
        "refunded",
        "",
    )
    [(name, why, details)] = await shop.read(
        "SELECT actor_name, why, details FROM rma_events WHERE number = ?", (LIN.rma,)
    )
    assert (name, why, json.loads(details)) == ("", "", {"amount": "99.95"})


async def test_the_receipt_tells_how_much_and_never_whose(shop: Database) -> None:
    persons = persons_of(shop)
    plan = await persons.plan(LIN.telegram)
    erased = await persons.erase(plan.person, "kefu contacts erase --force")
    assert erased.counts == plan.counts
    [(at, command, counts)] = await shop.read("SELECT at, command, counts FROM erasures")
    assert (at, command, json.loads(counts)) == (NOW, "kefu contacts erase --force", plan.counts)


async def test_a_second_erasure_finds_nobody(shop: Database) -> None:
    persons = persons_of(shop)
    await persons.erase(await persons.whose(LIN.telegram), "kefu contacts erase")
    for who in (LIN.telegram, LIN.wechat, LIN.conversation, LIN.second):
        with pytest.raises(Nobody):
            await persons.plan(who)


async def test_an_erasure_that_fails_in_the_middle_changes_nothing_and_can_be_tried_again(shop: Database) -> None:
    persons = persons_of(shop)
    person = await persons.whose(LIN.telegram)
    await shop.transact(
        lambda connection: connection.execute(
            "CREATE TRIGGER full BEFORE DELETE ON contacts BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        ).close()
    )
    before = await dumped(shop)
    with pytest.raises(Exception, match="disk full"):
        await persons.erase(person, "kefu contacts erase")
    assert await dumped(shop) == before
    await shop.transact(lambda connection: connection.execute("DROP TRIGGER full").close())
    await persons.erase(person, "kefu contacts erase")
    with pytest.raises(Nobody):
        await persons.whose(LIN.telegram)


KILLED = """
import asyncio, os, sys
from pathlib import Path
from storage.codec import encode_inbound
from storage.database import Database, Rows
from storage.sqlite.persons.persons import SqlitePersons

async def erase(path, number, left):
    def count(_statement):
        nonlocal left
        left -= 1
        if left == 0:
            os._exit(9)

    database = await Database.open(Path(path))
    persons = SqlitePersons(database, is_running=False, clock=lambda: 1.0)
    person = await persons.whose(number)
    await database.transact(lambda connection: connection.set_trace_callback(count))
    await persons.erase(person, "kefu contacts erase")

asyncio.run(erase(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
"""


@pytest.mark.parametrize("statements", [20, 70, 90])
async def test_an_erasure_whose_process_is_killed_runs_again(
    shop: Database, open_database: OpenDatabase, tmp_path: Path, statements: int
) -> None:
    before = await dumped(shop)
    await shop.close()
    words = [sys.executable, "-c", KILLED, str(tmp_path / "var/kefu.db"), str(LIN.conversation), str(statements)]
    killed = await asyncio.to_thread(subprocess.run, words, check=False, capture_output=True)
    assert killed.returncode == 9, killed.stderr
    database = await open_database()
    assert await dumped(database) == before
    persons = persons_of(database)
    await persons.erase(await persons.whose(LIN.telegram), "kefu contacts erase")
    with pytest.raises(Nobody):
        await persons.whose(LIN.telegram)


async def test_whoever_is_linked_meanwhile_is_not_erased_by_half(shop: Database) -> None:
    persons = persons_of(shop)
    person = await persons.whose(LIN.telegram)
    await shop.transact(
        lambda connection: connection.execute(
            "INSERT INTO identities (channel, account_id, contact_id) VALUES ('slack', 'U1', ?)", (LIN.contact,)
        ).close()
    )
    before = await dumped(shop)
    with pytest.raises(Conflict, match="try again"):
        await persons.erase(person, "kefu contacts erase")
    assert await dumped(shop) == before


LONG = "INSERT INTO messages (conversation_id, kind, author, author_name, text, at) VALUES (0, '', '', '', ?, 1)"


async def test_a_backup_that_is_under_way_has_nothing_of_them_either(shop: Database, tmp_path: Path) -> None:
    await shop.write(Rows(LONG, [("x" * 2000,)] * 5000))
    backup = asyncio.ensure_future(shop.back_up(tmp_path / "copy.db"))
    await until(lambda: (tmp_path / "copy.db").exists())
    persons = persons_of(shop)
    await persons.erase(await persons.whose(LIN.telegram), "kefu contacts erase")
    assert await persons.scrub()
    assert not backup.done()
    await backup
    copy = (tmp_path / "copy.db").read_bytes()
    assert LIN.secret.encode() not in copy
    assert WANG.secret.encode() in copy


async def test_numbers_of_what_was_erased_are_never_given_out_again(
    shop: Database, open_database: OpenDatabase
) -> None:
    persons = persons_of(shop)
    last = max(number for (number,) in await shop.read("SELECT id FROM conversations"))
    for each in (LIN, WANG):
        await persons.erase(await persons.whose(each.telegram), "kefu contacts erase")
    assert SqliteStore(await open_database()).next_number() == last + 1


@pytest.mark.parametrize("is_running", [True, False])
async def test_what_waits_to_be_answered_is_left_to_the_running_kefu(shop: Database, is_running: bool) -> None:
    persons = persons_of(shop, is_running=is_running)
    await persons.erase(await persons.whose(LIN.telegram), "kefu contacts erase")
    waiting = await shop.read("SELECT key FROM inbox WHERE handled_at IS NULL ORDER BY key")
    assert waiting == ([("wait-3",)] if is_running else []) + [("wait-5",)]


def unlink(connection: sqlite3.Connection) -> None:
    """林's WeChat is somebody else's from now on."""
    connection.execute("UPDATE identities SET contact_id = ? WHERE account_id = ?", (LIN.linked, LIN.wechat.account_id))
    connection.execute("UPDATE links SET undone_at = 1 WHERE into_contact = ?", (LIN.contact,))


async def test_what_was_said_on_an_account_that_is_linked_no_more_goes_too(shop: Database) -> None:
    def said_by_wechat(connection: sqlite3.Connection) -> None:
        unlink(connection)
        connection.execute(
            "INSERT INTO messages (conversation_id, kind, author, author_name, text, at, via)"
            " VALUES (?, 'incoming', 'contact', '', 'by wechat', 1, ?)",
            (LIN.conversation, str(LIN.wechat)),
        )

    await shop.transact(said_by_wechat)
    persons = persons_of(shop)
    own = await persons.told(LIN.telegram, with_notes=False)
    assert "by wechat" not in json.dumps(own.kinds["transcript"])
    theirs = await persons.told(LIN.wechat, with_notes=False)
    assert [entry["text"] for entry in theirs.kinds["transcript"]] == ["by wechat"]
    await persons.erase(await persons.whose(LIN.wechat), "kefu contacts erase")
    left = await shop.read("SELECT text FROM messages WHERE conversation_id = ?", (LIN.conversation,))
    assert len(left) == 3
    assert ("by wechat",) not in left


async def test_where_another_one_was_answered_is_forgotten_with_the_account_that_was_theirs(shop: Database) -> None:
    """Linked for a while, staff answered them on it."""
    await shop.transact(unlink)
    persons = persons_of(shop)
    await persons.erase(await persons.whose(LIN.wechat), "kefu contacts erase")
    [left, wangs] = [body for (body,) in await shop.read("SELECT body FROM cases ORDER BY conversation_id")]
    assert LIN.wechat.account_id not in left
    assert json.loads(left)["reason"] == "asked"
    assert json.loads(wangs)["answer_chat"] == WANG.wechat.account_id


async def test_something_under_way_is_named(database: Database) -> None:
    busy = Somebody(7, "busy", status="open", returned="awaiting_shipment")
    await database.transact(busy.write)
    plan = await persons_of(database).plan(busy.conversation)
    assert [(each.what, each.number, each.status) for each in plan.under_way] == [
        ("return", busy.rma, "awaiting_shipment"),
        ("desk", str(busy.conversation), "open"),
    ]


async def test_a_person_is_told_everything_and_staffs_notes_only_when_wished(shop: Database) -> None:
    persons = persons_of(shop)
    told = await persons.told(LIN.wechat, with_notes=False)
    empty = [kind for kind, rows in told.kinds.items() if not rows]
    assert empty == []
    assert told.photos == (LIN.photo,)
    assert kinds_of_entries(told) == ["incoming", "outgoing"]
    assert told.kinds["transcript"][1]["author_name"] == "小美"
    text = json.dumps(told.kinds, ensure_ascii=False)
    assert "Notiz" not in text
    assert "held" not in text
    assert "telegram:9" not in text, "staff are told by their names, not by their accounts"
    everything = await persons.told(LIN.wechat, with_notes=True)
    assert kinds_of_entries(everything) == ["incoming", "outgoing", "note"]
    assert everything.kinds["staff_notes"][0]["text"] == f"Notiz {LIN.secret}"
    assert (told.kinds["tasks"][0]["note"], everything.kinds["tasks"][0]["note"]) == (None, LIN.words)
    assert WANG.secret not in text + json.dumps(everything.kinds, ensure_ascii=False)


TIMER_ROW = "INSERT INTO timers (conversation_id, name, due_at, payload) VALUES (?, ?, ?, '')"
INBOX_ROW = "INSERT INTO inbox (channel, key, body, accepted_at, handled_at) VALUES ('telegram', 'timer:7', ?, ?, ?)"


async def test_a_person_is_told_how_they_were_judged(shop: Database) -> None:
    judged = "UPDATE cases SET team = 'care', body = json_set(body, '$.priority', 'high', '$.angry', json('true'))"
    await shop.transact(lambda connection: connection.execute(judged).close())
    told = await persons_of(shop).told(LIN.telegram, with_notes=False)
    [case], [survey] = told.kinds["handed_to_staff"], told.kinds["surveys"]
    assert (case["reason"], case["team"], case["priority"], case["angry"]) == ("asked", "care", "high", 1)
    assert (survey["value"], survey["low"], survey["tier"]) == (100, 0, "")


MOVE_ROW = (
    "INSERT INTO rma_events (number, at, actor, actor_name, after, why, details) VALUES (?, ?, ?, '小美', ?, ?, '{}')"
)


@pytest.mark.parametrize(
    ("actor", "after", "is_told"),
    [
        ("telegram:9", "inspected", False),
        ("telegram:9", "refunded", False),
        ("telegram:9", "declined", True),
        ("telegram:9", "cancelled", True),
        ("policy", "approved", True),
        ("contact", "cancelled", True),
    ],
)
async def test_of_a_return_a_person_is_told_why_unless_staff_noted_it_for_themselves(
    shop: Database, actor: str, after: str, *, is_told: bool
) -> None:
    await shop.write(Rows(MOVE_ROW, [(LIN.rma, NOW, actor, after, "Notiz")]))
    told = await persons_of(shop).told(LIN.telegram, with_notes=False)
    everything = await persons_of(shop).told(LIN.telegram, with_notes=True)
    assert told.kinds["return_events"][-1]["why"] == ("Notiz" if is_told else "")
    assert everything.kinds["return_events"][-1]["why"] == "Notiz"


async def test_what_staff_had_done_by_a_timer_is_no_message_of_the_persons(shop: Database) -> None:
    """It names an account of staff, and may hold a note of theirs."""
    timer = Inbound(
        identity=LIN.telegram,
        key="timer:7",
        kind=Kind.TIMER,
        chat_id="c",
        text='{"by": "telegram:9", "note": "Notiz"}',
        payload="task:act:1:telegram:9",
        sent_at=NOW,
    )
    await shop.write(Rows(INBOX_ROW, [(encode_inbound(timer), NOW, NOW)]))
    await shop.write(Rows(TIMER_ROW, [(LIN.conversation, "feedback:1:telegram:9", NOW)]))
    told = await persons_of(shop).told(LIN.telegram, with_notes=False)
    assert "telegram:9" not in json.dumps(told.kinds)
    assert "Notiz" not in json.dumps(told.kinds)
    assert told.kinds["received_messages"] != []
    assert "feedback" in [row["about"] for row in told.kinds["pending_timers"]]


def kinds_of_entries(told: Told) -> list[str]:
    return [entry["kind"] for entry in told.kinds["transcript"]]


async def test_somebody_is_found_by_each_thing_that_an_operator_may_hold(shop: Database) -> None:
    persons = persons_of(shop)
    for text in (str(LIN.telegram), str(LIN.wechat), f"#{LIN.second}", str(LIN.conversation), "linden", " a3 "):
        assert [each.contact_id for each in await persons.find(text, 10)] == [LIN.contact], text
    assert sorted(each.contact_id for each in await persons.find("名", 10)) == [LIN.contact, WANG.contact]
    for text in ("%", "telegram:nobody", "#999", "'; DROP TABLE contacts", "99999999999999999999", "telegram:"):
        assert await persons.find(text, 10) == [], text


NAMED_LIN = """
INSERT INTO conversations (id, channel, account_id, chat_id, name, status, owner_ref, state, messages, last_message_at,
                           blocked, created_at)
VALUES (?, 'telegram', ?, '', '林小满', 'resolved', '', '{}', 1, ?, 0, 1)
"""


async def test_by_a_name_the_latest_of_all_are_found_though_they_are_looked_for_in_ranges(database: Database) -> None:
    wrote = {1: 30.0, RANGE: 10.0, RANGE + 1: 50.0, 2 * RANGE + 1: 40.0}
    await database.write(
        Rows("INSERT INTO identities VALUES ('telegram', ?, ?)", [(f"u{number}", number) for number in wrote]),
        Rows(NAMED_LIN, [(number, f"u{number}", at) for number, at in wrote.items()]),
    )
    persons = persons_of(database)
    assert [each.contact_id for each in await persons.find("小满", 3)] == [RANGE + 1, 2 * RANGE + 1, 1]


@given(st.text(max_size=40))
def test_whatever_is_typed_is_an_account_a_number_or_neither(text: str) -> None:
    who = who_of(text)
    if isinstance(who, Identity):
        assert str(who) == text or re.search("[\ud800-\udfff]", text)
    elif who is not None:
        assert 0 <= who < 2**63


async def test_a_name_that_is_in_every_message_takes_nobody_elses_work_away(database: Database) -> None:
    """As JSON calls its fields, so that a careless search would find it everywhere."""
    await database.transact(LIN.write)
    await database.transact(
        lambda connection: connection.execute("UPDATE conversations SET name = 'content' WHERE id = 300").close()
    )
    await database.transact(WANG.write)
    await database.transact(
        lambda connection: connection.execute("UPDATE outbox SET settled_at = NULL WHERE id = 6").close()
    )
    persons = persons_of(database)
    others = (await persons.plan(WANG.telegram)).counts
    await persons.erase(await persons.whose(LIN.telegram), "kefu contacts erase")
    assert (await persons.plan(WANG.telegram)).counts == others


@pytest.mark.parametrize(
    ("name", "said", "is_meant"),
    [
        ("Li", "ask Li again", True),
        ("Li", "Li: 您好", True),
        ("Li", "请转给Li处理", True),
        ("Li", "Listen, a reliable one", False),
        ("王明", "和王明说过了", True),
        ("Ann-", "Ann-Marie", True),
    ],
)
def test_a_short_name_is_found_as_a_word_and_not_within_others(name: str, said: str, is_meant: bool) -> None:
    assert bool(re.search(whole(name), said)) == is_meant


async def test_a_large_inbox_is_looked_through_to_its_end(database: Database) -> None:
    await database.transact(LIN.write)
    await database.transact(lambda connection: connection.execute("UPDATE inbox SET id = id * 9000").close())
    counts = (await persons_of(database).plan(LIN.telegram)).counts
    assert counts["inbox"] == 3
