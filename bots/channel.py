"""What every chat platform is to the rest: a reader of requests and a sender of content.

Errors:

* ChannelError
  - Refused            the request was not the platform's: unsigned, stale, oversized, malformed
  - SendFailed         the platform did not take what we sent
    + Busy             ... and said when to try again
    + Unreachable      ... or did not answer, or answered nonsense: try again later
      - ShutOut        ... because the bot was put out of this chat of the desk: an admin can let it in again
    + Gone             ... and never will for this contact: blocked, left
      - WindowOver     ... because they last wrote too long ago
      - UsedUp         ... because we wrote too often since they last did
    + Rejected         ... and never will for this content: try something else
      - TooLarge       ... because it has too many bytes
      - NotAFile       ... because it is none, or not of the kind it came as
    + ThreadGone       ... because the topic was deleted: open it again
    + Moved            ... because the chat has another id now
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from typing import ClassVar, Protocol, runtime_checkable

from aiohttp import web

from bots.desk_chats import DeskChats
from bots.hearing import Hearing
from handlers.notices import Why
from storage.content import Button, Content
from storage.inbound import Attachment, Identity, Inbound, Media
from storage.records import record
from storage.results import Mark, Outgoing

FILE_BYTES = 20 * 1024 * 1024
"""So large is a file that is brought from a channel, at most: what the Bot API lets a bot download."""


class ChannelError(Exception):
    """Anything a platform did to us. The text is for the operator: no token, no content."""


class Refused(ChannelError):
    """Not the platform's request. `status` is the HTTP answer."""

    def __init__(self, reason: str, status: int = 403) -> None:
        super().__init__(reason)
        self.status = status


class SendFailed(ChannelError):
    """The platform did not take it. `why` is how staff are told, should it end so."""

    why: ClassVar[Why] = Why.UNREACHABLE


class Busy(SendFailed):
    """Too many requests. `whole_bot`: every chat must wait, not only this one."""

    def __init__(self, seconds: float, *, whole_bot: bool = False) -> None:
        super().__init__(f"the platform asks to wait {seconds:g} s")
        self.seconds = seconds
        self.whole_bot = whole_bot


class Unreachable(SendFailed):
    """A network fault, a 5xx, a time-out, or an answer that makes no sense."""


class ShutOut(Unreachable):
    """The bot was put out of this chat of the desk, or may not write there. Nothing said until it may is lost."""


class Gone(SendFailed):
    """This contact cannot be reached."""

    why = Why.GONE


class WindowOver(Gone):
    """Not before the contact writes again: their last message is too long ago."""

    why = Why.WINDOW_OVER


class UsedUp(Gone):
    """Not before the contact writes again: what the platform allows is used up."""

    why = Why.USED_UP


class Rejected(SendFailed):
    """This content is not acceptable to the platform."""

    why = Why.REJECTED


class TooLarge(Rejected):
    """More bytes than the platform, or the caller, takes."""


class NotAFile(Rejected):
    """There is no file of the platform behind it, or one of another kind."""


class ThreadGone(SendFailed):
    """The topic or thread was deleted."""


class Moved(SendFailed):
    def __init__(self, chat_id: str) -> None:
        super().__init__(f"the chat is now {chat_id}")
        self.chat_id = chat_id


class TextUnit(StrEnum):
    """What a platform counts when it says how long a text may be."""

    UTF16 = "utf16"
    CHARACTERS = "characters"
    BYTES = "bytes"


@record(frozen=True, slots=True, kw_only=True)
class MediaLimit:
    """What a platform takes of one kind of media. Delivery converts what is different, or sends it as a file."""

    bytes: int
    types: tuple[str, ...] = ()
    """By content, the one that others are converted to first. Empty: any."""
    seconds: float = 0.0
    """Of sound. 0: any length."""
    sides: int = 0
    """Of a picture, width and height together in pixels. 0: any size."""
    ratio: float = 0.0
    """Of the longer side to the shorter. 0: any."""


MENU_SIGNS = 12
"""Beside its label and its address, a button takes no more than so many where it is written into a text."""


@record(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a channel can show. Delivery degrades content to this; nothing else asks for the platform."""

    buttons: bool
    """False: buttons become a numbered menu in the text."""
    max_buttons: int = 25
    threads: bool = False
    marks: bool = False
    media: frozenset[Media] = frozenset()
    """What can be sent; anything else becomes words."""
    limits: Mapping[Media, MediaLimit] = field(default_factory=dict)
    """Of files from elsewhere. What is missing has none."""
    quotes: bool = False
    """A message can be shown as the answer to an earlier one."""
    captions: bool = True
    """A file and words go out as one message."""
    album: int = 1
    """So many photos go out as one message, without buttons."""
    text_limit: int
    """Of the visible text, in `text_unit`."""
    text_unit: TextUnit = TextUnit.UTF16
    menu_size: Callable[[Sequence[Button]], int] | None = None
    """What buttons take of a text, in `text_unit`, where they are written into it."""
    menu_signs: int = MENU_SIGNS
    """A button takes no more than so many characters beside its label and its address, by `menu_size`."""
    joins: bool = False
    """Several replies of one turn go out as one message, because each send counts."""
    pace_chat: tuple[float, float] = (1, 1)
    """At most so many messages in so many seconds to one chat. (0, 0): unlimited."""
    pace_bot: tuple[float, float] = (0, 0)
    pace_desk: tuple[float, float] = (1, 1)
    """The same for the desk's group."""


@record(frozen=True, slots=True, kw_only=True)
class File:
    """Bytes to upload, fetched from the channel they came in on."""

    media: Media
    name: str
    mime: str
    data: bytes
    caption: str = ""


@record(frozen=True, slots=True)
class Route:
    """A door of the HTTP server: what answers exactly this method and path. It may raise Refused."""

    method: str
    path: str
    answer: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


def ids_of(sent: str) -> list[str]:
    """The ids of the messages that one `send` made; the one that carries the words first."""
    return sent.split()


Accept = Callable[[Inbound], Awaitable[int | None]]
"""Persist, then queue the turn. Returns the inbox id, None for a redelivery. Raises when it cannot persist:
the platform must then not be acknowledged, so that it delivers again. The turn never starts before the caller has
resumed, so a caller may tie the inbox id to something that the turn's answer will look for."""

FindInboxId = Callable[[str], Awaitable[int | None]]
"""Of a message that was accepted, by its key."""


class Channel(Protocol):
    """One platform. Constructed with its options, one shared aiohttp session, and (if it is the desk) its desk chat."""

    name: str
    capabilities: Capabilities

    async def send(
        self,
        to: str,
        content: Content,
        *,
        thread: str | None = None,
        files: tuple[File, ...] = (),
        quotes: str | None = None,
    ) -> str:
        """Send one message that fits the capabilities; returns the platform's id of it. Raises SendFailed.

        Where the platform makes several messages of it (an album, words that are too long for a caption), all their
        ids, separated by blanks, the one that carries the words first: each of them is a copy (`ids_of`).
        `quotes` is the platform's id of a message in the same chat; one that is gone is left out silently.
        """

    async def fetch(self, attachment: Attachment, limit: int = FILE_BYTES) -> File:
        """The bytes of something that came in here. Raises SendFailed; TooLarge without loading more than `limit`."""

    async def typing(self, to: str) -> None:
        """Show that an answer is being written. Never raises, never waits for long."""

    def routes(self, accept: Accept) -> Iterable[Route]:
        """The HTTP doors of this channel: verify, read, accept, acknowledge."""

    async def run(self, accept: Accept) -> None:
        """Long polling, Socket Mode: until cancelled. Returns at once where the platform calls us.

        Also the place for what must be told to the platform at start: setWebhook, the command list.
        """

    async def check(self) -> None:
        """Ask the platform who we are; raises ChannelError. For `kefu run` at start and /readyz."""

    async def close(self) -> None: ...


class DeskChannel(Channel, Protocol):
    """A channel whose group chats can be the desk. Chats and threads are the platform's own here."""

    desk: DeskChats
    """Changed when the platform moves a chat. What is read of staff carries `desk.thread(chat, thread)`.

    No platform tells the thread of a reaction: of a staff REACTION `thread` is None, and its conversation is the one
    that the message (`chat_id`, `message_id`) is of: a copy, the card among them, or what a member of staff wrote.
    """

    async def open_thread(self, chat: str, title: str, card: Content, *, number: int) -> tuple[str, str]:
        """A new topic for the conversation of this number: the thread, and the id of the card if it was posted with
        it ("": it was not).
        """

    async def mark(self, chat: str, message_id: str, mark: Mark) -> None:
        """Show on a staff message how its relay ended, without a message of its own."""


@runtime_checkable
class Rewriting(Protocol):
    """A channel that can change what it sent. Each raises SendFailed; Rejected when it cannot (any more).

    Each takes the id of one message (see `ids_of`).
    """

    async def edit(self, chat: str, message_id: str, content: Content) -> None:
        """Words and buttons are replaced; of a message with files, the words beside them."""

    async def unsend(self, chat: str, message_id: str) -> None:
        """Delete it for everybody. One that is gone already is no error."""

    async def react(self, chat: str, message_id: str, emoji: str) -> None:
        """Our reaction on somebody's message, in place of an earlier one; "" takes it off."""


@runtime_checkable
class Linking(Protocol):
    """A desk whose topics have web addresses."""

    def topic_address(self, chat: str, thread: str) -> str:
        """For members of the chat; "" for none, or while it is not known."""


@runtime_checkable
class PassiveReplies(Protocol):
    """A channel that can answer inside the platform's own request (WeChat)."""

    async def offer(self, outgoing: Outgoing, content: Content) -> bool:
        """Hand over the answer to a request that is still held open. True: it was carried; do not send it.

        Returns only when the fate is known, so that a cut connection leaves the message to `send`; and soon, as what
        follows for the same contact waits for it: no longer than the platform tries, or a peer at the door is borne.
        """

    def left(self, inbox_ids: Iterable[int], find: FindInboxId) -> None:
        """What the last run took and did not answer: the platform may ask again, and its request carry the answer."""

    def concluded(self, inbox_id: int) -> None:
        """The turn is committed; nothing (more) will be offered: the request need not be held open any longer."""


@runtime_checkable
class Reserving(Protocol):
    """A channel whose platform counts messages, and that keeps one for what is final (WeChat)."""

    async def send_final(self, to: str, content: Content, *, files: tuple[File, ...] = (), following: int = 0) -> str:
        """As `send`, with the one that is kept. Raises SendFailed; WindowOver or UsedUp when there is none even so.

        `following` more messages belong to it: when they could not go out as well, it is refused.
        """

    async def send_notice(self, to: str, content: Content, *, key: str) -> str | None:
        """A notice of the platform's own (模板消息) that stands for what may not be said any more; returns its id.

        None: the shop has set up none. Raises SendFailed. `key` is the same whenever the same is tried again.
        """


@runtime_checkable
class Unrepeating(Protocol):
    """A channel whose platform brings what is said once, whether or not we are there to hear it (WeCom)."""

    hearing: Hearing


@runtime_checkable
class Remembering(Protocol):
    """A channel that remembers people for a while."""

    def forget(self, identity: Identity, conversation_id: int) -> None:
        """Whatever it remembers of this contact, or of what was posted about them; they may be on another channel."""
