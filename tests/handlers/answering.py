"""Somebody to answer in tests: says what it was told, and does what the words tell it to."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from handlers.contract import Answers
from handlers.insistence import Insistence, Sleep
from handlers.turn import LIMITS, TurnLimits, TurnTaker
from handlers.turns import NOBODY, Deliver, Hearers, Turns, no_topic
from storage.content import Content
from storage.conversations import Conversation
from storage.inbound import Identity, Inbound, Kind
from storage.results import Action, Outgoing, TurnResult
from storage.store import Store


def said(text: str, *, by: str = "ann", key: str = "", kind: Kind = Kind.TEXT) -> Inbound:
    return Inbound(
        identity=Identity("telegram", by), key=key or f"{by}:{text}", kind=kind, chat_id=by, text=text, sent_at=1.0
    )


def turns_of(
    store: Store,
    answers: Answers,
    deliver: Deliver,
    *,
    clock: Callable[[], float],
    sleep: Sleep = asyncio.sleep,
    limits: TurnLimits = LIMITS,
    hearers: Hearers = NOBODY,
    has_effects: bool = False,
    topics_written: Callable[[], Awaitable[bool]] = no_topic,
) -> Turns:
    """Of a shop whose chats keep their names."""
    insist = Insistence(sleep, random.Random(5))
    taker = TurnTaker(store, answers, clock=clock, insist=insist, limits=limits, has_effects=has_effects)
    return Turns(
        store,
        taker,
        deliver,
        clock=clock,
        concurrent=limits.concurrent,
        hearers=hearers,
        topics_written=topics_written,
    )


def staff_said(text: str, *, thread: str | None, key: str = "") -> Inbound:
    return Inbound(
        identity=Identity("telegram", "bo"),
        key=key or f"bo:{text}",
        chat_id="desk",
        thread=thread,
        text=text,
        staff=True,
        sent_at=1.0,
    )


@dataclass(slots=True)
class Parrot:
    """Answers `hi` with `hi!`. Words before a colon: `boom`, `hang`, `wait` (for `gates`), `cancelled`, `silence`."""

    heard: list[str] = field(default_factory=list)
    gates: dict[str, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))
    running: set[Identity] = field(default_factory=set)
    overlaps: int = 0
    most_running: int = 0
    apologies_fail: bool = False
    conversations: list[Conversation | None] = field(default_factory=list)

    async def customer(self, inbound: Inbound, conversation: Conversation | None, now: float) -> TurnResult:
        return await self._answer(inbound, conversation, inbound.identity)

    async def staff(self, inbound: Inbound, conversation: Conversation | None, now: float) -> TurnResult:
        self.conversations.append(conversation)
        return await self._answer(inbound, conversation, conversation.identity if conversation else inbound.identity)

    def apology(self, inbound: Inbound, conversation: Conversation | None, case: str, now: float) -> TurnResult:
        if self.apologies_fail:
            raise KeyError(inbound.text)
        return self._result(inbound, conversation, f"sorry: {case.partition(',')[0]}")

    async def _answer(self, inbound: Inbound, conversation: Conversation | None, about: Identity) -> TurnResult:
        self.overlaps += about in self.running
        self.running.add(about)
        self.most_running = max(self.most_running, len(self.running))
        try:
            self.heard.append(inbound.text)
            await asyncio.sleep(0)
            await self._act(inbound.text)
        finally:
            self.running.discard(about)
        if inbound.text.startswith("silence"):
            return TurnResult(conversation=conversation)
        return self._result(inbound, conversation, f"{inbound.text}!")

    async def _act(self, text: str) -> None:
        acts: dict[str, Callable[[], Awaitable[object]]] = {
            "boom": lambda: self._boom(text),
            "hang": asyncio.Event().wait,
            "wait": self.gates[text].wait,
            "cancelled": self._cancelled,
        }
        if act := acts.get(text.partition(":")[0]):
            await act()

    async def _boom(self, text: str) -> None:
        raise ValueError(text)

    async def _cancelled(self) -> None:
        raise asyncio.CancelledError

    def _result(self, inbound: Inbound, conversation: Conversation | None, text: str) -> TurnResult:
        now = conversation or Conversation(identity=inbound.identity, chat_id=inbound.chat_id)
        words = Outgoing(action=Action.SEND, channel="telegram", to=now.chat_id, content=Content(text=text))
        return TurnResult(conversation=replace(now, messages=now.messages + 1), outgoing=(words,))
