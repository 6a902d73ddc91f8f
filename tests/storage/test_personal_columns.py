"""No column of any table is forgotten: each is told or not, goes or stays, for a reason; and all of it has its time."""

import re
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from config.sections import Retention
from storage.database import Database
from storage.migrating import migrate
from storage.photo_store import PhotoStore
from storage.proofs import DAY
from storage.sqlite import SqliteStore
from storage.sqlite.lapsing import forget_lapsed
from storage.sqlite.persons.persons import SqlitePersons
from storage.sqlite.persons.tables import TABLES
from tests.storage.persons import NOW, Somebody

LIN = Somebody(3, "Lindenstr-42")
ALWAYS = 1e12
README = Path(__file__).parents[2] / "README.md"
OURS = frozenset(
    {"id", "contact_id", "conversation_id", "case_id", "survey_id", "feedback_id", "from_contact", "into_contact"}
)
"""Numbers by which our rows find each other."""

UNTOLD: Mapping[str, frozenset[str]] = {
    "inbox": frozenset({"key"}),  # the platform's number of it
    "outbox": frozenset({"answers", "attempts", "due_at", "external_id", "parts_sent"}),  # how it was delivered
    "messages": frozenset({"external_id"}),  # the platform's number of it
    "contact_notes": frozenset({"author"}),  # an account of staff, who are told by name
    "copies": frozenset(
        {"at", "contact_chat", "contact_message", "desk_chat", "desk_message", "outbox_id", "to_desk"}
    ),  # the platforms' numbers of what is told elsewhere
    "desk_threads": frozenset({"at", "thread"}),  # the platform's numbers of topics
    "timers": frozenset({"payload"}),  # may name an account of staff
    "surveys": frozenset({"agents"}),  # accounts of staff
    "feedback": frozenset({"answered_by"}),  # likewise
    "tasks": frozenset(
        {"answer_by", "owner", "remind_at", "reminded_at", "reminders", "settled_by"}
    ),  # likewise, and when
    "reporting_events": frozenset({"agent", "business_value"}),  # likewise, and `value` in opening hours
    "rmas": frozenset({"account_id", "changed_at", "channel", "opened_at", "order_number", "version"}),  # of the body
    "photos": frozenset({"account_id", "channel", "named"}),  # which account is told with the request
    "proof_locks": frozenset({"subject"}),  # that they are the subject
    "quota": frozenset({"act", "size"}),  # what opened the window, and how large it was
    "private_topics": frozenset({"account_id", "channel", "topic"}),  # the platform's number of a topic
    "link_codes": frozenset({"hash"}),  # of a code
    # The other side may be somebody else: who declined, or was only asked. Those that are theirs are `accounts`.
    "links": frozenset(
        {"first_account", "first_agreed_at", "first_channel", "moved_account", "moved_channel", "proposed_by"}
        | {"second_account", "second_agreed_at", "second_channel", "undone_by"}
    ),
    "conversations": frozenset({"owner_kind", "owner_ref", "thread"}),  # who of staff has it, and where
    "contacts": frozenset({"last_agent"}),  # an account of staff
}
STAYS: Mapping[str, frozenset[str]] = {
    "surveys": frozenset(
        {"agents", "answered_at", "asked_at", "campaign", "channel", "language", "low", "reasons", "reminded_at"}
        | {"score", "survey", "team", "tier", "valid_until", "value", "status"}
    ),
    "feedback": frozenset({"answered_at", "answered_by", "at", "channel", "language", "severity", "team", "topic"}),
    "tasks": frozenset(
        {"answer_by", "answered_at", "asked_again_at", "due_at", "kind", "opened_at", "owner", "remind_at"}
        | {"reminded_at", "reminders", "said", "settled_at", "settled_by", "severity", "team"}
    ),
    "campaign_targets": frozenset({"channel", "due_at", "run_id"}),
    "reporting_events": frozenset({"agent", "at", "business_value", "channel", "name", "script", "team", "value"}),
    "rma_events": frozenset({"actor", "after", "at", "before", "number"}),
    "rmas": frozenset({"changed_at", "channel", "number", "opened_at", "order_number", "status", "version"}),
}
"""Figures, times, and what staff did: with the rest gone they are about nobody."""
OF_NOBODY: Mapping[str, frozenset[str]] = {
    "orders": frozenset(
        {"currency", "email", "import_id", "lines", "name", "number", "phone", "placed_at", "shipments", "status"}
        | {"tier", "total"}
    ),  # the shop's own book: see TABLES
    "closed_topics": frozenset({"chat", "topic"}),  # of the desk, and the platform's number of a topic
    "order_imports": frozenset({"visible"}),
    "rma_pieces": frozenset({"line", "number", "order_number", "quantity"}),
    "campaign_runs": frozenset(
        {"audience", "campaign", "done_at", "ends_at", "gather_until", "gathered_to", "scheduled_at", "started_at"}
        | {"started_by", "status", "stopped_by", "told"}
    ),
    "campaign_schedules": frozenset({"campaign", "cron", "followed_to"}),
    "agents": frozenset({"account", "away_since", "away_until", "name", "seen_at"}),
    "swaps": frozenset(
        {"back_begins", "back_ends", "begins", "decided_by", "ends", "expires_at", "giver", "place", "proposed_at"}
        | {"status", "taker"}
    ),
    "bookmarks": frozenset({"name", "value"}),
    "last_ids": frozenset({"name"}),
    "erasures": frozenset({"at", "command", "counts"}),
    "migrations": frozenset({"name", "applied_at"}),
}


def columns() -> Mapping[str, frozenset[str]]:
    """As the migrations make them."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection)
        return {name: _names(connection.execute(f"PRAGMA table_info({name})")) for name in TABLES}


def _names(rows: Iterable[tuple[object, ...]]) -> frozenset[str]:
    return frozenset(str(row[1]) for row in rows) - OURS


COLUMNS = columns()
PERSONAL = [name for name, table in TABLES.items() if table.theirs]


@pytest.mark.parametrize("name", PERSONAL)
def test_each_column_about_somebody_is_told_to_them_or_is_not_for_a_reason(name: str) -> None:
    told = {each for each in COLUMNS[name] if re.search(rf"\b{each}\b", TABLES[name].told)}
    assert COLUMNS[name] - told == UNTOLD.get(name, frozenset()), (
        f"tell it in `told` of TABLES[{name!r}], or say in UNTOLD why not"
    )


@pytest.mark.parametrize("name", [name for name in PERSONAL if TABLES[name].unnamed])
def test_each_column_of_a_row_that_outlives_them_is_emptied_or_stays_for_a_reason(name: str) -> None:
    emptied = {*re.findall(r"(\w+) =", TABLES[name].unnamed)}
    assert COLUMNS[name] - emptied == STAYS[name], (
        f"empty it in `unnamed` of TABLES[{name!r}], or put it into STAYS if nothing in it leads to anybody"
    )


@pytest.mark.parametrize("name", [name for name, table in TABLES.items() if not table.theirs])
def test_each_column_of_a_table_about_nobody_is_known(name: str) -> None:
    assert COLUMNS[name] == OF_NOBODY[name], f"if it is about a customer, TABLES[{name!r}] needs `theirs`"


def test_every_time_that_can_be_set_is_in_the_table_of_the_readme() -> None:
    rows = [line for line in README.read_text("utf-8").splitlines() if line.startswith("|")]
    for name in Retention.model_fields:
        assert any(f"retention.{name}`" in line for line in rows), name


async def left(database: Database, *texts: str) -> set[tuple[str, str]]:
    """Tables and columns in which any of these still stands."""
    found: set[tuple[str, str]] = set()
    for name in TABLES:
        titles = [str(row[1]) for row in await database.read(f"PRAGMA table_info({name})")]
        for row in await database.read(f"SELECT * FROM {name}"):  # noqa: S608 - our own names
            found |= {
                (name, title)
                for title, value in zip(titles, row, strict=True)
                if isinstance(value, str) and any(text in value for text in texts)
            }
    return found


async def changed(database: Database, statement: str) -> None:
    await database.transact(lambda connection: connection.execute(statement).close())


OVER = (
    "UPDATE inbox SET handled_at = accepted_at",
    "UPDATE tasks SET ended_at = opened_at",
    "UPDATE surveys SET answered_at = asked_at",
    "UPDATE campaign_runs SET done_at = 1",
    "DELETE FROM timers",
)
"""What does not end by itself, but by what kefu does when it is due."""
ONLY_WITH_THE_CONTACT = {
    *((name, "account_id") for name in ("identities", "conversations", "private_topics")),
    *(("links", column) for column in ("first_account", "second_account", "moved_account")),
    *(("conversations", column) for column in ("chat_id", "name")),
    ("private_topics", "topic"),
    ("contact_tags", "tag"),
    ("reporting_events", "details"),
}


async def test_everything_about_a_customer_has_its_time(database: Database, tmp_path: Path) -> None:
    await database.transact(LIN.write)
    for statement in OVER:
        await changed(database, statement)
    said = (LIN.secret, LIN.telegram.account_id, LIN.wechat.account_id)
    await SqliteStore(database).purge(ALWAYS, ALWAYS, ALWAYS)
    await forget_lapsed(database, DAY, ALWAYS)
    await PhotoStore(database, tmp_path / "photos").sweep(ALWAYS, ALWAYS)
    assert await left(database, *said) == ONLY_WITH_THE_CONTACT
    persons = SqlitePersons(database, is_running=True, clock=lambda: NOW + DAY)
    async for contacts in persons.silent(NOW + 1):
        await persons.erase_silent(contacts, NOW + 1, "retention.contacts_days")
    assert await left(database, *said) == set()
