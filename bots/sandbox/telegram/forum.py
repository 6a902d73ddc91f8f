"""The topics of a group: whoever changes one, everybody in the group sees it."""

from bots.sandbox.phone import Shown
from bots.sandbox.telegram.notices import NOTICES
from bots.sandbox.telegram.world import Chat, Topic, World


class Forum:
    def __init__(self, world: World) -> None:
        self.world = world

    def open(self, chat: Chat, title: str, icon_color: int) -> Topic:
        thread = next(self.world.message_ids)
        topic = chat.topics[thread] = Topic(thread, title, icon_color)
        self._changed(chat, thread, thread, NOTICES[chat.language].created)
        return topic

    def rename(self, chat: Chat, topic: Topic, title: str, who: str) -> int:
        """Returns the id of the line that says so."""
        topic.title = title
        return self._line(chat, topic, NOTICES[chat.language].renamed.format(who=who, title=title))

    def close(self, chat: Chat, topic: Topic, who: str) -> int:
        """Returns the id of the line that says so."""
        topic.closed = True
        return self._line(chat, topic, NOTICES[chat.language].closed.format(who=who))

    def reopen(self, chat: Chat, topic: Topic, who: str) -> int:
        """Returns the id of the line that says so."""
        topic.closed = False
        return self._line(chat, topic, NOTICES[chat.language].reopened.format(who=who))

    def delete(self, chat: Chat, topic: Topic) -> None:
        del chat.topics[topic.thread]
        if chat.on_topics is not None:
            chat.on_topics()

    def _line(self, chat: Chat, topic: Topic, text: str) -> int:
        line = next(self.world.message_ids)
        self._changed(chat, topic.thread, line, text)
        return line

    def _changed(self, chat: Chat, thread: int, line: int, text: str) -> None:
        """The line goes to the group's screen; a topic's own screen holds what was written in it."""
        if chat.on_topics is not None:
            chat.on_topics()
        if self.world.keep_history:
            at = self.world.clock()
            chat.screen.add(Shown(text=text, at=at, message_id=str(line), thread=str(thread), notice=True))
