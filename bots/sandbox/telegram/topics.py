"""Forum topics, as the bot handles them."""

from telegram.constants import ForumIconColor

from bots.sandbox.telegram.forum import Forum
from bots.sandbox.telegram.parameters import Parameters
from bots.sandbox.telegram.refusal import bad
from bots.sandbox.telegram.sending import Sending
from bots.sandbox.telegram.updates import Updates
from bots.sandbox.telegram.world import Chat, Json, Topic, in_topic

TITLE_LIMIT = 128
COLOURS = {int(colour) for colour in ForumIconColor}


class Topics:
    def __init__(self, sending: Sending, forum: Forum, updates: Updates) -> None:
        self.sending = sending
        self.updates = updates
        self.world = sending.world
        self.forum = forum

    def create(self, parameters: Parameters) -> Json:
        chat = self._forum(parameters, "create a topic")
        title, colour = _title(parameters), parameters.integer("icon_color") or int(ForumIconColor.BLUE)
        if colour not in COLOURS:
            raise bad("invalid forum topic icon color specified")
        topic = self.forum.open(chat, title, colour)
        if self.sending.flood_control:
            chat.sends.append(self.world.clock())
        self._tell(chat, topic)
        return {"message_thread_id": topic.thread, "name": title, "icon_color": colour}

    def edit(self, parameters: Parameters) -> bool:
        chat = self._forum(parameters, "edit the topic")
        topic, title = _topic(chat, parameters), _title(parameters)
        if topic.title == title:
            raise bad("TOPIC_NOT_MODIFIED")
        self.forum.rename(chat, topic, title, self.world.bot["first_name"])
        return True

    def close(self, parameters: Parameters) -> bool:
        chat, topic = self._toggled(parameters, closed=True)
        self.forum.close(chat, topic, self.world.bot["first_name"])
        return True

    def reopen(self, parameters: Parameters) -> bool:
        chat, topic = self._toggled(parameters, closed=False)
        self.forum.reopen(chat, topic, self.world.bot["first_name"])
        return True

    def delete(self, parameters: Parameters) -> bool:
        chat = self._forum(parameters, "delete the topic")
        self.forum.delete(chat, _topic(chat, parameters))
        return True

    def _tell(self, chat: Chat, topic: Topic) -> None:
        """Of what the bot itself writes it hears nothing, but of the topics that it makes it does."""
        line = self.world.opening_of(chat, topic) | in_topic(topic.thread)
        self.updates.add("message", line, ("chat", chat.id))

    def _toggled(self, parameters: Parameters, *, closed: bool) -> tuple[Chat, Topic]:
        """What shall be closed, or be open again."""
        chat = self._forum(parameters, "close the topic")
        topic = _topic(chat, parameters)
        if topic.closed == closed:
            raise bad("TOPIC_NOT_MODIFIED")
        return chat, topic

    def _forum(self, parameters: Parameters, what: str) -> Chat:
        chat = self.sending.open_chat(parameters)
        if not chat.is_forum:
            raise bad("the chat is not a forum")
        if not chat.may_manage_topics:
            raise bad(f"not enough rights to {what}")
        return chat


def _title(parameters: Parameters) -> str:
    title = parameters.text("name")
    if not 1 <= len(title) <= TITLE_LIMIT:
        raise bad("TOPIC_TITLE_EMPTY" if not title else "topic title is too long")
    return title


def _topic(chat: Chat, parameters: Parameters) -> Topic:
    topic = chat.topics.get(parameters.integer("message_thread_id") or 0)
    if topic is None:
        raise bad("TOPIC_ID_INVALID")
    return topic
