"""What counts for a while only is forgotten by whoever uses it next; and every night, since nobody may."""

from storage import proofs, quota
from storage.database import Database, Rows
from storage.sqlite import links


async def forget_lapsed(database: Database, window: float, now: float) -> None:
    """`window`: the seconds in which attempts to guess count."""
    await database.write(
        Rows(proofs.FORGET_PROOFS, [(now,)]),
        Rows(proofs.FORGET_ATTEMPTS, [(now - max(window, proofs.MONTH),)]),
        Rows(proofs.FORGET_LOCKS, [(now,)]),
        Rows(links.FORGET_CODES, [(now,)]),
        Rows(links.FORGET_ATTEMPTS, [(now - window,)]),
        Rows(quota.FORGET, [(now,)]),
    )
