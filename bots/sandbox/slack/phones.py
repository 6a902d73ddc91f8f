"""What customers and agents do in Slack, and what they see. The ids returned are those of messages (`ts`)."""

from collections.abc import Mapping
from dataclasses import replace

from bots.sandbox.phone import Screen
from bots.sandbox.slack import interactions, payloads
from bots.sandbox.slack.delivery import Delivery, Sort
from bots.sandbox.slack.member import Member
from bots.sandbox.slack.room import Room
from bots.sandbox.slack.words import buttons_of, typed
from bots.sandbox.slack.workspace import BOT_USER


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
        """The ending of the name says what it is, else its bytes do."""
        return self._upload(self.room, data, name, text)

    def upload_several(self, files: Mapping[str, bytes], text: str = "") -> str:
        """By their names, in one message."""
        return self._share(self.room, files, text)

    def reply(self, to: str, text: str) -> str:
        """In the thread of a message: Slack has no other way to answer one."""
        return self.say(text, thread=self.room.messages[to].get("thread_ts", to))

    def edit(self, message_id: str, text: str) -> None:
        self._edit(self.room, message_id, text)

    def delete(self, message_id: str) -> None:
        self._delete(self.room, message_id)

    def react(self, message_id: str, name: str) -> None:
        """`name`: as Slack calls the emoji, without colons."""
        self._react(self.room, message_id, name, on=True)

    def unreact(self, message_id: str, name: str) -> None:
        self._react(self.room, message_id, name, on=False)

    def press(self, label: str, message_id: str = "") -> None:
        """In the conversation, else on the Home tab; or on this message, or this view of the Home tab, alone."""
        if self._press(label, self.room, message_id=message_id):
            return
        if not (message_id in ("", self._home_id()) and self._press_at_home(label)):
            raise self._missing(label)

    def _home_id(self) -> str:
        return self.home.shown[-1].message_id if self.home.shown else ""

    def _press_at_home(self, label: str) -> bool:
        for button in buttons_of(self.person.view or {}):
            if button["text"]["text"] == label:
                pressed = interactions.press(self._workspace, self.person, button, None, None)
                self._mark_home(failed=False)
                self._telling.tell(Sort.PRESS, pressed, self.person.id, lambda _: self._mark_home(failed=True))
                return True
        return False

    def _mark_home(self, *, failed: bool) -> None:
        if self.home.shown and self.home.shown[-1].failed != failed:
            self.home.replace(len(self.home.shown) - 1, replace(self.home.shown[-1], failed=failed))

    def mention(self, channel: str, text: str, *, thread: str | None = None) -> str:
        """In a channel, to everybody: `@kefu text`."""
        return self._write(self._workspace.room(channel), f"<@{BOT_USER}> {text}", thread)

    def say_in(self, channel: str, text: str) -> str:
        """In a channel, and not to the bot."""
        return self._write(self._workspace.room(channel), text)

    def command(self, text: str, *, channel: str | None = None) -> None:
        """`/kefu text`, in the direct conversation or in a channel."""
        room = self._workspace.room(channel) if channel else self.room
        payload = interactions.command(self._workspace, self.person, room, typed(text))
        self._telling.tell(
            Sort.COMMAND,
            payload,
            self.person.id,
            lambda delivery: self._command_failed(delivery, payload["command"]),
            self._command_answered,
        )

    def _command_answered(self, delivery: Delivery) -> None:
        if text := delivery.answer.get("text"):
            self._workspace.notice(self.room, text)

    def _command_failed(self, delivery: Delivery, command: str) -> None:
        """Only who typed it is told, wherever that was."""
        error = "operation_timeout" if delivery.refused in ("http_timeout", "TimeoutError") else "dispatch_failed"
        self._workspace.notice(self.room, f"{command} failed with the error “{error}”")

    def open_home(self) -> None:
        self._tell(payloads.home_opened(self._workspace, self.person, "home"))

    def open_messages(self) -> None:
        self._tell(payloads.home_opened(self._workspace, self.person, "messages"))
