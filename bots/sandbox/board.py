"""What the page shows, as one map that copies itself to every browser.

Each entry carries the revision of its last change, and a browser that says which revision it has is told what changed
since: so a lost connection can neither lose a message nor show it twice, and nothing has to be kept for laggards.
"""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

GONE = None


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    """Path-like: `message/telegram/7001/12`."""
    value: Any
    """A dataclass of `bots.sandbox.page.values`; None: it is there no more."""
    revision: int


@dataclass(slots=True)
class Board:
    """Entries in the order of their last change."""

    revision: int = 0
    _entries: OrderedDict[str, Entry] = field(default_factory=OrderedDict)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def set(self, key: str, value: Any) -> None:
        """Tell every browser, unless it knows this already."""
        known = self._entries.get(key)
        if known is not None and known.value == value:
            return
        self.revision += 1
        self._entries[key] = Entry(key, value, self.revision)
        self._entries.move_to_end(key)
        self._changed.set()
        self._changed = asyncio.Event()

    def remove(self, key: str) -> None:
        if key in self._entries:
            self.set(key, GONE)

    def get(self, key: str) -> Any:
        """The value, or None."""
        entry = self._entries.get(key)
        return entry.value if entry else GONE

    def since(self, revision: int) -> list[Entry]:
        """What changed after it, oldest first."""
        newest_first = takewhile(lambda entry: entry.revision > revision, reversed(self._entries.values()))
        return list(newest_first)[::-1]

    @property
    def change(self) -> asyncio.Event:
        """Set at the next change."""
        return self._changed
