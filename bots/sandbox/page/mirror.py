"""What happens on the stand-ins, written on the board as it happens."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from bots.sandbox.board import Board
from bots.sandbox.page.people import Customer
from bots.sandbox.page.staff import Staff
from bots.sandbox.page.values import Agent, Message, Person, Topic
from bots.sandbox.phone import Screen
from bots.sandbox.wechat.custom_menu import CustomMenu

WhoseThread = Callable[[str], Awaitable[str]]
"""`<channel>/<account>` of the customer whom a thread is about; "" while that is not known."""
LOOKS = (0.05, 0.2, 1.0, 3.0)
"""Seconds between looks for whom a new thread is about: kefu notes it down only when the platform has opened it."""

KEPT = 3_000
"""Messages of one screen. Those before them are in the page no more: hours of them would not fit into a browser."""


class Mirror:
    def __init__(self, board: Board, whose: WhoseThread, menu: CustomMenu) -> None:
        self.board = board
        self._whose = whose
        self._menu = menu
        self._customers: dict[str, Customer] = {}
        self._typing: set[str] = set()
        self._news = asyncio.Event()
        self._drawn: set[str] = set()
        self._about: dict[str, str] = {}
        """The customers of the threads, where they are known."""

    def show(self, customer: Customer) -> None:
        """Their phone, from now on."""
        self._customers[customer.key] = customer
        self.draw(customer)
        self._follow(customer.phone.screen, f"message/{customer.key}")
        customer.phone.screen.on_typing = partial(self._types, customer)
        if customer.phone.home is not None:
            customer.phone.home.on_change = lambda _index: self.draw(customer)

    def draw(self, customer: Customer) -> None:
        """Everything about them that is no message."""
        phone = customer.phone
        self.board.set(
            f"person/{customer.key}",
            Person(
                channel=phone.channel,
                account=customer.account,
                number=list(self._customers).index(customer.key),
                name=customer.name,
                language=phone.language,
                vip=customer.vip,
                orders=customer.orders,
                reachable=phone.reachable,
                typing=customer.key in self._typing,
                menu=self._menu.buttons if phone.channel == "wechat" else (),
                home=phone.home.shown[-1] if phone.home is not None and phone.home.shown else None,
            ),
        )

    def draw_everybody(self) -> None:
        for customer in self._customers.values():
            self.draw(customer)

    def show_staff(self, staff: Staff) -> None:
        for number, (account, name) in enumerate(staff.names.items()):
            self.board.set(f"agent/{account}", Agent(account=account, number=number, name=name))
        self._follow(staff.screen, "post", then=self._news.set)
        staff.on_threads(self._news.set)

    async def watch_threads(self, staff: Staff) -> None:
        """Draw the threads of the staff group whenever something has happened there. Until cancelled."""
        looks = iter(LOOKS)
        while True:
            self._news.clear()
            await self._draw_threads(staff)
            pause = None if self._all_known(staff) else next(looks, None)
            try:
                async with asyncio.timeout(pause):
                    await self._news.wait()
            except TimeoutError:
                continue
            looks = iter(LOOKS)

    async def _draw_threads(self, staff: Staff) -> None:
        threads = staff.threads()
        for gone in self._drawn - {thread.id for thread in threads}:
            self.board.remove(f"topic/{gone}")
        self._drawn = {thread.id for thread in threads}
        for thread in threads:
            if thread.id not in self._about and (customer := await self._whose(thread.id)):
                self._about[thread.id] = customer
            topic = Topic(
                thread=thread.id,
                title=thread.title,
                closed=thread.closed,
                customer=self._about.get(thread.id, ""),
            )
            self.board.set(f"topic/{thread.id}", topic)

    def _all_known(self, staff: Staff) -> bool:
        return all(thread.id in self._about for thread in staff.threads())

    def _types(self, customer: Customer, is_typing: bool) -> None:
        (self._typing.add if is_typing else self._typing.discard)(customer.key)
        self.draw(customer)

    def _follow(self, screen: Screen, prefix: str, then: Callable[[], None] = lambda: None) -> None:
        def changed(index: int) -> None:
            too_old = len(screen.shown) - 1 - KEPT
            if index > too_old:
                self.board.set(f"{prefix}/{index}", Message(number=index, shown=screen.shown[index]))
            self.board.remove(f"{prefix}/{too_old}")
            then()

        for index in range(len(screen.shown)):
            changed(index)
        screen.on_change = changed
