"""Customers who send something back, on every channel in step, and the agent who sees to it."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from bots.sandbox.phone import Screen, Shown
from bots.sandbox.telegram import TelegramAgent, TelegramGroup
from tests.e2e.crash.apps import App, WeChatApp
from tests.pictures import shot

PATIENCE = 120.0
"""Seconds: kefu dies while somebody waits, and the machine may be busy."""
DOUBT = 60.0
"""Seconds that a customer waits for the answer to what seems not to have arrived, before they say it again."""
Who = Literal["customer", "agent"]


@dataclass(frozen=True, slots=True)
class Step:
    who: Who
    does: str
    """Words, `[a button]` or `(a photograph)`."""
    heard: str
    """The customer reads it."""
    keeps: str = ""
    """What kefu writes down of it besides the turn: `photo`, or the `set_thread` of a new topic."""


def customer(does: str, heard: str, *, keeps: str = "") -> Step:
    return Step("customer", does, heard, keeps)


def agent(does: str, heard: str) -> Step:
    return Step("agent", does, heard)


STEPS = (
    customer("我要退货", "请把订单号发给我"),
    customer("{order}", "后四位"),
    customer("5678", "要退换几件？最多 3 件"),
    customer("2", "请问是什么原因"),
    customer("收到时已破损", "可以再说说具体情况吗"),
    customer("杯盖裂了", "请发 2 张以上的照片"),
    customer("(1)", "已收到 1 张", keeps="photo"),
    customer("(2)", "已收到 2 张", keeps="photo"),
    customer("发完了", "您希望怎么处理"),
    customer("退货退款", "请确认您的申请"),
    customer("确认提交", "同事审核后会在这里告诉您结果", keeps="set_thread"),
    agent("[同意]", "已经通过"),
    customer("寄出了，顺丰 SF1234567890123", "已记下"),
    agent("[全部收到]", "您寄回的商品已经收到"),
    customer("退货进度", "最晚"),
    agent("[验货完成]", "您寄回的商品已经验过了"),
    customer("退货进度", "已经检查完"),
    agent("/rma refunded 198.00 TK2026", "已为您退款 ¥198.00"),
    customer("退款到哪了", "已退款 ¥198.00。"),
)
"""Customers write between all that staff do: WeChat allows five messages after each of theirs, and kefu keeps one of
them. What a kill repeats is counted as well, so that an answer and what staff do take four at most."""


@dataclass(slots=True)
class Returner:
    app: App
    order: str
    photos: tuple[bytes, bytes]

    async def does(self, what: str, heard: str) -> None:
        """Said again only when it did not arrive and is not answered either."""
        since = len(self.app.screen.shown)
        taken = await self._does(what)
        while not taken:
            with suppress(TimeoutError):
                await reads(self.app.screen, heard, since, DOUBT)
                return
            taken = await self._does(what)
        await reads(self.app.screen, heard, since)

    async def _does(self, what: str) -> bool:
        if what.startswith("("):
            return await self.app.show(self.photos[int(what.strip("()")) - 1])
        return await self.app.say(what.format(order=self.order))


@dataclass(slots=True)
class Shop:
    """The customers, and the agent at the desk."""

    forum: TelegramGroup
    agent: TelegramAgent
    customers: list[Returner]

    @classmethod
    def of(cls, forum: TelegramGroup, apps: Sequence[App]) -> "Shop":
        for app in apps:
            if isinstance(app, WeChatApp):
                app.waits = True
        customers = [
            Returner(app, f"K{number:05}", (shot(40 * number), shot(40 * number + 20)))
            for number, app in enumerate(apps, 1)
        ]
        return cls(forum, forum.agent(77, "小王"), customers)

    def screens(self) -> Iterator[Screen]:
        for each in self.customers:
            yield each.app.screen
        for topic in self.forum.topics:
            yield topic.screen

    async def take(self, step: Step) -> None:
        """All of them at the same time."""
        async with asyncio.TaskGroup() as everybody:
            for each in self.customers:
                does = each.does(step.does, step.heard) if step.who == "customer" else self._serves(each, step)
                everybody.create_task(does)

    async def _serves(self, customer: Returner, step: Step) -> None:
        since = len(customer.app.screen.shown)
        card = await self._card_of(customer)
        if step.does.startswith("["):
            label = step.does.strip("[]")
            topic = self.forum.topic(str(card.thread)).screen
            shown = await topic.until(lambda each: label in each.buttons, seconds=PATIENCE)
            self.agent.press(label, message_id=shown.message_id)
        else:
            self.agent.say(step.does, thread=card.thread)
        await reads(customer.app.screen, step.heard, since)

    async def _card_of(self, customer: Returner) -> Shown:
        opened = await reads(customer.app.screen, "退换货单号", 0)
        number = "R" + opened.text.partition("退换货单号 R")[2][:5]
        return await reads(self.forum.screen, f"退货申请 {number} ·", 0)


async def reads(screen: Screen, text: str, since: int, seconds: float = PATIENCE) -> Shown:
    return await screen.until(lambda shown: not shown.mine and text in shown.text, since=since, seconds=seconds)
