"""The staff group as the page uses it, whichever platform it is on."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from bots.sandbox.page.phones import NAMES, mime_of, numbered
from bots.sandbox.phone import Screen
from bots.sandbox.platforms import DeskName, Platforms
from bots.sandbox.slack.desk import SlackAgent, SlackDesk
from bots.sandbox.telegram import TelegramAgent, TelegramGroup
from bots.sandbox.wecom import WeComGroup, WeComMember

Member = TypeVar("Member")


@dataclass(frozen=True, slots=True)
class Thread:
    id: str
    title: str
    closed: bool = False


class Staff(ABC):
    """Verbs raise LookupError for an agent, a thread, a button or a message that is not there."""

    names: Mapping[str, str]
    """Of the agents, by their accounts."""

    @property
    @abstractmethod
    def screen(self) -> Screen:
        """Everything in the group; each message says its thread."""

    @abstractmethod
    def threads(self) -> list[Thread]:
        """In the order in which they were opened."""

    @abstractmethod
    def on_threads(self, told: Callable[[], None]) -> None:
        """Call this when a thread is opened, called differently, closed or gone."""

    @abstractmethod
    async def say(self, agent: str, thread: str, text: str) -> None:
        """`thread`: "" outside of every one."""

    @abstractmethod
    async def press(self, agent: str, label: str, message_id: str) -> None: ...

    @abstractmethod
    async def attach(self, agent: str, thread: str, kind: str, data: bytes, name: str) -> None: ...

    @abstractmethod
    async def edit(self, agent: str, message_id: str, text: str) -> None: ...

    async def reply(self, _agent: str, _message_id: str, _text: str) -> None:
        raise LookupError("nobody can answer one message here")

    async def delete(self, _agent: str, _message_id: str) -> None:
        raise LookupError("nobody can delete a message here")

    async def react(self, _agent: str, _message_id: str, _emoji: str, *, on: bool) -> None:
        """`emoji`: as the platform names it."""
        raise LookupError(f"there are no reactions to {'put on' if on else 'take off'} here")


class Forum(Staff):
    def __init__(self, group: TelegramGroup) -> None:
        self.group = group
        self.agents: dict[str, TelegramAgent] = {
            str(number): group.agent(number, name, language_code=language)
            for number, name, language in (
                (9001, "客服小美", "zh-hans"),
                (9002, "客服阿杰", "zh-hant"),
                (9003, "Sam", "en"),
            )
        }
        self.names = {account: full_name(agent) for account, agent in self.agents.items()}

    @property
    def screen(self) -> Screen:
        return self.group.screen

    def threads(self) -> list[Thread]:
        return [Thread(topic.id, topic.title, topic.closed) for topic in self.group.topics]

    def on_threads(self, told: Callable[[], None]) -> None:
        self.group.on_topics = told

    async def say(self, agent: str, thread: str, text: str) -> None:
        agent_of(self.agents, agent).say(text, thread=numbered(thread))

    async def press(self, agent: str, label: str, message_id: str) -> None:
        agent_of(self.agents, agent).press(label, message_id=numbered(message_id))

    async def attach(self, agent: str, thread: str, kind: str, data: bytes, name: str) -> None:
        member, topic = agent_of(self.agents, agent), numbered(thread)
        match kind:
            case "photo":
                member.send_photo(data, thread=topic)
            case "voice":
                member.send_voice(data, thread=topic)
            case _:
                member.send_document(data, name or NAMES[kind], mime_of(name), thread=topic)

    async def edit(self, agent: str, message_id: str, text: str) -> None:
        agent_of(self.agents, agent).edit(numbered(message_id) or "0", text)

    async def reply(self, agent: str, message_id: str, text: str) -> None:
        agent_of(self.agents, agent).reply(numbered(message_id) or "0", text)

    async def delete(self, agent: str, message_id: str) -> None:
        agent_of(self.agents, agent).delete(numbered(message_id) or "0")

    async def react(self, agent: str, message_id: str, emoji: str, *, on: bool) -> None:
        agent_of(self.agents, agent).react(numbered(message_id) or "0", emoji if on else "")


class Channel(Staff):
    def __init__(self, desk: SlackDesk) -> None:
        self.desk = desk
        self.agents: dict[str, SlackAgent] = {
            account: desk.agent(account, name)
            for account, name in (
                ("U0SANDBOXAGENT", "客服小美"),
                ("U0SANDBOXAGEN2", "客服阿杰"),
                ("U0SANDBOXAGEN3", "Sam"),
            )
        }
        self.names = {account: agent.person.name for account, agent in self.agents.items()}

    @property
    def screen(self) -> Screen:
        return self.desk.screen

    def threads(self) -> list[Thread]:
        return [Thread(thread, title) for thread, title in self.desk.topics.items()]

    def on_threads(self, told: Callable[[], None]) -> None:
        self.desk.on_topics(told)

    async def say(self, agent: str, thread: str, text: str) -> None:
        agent_of(self.agents, agent).say(text, thread=thread or None)

    async def press(self, agent: str, label: str, message_id: str) -> None:
        agent_of(self.agents, agent).press(label, message_id=message_id)

    async def attach(self, agent: str, thread: str, kind: str, data: bytes, name: str) -> None:
        agent_of(self.agents, agent).upload(data, name or NAMES[kind], thread=thread or None)

    async def edit(self, agent: str, message_id: str, text: str) -> None:
        agent_of(self.agents, agent).edit(message_id, text)

    async def reply(self, agent: str, message_id: str, text: str) -> None:
        agent_of(self.agents, agent).reply(message_id, text)

    async def delete(self, agent: str, message_id: str) -> None:
        agent_of(self.agents, agent).delete(message_id)

    async def react(self, agent: str, message_id: str, emoji: str, *, on: bool) -> None:
        member = agent_of(self.agents, agent)
        (member.react if on else member.unreact)(message_id, emoji)


class Group(Staff):
    """WeCom's: what has the same number before it is a thread here."""

    def __init__(self, group: WeComGroup) -> None:
        self.group = group
        self.names = {"sandboxMei": "客服小美", "sandboxJie": "客服阿杰", "sandboxSam": "Sam"}
        self.agents: dict[str, WeComMember] = {
            account: group.member(account, name) for account, name in self.names.items()
        }

    @property
    def screen(self) -> Screen:
        return self.group.screen

    def threads(self) -> list[Thread]:
        return [Thread(thread, title) for thread, title in self.group.topics.items()]

    def on_threads(self, told: Callable[[], None]) -> None:
        self.group.on_topics = told

    async def say(self, agent: str, thread: str, text: str) -> None:
        agent_of(self.agents, agent).say(text, thread=thread or None)

    async def press(self, agent: str, label: str, message_id: str) -> None:
        agent_of(self.agents, agent).press(label, message_id=message_id)

    async def attach(self, agent: str, thread: str, kind: str, data: bytes, name: str) -> None:
        """A picture goes with the words that call the bot; a file is shared first, and then quoted."""
        member = agent_of(self.agents, agent)
        if kind == "photo":
            member.send_photos([data], thread=thread or None)
        else:
            shared = member.share(data, name or NAMES[kind])
            member.say(thread, quote=shared)

    async def edit(self, agent: str, message_id: str, text: str) -> None:
        raise LookupError("nobody can edit a message in WeCom")

    async def reply(self, agent: str, message_id: str, text: str) -> None:
        agent_of(self.agents, agent).say(text, quote=message_id)


def staff_of(platforms: Platforms, desk: DeskName) -> Staff:
    match desk:
        case "telegram":
            return Forum(platforms.forum)
        case "slack":
            return Channel(platforms.channel)
        case "wecom":
            return Group(platforms.group)


def agent_of(agents: Mapping[str, Member], account: str) -> Member:
    if account not in agents:
        raise LookupError(f"nobody at the desk is {account!r}; there are {', '.join(agents)}")
    return agents[account]


def full_name(agent: TelegramAgent) -> str:
    return str(agent.user["first_name"])
