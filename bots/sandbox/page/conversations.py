"""Conversations on the board as they are in the database, looked up again when something has happened to them."""

import asyncio
from collections.abc import Callable

import structlog

from bots.app import Running
from bots.sandbox.board import Board
from bots.sandbox.page import values
from bots.sandbox.page.values import DueTimer, Window
from handlers.catalogue import FORMS
from handlers.faults import told
from handlers.forms.form import asking
from handlers.language import reads
from handlers.state import Unreadable, read_state
from storage.conversations import Conversation
from storage.errors import StorageFailed
from storage.inbound import Identity

log = structlog.get_logger(__name__)

COUNTED = "wechat"
"""The channel whose platform counts what we send."""


class Conversations:
    def __init__(self, board: Board, kefu: Running, default_language: str, clock: Callable[[], float]) -> None:
        self._board = board
        self._kefu = kefu
        self._default_language = default_language
        self._clock = clock
        self._drawn: set[Identity] = set()
        self._threads: dict[str, Identity] = {}
        self._due: dict[Identity, None] = {}
        """Those to look up again, the longest waiting first: however much happens meanwhile, each is one look."""
        self._news = asyncio.Event()

    def whose(self, thread: str | None) -> Identity | None:
        """The customer a thread of the desk is about, if that was seen already."""
        return self._threads.get(thread) if thread is not None else None

    def look_at(self, customer: Identity) -> None:
        self._due[customer] = None
        self._news.set()

    def look_at_all(self) -> None:
        """Time was moved: windows may have closed."""
        for customer in self._drawn:
            self.look_at(customer)

    async def keep_drawing(self) -> None:
        """Until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            while self._due:
                customer = next(iter(self._due))
                del self._due[customer]
                await self._look(customer)

    async def _look(self, customer: Identity) -> None:
        try:
            await self._draw(customer)
        except StorageFailed as error:  # the next thing that happens to it is another chance
            log.warning("sandbox.conversation_not_drawn", **told(error))

    async def _draw(self, customer: Identity) -> None:
        conversation = await self._kefu.store.load(customer)
        if conversation is None:
            return
        self._drawn.add(customer)
        if conversation.thread is not None:
            self._threads[conversation.thread] = customer
        self._board.set(
            f"conversation/{customer.channel}/{customer.account_id}",
            values.Conversation(
                id=conversation.id,
                status=conversation.status,
                owner=owner_of(conversation),
                language=reads(conversation, self._kefu.in_force.shelf.library.languages, self._default_language),
                thread=conversation.thread or "",
                form=form_of(conversation),
                timers=await self._timers(conversation.id),
                window=await self._window(customer),
            ),
        )

    async def _timers(self, conversation_id: int) -> tuple[DueTimer, ...]:
        timers = await self._kefu.store.timers_of(conversation_id)
        return tuple(DueTimer(name=timer.name, due_at=timer.due_at) for timer in timers)

    async def _window(self, customer: Identity) -> Window | None:
        """None on other channels. A closed one has nothing left, and ended in the past."""
        if customer.channel != COUNTED:
            return None
        window = await self._kefu.quota.window(customer.account_id, self._clock())
        return Window(left=window.remaining, until=window.until) if window else Window(left=0, until=0.0)


def owner_of(conversation: Conversation) -> str:
    """`bot`, `queue`, `agent:telegram:9001`, `wake:1795000000`; "" once resolved."""
    owner = conversation.owner
    if owner is None:
        return ""
    return f"{owner.kind}:{owner.ref}" if owner.ref else str(owner.kind)


def form_of(conversation: Conversation) -> str:
    """`order_lookup: number`; "" for none, and for one that another version left behind."""
    try:
        state = read_state(conversation.state).form
    except Unreadable:
        return ""
    if state is None or state.form not in FORMS:
        return ""
    slot = asking(FORMS[state.form].form, state)
    return f"{state.form}: {slot.name}" if slot else state.form
