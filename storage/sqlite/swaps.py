"""Swaps of shifts. The agreed ones are few, and remembered: who is on duty is asked while nobody can wait."""

from collections.abc import Iterable, Sequence
from typing import Any

from storage.database import Claim, Database, Rows
from storage.swaps import Span, Swap, SwapStatus

COLUMNS = """
id, giver, taker, begins, ends, back_begins, back_ends, proposed_at, expires_at, status, decided_by, place
"""
PROPOSE = f"INSERT INTO swaps ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - our own names
DECIDE = "UPDATE swaps SET status = ?2, decided_by = ?3, place = ?4 WHERE id = ?1 AND status = 'proposed'"
AGREE = f"{DECIDE} AND NOT EXISTS (SELECT 1 FROM swaps WHERE place >= ?4)"  # noqa: S608 - our own statement
DROP = "UPDATE swaps SET status = ?2 WHERE id = ?1 AND status IN ('proposed', 'agreed')"
AGREED = f"SELECT {COLUMNS} FROM swaps WHERE status = 'agreed' ORDER BY place"  # noqa: S608 - our own names
PROPOSED = f"SELECT {COLUMNS} FROM swaps WHERE status = 'proposed' ORDER BY id"  # noqa: S608 - our own names
BY_ID = f"SELECT {COLUMNS} FROM swaps WHERE id = ?"  # noqa: S608 - our own names
LAST_PLACE = "SELECT coalesce(max(place), 0) FROM swaps"


class SqliteSwaps:
    """A `SwapDoor`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._agreed: dict[int, Swap] = {}
        self._last_place = 0

    async def load(self) -> None:
        self._agreed = {swap.id: swap for swap in map(_swap, await self._database.look_up(AGREED))}
        ((self._last_place,),) = await self._database.look_up(LAST_PLACE)

    def written(self, swaps: Iterable[Swap]) -> None:
        """By a commit that is durable."""
        for each in swaps:
            self._last_place = max(self._last_place, each.place)
            if each.status is SwapStatus.AGREED:
                self._agreed[each.id] = each
            else:
                self._agreed.pop(each.id, None)

    def agreed(self) -> Sequence[Swap]:
        return sorted(self._agreed.values(), key=lambda each: each.place)

    def next_place(self) -> int:
        return self._last_place + 1

    async def proposed(self) -> Sequence[Swap]:
        return [_swap(row) for row in await self._database.look_up(PROPOSED)]

    async def by_id(self, swap_id: int) -> Swap | None:
        found = await self._database.look_up(BY_ID, (swap_id,))
        return _swap(found[0]) if found else None

    def next_id(self) -> int:
        return self._database.ids.next("swaps")


def rows(swaps: Iterable[Swap]) -> list[Rows]:
    proposed = [_row(each) for each in swaps if each.status is SwapStatus.PROPOSED]
    return [Rows(PROPOSE, proposed)] if proposed else []


def guards(swaps: Iterable[Swap]) -> list[Claim]:
    """What is decided once is not decided again."""
    return [_decided(each) for each in swaps if each.status is not SwapStatus.PROPOSED]


def _decided(swap: Swap) -> Claim:
    if swap.status is SwapStatus.DROPPED:
        return Claim(DROP, (swap.id, swap.status))
    sql = AGREE if swap.status is SwapStatus.AGREED else DECIDE
    return Claim(sql, (swap.id, swap.status, swap.decided_by, swap.place))


def _row(swap: Swap) -> tuple[Any, ...]:
    back = (swap.back.begins, swap.back.ends) if swap.back else (None, None)
    return (
        swap.id,
        swap.giver,
        swap.taker,
        swap.shift.begins,
        swap.shift.ends,
        *back,
        swap.proposed_at,
        swap.expires_at,
        swap.status,
        swap.decided_by,
        swap.place,
    )


def _swap(row: tuple[Any, ...]) -> Swap:
    return Swap(
        id=row[0],
        giver=row[1],
        taker=row[2],
        shift=Span(row[3], row[4]),
        back=None if row[5] is None else Span(row[5], row[6]),
        proposed_at=row[7],
        expires_at=row[8],
        status=SwapStatus(row[9]),
        decided_by=row[10],
        place=row[11],
    )
