"""What customers and agents do in Slack, and what they see. The ids returned are those of messages (`ts`)."""

from dataclasses import replace

from bots.sandbox.phone import Screen, Shown
from bots.sandbox.slack import payloads
from bots.sandbox.slack.delivery import Sort
from bots.sandbox.slack.telling import Telling
from bots.sandbox.slack.uploads import Uploads, kind_of, mime_of
from bots.sandbox.slack.words import buttons_of, typed
from bots.sandbox.slack.workspace import BOT_USER, Json, Person, Room, Workspace


class Member:
    """Somebody in Slack."""

    def __init__(self, workspace: Workspace, telling: Telling, uploads: Uploads, person: Person) -> None:
        self._workspace = workspace
        self._telling = telling
        self._uploads = uploads
        self.person = person

    def _write(self, room: Room, text: str, thread: str | None = None, files: list[Json] | None = None) -> str:
        event = payloads.message(self._workspace, self.person, typed(text), thread)
        media: tuple[str, ...] = ()
        if files:
            event |= {"subtype": "file_share", "files": files}
            media = tuple(kind_of(file["mimetype"]) for file in files)
        self._workspace.keep(room, event, author=self.person.name, mine=True, media=media)
        self._tell_of(event, room)
        return str(event["ts"])

    def _tell_of(self, event: Json, room: Room) -> None:
        if not room.bot_is_member:
            return
        self._tell(payloads.in_room(event, room), room)
        if not room.is_direct and f"<@{BOT_USER}>" in event["text"]:
            self._tell(payloads.mention(event, room), room)

    def _tell(self, event: Json, room: Room | None = None) -> None:
        self._telling.tell(Sort.EVENT, payloads.envelope(self._workspace, event, room), self.person.id)

    def _edit(self, room: Room, message_id: str, text: str) -> None:
        before = room.messages.get(message_id)
        if before is None:
            raise LookupError(f"no message {message_id} in {room.id}")
        after = {**before, "text": typed(text)}
        room.messages[message_id] = after
        room.redraw(message_id, lambda was: replace(was, text=text))
        self._tell(payloads.changed(self._workspace, before, after, room), room)

    def _press(self, label: str, room: Room, thread: str | None = None) -> bool:
        """The newest such button of a conversation, or of one thread."""
        for message in reversed(room.messages.values()):
            if thread is not None and thread not in (message["ts"], message.get("thread_ts")):
                continue
            for button in buttons_of(message):
                if button["text"]["text"] == label:
                    pressed = payloads.press(self._workspace, self.person, button, room, message)
                    self._telling.tell(Sort.PRESS, pressed, self.person.id)
                    return True
        return False

    def _upload(self, room: Room, data: bytes, name: str, text: str, thread: str | None = None) -> str:
        stored = self._workspace.store(name, mime_of(name), data)
        return self._write(room, text, thread, [self._uploads.described(stored)])

    def _missing(self, label: str) -> LookupError:
        return LookupError(f"no button {label!r} is on the screen of {self.person.name}")


class SlackPhone(Member):
    """A customer: the direct conversation with the bot, its App Home, and channels."""

    @property
    def room(self) -> Room:
        return self._workspace.direct(self.person.id)

    @property
    def screen(self) -> Screen:
        return self.room.screen

    @property
    def home(self) -> Screen:
        """The Home tab; the newest view is last."""
        return self.person.home

    def say(self, text: str, *, thread: str | None = None) -> str:
        return self._write(self.room, text, thread)

    def upload(self, data: bytes, name: str, text: str = "") -> str:
        return self._upload(self.room, data, name, text)

    def edit(self, message_id: str, text: str) -> None:
        self._edit(self.room, message_id, text)

    def press(self, label: str) -> None:
        """In the conversation, else on the Home tab."""
        if self._press(label, self.room):
            return
        for button in buttons_of(self.person.view or {}):
            if button["text"]["text"] == label:
                pressed = payloads.press(self._workspace, self.person, button, None, None)
                self._telling.tell(Sort.PRESS, pressed, self.person.id)
                return
        raise self._missing(label)

    def mention(self, channel: str, text: str, *, thread: str | None = None) -> str:
        """In a channel, to everybody: `@kefu text`."""
        return self._write(self._workspace.room(channel), f"<@{BOT_USER}> {text}", thread)

    def say_in(self, channel: str, text: str) -> str:
        """In a channel, and not to the bot."""
        return self._write(self._workspace.room(channel), text)

    def command(self, text: str, *, channel: str | None = None) -> None:
        """`/kefu text`, in the direct conversation or in a channel."""
        room = self._workspace.room(channel) if channel else self.room
        payload = payloads.command(self._workspace, self.person, room, typed(text))
        self._telling.tell(Sort.COMMAND, payload, self.person.id)

    def open_home(self) -> None:
        self._tell(payloads.home_opened(self._workspace, self.person, "home"))

    def open_messages(self) -> None:
        self._tell(payloads.home_opened(self._workspace, self.person, "messages"))


class SlackAgent(Member):
    """A member of staff, in the desk's channel."""

    def __init__(
        self, workspace: Workspace, telling: Telling, uploads: Uploads, person: Person, desk: "SlackDesk"
    ) -> None:
        super().__init__(workspace, telling, uploads, person)
        self.desk = desk

    def say(self, text: str, *, thread: str | None = None) -> str:
        return self._write(self.desk.room, text, thread)

    def upload(self, data: bytes, name: str, text: str = "", *, thread: str | None = None) -> str:
        return self._upload(self.desk.room, data, name, text, thread)

    def edit(self, message_id: str, text: str) -> None:
        self._edit(self.desk.room, message_id, text)

    def press(self, label: str, *, thread: str | None = None) -> None:
        if not self._press(label, self.desk.room, thread):
            raise self._missing(label)


class SlackDesk:
    """A channel and the people in it."""

    def __init__(self, workspace: Workspace, telling: Telling, uploads: Uploads, room: Room) -> None:
        self._workspace = workspace
        self._telling = telling
        self._uploads = uploads
        self.room = room

    @property
    def id(self) -> str:
        return self.room.id

    @property
    def screen(self) -> Screen:
        """Everything in the channel, threads too."""
        return self.room.screen

    @property
    def threads(self) -> dict[str, Screen]:
        """By the parent's id. The parent is the first on each."""
        return self.room.threads

    def agent(self, user_id: str, name: str, team: str | None = None) -> SlackAgent:
        """`team`: another company's, in a channel shared with it."""
        person = self._workspace.join(user_id, name, "en-US", team)
        self.room.members.add(user_id)
        self.room.shared = self.room.shared or team is not None
        return SlackAgent(self._workspace, self._telling, self._uploads, person, self)

    def thread_of(self, shown: Shown) -> str:
        return shown.thread or shown.message_id
