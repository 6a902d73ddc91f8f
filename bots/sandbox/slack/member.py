"""Somebody in Slack: what all of them can do. The ids returned are those of messages (`ts`)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bots.sandbox.slack import interactions, payloads
from bots.sandbox.slack.delivery import Delivery, Sort
from bots.sandbox.slack.files import StoredFile
from bots.sandbox.slack.room import Json, Room
from bots.sandbox.slack.telling import Telling
from bots.sandbox.slack.uploads import Uploads
from bots.sandbox.slack.words import buttons_of, typed
from bots.sandbox.slack.workspace import BOT_USER, Person, Workspace


class Member:
    def __init__(self, workspace: Workspace, telling: Telling, uploads: Uploads, person: Person) -> None:
        self._workspace = workspace
        self._telling = telling
        self._uploads = uploads
        self.person = person

    def set_language(self, locale: str) -> None:
        """Of the profile. Slack tells the app only when it asks again."""
        self.person.locale = locale

    def _write(self, room: Room, text: str, thread: str | None = None) -> str:
        return self._post(room, self._message(room, text, thread))

    def _upload(self, room: Room, data: bytes, name: str, text: str, thread: str | None = None) -> str:
        return self._share(room, {name: data}, text, thread)

    def _share(self, room: Room, files: Mapping[str, bytes], text: str, thread: str | None = None) -> str:
        message = self._message(room, text, thread)
        stored = [self._workspace.store(name, "", data) for name, data in files.items()]
        described = [self._uploads.described(each) for each in stored]
        return self._post(room, message | {"subtype": "file_share", "files": described}, *stored)

    def _message(self, room: Room, text: str, thread: str | None) -> Json:
        if thread is not None and self._workspace.keep_history and thread not in room.messages:
            raise LookupError(f"no thread {thread} in {room.id}")
        return payloads.message(self._workspace, self.person, typed(text), thread)

    def _post(self, room: Room, message: Json, *files: StoredFile) -> str:
        self._workspace.keep(room, message, author=self.person.name, mine=True, files=files)
        self._tell_of(message, room)
        return str(message["ts"])

    def _tell_of(self, event: Json, room: Room) -> None:
        if not room.bot_is_member:
            return
        self._tell(payloads.in_room(event, room), room)
        if not room.is_direct and f"<@{BOT_USER}>" in event["text"]:
            self._tell(payloads.mention(event, room), room)

    def _tell(self, event: Json, room: Room | None = None) -> None:
        self._telling.tell(Sort.EVENT, payloads.envelope(self._workspace, event, room), self.person.id)

    def _delete(self, room: Room, message_id: str) -> None:
        self._own(room, message_id, "deletes")
        before = room.delete(message_id)
        self._tell(payloads.deleted(self._workspace, before, room.messages.get(message_id), room), room)

    def _react(self, room: Room, message_id: str, name: str, *, on: bool) -> None:
        if message_id not in room.messages:
            raise LookupError(f"no message {message_id} in {room.id}")
        if room.react(message_id, self.person.id, name, on=on) and room.bot_is_member:
            self._tell(payloads.reacted(self._workspace, self.person.id, room, message_id, name, on=on), room)

    def _own(self, room: Room, message_id: str, does: str) -> Json:
        message = room.messages.get(message_id)
        if message is None:
            raise LookupError(f"no message {message_id} in {room.id}")
        if message["user"] != self.person.id:
            raise LookupError(f"message {message_id} is not one of {self.person.name}'s: one {does} only one's own")
        return message

    def _edit(self, room: Room, message_id: str, text: str) -> None:
        before = self._own(room, message_id, "edits")
        after = {**before, "text": typed(text)}
        room.messages[message_id] = after
        drawn = self._workspace.drawn(after, author=self.person.name, mine=True)
        room.redraw(message_id, lambda was: replace(was, text=drawn.text, spans=drawn.spans, edited=True))
        self._tell(payloads.changed(self._workspace, before, after, room), room)

    def _press(self, label: str, room: Room, *, thread: str | None = None, message_id: str = "") -> bool:
        """The newest such button of a conversation, of one thread, or of one message."""
        for message in self._carriers(room, thread, message_id):
            for button in buttons_of(message):
                if button["text"]["text"] == label:
                    self._press_on(message, button, room)
                    return True
        return False

    def _carriers(self, room: Room, thread: str | None, message_id: str) -> Iterator[Json]:
        if message_id:
            yield from filter(None, [room.messages.get(message_id)])
            return
        for message in reversed(room.messages.values()):
            if thread is None or thread in (message["ts"], message.get("thread_ts")):
                yield message

    def _press_on(self, message: Json, button: Json, room: Room) -> None:
        def given_up(_delivery: Delivery) -> None:
            room.mark_failed(message["ts"], failed=True)

        room.mark_failed(message["ts"], failed=False)
        pressed = interactions.press(self._workspace, self.person, button, room, message)
        self._telling.tell(Sort.PRESS, pressed, self.person.id, given_up)

    def _missing(self, label: str) -> LookupError:
        return LookupError(f"no button {label!r} is on the screen of {self.person.name}")
