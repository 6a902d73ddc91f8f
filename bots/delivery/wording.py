"""What delivery itself has to say."""

from collections.abc import Sequence
from typing import Protocol

from storage.content import Content
from storage.results import Entry, Outgoing


class Wording(Protocol):
    def reopened_topic(self, row: Outgoing, entries: Sequence[Entry]) -> Content:
        """To staff: how the topic begins that takes the place of one that was deleted. `row` is what comes next."""

    def desk_lost(self, chat: str, detail: str) -> Content:
        """To staff in the other chats: the bot was put out of this one; `detail` is what the platform said."""
