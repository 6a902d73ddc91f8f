"""The customers of the page: who they are, and what their phones do for it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

from bots.sandbox.page.cast import CUSTOMERS, Role, native
from bots.sandbox.page.phones import Phone, Slack, Telegram, WeChat
from bots.sandbox.page.values import SampleOrder
from bots.sandbox.platforms import Platforms
from storage.orders import Order

MOST_PEOPLE = 200
LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}")


@dataclass(frozen=True, slots=True)
class Customer:
    account: str
    name: str
    phone: Phone
    vip: bool = False
    orders: tuple[SampleOrder, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.phone.channel}/{self.account}"


@dataclass(slots=True)
class People:
    platforms: Platforms
    orders: Iterable[Order]
    everybody: dict[str, Customer] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def gather(self) -> list[Customer]:
        """The sample customers."""
        return [self.join(role) for role in CUSTOMERS]

    def join(self, role: Role) -> Customer:
        buyer = role.buyer or role.name
        orders = tuple(sample(order) for order in self.orders if order.name == buyer)
        customer = Customer(role.account, role.name, phone_of(self.platforms, role), role.vip, orders)
        self.everybody[customer.key] = customer
        return customer

    def newcomer(self, channel: str, name: str, language: str) -> Customer:
        """Somebody whom no platform has seen before. Raises LookupError."""
        if len(self.everybody) >= MOST_PEOPLE:
            raise LookupError(f"there are {MOST_PEOPLE} customers already: be one of them")
        account = new_account(channel, next(self._numbers))
        return self.join(Role(channel=channel, account=account, name=name, language=checked(channel, language)))

    def of(self, channel: str, account: str) -> Customer:
        """Raises LookupError."""
        found = self.everybody.get(f"{channel}/{account}")
        if found is None:
            raise LookupError(f"nobody on {channel} is {account!r}")
        return found


def phone_of(platforms: Platforms, role: Role) -> Phone:
    match role.channel:
        case "wechat":
            return WeChat(platforms.wechat.customer(role.account, role.language))
        case "telegram":
            return Telegram(platforms.telegram.customer(int(role.account), role.name, role.language))
        case "slack":
            return Slack(platforms.slack.customer(role.account, role.name, role.language))
    raise LookupError(f"there is no phone for {role.channel!r}: choose wechat, telegram or slack")


def new_account(channel: str, number: int) -> str:
    match channel:
        case "wechat":
            return f"oSandboxNew{number:03}"
        case "telegram":
            return str(7100 + number)
    return f"U0SANDBOXN{number:03}"


def checked(channel: str, language: str) -> str:
    """As the platform names it. Raises LookupError."""
    if not LANGUAGE.fullmatch(language):
        raise LookupError(f"{language!r} names no language: write zh-CN, zh-TW or en")
    return native(channel, language)


def sample(order: Order) -> SampleOrder:
    digits = "".join(character for character in order.phone if character.isdigit())
    return SampleOrder(number=order.number, digits=digits[-4:], status=order.status.value)
