"""Who and what there is on this Telegram: people, chats, topics, messages, files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, NamedTuple

from bots.sandbox.phone import Screen, Shown, taken_back
from bots.sandbox.telegram.drawing import draw
from bots.sandbox.telegram.files import StoredFile
from bots.sandbox.telegram.keyboard import Keyboard
from bots.sandbox.telegram.refusal import bad, moved

Json = dict[str, Any]


def in_topic(thread: int) -> Json:
    """What says of a message that it stands in one."""
    return {"message_thread_id": thread, "is_topic_message": True}


class Sent(NamedTuple):
    """One message of the bot that the stand-in accepted."""

    chat_id: int
    text: str
    thread: int | None
    message_id: int
    media: tuple[str, ...] = ()


@dataclass(slots=True)
class Topic:
    thread: int
    title: str
    icon_color: int
    closed: bool = False
    screen: Screen = field(default_factory=Screen)
    """What was written in it; the platform's own lines are on the group's screen."""

    @property
    def id(self) -> str:
        return str(self.thread)


@dataclass(slots=True)
class Held:
    """A message as the platform keeps it."""

    message: Json
    keyboard: Keyboard
    by_bot: bool
    reactions: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """By who put them."""

    @property
    def id(self) -> int:
        number: int = self.message["message_id"]
        return number

    @property
    def thread(self) -> int | None:
        thread: int | None = self.message.get("message_thread_id")
        return thread

    @property
    def quoted(self) -> Json:
        """As it stands in an answer to it, which holds no answers in its turn."""
        return {name: value for name, value in self.message.items() if name != "reply_to_message"}

    @property
    def marks(self) -> tuple[str, ...]:
        return tuple(emoji for each in self.reactions.values() for emoji in each)

    def data_of(self, label: str) -> str | None:
        buttons = (button for row in self.keyboard for button in row)
        return next((button.get("callback_data") for button in buttons if button["text"] == label), None)


@dataclass(slots=True)
class Chat:
    id: int
    type: str
    title: str
    user: Json | None = None
    """The person of a private chat."""
    is_forum: bool = False
    started: bool = True
    """False: a person who has not written to the bot yet, so that the bot may not write to them."""
    blocked: bool = False
    migrated_to: int | None = None
    bot_is_admin: bool = True
    may_send: bool = True
    may_manage_topics: bool = True
    topics: dict[int, Topic] = field(default_factory=dict)
    members: dict[int, Json] = field(default_factory=dict)
    removed: dict[int, Json] = field(default_factory=dict)
    """Who was a member once."""
    messages: dict[int, Held] = field(default_factory=dict)
    screen: Screen = field(default_factory=Screen)
    sends: list[float] = field(default_factory=list)
    """When the bot sent here lately, for flood control."""
    refused: int = 0
    """How often it was too much."""
    described: Json = field(default_factory=dict)
    language: str = "en"
    """Of the phones in a group."""
    on_topics: Callable[[], None] | None = None
    """Told when a topic is opened, renamed, closed, reopened or deleted."""

    def __post_init__(self) -> None:
        self.described = {"id": self.id, "type": self.type}
        if self.user is not None:
            self.described |= {"first_name": self.user["first_name"]}
        else:
            self.described |= {"title": self.title} | ({"is_forum": True} if self.is_forum else {})

    def open_to_all(self, username: str) -> None:
        """A public group: whoever finds it reads and writes there, without being a member."""
        self.described |= {"username": username}

    def screens(self, thread: int | None) -> Iterator[Screen]:
        yield self.screen
        if thread is not None and thread in self.topics:
            yield self.topics[thread].screen

    def show(self, message: Shown, thread: int | None) -> None:
        for screen in self.screens(thread):
            screen.add(message)

    def change(self, message_id: int, thread: int | None, how: Callable[[Shown], Shown]) -> None:
        """Redraw a message in place."""
        for screen in self.screens(thread):
            for index in range(len(screen.shown) - 1, -1, -1):
                if screen.shown[index].message_id == str(message_id):
                    screen.replace(index, how(screen.shown[index]))
                    break


class World:
    """`keep_history`: False for long runs, in which only counts are wanted."""

    def __init__(self, bot_id: int, clock: Callable[[], float], *, keep_history: bool) -> None:
        self.clock = clock
        self.keep_history = keep_history
        self.bot: Json = {
            "id": bot_id,
            "is_bot": True,
            "first_name": "kefu",
            "username": "kefu_sandbox_bot",
        }
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.sent: list[Sent] = []
        self.accepted = 0
        """How many messages of the bot were accepted, ever."""
        self.on_sent: Callable[[Sent], None] | None = None
        self.message_ids = count(101)
        """Never 1: as a topic's number that means the general one."""
        self._file_ids = count(1)

    def chat(self, chat_id: int | None) -> Chat:
        """Raises Refusal when there is none, or none any more."""
        found = self.chats.get(chat_id or 0)
        if found is None:
            raise bad("chat not found")
        if found.migrated_to is not None:
            raise moved(found.migrated_to)
        return found

    def opening_of(self, chat: Chat, topic: Topic) -> Json:
        """The line that opened a topic."""
        created = {"name": topic.title, "icon_color": topic.icon_color}
        line = {"message_id": topic.thread, "from": self.bot, "chat": chat.described}
        return line | {"date": int(self.clock()), "forum_topic_created": created}

    def store(self, kind: str, name: str, data: bytes, declared: str = "") -> StoredFile:
        """`declared`: the type that its sender says it has."""
        number = next(self._file_ids)
        suffix = name.rpartition(".")[2] if "." in name else "bin"
        stored = StoredFile(f"{kind}-{number:06}", kind, f"{kind}s/file_{number}.{suffix}", name, data, declared)
        self.files[stored.id] = stored
        return stored

    def hold(self, chat: Chat, message: Json, keyboard: Keyboard) -> None:
        """Keep and show a message, the bot's or a person's."""
        if not self.keep_history:
            return
        held = chat.messages[message["message_id"]] = Held(message, keyboard, message["from"] is self.bot)
        chat.show(self._drawn(held, self.clock()), held.thread)

    def reworded(self, chat: Chat, held: Held) -> None:
        """Show a message as it is now. Of a bot's messages the apps do not say that they were edited."""
        chat.change(
            held.id,
            held.thread,
            lambda was: replace(self._drawn(held, was.at), marks=was.marks, edited=not held.by_bot),
        )

    def react(self, chat: Chat, held: Held, who: int, emoji: tuple[str, ...]) -> tuple[str, ...]:
        """In place of what they had put there before, which is returned."""
        before = held.reactions.pop(who, ())
        if emoji:
            held.reactions[who] = emoji
        chat.change(held.id, held.thread, lambda shown: replace(shown, marks=held.marks))
        return before

    def delete(self, chat: Chat, held: Held) -> None:
        """For everybody."""
        del chat.messages[held.id]
        chat.change(held.id, held.thread, taken_back)

    def _drawn(self, held: Held, at: float) -> Shown:
        return draw(held.message, held.keyboard, self.files, at=at, mine=not held.by_bot)

    def count(self, sent: Sent) -> None:
        self.accepted += 1
        if self.keep_history:
            self.sent.append(sent)
        if self.on_sent is not None:
            self.on_sent(sent)
