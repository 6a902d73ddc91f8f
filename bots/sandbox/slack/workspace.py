"""Who and what there is in this Slack: people, conversations, threads, messages, files."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, NamedTuple

from bots.sandbox.phone import Screen, Shown
from bots.sandbox.slack.limits import Refusal
from bots.sandbox.slack.words import labels_of, text_of

Json = dict[str, Any]
TEAM = "T0SANDBOX"
BOT_USER = "U0KEFUBOT"
BOT = "B0KEFUBOT"
APP = "A0KEFU"
BURST, BURST_SECONDS = 3, 3.0
"""One message a second in a conversation, with short bursts. Slack does not publish how short."""


class Sent(NamedTuple):
    """One message of the bot that the stand-in accepted."""

    channel: str
    text: str
    thread: str | None
    ts: str


@dataclass(slots=True)
class Person:
    id: str
    name: str
    locale: str
    team: str
    disabled: bool = False
    home: Screen = field(default_factory=Screen)
    view: Json | None = None


@dataclass(slots=True)
class Room:
    """A conversation: a direct one (`user`) or a channel."""

    id: str
    name: str = ""
    user: str = ""
    bot_is_member: bool = True
    archived: bool = False
    shared: bool = False
    """With another company (Slack Connect)."""
    members: set[str] = field(default_factory=set)
    messages: dict[str, Json] = field(default_factory=dict)
    screen: Screen = field(default_factory=Screen)
    threads: dict[str, Screen] = field(default_factory=dict)
    """By the parent's ts; every message is on `screen` too."""
    sends: list[float] = field(default_factory=list)

    @property
    def is_direct(self) -> bool:
        return bool(self.user)

    def show(self, message: Json, shown: Shown) -> None:
        self.messages[message["ts"]] = message
        self.screen.add(shown)
        if not self.is_direct or shown.thread:
            self.threads.setdefault(shown.thread or message["ts"], Screen()).add(shown)

    def redraw(self, ts: str, how: Callable[[Shown], Shown]) -> None:
        for screen in (self.screen, *self.threads.values()):
            for at, shown in enumerate(screen.shown):
                if shown.message_id == ts:
                    screen.replace(at, how(shown))

    def admit(self, now: float) -> float | None:
        """None, or the seconds to wait before the bot may send here again."""
        self.sends[:] = [at for at in self.sends if at > now - BURST_SECONDS]
        if len(self.sends) >= BURST:
            return self.sends[0] + BURST_SECONDS - now
        self.sends.append(now)
        return None


@dataclass(frozen=True, slots=True)
class StoredFile:
    id: str
    name: str
    mime: str
    data: bytes


class Workspace:
    """`keep_history`: False for long runs, in which only counts are wanted."""

    def __init__(self, clock: Callable[[], float], keep_history: bool) -> None:
        self.clock = clock
        self.keep_history = keep_history
        self.people: dict[str, Person] = {}
        self.rooms: dict[str, Room] = {}
        self.files: dict[str, StoredFile] = {}
        self.sent: list[Sent] = []
        self.accepted = 0
        """How many messages of the bot were accepted, ever."""
        self.on_sent: Callable[[Sent], None] | None = None
        self.numbers = count(1)
        self.latest = 0

    def ts(self) -> str:
        """A message's time and id: microseconds that never repeat."""
        self.latest = max(int(self.clock() * 1_000_000), self.latest + 1)
        return f"{self.latest // 1_000_000}.{self.latest % 1_000_000:06}"

    def join(self, user: str, name: str, locale: str, team: str | None) -> Person:
        return self.people.setdefault(user, Person(user, name, locale, team or TEAM))

    def person(self, user: str) -> Person:
        if user not in self.people:
            raise Refusal("user_not_found")
        return self.people[user]

    def direct(self, user: str) -> Room:
        """The conversation of the bot with one person."""
        room_id = "D" + user[1:]
        if room_id not in self.rooms:
            self.rooms[room_id] = Room(room_id, user=self.person(user).id)
        return self.rooms[room_id]

    def room(self, channel: str, *, people_too: bool = False) -> Room:
        """`people_too`: chat.postMessage also takes a person's id. Raises Refusal."""
        if people_too and channel in self.people:
            return self.direct(channel)
        if channel not in self.rooms:
            raise Refusal("channel_not_found")
        return self.rooms[channel]

    def writable(self, channel: str, *, people_too: bool = False) -> Room:
        room = self.room(channel, people_too=people_too)
        if room.archived:
            raise Refusal("is_archived")
        if not room.bot_is_member:
            raise Refusal("not_in_channel")
        if room.is_direct and self.people[room.user].disabled:
            raise Refusal("user_disabled")
        return room

    def keep(self, room: Room, message: Json, *, author: str, mine: bool, media: tuple[str, ...] = ()) -> None:
        if self.keep_history:
            room.show(message, shown(message, author=author, mine=mine, media=media))
        elif not room.is_direct and "thread_ts" not in message:
            room.messages[message["ts"]] = {}  # so that a thread can be told from one that never was

    def count(self, sent: Sent) -> None:
        self.accepted += 1
        if self.keep_history:
            self.sent.append(sent)
        if self.on_sent is not None:
            self.on_sent(sent)

    def store(self, name: str, mime: str, data: bytes) -> StoredFile:
        stored = StoredFile(f"F{next(self.numbers):08}", name, mime, data)
        self.files[stored.id] = stored
        return stored


def shown(message: Json, *, author: str, mine: bool, media: tuple[str, ...] = ()) -> Shown:
    thread = message.get("thread_ts")
    return Shown(
        text=text_of(message),
        buttons=labels_of(message),
        media=media,
        mine=mine,
        message_id=message["ts"],
        thread=thread if thread != message["ts"] else None,
        author=author,
    )


def marked(name: str) -> Callable[[Shown], Shown]:
    return lambda before: replace(before, marks=(*before.marks, name))
