"""What counts for a while only does not stay in a shop that falls quiet."""

import random

from storage.database import Database
from storage.inbound import Identity
from storage.links import CodeShown
from storage.order_book import OrderBook
from storage.proofs import DAY, Proofs
from storage.quota import Allowance, Quota
from storage.sqlite import links
from storage.sqlite.lapsing import forget_lapsed
from storage.sqlite.links import SqliteLinks
from tests.storage.samples import LIN, ORDER

TABLES = ("proofs", "proof_attempts", "proof_locks", "link_codes", "link_attempts", "quota")
WINDOW = 900.0


async def used(database: Database) -> None:
    """In the first moment: an order proven, orders and codes guessed at, a code shown, a window opened."""
    book = OrderBook(database)
    await book.import_orders([ORDER])
    proofs = Proofs(database, book, window=WINDOW)
    linking = SqliteLinks(database, choice=random.Random(1).choice, window=WINDOW)
    await proofs.prove(LIN, 1, "A10086", "5678", 0.0)
    for _ in range(6):
        await proofs.prove(Identity("slack", "wang"), 2, "A10086", "0000", 0.0)
    await linking.check(LIN, 1, "BCDF-GHJK", 0.0)
    shown = CodeShown(identity=LIN, hash=linking.hashed("WXYZ-2345"), at=0.0, expires_at=300.0)
    await database.write(*links.rows([shown]))
    await Quota(database).opened("openid", Allowance("message", 5, 3600.0), "act", 0.0)


async def left(database: Database) -> set[str]:
    return {name for name in TABLES if await database.read(f"SELECT 1 FROM {name} LIMIT 1")}  # noqa: S608 - our own names


async def test_each_is_forgotten_once_it_counts_no_more_though_nobody_comes_to_use_it(database: Database) -> None:
    await used(database)
    moments = {0.0: set(TABLES), 301.0: {"proofs", "proof_attempts", "proof_locks", "link_attempts", "quota"}}
    moments |= {
        WINDOW: {"proofs", "proof_attempts", "quota"},
        30 * DAY - 1: {"proofs", "proof_attempts"},
        30 * DAY: set(),
    }
    for now, kept in moments.items():
        await forget_lapsed(database, WINDOW, now)
        assert await left(database) == kept, now
