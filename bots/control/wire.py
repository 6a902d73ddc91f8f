"""Questions and orders as they go through the socket, there and back."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from typing import Any

from bots.orders_file.json_lines import line_of
from storage.orders import Order
from storage.reports import Place, Verdict
from storage.returns import ReturnQuery, RmaStatus
from storage.surveys import SurveyStatus


def query_as(query: ReturnQuery) -> dict[str, str]:
    """What `query_in` reads."""
    fields = {"status": query.status, "since": query.since, "until": query.until}
    return {name: str(value) for name, value in fields.items() if value is not None}


def query_in(fields: Mapping[str, str]) -> ReturnQuery:
    status, until = fields.get("status"), fields.get("until")
    return ReturnQuery(
        status=RmaStatus(status) if status else None,
        since=float(fields.get("since", "0")),
        until=float(until) if until else None,
    )


def stretch_as(after: Place, until: float) -> dict[str, str]:
    """What `stretch_in` reads."""
    return {"at": str(after.at), "id": str(after.id), "until": str(until)}


def stretch_in(fields: Mapping[str, str]) -> tuple[Place, float]:
    return Place(float(fields["at"]), int(fields["id"])), float(fields["until"])


def verdict_of(fields: dict[str, Any]) -> Verdict:
    return Verdict(**{**fields, "status": SurveyStatus(fields["status"]), "agents": tuple(fields["agents"])})


async def json_lines(chunks: Iterable[Sequence[Order]], sent: Callable[[int], None]) -> AsyncIterator[bytes]:
    for orders in chunks:
        yield "".join(line_of(order) + "\n" for order in orders).encode()
        sent(len(orders))


async def numbered(chunks: AsyncIterator[bytes]) -> AsyncIterator[tuple[int, str]]:
    number, rest = 0, b""
    async for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            number += 1
            yield number, line.decode()
        # A large import must not hold up the chats: what waits on the loop goes first.
        await asyncio.sleep(0)
    if rest:
        yield number + 1, rest.decode()
