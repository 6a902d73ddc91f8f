"""What somebody did in a chat, told the same way by every channel.

JSON may spell half a character (`\\ud83d` alone). Python reads it, and then neither a database nor a platform takes
the text: so nothing here ever holds one, whoever wrote it. Names are names, and nothing else.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from storage.records import factory, record

HALF = re.compile("[\ud800-\udfff]")
REPLACED = "\ufffd"
TURNING = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
"""What is not shown itself and controls how a device, or the words that follow, are."""


def whole(instance: object, names: Iterable[str]) -> None:
    """Replace half characters in these texts of a (frozen) instance that is being made."""
    for name in names:
        text = getattr(instance, name)
        if text is not None and not text.isascii() and HALF.search(text):
            object.__setattr__(instance, name, HALF.sub(REPLACED, text))


def in_one_line(instance: "Attachment | Inbound") -> None:
    """Staff read names amid our own words: none turns those round, or adds a line that reads like one of ours."""
    if not instance.name.isprintable():
        object.__setattr__(instance, "name", " ".join(TURNING.sub("", instance.name).split()))


class Kind(StrEnum):
    TEXT = "text"
    """Words, with or without attachments. A command is text that begins with `/`."""
    BUTTON = "button"
    """A button was pressed; `payload` holds its `goto`."""
    START = "start"
    """The door opened: /start, subscribe, App Home. `payload` may hold a deep link's payload."""
    EDIT = "edit"
    """An earlier message (`message_id`) now reads `text`."""
    LEFT = "left"
    """The contact blocked the bot or unsubscribed: nothing can be sent any more. By staff: the bot was put out of this
    chat of the desk."""
    DEMOTED = "demoted"
    """By staff: the bot is no administrator of this chat of the desk any more, and may not see all that is said."""
    MEMBER_GONE = "member_gone"
    """By staff: this member is not in this chat of the desk any more."""
    MEMBER_BACK = "member_back"
    """By staff: this member came into this chat of the desk."""
    MOVED = "moved"
    """The chat got another id, which is in `payload` (Telegram's group to supergroup, Slack's shared channel)."""
    DELETED = "deleted"
    """An earlier message (`message_id`) was taken back."""
    REACTION = "reaction"
    """`payload` is the emoji that was put on a message (`message_id`), like 👍; "" when it was taken off."""
    FORWARDED = "forwarded"
    """By staff: a post from elsewhere, another customer's topic perhaps. Nothing of it is read."""
    TIMER = "timer"
    """Not from a channel: a timer of the conversation is due; `payload` holds its name."""


SPOKEN = frozenset({Kind.TEXT, Kind.BUTTON, Kind.START})
"""With which somebody turns to us."""


class Media(StrEnum):
    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"
    LINK = "link"
    OTHER = "other"
    """The platform says of what kind it is, and we know of no such kind."""


@record(frozen=True, slots=True, order=True)
class Identity:
    """A contact's account on one channel."""

    channel: str
    account_id: str

    def __post_init__(self) -> None:
        if not self.account_id.isascii():
            whole(self, ("account_id",))

    def __str__(self) -> str:
        return f"{self.channel}:{self.account_id}"


@record(frozen=True, slots=True, kw_only=True)
class Attachment:
    """Something that is not words. `ref` is what its own channel needs to fetch it again."""

    media: Media
    channel: str
    ref: str = ""
    name: str = ""
    mime: str = ""
    size: int | None = None
    caption: str = ""
    """What can be said of it in words: a place's label, a phone number, a sticker's emoji."""

    def __post_init__(self) -> None:
        whole(self, ("ref", "name", "mime", "caption"))
        in_one_line(self)


@record(frozen=True, slots=True, kw_only=True)
class Quote:
    """The message that another one answers. `message_id` is of the same chat as the message that quotes it."""

    message_id: str = ""
    """Empty where the platform does not say."""
    text: str = ""
    """Its words, as far as the platform tells them; cut to `QUOTED` characters."""
    by_staff: bool = False
    """By a member of the desk, as far as the platform tells: no post of ours."""

    def __post_init__(self) -> None:
        whole(self, ("message_id", "text"))


QUOTED = 300


@record(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One thing that came in. Parsed once, at the door; nothing behind it sees raw payloads."""

    identity: Identity
    key: str
    """The platform's own id of this delivery, the same when it is delivered again. Unique in its channel."""
    kind: Kind = Kind.TEXT
    chat_id: str
    """Where an answer goes."""
    text: str = ""
    payload: str = ""
    attachments: tuple[Attachment, ...] = ()
    sent_at: float
    """Unix seconds, by the platform's clock."""
    private: bool = True
    """False in a group or public channel, where order data is never told."""
    staff: bool = False
    """Written in the desk's own chat by a member of the desk. The channel vouches for both."""
    addressed: bool = False
    """Said to the bot by its name, in a chat of which it hears nothing else: whoever wrote it waits for an answer."""
    thread: str | None = None
    """The topic or thread it was written in."""
    message_id: str | None = None
    """The platform's id of the message itself: for edits, quotes and marks."""
    quote: Quote | None = None
    album: str | None = None
    """Messages that were sent together, each with one picture, say so by the same name here."""
    name: str = ""
    locale: str | None = None
    """The language of the contact's profile as the platform names it (`zh-hans`, `en_US` ...)."""
    direct_chat_id: str | None = None
    """Where this person can be reached in private, when the message came from a group."""

    def __post_init__(self) -> None:
        whole(self, TEXTS)
        in_one_line(self)


TEXTS = ("key", "chat_id", "text", "payload", "thread", "message_id", "album", "name", "locale", "direct_chat_id")

new_inbound = factory(Inbound)
"""As its class makes it, in less time: every message is one."""
