"""A database as it is after years: so many customers, each with an order of theirs, and what was said and sent.

Written past kefu, a table at a time: a million customers who came in by its doors would take hours.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from storage.codec import encode_order
from storage.database import Database
from storage.order_book import INSERT as INSERT_ORDER
from tests.benchmarks.loads import Load, order_number
from tests.benchmarks.shop import DAY, order

IMPORT = 1
SAID = ("Good morning!", "Welcome back. What can I do for you?", "Where is my parcel?", "It left the hub yesterday.")
"""By the customer and by the bot in turn."""

CONTACT = "INSERT INTO contacts (id, created_at) VALUES (?, ?)"
IDENTITY = "INSERT INTO identities (channel, account_id, contact_id) VALUES (?, ?, ?)"
CONVERSATION = """
INSERT INTO conversations (id, channel, account_id, chat_id, name, language, status, owner_kind, owner_ref, state,
                           messages, last_message_at, blocked, created_at)
VALUES (?, ?, ?, ?, 'Li', 'en', 'pending', 'bot', '', '{}', ?, ?, 0, ?)
"""
MESSAGE = """
INSERT INTO messages (id, conversation_id, kind, author, author_name, text, at) VALUES (?, ?, ?, ?, 'Li', ?, ?)
"""
INBOX = "INSERT INTO inbox (id, channel, key, body, accepted_at, handled_at) VALUES (?, ?, ?, '{}', ?, ?)"
OUTBOX = """
INSERT INTO outbox (id, action, channel, recipient, conversation_id, body, created_at, attempts, parts_sent, due_at,
                    fate, settled_at)
VALUES (?, 'send', ?, ?, ?, '{}', ?, 1, 1, ?, 'delivered', ?)
"""
EVENT = """
INSERT INTO reporting_events (conversation_id, name, at, details, channel) VALUES (?, 'order_lookup', ?, '{}', ?)
"""
PROOF = "INSERT INTO proofs (channel, account_id, number, until) VALUES (?, ?, ?, ?)"

Rows = Iterable[tuple[Any, ...]]


async def fill(path: Path, channel: str, load: Load, customers: int, now: float) -> None:
    await (await Database.open(path)).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -500000"):
            connection.execute(f"PRAGMA {pragma}").close()
        connection.execute("BEGIN")
        connection.execute("INSERT INTO order_imports (id, visible) VALUES (?, ?)", (IMPORT, IMPORT))
        for sql, rows in _tables(channel, load, customers, now):
            connection.executemany(sql, rows)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL").close()


def _tables(channel: str, load: Load, customers: int, now: float) -> Iterator[tuple[str, Rows]]:
    came = now - 30 * DAY
    everybody = [(account, account + 1, load.account_id(account)) for account in range(customers)]
    several = range(len(SAID))
    yield CONTACT, ((number, came) for _, number, _ in everybody)
    yield IDENTITY, ((channel, who, number) for _, number, who in everybody)
    yield CONVERSATION, ((number, channel, who, who, len(SAID), came, came) for _, number, who in everybody)
    # As they come in: what one customer said does not stand together.
    yield (
        MESSAGE,
        ((customers * nth + number, number, *_said(nth), came) for nth in several for _, number, _ in everybody),
    )
    yield INBOX, ((number, channel, f"then {number}", came, came) for _, number, _ in everybody)
    yield OUTBOX, ((number, channel, who, number, came, came, came) for _, number, who in everybody)
    yield EVENT, ((number, came, channel) for _, number, _ in everybody)
    yield PROOF, ((channel, who, order_number(account), now + DAY) for account, _, who in everybody)
    yield INSERT_ORDER, ((*encode_order(order(account, now)), IMPORT) for account, _, _ in everybody)


def _said(nth: int) -> tuple[str, str, str]:
    kind, author = ("outgoing", "bot") if nth % 2 else ("incoming", "contact")
    return kind, author, SAID[nth]
