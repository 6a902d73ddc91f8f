"""What must be true of return requests after all the kills, customer by customer."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

import orjson

from bots.sandbox.phone import Screen
from storage.inbound import Identity
from storage.photo_files import folder_beside
from tests.e2e.crash.chronicle import Chronicle
from tests.e2e.crash.records import SCALARS
from tests.e2e.crash.returning import STEPS, Returner, Shop

AGENT = "telegram:77"
COURSE = [
    ("requested", "contact"),
    ("in_review", "policy"),
    ("approved", AGENT),
    ("awaiting_shipment", AGENT),
    ("shipped", "contact"),
    ("received", AGENT),
    ("inspected", AGENT),
    ("refunded", AGENT),
]
"""Every move of a request, and who made it."""
ANNOUNCED = ["已同意，等客户寄回", "客户已寄出", "已收到", "已验货", "已退款"]
"""What the topic reads of them after the card."""
SOUND = {"integrity": "ok", "unhandled": 0, "undelivered": 0}


@dataclass(frozen=True, slots=True)
class Books:
    """Return requests in kefu's own database, read once kefu is gone."""

    scalars: dict[str, Any]
    rmas: dict[Identity, list[dict[str, Any]]]
    events: dict[str, list[tuple[str | None, str, str]]]
    """By number: before, after, and who."""
    pieces: dict[str, int]
    """By order: how many are on their way back, or came back."""
    photos: dict[Identity, set[str]]


def read_books(database: Path) -> Books:
    with closing(sqlite3.connect(database)) as connection:
        rmas: dict[Identity, list[dict[str, Any]]] = {}
        for channel, account, body in connection.execute("SELECT channel, account_id, body FROM rmas ORDER BY id"):
            rmas.setdefault(Identity(channel, account), []).append(orjson.loads(body))
        events: dict[str, list[tuple[str | None, str, str]]] = {}
        for number, *event in connection.execute("SELECT number, before, after, actor FROM rma_events ORDER BY id"):
            events.setdefault(number, []).append((event[0], event[1], event[2]))
        photos: dict[Identity, set[str]] = {}
        for photo, channel, account in connection.execute("SELECT id, channel, account_id FROM photos"):
            photos.setdefault(Identity(channel, account), set()).add(photo)
        return Books(
            scalars={name: connection.execute(sql).fetchone()[0] for name, sql in SCALARS.items() if name in SOUND},
            rmas=rmas,
            events=events,
            pieces=dict(connection.execute("SELECT order_number, sum(quantity) FROM rma_pieces GROUP BY order_number")),
            photos=photos,
        )


@dataclass(slots=True)
class Reckoning:
    shop: Shop
    chronicle: Chronicle
    database: Path
    wrong: list[str] = field(default_factory=list)

    def reach(self) -> None:
        books = read_books(self.database)
        self._same("the database", books.scalars, SOUND)
        for customer in self.shop.customers:
            found = books.rmas.get(customer.app.identity, [])
            if len(found) != 1:
                self.wrong.append(f"{customer.app.identity}: has {len(found)} requests")
                continue
            self._request(customer, found[0], books)
            self._told(customer)
            self._announced(found[0]["number"])

    def _request(self, customer: Returner, rma: dict[str, Any], books: Books) -> None:
        who, events = customer.app.identity, books.events[rma["number"]]
        self._same(f"{who}: status", rma["status"], "refunded")
        self._same(f"{who}: version", rma["version"], len(COURSE))
        self._same(f"{who}: moves", [(after, actor) for _, after, actor in events], COURSE)
        self._same(
            f"{who}: from where", [before for before, _, _ in events], [None, *(after for after, _ in COURSE)][:-1]
        )
        self._same(f"{who}: pieces", books.pieces.get(customer.order), 2)
        self._same(f"{who}: photographs", len(rma["photos"]), 2)
        self._same(f"{who}: photographs kept", books.photos.get(who, set()), set(rma["photos"]))
        folder = folder_beside(self.database)
        self._same(f"{who}: files", [(folder / photo).is_file() for photo in rma["photos"]], [True, True])

    def _told(self, customer: Returner) -> None:
        """Each answer once, in order, and twice only where a kill fell while it was sent."""
        read = self._read(customer.app.screen)
        expected = [step.heard for step in STEPS]
        told = [part if part in text else text for text, part in zip_longest(read, expected, fillvalue="")]
        self._same(f"{customer.app.identity}: read", told, expected)

    def _announced(self, number: str) -> None:
        (topic,) = [
            topic for topic in self.shop.forum.topics if any(f"{number} ·" in each.text for each in topic.screen.shown)
        ]
        lines = [line for text in self._read(topic.screen) for line in text.splitlines()]
        moves = [line for line in lines if line.startswith(f"{number} → ")]
        self._same(f"{number}: at the desk", [move.partition("→ ")[2].partition("（")[0] for move in moves], ANNOUNCED)

    def _read(self, screen: Screen) -> tuple[str, ...]:
        return self.chronicle.read(screen).texts

    def _same(self, what: str, found: object, expected: object) -> None:
        if found != expected:
            self.wrong.append(f"{what}:\n    found    {found}\n    expected {expected}")
