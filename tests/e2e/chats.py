"""A small language for tests: customers on their phones, staff at the desk, and what each of them reads."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bots.sandbox.phone import Screen, Shown
from bots.sandbox.platforms import DeskName
from bots.sandbox.slack import SlackAgent, SlackPhone
from bots.sandbox.telegram import TelegramAgent, TelegramPhone
from bots.sandbox.wechat.customers import WeChatPhone
from tests.e2e.shop import Shop

Channel = Literal["wechat", "telegram", "slack"]
CHANNELS: tuple[Channel, ...] = ("wechat", "telegram", "slack")
Phone = WeChatPhone | TelegramPhone | SlackPhone
NAMES = {"zh-CN": "李雷", "zh-TW": "吳佳穎", "en": "Emma"}
TELEGRAM_LANGUAGES = {"zh-CN": "zh-hans", "zh-TW": "zh-hant", "en": "en"}
SLACK_LOCALES = {"zh-CN": "zh-CN", "zh-TW": "zh-TW", "en": "en-US"}
DELIVERED = {"telegram": "👌", "slack": "white_check_mark", "wecom": ""}
FAILED = {"telegram": "👎", "slack": "x", "wecom": ""}
THUMB = {"telegram": "👍", "slack": "+1"}


@dataclass
class Reader:
    """A pair of eyes on a screen: what was read once is not read again, and nothing is skipped."""

    screen: Screen
    read_to: int = 0
    passes_over: Callable[[Shown], bool] = lambda _: False

    async def next(self) -> Shown:
        """The next message that is not of people of this chat."""
        shown = await self.screen.until(lambda each: not each.mine and not self.passes_over(each), since=self.read_to)
        self.read_to = next(i for i in range(self.read_to, len(self.screen.shown)) if self.screen.shown[i] is shown) + 1
        return shown

    async def reads(self, *parts: str) -> Shown:
        """The next message says all this, in this order; where it ends too early, the one after it goes on."""
        shown = await self.next()
        unread = shown.text
        for number, part in enumerate(parts):
            if part not in unread and number > 0:
                shown = await self.next()
                unread = shown.text
            assert part in unread, f"{shown.text!r} does not say {part!r} here"
            unread = unread.partition(part)[2]
        return shown


@dataclass(kw_only=True)
class Customer:
    """Somebody who writes to the shop, in whichever app."""

    channel: Channel
    name: str
    """As staff see it."""
    phone: Phone
    eyes: Reader

    @property
    def screen(self) -> Screen:
        return self.phone.screen

    async def says(self, text: str) -> str:
        """Returns the message's id, where the platform lets people know it."""
        return await done(self.phone.say(text))

    async def presses(self, label: str) -> None:
        press = self.phone.tap if isinstance(self.phone, WeChatPhone) else self.phone.press
        await done(press(label))

    async def reads(self, *parts: str) -> Shown:
        return await self.eyes.reads(*parts)

    async def reads_next(self) -> str:
        return (await self.eyes.next()).text

    async def sends_photo(self, data: bytes) -> None:
        match self.phone:
            case WeChatPhone():
                await self.phone.send_image(data)
            case TelegramPhone():
                self.phone.send_photo(data)
            case SlackPhone():
                self.phone.upload(data, "photo.jpg")

    async def sends_album(self, photos: Sequence[bytes]) -> None:
        """All at once: what each app makes of it."""
        match self.phone:
            case WeChatPhone():
                for data in photos:
                    await self.phone.send_image(data)
            case TelegramPhone():
                self.phone.send_album(photos)
            case SlackPhone():
                self.phone.upload_several({f"photo-{number}.jpg": data for number, data in enumerate(photos)})

    async def sends_file(self, data: bytes, name: str) -> None:
        """WeChat has only pictures to send to a shop; whatever is in the file passes for one."""
        match self.phone:
            case WeChatPhone():
                await self.phone.send_image(data)
            case TelegramPhone():
                self.phone.send_document(data, name)
            case SlackPhone():
                self.phone.upload(data, name)

    @property
    def everything(self) -> list[str]:
        """All that was ever shown to them."""
        return [shown.text for shown in self.screen.shown if not shown.mine]


@dataclass(kw_only=True)
class Topic:
    """One conversation at the desk, as its agent sees it."""

    id: str
    channel: str
    eyes: Reader
    say: Callable[[str], str]
    press: Callable[[str], object]
    upload: Callable[[bytes, str], str]

    async def reads(self, *parts: str) -> Shown:
        return await self.eyes.reads(*parts)

    def says(self, text: str) -> str:
        return self.say(text)

    async def presses(self, label: str) -> None:
        """As soon as it is there."""
        await self.eyes.screen.until(lambda each: label in each.buttons)
        self.press(label)

    async def sees_delivered(self, message_id: str) -> None:
        await self._sees(message_id, DELIVERED[self.channel])

    async def sees_failed(self, message_id: str) -> None:
        await self._sees(message_id, FAILED[self.channel])

    async def _sees(self, message_id: str, mark: str) -> None:
        """In WeCom a mark would cost a message: there is none."""
        if self.channel == "wecom":
            return
        await self.eyes.screen.until(lambda each: each.message_id == message_id and mark in each.marks)


@dataclass
class Desk:
    """The staff group, and one member of it."""

    shop: Shop
    agent_name: str = "小美"
    member: str = ""
    """A digit for another member of the same group."""
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        platforms = self.shop.platforms
        self.forum_agent = platforms.forum.agent(int(f"9001{self.member}"), self.agent_name)
        self.channel_agent = platforms.channel.agent(f"U0AGENT{self.member}", self.agent_name)
        self.group_agent = platforms.group.member(f"xiaomei{self.member}", self.agent_name)

    @property
    def channel(self) -> DeskName:
        return self.shop.desk_channel

    @property
    def agent(self) -> TelegramAgent | SlackAgent:
        """This member, where the desk has topics."""
        return self.forum_agent if self.channel == "telegram" else self.channel_agent

    @property
    def screen(self) -> Screen:
        platforms = self.shop.platforms
        screens = {
            "telegram": platforms.forum.screen,
            "slack": platforms.channel.screen,
            "wecom": platforms.group.screen,
        }
        return screens[self.channel]

    async def reads(self, part: str) -> Shown:
        """Anywhere in the group."""
        return await self.screen.until(lambda each: not each.mine and part in each.text)

    def count(self, part: str) -> int:
        return sum(part in each.text for each in self.screen.shown if not each.mine)

    async def topic_of(self, customer: Customer) -> Topic:
        """Where the card about this customer is the next to read."""
        card = await self.reads(customer.name)
        return self.topic(card.thread or card.message_id)

    def topic(self, thread: str) -> Topic:
        topics = {"telegram": self._forum_topic, "slack": self._thread, "wecom": self._number}
        return topics[self.channel](thread)

    def says_outside(self, text: str) -> str:
        """In the group, but in nobody's topic."""
        match self.channel:
            case "telegram":
                return self.forum_agent.say(text)
            case "slack":
                return self.channel_agent.say(text)
            case "wecom":
                return self.group_agent.say(text)

    def presses(self, label: str) -> None:
        """The newest button of this label in the group."""
        match self.channel:
            case "telegram":
                self.forum_agent.press(label)
            case "slack":
                self.channel_agent.press(label)
            case "wecom":
                self.group_agent.press(label)

    def removed(self) -> None:
        """From the group, where the desk has topics."""
        platforms = self.shop.platforms
        if self.channel == "telegram":
            platforms.forum.remove(self.forum_agent.user["id"])
        else:
            platforms.channel.remove(self.channel_agent.person.id)

    def _forum_topic(self, thread: str) -> Topic:
        agent = self.forum_agent
        return Topic(
            id=thread,
            channel="telegram",
            eyes=Reader(self.shop.platforms.forum.topic(thread).screen),
            say=lambda text: agent.say(text, thread=thread),
            press=agent.press,
            upload=lambda data, _name: agent.send_photo(data, thread=thread),
        )

    def _thread(self, thread: str) -> Topic:
        agent = self.channel_agent
        return Topic(
            id=thread,
            channel="slack",
            eyes=Reader(self.shop.platforms.channel.threads[thread]),
            say=lambda text: agent.say(text, thread=thread),
            press=lambda label: agent.press(label, thread=thread),
            upload=lambda data, name: agent.upload(data, name, thread=thread),
        )

    def _number(self, thread: str) -> Topic:
        """All that is about one number, in a group without topics."""
        agent, screen = self.group_agent, self.shop.platforms.group.threads[thread]
        return Topic(
            id=thread,
            channel="wecom",
            eyes=Reader(screen, passes_over=lambda each: is_card_again(each, screen.shown[0])),
            say=lambda text: agent.say(text, thread=thread),
            press=agent.press,
            upload=lambda data, _name: agent.send_photos([data], thread=thread),
        )


@dataclass
class Street:
    """Where the customers of a shop come from."""

    shop: Shop
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def customer(self, channel: Channel, language: str = "zh-CN", name: str = "") -> Customer:
        number = next(self.numbers)
        called = name or f"{NAMES[language]}{number}"
        phone = self._phone(channel, number, called, language)
        shown = phone.openid[-6:] if isinstance(phone, WeChatPhone) else called
        return Customer(channel=channel, name=shown, phone=phone, eyes=Reader(phone.screen))

    def _phone(self, channel: Channel, number: int, name: str, language: str) -> Phone:
        platforms = self.shop.platforms
        match channel:
            case "wechat":
                return platforms.wechat.customer(f"oCustomer{number:06}")
            case "telegram":
                return platforms.telegram.customer(7000 + number, name, TELEGRAM_LANGUAGES[language])
            case "slack":
                return platforms.slack.customer(f"U0CUSTOMER{number}", name, SLACK_LOCALES[language])


async def done(acted: Awaitable[None] | str | None) -> str:
    """What WeChat's customers do ends with the platform's delivery of it; the others' is told in the background."""
    if isinstance(acted, str):
        return acted
    if acted is not None:
        await acted
    return ""


def is_card_again(shown: Shown, first: Shown) -> bool:
    """A desk that cannot change its card posts another, or shows its buttons below what it says."""
    heading, *more = shown.text.splitlines()
    is_title = not more and " · " in heading
    is_card = bool(more) and "来自" in heading and shown is not first
    return is_card or (is_title and bool(shown.buttons))


async def handed_over(customer: Customer, desk: Desk) -> Topic:
    """The customer has asked for a person and was told so; the card is read."""
    await customer.says("转人工")
    await customer.reads("已经为您转接人工客服")
    topic = await desk.topic_of(customer)
    await topic.reads(customer.name)
    return topic


async def settled(shop: Shop) -> None:
    """Until everything that reached kefu is answered and delivered."""
    await asyncio.sleep(0)
    await shop.platforms.slack.settled()
    await shop.kefu.engine.turns.idle()
    await shop.kefu.engine.delivery.idle()
