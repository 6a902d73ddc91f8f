"""Telling the app, in the background: what one person does in the order they do it, different people at once."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from bots.sandbox.slack.delivery import Delivery, HttpDelivery, Sort
from bots.sandbox.slack.room import Json
from bots.sandbox.slack.sockets import Sockets


class Telling:
    def __init__(self, http: HttpDelivery, sockets: Sockets, *, keep_history: bool) -> None:
        self.http = http
        self.sockets = sockets
        self.keep_history = keep_history
        self.deliveries: list[Delivery] = []
        self.on_ended: Callable[[Delivery], None] | None = None
        """Called when a delivery was acknowledged, or given up."""
        self.first_attempts: dict[str, asyncio.Task[None]] = {}
        """The last of each lane."""
        self.tasks: set[asyncio.Task[None]] = set()

    def tell(
        self,
        sort: Sort,
        payload: Json,
        lane: str,
        on_given_up: Callable[[Delivery], None] | None = None,
        on_taken: Callable[[Delivery], None] | None = None,
    ) -> Delivery:
        delivery = Delivery(sort, payload, on_given_up=on_given_up, on_taken=on_taken)
        if self.keep_history:
            self.deliveries.append(delivery)
        before = self.first_attempts.get(lane)
        task = self._start(self._first(delivery, before))
        self.first_attempts[lane] = task
        return delivery

    async def settled(self) -> None:
        """Until everything was tried once."""
        await asyncio.gather(*self.first_attempts.values())

    async def _first(self, delivery: Delivery, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        route = self._route()
        if route is None:
            return
        await route.first(delivery)
        if delivery.acknowledged:
            self._ended(delivery)
        else:
            self._start(self._again(delivery, route))

    async def _again(self, delivery: Delivery, route: HttpDelivery | Sockets) -> None:
        await route.again(delivery)
        if delivery.on_given_up is not None and not delivery.acknowledged:
            delivery.on_given_up(delivery)
        self._ended(delivery)

    def _route(self) -> HttpDelivery | Sockets | None:
        """None: an app that was never told to Slack hears nothing."""
        if self.http.url:
            return self.http
        return self.sockets if self.sockets.used else None

    def _ended(self, delivery: Delivery) -> None:
        if delivery.acknowledged and delivery.on_taken is not None:
            delivery.on_taken(delivery)
        if self.on_ended is not None:
            self.on_ended(delivery)

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def close(self) -> None:
        tasks = list(self.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.http.close()
