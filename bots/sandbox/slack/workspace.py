"""Who and what there is in this Slack: people, conversations, threads, messages, files."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from bots.sandbox.phone import Screen, Shown
from bots.sandbox.slack.files import StoredFile, mime_of
from bots.sandbox.slack.limits import Refusal
from bots.sandbox.slack.room import Json, Room
from bots.sandbox.slack.words import shown
from storage.latest import Latest

TEAM = "T0SANDBOX"
BOT_USER = "U0KEFUBOT"
BOT = "B0KEFUBOT"
BOT_NAME = "kefu"
APP = "A0KEFU"


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
    guest: bool = False
    """Invited into single channels of the workspace."""
    stranger: bool = False
    """Of another workspace, known from a channel that both share."""
    home: Screen = field(default_factory=Screen)
    view: Json | None = None
    forms: list["Form"] = field(default_factory=list)
    """Modals that the app has opened in front of them, the newest last."""
    on_form: asyncio.Event = field(default_factory=asyncio.Event)
    on_forms: Callable[[], None] | None = None
    """Told when a form opens, looks different, or closes."""

    def draw_forms(self) -> None:
        if self.on_forms is not None:
            self.on_forms()


@dataclass(slots=True)
class Form:
    """A modal."""

    id: str
    view: Json
    hash: str
    filled: dict[str, Json] = field(default_factory=dict)
    """By block."""
    errors: dict[str, str] = field(default_factory=dict)
    is_open: bool = True
    failed: bool = False
    """The app did not answer when it was sent off."""
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    on_draw: Callable[[], None] = lambda: None

    def draw(self) -> None:
        """Wake whoever looks at it."""
        self.on_draw()
        self.changed.set()
        self.changed = asyncio.Event()


class Workspace:
    """`keep_history`: False for long runs, in which only counts are wanted."""

    def __init__(self, clock: Callable[[], float], *, keep_history: bool) -> None:
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
        self.triggers: Latest[str, tuple[str, float]] = Latest(1000)
        """Whose each is, and when it was given out. Each opens one form."""
        self.latest = 0

    def ts(self) -> str:
        """A message's time and id: microseconds that never repeat."""
        self.latest = max(int(self.clock() * 1_000_000), self.latest + 1)
        return f"{self.latest // 1_000_000}.{self.latest % 1_000_000:06}"

    def trigger(self, user: str) -> str:
        trigger = f"{next(self.numbers)}.{self.ts()}.sandbox"
        if self.keep_history:
            self.triggers.keep(trigger, (user, self.clock()))
        return trigger

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

    def keep(self, room: Room, message: Json, *, author: str, mine: bool, files: tuple[StoredFile, ...] = ()) -> None:
        if self.keep_history:
            room.show(message, self.drawn(message, author=author, mine=mine, files=files))
        elif not room.is_direct and "thread_ts" not in message:
            room.messages[message["ts"]] = {}  # so that a thread can be told from one that never was

    def notice(self, room: Room, text: str) -> None:
        if self.keep_history:
            room.notice(text, self.clock())

    def drawn(self, message: Json, *, author: str, mine: bool, files: tuple[StoredFile, ...] = ()) -> Shown:
        return shown(message, author=author, mine=mine, name_of=self.name_of, files=files)

    def name_of(self, user: str) -> str:
        return BOT_NAME if user == BOT_USER else self.people[user].name if user in self.people else user

    def count(self, sent: Sent) -> None:
        self.accepted += 1
        if self.keep_history:
            self.sent.append(sent)
        if self.on_sent is not None:
            self.on_sent(sent)

    def store(self, name: str, mime: str, data: bytes) -> StoredFile:
        """`mime`: empty to tell it by the name and the bytes."""
        stored = StoredFile(f"F{next(self.numbers):08}", name, mime or mime_of(name, data), data)
        self.files[stored.id] = stored
        return stored
