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
MOST_GONE = 5_000
"""Entries that are there no more and still remembered, for browsers that have yet to hear of it."""


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

    most_gone: int = MOST_GONE
    revision: int = 0
    forgotten: int = 0
    """Who knows less than this revision is not told all by `since`: what went away is remembered no more."""
    _entries: OrderedDict[str, Entry] = field(default_factory=OrderedDict)
    _gone: OrderedDict[str, None] = field(default_factory=OrderedDict)
    """The keys of what is there no more, oldest first."""
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def set(self, key: str, value: Any) -> None:
        """Tell every browser, unless it knows this already."""
        known = self._entries.get(key)
        if known is not None and known.value == value:
            return
        self.revision += 1
        self._entries[key] = Entry(key, value, self.revision)
        self._entries.move_to_end(key)
        self._gone.pop(key, None)
        self._changed.set()
        self._changed = asyncio.Event()

    def remove(self, key: str) -> None:
        if self.get(key) is GONE:
            return
        self.set(key, GONE)
        self._gone[key] = None
        if len(self._gone) > self.most_gone:
            oldest, _ = self._gone.popitem(last=False)
            self.forgotten = self._entries.pop(oldest).revision

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
