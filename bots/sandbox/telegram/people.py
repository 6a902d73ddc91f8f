"""The phones: what customers and members of a group can do, and what they see."""

from dataclasses import replace
from typing import Any

from bots.sandbox.phone import Screen, Shown
from bots.sandbox.telegram.account import Account
from bots.sandbox.telegram.world import Chat, Held, Json, Topic, World

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

    def __init__(self, account: Account, chat: Chat, user: Json, *, anonymous: bool = False) -> None:
        self._account = account
        self._world: World = account.world
        self.chat = chat
        self.user = user
        self._sender = {"from": ANONYMOUS, "sender_chat": chat.described} if anonymous else {"from": user}

    @property
    def screen(self) -> Screen:
        return self.chat.screen

    def say(self, text: str, *, thread: str | None = None, reply_to: str | None = None) -> str:
        content: Json = {"text": text}
        if text.startswith("/"):
            command = text.split(maxsplit=1)[0]
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command)}]
        if reply_to is not None:
            content["reply_to_message"] = self._held(reply_to).message
        return self._post(content, text, thread=thread)

    def send_photo(self, data: bytes, caption: str = "", *, thread: str | None = None) -> str:
        stored = self._world.store("photo", "photo.jpg", data)
        sizes = [{"file_id": stored.id, "file_unique_id": f"u-{stored.id}", "width": 1280, "height": 960}]
        sizes[0]["file_size"] = len(data)
        small = sizes[0] | {"file_id": f"{stored.id}-small", "width": 90, "height": 67}
        return self._post({"photo": [small, *sizes]} | _caption(caption), caption, "photo", thread=thread)

    def send_document(self, data: bytes, name: str, mime: str = "", caption: str = "") -> str:
        document = self._stored("document", name, data) | {"file_name": name} | ({"mime_type": mime} if mime else {})
        return self._post({"document": document} | _caption(caption), caption, "file")

    def send_voice(self, data: bytes, seconds: int = 3) -> str:
        voice = self._stored("voice", "voice.oga", data) | {"duration": seconds, "mime_type": "audio/ogg"}
        return self._post({"voice": voice}, "", "voice")

    def send_sticker(self, emoji: str) -> str:
        sticker = self._stored("sticker", "sticker.webp", b"RIFF\x04\x00\x00\x00WEBP") | {"emoji": emoji}
        return self._post({"sticker": sticker}, emoji, "sticker")

    def send_location(self, latitude: float, longitude: float) -> str:
        return self._post({"location": {"latitude": latitude, "longitude": longitude}}, "", "location")

    def share_contact(self, phone: str) -> str:
        contact = {"phone_number": phone, "first_name": self.user["first_name"], "user_id": self.user["id"]}
        return self._post({"contact": contact}, phone, "contact")

    def edit(self, message_id: str, text: str) -> None:
        held = self._held(message_id)
        held.message |= {"text": text, "edit_date": int(self._world.clock())}
        self.chat.change(int(message_id), held.thread, lambda shown: _reworded(shown, text))
        self._account.updates.add("edited_message", dict(held.message), ("chat", self.chat.id))

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

    def _held(self, message_id: str) -> Held:
        try:
            return self.chat.messages[int(message_id)]
        except KeyError:
            raise LookupError(f"no message {message_id} in chat {self.chat.id}") from None

    def _stored(self, kind: str, name: str, data: bytes) -> Json:
        stored = self._world.store(kind, name, data)
        return {"file_id": stored.id, "file_unique_id": f"u-{stored.id}", "file_size": len(data)}

    def _post(self, content: Json, text: str, *media: str, thread: str | None = None) -> str:
        self.chat.started = True
        message_id = next(self._world.message_ids)
        now = int(self._world.clock())
        message: Json = {"message_id": message_id, **self._sender, "chat": self.chat.described, "date": now}
        message |= self._placed(thread) | content
        if self._world.keep_history:
            shown = Shown(text=text, media=media, mine=True, author=self.user["first_name"])
            self._world.hold(self.chat, message, shown=shown)
        self._account.updates.add("message", message, ("chat", self.chat.id))
        return str(message_id)

    def _placed(self, thread: str | None) -> Json:
        if thread is None:
            return {}
        if int(thread) not in self.chat.topics:
            raise LookupError(f"no topic {thread} in {self.chat.title}")
        return {"message_thread_id": int(thread), "is_topic_message": True}


class TelegramPhone(Person):
    """A customer, in the private chat with the bot."""

    def start(self, payload: str = "") -> str:
        """The Start button, or a link that carries a payload."""
        return self.say(f"/start {payload}".strip())

    def block(self) -> None:
        self._membership("kicked", "member")

    def unblock(self) -> None:
        self._membership("member", "kicked")

    def _membership(self, status: str, old: str) -> None:
        self.chat.blocked = status == "kicked"
        bot = self._world.bot
        change = {
            "chat": self.chat.described,
            "from": self.user,
            "date": int(self._world.clock()),
            "old_chat_member": {"user": bot, "status": old},
            "new_chat_member": {"user": bot, "status": status},
        }
        self._account.updates.add("my_chat_member", change, ("member", self.chat.id))


class TelegramAgent(Person):
    """A member of a group."""


class TelegramGroup:
    """A group with the bot in it. With topics it can be a desk."""

    def __init__(self, account: Account, chat: Chat) -> None:
        self._account = account
        self.chat = chat

    @property
    def id(self) -> str:
        return str(self.chat.id)

    @property
    def screen(self) -> Screen:
        """Everything in it; each message says its thread."""
        return self.chat.screen

    @property
    def topics(self) -> list[Topic]:
        return list(self.chat.topics.values())

    def topic(self, thread: str) -> Topic:
        return self.chat.topics[int(thread)]

    def agent(
        self, user_id: int, name: str, *, language_code: str | None = None, anonymous: bool = False
    ) -> TelegramAgent:
        user = self.chat.members.setdefault(user_id, person(user_id, name, language_code))
        return TelegramAgent(self._account, self.chat, user, anonymous=anonymous)

    def delete_topic(self, thread: str) -> None:
        """By hand, as members do. The bot is not told."""
        del self.chat.topics[int(thread)]

    def allow(self, *, topics: bool = True, messages: bool = True) -> None:
        """What the bot may do here."""
        self.chat.may_manage_topics, self.chat.may_send = topics, messages

    def kick(self) -> None:
        """Remove the bot."""
        self.chat.blocked = True

    def upgrade(self) -> str:
        """The group becomes a supergroup with another id, which is returned; topics and members go with it."""
        old, world = self.chat, self._account.world
        new = Chat(old.id - 1_000_000_000_000, "supergroup", old.title, is_forum=old.is_forum)
        new.members, new.topics, new.screen = old.members, old.topics, old.screen
        new.messages = old.messages
        world.chats[new.id] = new
        old.migrated_to = new.id
        self._tell(old, {"migrate_to_chat_id": new.id})
        self._tell(new, {"migrate_from_chat_id": old.id})
        self.chat = new
        return self.id

    def _tell(self, chat: Chat, content: Json) -> None:
        world = self._account.world
        sender: Any = next(iter(chat.members.values()), ANONYMOUS)
        message = {"message_id": next(world.message_ids), "from": sender, "chat": chat.described}
        message |= {"date": int(world.clock())} | content
        self._account.updates.add("message", message, ("chat", chat.id))


def _caption(caption: str) -> Json:
    return {"caption": caption} if caption else {}


def _reworded(shown: Shown, text: str) -> Shown:
    return replace(shown, text=text)
