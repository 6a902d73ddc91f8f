"""What belongs to a conversation and is written whole with a turn: a column for each field, all of them each time."""

from collections.abc import Sequence
from typing import Any, Protocol


class Owned(Protocol):
    """A dataclass; 0 stands for the conversation, and the contact, of the turn that writes it."""

    @property
    def conversation_id(self) -> int: ...

    @property
    def contact_id(self) -> int: ...


def write(table: str, columns: Sequence[str]) -> str:
    """The statement that adds a record, or takes the place of the one with the same id. The first column is the id."""
    names, blanks = ", ".join(columns), ", ".join("?" * len(columns))
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
    return f"INSERT INTO {table} ({names}) VALUES ({blanks}) ON CONFLICT (id) DO UPDATE SET {changes}"  # noqa: S608 - our own names


def values(record: Owned, columns: Sequence[str], conversation_id: int, contact_id: int) -> dict[str, Any]:
    """By column, in their order. `conversation_id` and `contact_id` are those of the turn."""
    known = {name: getattr(record, name) for name in columns}
    known["conversation_id"] = record.conversation_id or conversation_id
    known["contact_id"] = record.contact_id or contact_id
    return known
