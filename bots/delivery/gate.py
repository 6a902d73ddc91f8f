"""The way to one platform: paced per chat, per bot and per desk, held when the platform says so, and never hanging."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bots.channel import Capabilities, SendFailed
from bots.delivery.pacing import Pace, Paces, is_limited
from bots.delivery.retry import DeliveryLimits, unanswered, unforeseen
from bots.delivery.two_lines import TwoLines
from handlers.faults import is_asked_to_stop
from handlers.patience import TimeLimit

GLANCE = 0.05
"""Seconds between two looks at whether somebody still waits."""

T = TypeVar("T")
Pause = Callable[[float], Awaitable[None]]


class Calls:
    """Requests to one platform or system: so many at once, none for longer than it may take."""

    def __init__(self, limits: DeliveryLimits) -> None:
        self._limit = TimeLimit(limits.answer_time)
        self._slots = asyncio.Semaphore(limits.concurrent)

    async def __call__(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Raises SendFailed and nothing else."""
        async with self._slots:
            try:
                with self._limit.begun():
                    return await ask()
            except SendFailed:
                raise
            except TimeoutError:
                raise unanswered(self._limit.seconds) from None
            except Exception as error:
                raise unforeseen(error) from error
            except asyncio.CancelledError as error:
                if is_asked_to_stop():
                    raise
                raise unforeseen(error) from error


class Gate:
    def __init__(
        self, capabilities: Capabilities, limits: DeliveryLimits, ticks: Callable[[], float], pause: Pause
    ) -> None:
        self._ticks = ticks
        self._pause = pause
        self.call = Calls(limits)
        self._mark_patience = limits.mark_patience
        self._chats = Paces(capabilities.pace_chat) if is_limited(capabilities.pace_chat) else None
        self._bot = Pace(*capabilities.pace_bot) if is_limited(capabilities.pace_bot) else None
        self._pace_desk = capabilities.pace_desk
        self._desks: dict[str, TwoLines] = {}
        """By chat. Empty where the desk may be sent any number."""
        self._bot_held_until = float("-inf")
        self._desks_held_until: dict[str, float] = {}

    def hold_bot(self, seconds: float) -> None:
        self._bot_held_until = max(self._bot_held_until, self._ticks() + seconds)

    def hold_desk(self, chat: str, seconds: float) -> None:
        self._desks_held_until[chat] = max(self._held_until(chat), self._ticks() + seconds)

    def _held_until(self, chat: str) -> float:
        return self._desks_held_until.get(chat, float("-inf"))

    async def pass_chat(self, to: str) -> None:
        """Return when one more may be sent to this contact. A chat has one lane, so nobody else waits for its pace: its
        place is taken when the message really goes.
        """
        if self._chats is not None:
            now = self._ticks()
            if (free_at := self._chats.of(to, now).free_at(now)) > now:
                await self._until(free_at)
        if self._bot is not None or self._bot_held_until > self._ticks():
            await self._pass_bot()
        if self._chats is not None:
            now = self._ticks()
            self._chats.of(to, now).take(now)

    async def pass_desk(self, chat: str, *, opening: bool = False) -> None:
        """Return when this chat of the desk may be sent one more. `opening`: what opens a topic, and its card.

        A topic asks for one place at a time: topics take turns, however many posts wait for one of them. The chats of
        the desk do not wait for one another.
        """
        while True:
            if (lines := self._lines(chat)) is not None:
                async with lines.first(opening=opening):
                    while (free_at := self._free_at(chat, lines, now := self._ticks())) > now:
                        await self._until(free_at)
                    lines.pace.take(self._ticks())
            else:
                await self._until(self._held_until(chat))
            await self._pass_bot()
            if self._held_until(chat) <= self._ticks():
                return

    async def let_others_pass(self, chat: str) -> None:
        """Return when nobody waits for this chat of the desk, at the latest after `mark_patience`."""
        until = self._ticks() + self._mark_patience
        while (lines := self._lines(chat)) is not None and (now := self._ticks()) < until:
            free_at = self._free_at(chat, lines, now)
            if len(lines) == 0 and free_at <= now:
                return
            await self._until(min(max(free_at, now + GLANCE), until))

    def _lines(self, chat: str) -> TwoLines | None:
        if chat not in self._desks and is_limited(self._pace_desk):
            self._desks[chat] = TwoLines(Pace(*self._pace_desk))
        return self._desks.get(chat)

    def _free_at(self, chat: str, lines: TwoLines, now: float) -> float:
        """By the look at the clock that it is compared with: what is free now is in the future of a look before."""
        return max(self._held_until(chat), lines.pace.free_at(now))

    async def _pass_bot(self) -> None:
        while True:
            await self._until(self._bot_held_until)
            if self._bot is not None:
                await self._until(self._bot.reserve(self._ticks()))
            if self._bot_held_until <= self._ticks():
                return

    async def _until(self, at: float) -> None:
        if (seconds := at - self._ticks()) > 0:
            await self._pause(seconds)
