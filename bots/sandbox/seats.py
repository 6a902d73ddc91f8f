"""Seats one can take in the sandbox: a customer on one of the phones, or an agent at the desk."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bots.sandbox.page.cast import first_on
from bots.sandbox.phone import Screen, Shown
from bots.sandbox.platforms import DeskName, Platforms


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """What one can do there, whatever the platform."""

    name: str
    """What one types to take it: `wechat`, `desk` ..."""
    title: str
    screen: Screen
    say: Callable[[str, str | None], Awaitable[None]]
    """(text, thread). The thread is None for customers."""
    press: Callable[[str], Awaitable[None]]
    """The newest button with this label. Raises LookupError when there is none."""
    topics: Callable[[], Mapping[str, str]] = field(default=dict)
    """The titles of the desk's threads by their ids, in the order they were opened."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message as a terminal or a page draws it. `number` counts from 0 and never changes."""

    number: int
    text: str
    buttons: tuple[str, ...]
    media: tuple[str, ...]
    mine: bool
    author: str
    thread: str | None
    topic: str
    marks: tuple[str, ...]


def lines(seat: Seat, since: int) -> list[Line]:
    """Those that came or changed after so many changes. What was deleted meanwhile is not told any more."""
    topics, shown = seat.topics(), seat.screen.shown
    numbers = sorted(set(seat.screen.changes[since:]))
    return [drawn(number, shown[number], topics) for number in numbers if not shown[number].deleted]


def drawn(number: int, shown: Shown, topics: Mapping[str, str]) -> Line:
    """In Slack the card that opens a thread is not in it yet: an answer to it is."""
    thread = shown.thread or (shown.message_id if shown.message_id in topics else None)
    return Line(
        number=number,
        text=shown.text,
        buttons=shown.buttons,
        media=shown.media,
        mine=shown.mine,
        author=shown.author,
        thread=thread,
        topic=topics.get(thread or "", ""),
        marks=shown.marks,
    )


def seats_of(platforms: Platforms, desk: DeskName) -> dict[str, Seat]:
    """One customer on each platform, and an agent at the desk."""
    seats = (wechat_seat(platforms), telegram_seat(platforms), slack_seat(platforms))
    agent = {"telegram": forum_seat, "slack": channel_seat, "wecom": group_seat}[desk](platforms)
    return {seat.name: seat for seat in (*seats, agent)}


def wechat_seat(platforms: Platforms) -> Seat:
    role = first_on("wechat")
    phone = platforms.wechat.customer(role.account, role.language)

    async def say(text: str, _thread: str | None) -> None:
        await phone.say(text)

    return Seat(name="wechat", title=f"{role.name}的微信", screen=phone.screen, say=say, press=phone.tap)


def telegram_seat(platforms: Platforms) -> Seat:
    role = first_on("telegram")
    phone = platforms.telegram.customer(int(role.account), role.name, role.language)
    return seat_of(phone, phone.screen, name="telegram", title=f"{role.name}的 Telegram")


def slack_seat(platforms: Platforms) -> Seat:
    role = first_on("slack")
    phone = platforms.slack.customer(role.account, role.name, role.language)
    return seat_of(phone, phone.screen, name="slack", title=f"{role.name}'s Slack")


def forum_seat(platforms: Platforms) -> Seat:
    group = platforms.forum
    agent = group.agent(9001, "客服小美", language_code="zh-hans")

    def topics() -> Mapping[str, str]:
        return {topic.id: topic.title for topic in group.topics}

    return seat_of(agent, group.screen, name="desk", title="客服群（Telegram）", topics=topics)


def channel_seat(platforms: Platforms) -> Seat:
    desk = platforms.channel
    agent = desk.agent("U0SANDBOXAGENT", "客服小美")
    return seat_of(agent, desk.screen, name="desk", title="客服群（Slack）", topics=lambda: desk.topics)


def group_seat(platforms: Platforms) -> Seat:
    group = platforms.group
    agent = group.member("sandboxMei", "客服小美")
    return seat_of(agent, group.screen, name="desk", title="客服群（企业微信）", topics=lambda: group.topics)


class Person(Protocol):
    """Who acts at once, and is told of in the background."""

    def say(self, text: str, *, thread: str | None = None) -> str: ...

    def press(self, label: str) -> object: ...


def seat_of(
    person: Person, screen: Screen, *, name: str, title: str, topics: Callable[[], Mapping[str, str]] = dict
) -> Seat:
    async def say(text: str, thread: str | None) -> None:
        person.say(text, thread=thread)

    async def press(label: str) -> None:
        person.press(label)

    return Seat(name=name, title=title, screen=screen, say=say, press=press, topics=topics)
