"""A group with the bot in it, and its members."""

from collections.abc import Callable
from typing import Any

from bots.sandbox.phone import Screen
from bots.sandbox.telegram.account import Account
from bots.sandbox.telegram.drawing import full_name
from bots.sandbox.telegram.forum import Forum
from bots.sandbox.telegram.people import ANONYMOUS, Person, person
from bots.sandbox.telegram.world import Chat, Json, Topic


class TelegramAgent(Person):
    """A member of a group."""

    def rename_topic(self, thread: str, title: str) -> None:
        topic = self._topic(thread)
        line = self._forum.rename(self.chat, topic, title, self._name)
        self._told(line, topic, {"forum_topic_edited": {"name": title}})

    def close_topic(self, thread: str) -> None:
        topic = self._topic(thread)
        self._told(self._forum.close(self.chat, topic, self._name), topic, {"forum_topic_closed": {}})

    def reopen_topic(self, thread: str) -> None:
        topic = self._topic(thread)
        self._told(self._forum.reopen(self.chat, topic, self._name), topic, {"forum_topic_reopened": {}})

    @property
    def _forum(self) -> Forum:
        return Forum(self._world)

    @property
    def _name(self) -> str:
        return full_name(self.user)

    def _told(self, line: int, topic: Topic, content: Json) -> None:
        self._account.updates.add("message", self._message(line, topic.id) | content, ("chat", self.chat.id))


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
        """Everything in it, also what Telegram says of its topics; each message says its thread."""
        return self.chat.screen

    @property
    def topics(self) -> list[Topic]:
        return list(self.chat.topics.values())

    def topic(self, thread: str) -> Topic:
        return self.chat.topics[int(thread)]

    @property
    def on_topics(self) -> Callable[[], None] | None:
        """Told when a topic is opened, renamed, closed, reopened or deleted."""
        return self.chat.on_topics

    @on_topics.setter
    def on_topics(self, listener: Callable[[], None] | None) -> None:
        self.chat.on_topics = listener

    def agent(
        self, user_id: int, name: str, *, language_code: str | None = None, anonymous: bool = False
    ) -> TelegramAgent:
        is_back = user_id in self.chat.removed
        self.chat.members.setdefault(user_id, self.chat.removed.pop(user_id, person(user_id, name, language_code)))
        if is_back:
            self._came_or_went(user_id, "left", "member")
        return TelegramAgent(self._account, self.chat, user_id, anonymous=anonymous)

    def delete_topic(self, thread: str) -> None:
        """By hand, as members do. The bot is not told."""
        Forum(self._account.world).delete(self.chat, self.topic(thread))

    def allow(self, *, topics: bool = True, messages: bool = True) -> None:
        """What the bot may do here."""
        self.chat.may_manage_topics, self.chat.may_send = topics, messages

    def kick(self) -> None:
        """Remove the bot, which is told so."""
        self.chat.blocked, world = True, self._account.world
        change = {"chat": self.chat.described, "from": self._somebody, "date": int(world.clock())}
        change["old_chat_member"] = {"user": world.bot, "status": "administrator"}
        change["new_chat_member"] = {"user": world.bot, "status": "kicked"}
        self._account.updates.add("my_chat_member", change, ("member", self.chat.id))

    def remove(self, user_id: int) -> None:
        """A member. What is on their phone stays there, and so do its buttons."""
        self.chat.removed[user_id] = self.chat.members.pop(user_id)
        self._came_or_went(user_id, "member", "kicked")

    def upgrade(self) -> str:
        """The group becomes a supergroup with another id, which is returned; topics and members go with it."""
        old, world = self.chat, self._account.world
        new = Chat(old.id - 1_000_000_000_000, "supergroup", old.title, is_forum=old.is_forum)
        new.members, new.topics, new.screen = old.members, old.topics, old.screen
        new.removed, new.bot_is_admin = old.removed, old.bot_is_admin
        new.messages, new.language, new.on_topics = old.messages, old.language, old.on_topics
        world.chats[new.id] = new
        old.migrated_to = new.id
        self._tell(old, {"migrate_to_chat_id": new.id})
        self._tell(new, {"migrate_from_chat_id": old.id})
        self.chat = new
        return self.id

    def _came_or_went(self, user_id: int, was: str, now: str) -> None:
        """The bot is told if it asked for that, and is an administrator."""
        user = (self.chat.members | self.chat.removed)[user_id]
        change = {"chat": self.chat.described, "from": self._somebody, "date": int(self._account.world.clock())}
        change["old_chat_member"] = {"user": user, "status": was}
        change["new_chat_member"] = {"user": user, "status": now}
        if self.chat.bot_is_admin:
            self._account.updates.add("chat_member", change, ("chat_member", self.chat.id))

    @property
    def _somebody(self) -> Any:
        """Who did what nobody cares to know who did."""
        return next(iter(self.chat.members.values()), ANONYMOUS)

    def _tell(self, chat: Chat, content: Json) -> None:
        world = self._account.world
        message = {"message_id": next(world.message_ids), "from": self._somebody, "chat": chat.described}
        message |= {"date": int(world.clock())} | content
        self._account.updates.add("message", message, ("chat", chat.id))
