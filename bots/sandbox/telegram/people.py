"""The phones: what customers and members of a group can do, and what they see."""

from collections.abc import Sequence

from bots.sandbox.phone import Screen
from bots.sandbox.telegram import wording
from bots.sandbox.telegram.account import Account
from bots.sandbox.telegram.changing import REACTIONS
from bots.sandbox.telegram.world import Chat, Held, Json, Topic, World, in_topic

ANONYMOUS: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


def person(user_id: int, name: str, language_code: str | None) -> Json:
    first, _, last = name.partition(" ")
    known: Json = {"id": user_id, "is_bot": False, "first_name": first}
    if last:
        known["last_name"] = last
    if language_code:
        known["language_code"] = language_code
    return known


class Person:
    """Somebody in a chat. What they do reaches the bot as an update; the ids returned are those of messages."""

    def __init__(self, account: Account, chat: Chat, user_id: int, *, anonymous: bool = False) -> None:
        self._account = account
        self._world: World = account.world
        self.chat = chat
        self._id = user_id
        self._anonymous = anonymous

    @property
    def user(self) -> Json:
        """The profile as it is now."""
        return self.chat.user or self.chat.members.get(self._id) or self.chat.removed[self._id]

    @property
    def _sender(self) -> Json:
        if self._anonymous:
            return {"from": ANONYMOUS, "sender_chat": self.chat.described}
        return {"from": self.user}

    @property
    def screen(self) -> Screen:
        return self.chat.screen

    @property
    def commands(self) -> tuple[tuple[str, str], ...]:
        """The menu beside the input field: (name without slash, what it does)."""
        return self._account.menus.of(self.chat, self.user.get("language_code", ""))

    def say(self, text: str, *, thread: str | None = None, reply_to: str | None = None) -> str:
        content = wording.typed(text)
        if reply_to is not None:
            content["reply_to_message"] = self._held(reply_to).quoted
        return self._post(content, thread)

    def reply(self, to: str, text: str) -> str:
        """To a message, in its topic."""
        thread = self._held(to).thread
        return self.say(text, thread=None if thread is None else str(thread), reply_to=to)

    def send_photo(self, data: bytes, caption: str = "", *, thread: str | None = None) -> str:
        return self._post(self._photo(data) | wording.typed(caption, "caption"), thread)

    def send_album(self, photos: Sequence[bytes], *, thread: str | None = None) -> list[str]:
        """The bot is told of each photo in a message of its own, and that they belong together."""
        group = {"media_group_id": str(next(self._world.message_ids))}
        return [self._post(self._photo(data) | group, thread) for data in photos]

    def send_document(
        self, data: bytes, name: str, mime: str = "", caption: str = "", *, thread: str | None = None
    ) -> str:
        document = self._stored("document", name, data, mime) | {"file_name": name}
        return self._post({"document": document} | wording.typed(caption, "caption"), thread)

    def send_voice(self, data: bytes, seconds: int = 3, *, thread: str | None = None) -> str:
        voice = self._stored("voice", "voice.oga", data, "audio/ogg") | {"duration": seconds}
        return self._post({"voice": voice}, thread)

    def send_sticker(self, emoji: str, *, thread: str | None = None) -> str:
        sticker = self._stored("sticker", "sticker.webp", b"RIFF\x04\x00\x00\x00WEBP") | {"emoji": emoji}
        return self._post({"sticker": sticker}, thread)

    def send_location(self, latitude: float, longitude: float, *, thread: str | None = None) -> str:
        return self._post({"location": {"latitude": latitude, "longitude": longitude}}, thread)

    def share_contact(self, phone: str) -> str:
        contact = {"phone_number": phone, "first_name": self.user["first_name"], "user_id": self.user["id"]}
        return self._post({"contact": contact})

    def edit(self, message_id: str, text: str) -> None:
        """One's own words, also those under a picture. Raises LookupError for what cannot be edited."""
        held = self._held(message_id)
        self._own(held, "edits")
        wording.put(held.message, wording.typed(text, "text" if "text" in held.message else "caption"))
        held.message["edit_date"] = int(self._world.clock())
        self._world.reworded(self.chat, held)
        self._account.updates.add("edited_message", dict(held.message), ("chat", self.chat.id))

    def delete(self, message_id: str) -> None:
        """For everybody. The bot is not told. In a private chat also the bot's own."""
        held = self._held(message_id)
        if self.chat.type != "private":
            self._own(held, "deletes")
        self._world.delete(self.chat, held)

    def react(self, message_id: str, emoji: str) -> None:
        """In place of one's earlier reaction; "" takes it off. The bot is told where it may know."""
        if emoji not in ("", *REACTIONS):
            raise LookupError(f"{emoji} is not among Telegram's reactions")
        held = self._held(message_id)
        new = (emoji,) if emoji else ()
        old = self._world.react(self.chat, held, self.user["id"], new)
        if self.chat.type != "private" and not self.chat.bot_is_admin:
            return
        change = {"chat": self.chat.described, "message_id": held.id, "date": int(self._world.clock())}
        change |= {"actor_chat": self.chat.described} if self._anonymous else {"user": self.user}
        change |= {"old_reaction": _reactions(old), "new_reaction": _reactions(new)}
        self._account.updates.add("message_reaction", change, ("reaction", self.user["id"]))

    def press(self, label: str, *, message_id: str | None = None) -> str:
        """The newest button of this label, or that of one message. Returns the query's id."""
        held, data = self._button(label, message_id)
        query = str(self._account.updates.next_id * 1_000_003)
        self._account.queries[query] = self._world.clock()
        pressed = {
            "id": query,
            "from": self.user,
            "message": held.message,
            "chat_instance": str(self.chat.id),
            "data": data,
        }
        self._account.updates.add("callback_query", pressed, ("query", self.user["id"]))
        return query

    def _button(self, label: str, message_id: str | None) -> tuple[Held, str]:
        candidates = [self._held(message_id)] if message_id else reversed(self.chat.messages.values())
        for held in candidates:
            data = held.data_of(label)
            if data is not None:
                return held, data
        raise LookupError(f"no button {label!r} is on the screen of {self.user['first_name']}")

    def _own(self, held: Held, does: str) -> None:
        if held.message["from"]["id"] != self._sender["from"]["id"]:
            raise LookupError(f"message {held.id} is not one of {self.user['first_name']}'s: one {does} only one's own")

    def _held(self, message_id: str) -> Held:
        try:
            return self.chat.messages[int(message_id)]
        except KeyError:
            raise LookupError(f"no message {message_id} in chat {self.chat.id}") from None

    def _photo(self, data: bytes) -> Json:
        stored = self._world.store("photo", "photo.jpg", data)
        large = {"file_id": stored.id, "file_unique_id": f"u-{stored.id}", "width": 1280, "height": 960}
        large["file_size"] = len(data)
        small = large | {"file_id": f"{stored.id}-small", "width": 90, "height": 67}
        return {"photo": [small, large]}

    def _stored(self, kind: str, name: str, data: bytes, mime: str = "") -> Json:
        stored = self._world.store(kind, name, data, mime)
        described = {"file_id": stored.id, "file_unique_id": f"u-{stored.id}", "file_size": len(data)}
        return described | ({"mime_type": mime} if mime else {})

    def _post(self, content: Json, thread: str | None = None) -> str:
        """On this screen it stands as sent, whether the bot can be told of it or not."""
        self.chat.started = True
        message_id = next(self._world.message_ids)
        message = self._message(message_id, thread) | content
        if thread is not None:
            message.setdefault("reply_to_message", self._world.opening_of(self.chat, self._topic(thread)))
        self._world.hold(self.chat, message, [])
        # As it is now, whatever becomes of it before the bot asks.
        self._account.updates.add("message", dict(message), ("chat", self.chat.id))
        return str(message_id)

    def _message(self, message_id: int, thread: str | None) -> Json:
        now = int(self._world.clock())
        message = {"message_id": message_id, **self._sender, "chat": self.chat.described, "date": now}
        return message if thread is None else message | in_topic(self._topic(thread).thread)

    def _topic(self, thread: str) -> Topic:
        try:
            return self.chat.topics[int(thread)]
        except KeyError:
            raise LookupError(f"no topic {thread} in {self.chat.title}") from None


def _reactions(emoji: Sequence[str]) -> list[Json]:
    return [{"type": "emoji", "emoji": each} for each in emoji]
