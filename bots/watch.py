"""Watching a running kefu: what becomes of every message, as it happens.

Whoever watches is called on the event loop between two steps of the engine: it should only note what it is told, and
look things up in its own time. It decides nothing, and what it raises is logged and goes no further.
"""

from collections.abc import Callable
from typing import Protocol

import structlog

from handlers.faults import told
from handlers.watch import Turned
from storage.results import Outgoing
from storage.store import Accepted, Settlement

log = structlog.get_logger(__name__)


class Watch(Protocol):
    def accepted(self, accepted: Accepted) -> None:
        """A message waits for its turn."""

    def turned(self, turned: Turned) -> None:
        """Its turn is committed; what it led to is about to go out."""

    def settled(self, settlement: Settlement, follow_up: tuple[Outgoing, ...]) -> None:
        """An attempt at a row of the outbox has ended: delivered, failed, or postponed until `due_at`.

        Postponed without an error: a part of it went out. `follow_up`: the new rows this led to.
        """


class Watchers:
    """Everybody who watches; a `Watch` that none of them can hurt."""

    def __init__(self) -> None:
        self._all: list[Watch] = []

    def __bool__(self) -> bool:
        return bool(self._all)

    def add(self, watch: Watch) -> None:
        self._all.append(watch)

    def remove(self, watch: Watch) -> None:
        self._all.remove(watch)

    def accepted(self, accepted: Accepted) -> None:
        if self._all:
            self._tell(lambda watch: watch.accepted(accepted))

    def turned(self, turned: Turned) -> None:
        self._tell(lambda watch: watch.turned(turned))

    def settled(self, settlement: Settlement, follow_up: tuple[Outgoing, ...]) -> None:
        if self._all:
            self._tell(lambda watch: watch.settled(settlement, follow_up))

    def _tell(self, news: Callable[[Watch], None]) -> None:
        for watch in tuple(self._all):
            try:
                news(watch)
            except Exception as error:  # noqa: BLE001 - the boundary of whoever watches: messages go their way
                log.warning("watch.failed", **told(error))
