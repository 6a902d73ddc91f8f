"""Which message on one side of a conversation is a copy of which on the other: what makes edits, quotes, reactions and
marks possible."""

from collections.abc import Sequence
from typing import Protocol

from storage.records import record

CARD = "card"
"""Stands for the contact's message of which the conversation's card is the copy."""


@record(frozen=True, slots=True, kw_only=True)
class Copy:
    """A pair. A message that had to be cut has several copies; several that were joined share one."""

    conversation_id: int
    desk_chat: str
    """As the shop configured it; "" for the main one."""
    desk_message: str
    contact_chat: str
    contact_message: str


class Copies(Protocol):
    """Written with the settlement of a delivery, read by the deliveries behind it."""

    async def of_contact_message(self, conversation_id: int, message_id: str) -> Sequence[Copy]:
        """The latest copies of it at the desk, in the order they were made; empty when it was never shown there."""

    async def of_desk_message(self, conversation_id: int, message_id: str) -> Sequence[Copy]:
        """The same the other way round."""
