"""What was used last, kept in memory: so many entries and no more."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Latest(OrderedDict[Key, Value], Generic[Key, Value]):
    """The entries that were kept last, oldest first."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def use(self, key: Key) -> Value | None:
        """As the newest from now on."""
        value = self.get(key)
        if value is not None:
            self.move_to_end(key)
        return value

    def keep(self, key: Key, value: Value) -> None:
        """As the newest; the oldest goes when there are too many."""
        self[key] = value
        self.move_to_end(key)
        if len(self) > self._most:
            self.popitem(last=False)
