"""A channel, and what agents do in it."""

import asyncio
from collections.abc import Callable, Mapping

from bots.sandbox.phone import Screen
from bots.sandbox.slack import interactions, payloads
from bots.sandbox.slack.delivery import Sort
from bots.sandbox.slack.forms import OpenForm
from bots.sandbox.slack.member import Member
from bots.sandbox.slack.room import Json, Room
from bots.sandbox.slack.telling import Telling
from bots.sandbox.slack.uploads import Uploads
from bots.sandbox.slack.workspace import Person, Workspace

JOINED = {"zh-CN": "{} 加入了 #{}", "zh-TW": "{} 已加入 #{}"}
JOINED_IN_ENGLISH = "{} joined #{}"


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

    def upload_several(self, files: Mapping[str, bytes], text: str = "", *, thread: str | None = None) -> str:
        """By their names, in one message."""
        return self._share(self.desk.room, files, text, thread)

    def reply(self, to: str, text: str) -> str:
        """In the thread that the message is in, or its parent of."""
        return self.say(text, thread=self.desk.room.messages[to].get("thread_ts", to))

    def edit(self, message_id: str, text: str) -> None:
        self._edit(self.desk.room, message_id, text)

    def delete(self, message_id: str) -> None:
        self._delete(self.desk.room, message_id)

    def react(self, message_id: str, name: str) -> None:
        """`name`: as Slack calls the emoji, without colons."""
        self._react(self.desk.room, message_id, name, on=True)

    def unreact(self, message_id: str, name: str) -> None:
        self._react(self.desk.room, message_id, name, on=False)

    def press(self, label: str, *, thread: str | None = None, message_id: str = "") -> None:
        if not self._press(label, self.desk.room, thread=thread, message_id=message_id):
            raise self._missing(label)

    def shortcut(self, message_id: str, callback_id: str = "kefu_actions") -> None:
        """From the menu of a message."""
        message = self.desk.room.messages.get(message_id)
        if message is None:
            raise LookupError(f"no message {message_id} in {self.desk.id}")
        self._shortcut(interactions.shortcut(self._workspace, self.person, callback_id, self.desk.room, message))

    def global_shortcut(self, callback_id: str = "kefu_desk") -> None:
        """From the input field, or the search."""
        self._shortcut(interactions.shortcut(self._workspace, self.person, callback_id))

    def _shortcut(self, payload: Json) -> None:
        self.person.on_form.clear()
        self._telling.tell(Sort.PRESS, payload, self.person.id)

    @property
    def open_form(self) -> OpenForm:
        """The one in front of them. Raises LookupError."""
        if not self.person.forms or not self.person.forms[-1].is_open:
            raise LookupError(f"no form is open in front of {self.person.name}")
        return OpenForm(self._workspace, self._telling, self.person, self.person.forms[-1])

    async def form(self, seconds: float = 60) -> OpenForm:
        """What opens after a shortcut."""
        async with asyncio.timeout(seconds):
            await self.person.on_form.wait()
        return OpenForm(self._workspace, self._telling, self.person, self.person.forms[-1])


class SlackDesk:
    """A channel and the people in it."""

    def __init__(self, workspace: Workspace, telling: Telling, uploads: Uploads, room: Room) -> None:
        self._workspace = workspace
        self._telling = telling
        self._uploads = uploads
        self.room = room
        self._removed: set[str] = set()
        """Of their coming back the app is told; of those who are there from the start it need not be."""

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

    @property
    def topics(self) -> Mapping[str, str]:
        """The titles of the threads that the bot has opened, by their ids, in that order."""
        return self.room.topics

    def on_topics(self, listener: Callable[[], None] | None) -> None:
        """Call this when there is another topic, or one is called differently."""
        self.room.on_topics = listener

    def agent(self, user_id: str, name: str, team: str | None = None, *, locale: str = "en-US") -> SlackAgent:
        """`team`: another company's, in a channel shared with it."""
        person = self._workspace.join(user_id, name, locale, team)
        if user_id not in self.room.members:
            self.room.members.add(user_id)
            self._workspace.notice(self.room, JOINED.get(locale, JOINED_IN_ENGLISH).format(name, self.room.name))
            if user_id in self._removed:
                self._removed.discard(user_id)
                self._tell_of(person, came=True)
        self.room.shared = self.room.shared or team is not None
        return SlackAgent(self._workspace, self._telling, self._uploads, person, self)

    def remove(self, user_id: str) -> None:
        """A member. Threads that they have open stay open, and so do forms."""
        self.room.members.discard(user_id)
        self._removed.add(user_id)
        self._tell_of(self._workspace.people[user_id], came=False)

    def _tell_of(self, person: Person, *, came: bool) -> None:
        event = payloads.came_or_went(self._workspace, person, self.room, came=came)
        self._telling.tell(Sort.EVENT, payloads.envelope(self._workspace, event, self.room), person.id)

    def put_out(self, by: str) -> None:
        """The bot, by a member."""
        self.room.bot_is_member = False
        event = payloads.put_out(self._workspace, by, self.room)
        self._telling.tell(Sort.EVENT, payloads.envelope(self._workspace, event), by)
