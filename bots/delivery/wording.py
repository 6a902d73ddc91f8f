"""What delivery itself has to say."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from handlers.notices import KeptBack, Why
from storage.content import Content
from storage.conversations import Conversation
from storage.inbound import Attachment
from storage.results import Entry, Outgoing


class Wording(Protocol):
    def described(self, attachment: Attachment) -> str:
        """In place of something that a channel cannot show."""

    def undelivered(self, row: Outgoing, why: Why, detail: str) -> Outgoing | None:
        """To staff: this row failed; `detail` is what the platform said. None: there is no desk."""

    def reopened_topic(self, row: Outgoing, contact: str, entries: Sequence[Entry]) -> Content:
        """To staff: how the topic begins that takes the place of one that was deleted. `row` is what comes next;
        `contact` is what staff know them by.
        """

    def kept_back(self, row: Outgoing, files: Mapping[Attachment, KeptBack]) -> Outgoing | None:
        """To staff: files of theirs that the contact of this row did not get."""

    def not_passed(self, conversation: Conversation, files: Mapping[Attachment, KeptBack]) -> Outgoing | None:
        """To the contact: files of theirs that staff did not get. None: nothing is said."""

    def desk_lost(self, chat: str, detail: str) -> Content:
        """To staff in the other chats: the bot was put out of this one; `detail` is what the platform said."""
