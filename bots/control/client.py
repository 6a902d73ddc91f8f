"""The command line's side."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import aiohttp
from aiohttp import web

from bots.control.address import address_of
from bots.control.wire import json_lines, query_as, stretch_as, verdict_of
from bots.orders_file.problems import BadOrders, RowProblem
from bots.persons import wire
from bots.words import Said
from storage.campaigns import Standing
from storage.codec import event_of, rma_of
from storage.errors import Conflict, StorageFailed
from storage.order_book import Imported
from storage.orders import Order
from storage.persons import Bought, Erasure, Nobody, Person, Plan, Told, Wanted, Who
from storage.reports import Fact, Place, Verdict
from storage.returns import ReturnQuery, Rma, RmaEvent
from storage.store import Undelivered

T = TypeVar("T")

PATIENCE = 5.0
"""Seconds after which whoever typed the command wants to know what it waits for."""
LONGEST = 600.0
"""Seconds, for what does not take the longer the more there is."""


class NotReachable(Exception):
    """No running kefu answers at this socket, or none that this command understands."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said

    def told(self, language: str) -> str:
        return self.said.told(language)


class Control:
    """What it asks of the running kefu. Raises NotReachable."""

    def __init__(
        self,
        path: Path,
        say: Callable[[str], None],
        language: str = "en",
        patience: float = PATIENCE,
        longest: float = LONGEST,
    ) -> None:
        """`say` is told, once, what is waited for. `language`: of the terminal."""
        self.path = path
        self._say = say
        self._language = language
        self._patience = patience
        self._longest = longest
        self._has_said = False

    async def import_orders(
        self, chunks: Iterable[Sequence[Order]], sent: Callable[[int], None], before: float
    ) -> Imported:
        """All of them or none; `sent` is called with how many more are on their way. Raises BadOrders."""
        asked, body = {"before": str(before)}, json_lines(chunks, sent)
        return await self.ask(
            lambda counted: Imported(**counted), "POST", "/orders", has_end=False, params=asked, data=body
        )

    async def undelivered(self, limit: int) -> list[Undelivered]:
        return await self.ask(each(lambda row: Undelivered(**row)), "GET", f"/outbox?limit={limit}")

    async def retry(self, ids: Sequence[int] | None) -> list[int]:
        wish = {"ids": ids if ids is None else list(ids)}
        return await self.ask(lambda done: list(done["retried"]), "POST", "/outbox/retry", json=wish)

    async def newest(self, query: ReturnQuery, limit: int) -> list[Rma]:
        return await self.rmas(query_as(query) | {"limit": str(limit)})

    async def following(self, number: str, query: ReturnQuery, limit: int) -> list[Rma]:
        return await self.rmas(query_as(query) | {"limit": str(limit), "after": number})

    async def with_events(self, number: str) -> tuple[Rma, list[RmaEvent]] | None:
        def read(found: Any) -> tuple[Rma, list[RmaEvent]] | None:
            return (rma_of(found["rma"]), each(event_of)(found["events"])) if found else None

        return await self.ask(read, "GET", f"/returns/{quote(number, safe='')}")

    async def facts(self, name: str, after: Place, until: float) -> list[Fact]:
        asked = stretch_as(after, until)
        return await self.ask(
            each(lambda fact: Fact(**fact)), "GET", f"/report/facts/{quote(name, safe='')}", params=asked
        )

    async def verdicts(self, after: Place, until: float) -> list[Verdict]:
        return await self.ask(each(verdict_of), "GET", "/report/verdicts", params=stretch_as(after, until))

    async def names(self) -> Mapping[str, str]:
        return await self.ask(dict, "GET", "/report/names")

    async def standings(self) -> list[Standing]:
        return await self.ask(each(lambda standing: Standing(**standing)), "GET", "/campaigns")

    async def find(self, text: str, limit: int) -> list[Person]:
        return await self.ask(each(wire.person_of), "GET", "/contacts", params={"text": text, "limit": str(limit)})

    async def told(self, who: Who, *, with_notes: bool) -> Told:
        asked = {"who": wire.named(who), "notes": "1" if with_notes else "0"}
        return await self.ask(wire.told_of, "GET", "/contacts/told", params=asked)

    async def photo(self, photo_id: str) -> bytes | None:
        return await self.ask(lambda found: found, "GET", f"/contacts/photo/{quote(photo_id, safe='')}")

    async def plan(self, who: Who) -> Plan:
        return await self.ask(wire.plan_of, "GET", "/contacts/plan", params={"who": wire.named(who)})

    async def erase(self, who: Who, *, force: bool, command: str) -> Erasure[Plan]:
        wish = {"who": wire.named(who), "force": force, "command": command}
        return await self.ask(lambda done: wire.erasure_of(done, wire.plan_of), "POST", "/contacts/erase", json=wish)

    async def bought(self, wanted: Wanted) -> Bought:
        return await self.ask(wire.bought_of, "POST", "/orders/bought", has_end=False, json=asdict(wanted))

    async def erase_orders(self, numbers: Sequence[str], *, command: str) -> Erasure[Bought]:
        """It waits for an import that is under way."""
        wish = {"numbers": list(numbers), "command": command}
        return await self.ask(
            lambda done: wire.erasure_of(done, wire.bought_of), "POST", "/orders/erase", has_end=False, json=wish
        )

    async def back_up(self, target: Path) -> None:
        """Into this absolute path. Raises StorageFailed."""
        await self.ask(dict, "POST", "/backup", has_end=False, json={"target": str(target)})

    async def rmas(self, fields: Mapping[str, str]) -> list[Rma]:
        return await self.ask(each(rma_of), "GET", "/returns", params=fields)

    async def ask(self, read: Callable[[Any], T], method: str, path: str, *, has_end: bool = True, **body: Any) -> T:
        """`has_end`: it takes no longer the more the shop has. What does is waited for: whoever waits was told so."""
        timeout = aiohttp.ClientTimeout(total=self._longest if has_end else None)
        headers = {"Accept-Language": self._language}
        try:
            with self._waiting(), address_of(self.path) as address:
                async with (
                    aiohttp.ClientSession(connector=aiohttp.UnixConnector(path=address), timeout=timeout) as session,
                    session.request(method, f"http://kefu{path}", headers=headers, **body) as response,
                ):
                    return await understood(response, read)
        except (aiohttp.ClientError, OSError) as error:
            raise NotReachable(Said("not_answering", {"path": self.path, "error": type(error).__name__})) from error

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        timer = asyncio.get_running_loop().call_later(self._patience, self._say_what_for)
        try:
            yield
        finally:
            timer.cancel()

    def _say_what_for(self) -> None:
        if not self._has_said:
            self._say(Said("waiting", {"path": self.path}).told(self._language))
        self._has_said = True


def each(read: Callable[[Any], T]) -> Callable[[Any], list[T]]:
    return lambda rows: [read(row) for row in rows]


async def understood(response: aiohttp.ClientResponse, read: Callable[[Any], T]) -> T:
    """What cannot be read comes from a kefu that was started before the command was installed, or from a newer one."""
    try:
        return read(await answer_of(response))
    except (LookupError, TypeError, ValueError) as error:
        raise NotReachable(Said("another_version")) from error


async def answer_of(response: aiohttp.ClientResponse) -> Any:
    if response.status == web.HTTPBadRequest.status_code:
        raise BadOrders([RowProblem(0, Said("refused_by_kefu", {"why": (await response.json())["error"]}))])
    if response.status == web.HTTPNotFound.status_code:
        raise Nobody if response.content_type == "application/json" else LookupError(response.url.path)
    if response.status == web.HTTPConflict.status_code:
        raise Conflict(wire.crossed((await response.json())["error"]))
    if response.status == web.HTTPInsufficientStorage.status_code:
        raise StorageFailed((await response.json())["error"])
    response.raise_for_status()
    if response.status == web.HTTPNoContent.status_code:
        return None
    return await (response.json() if response.content_type == "application/json" else response.read())
