"""An erasure in the running kefu: between two turns of the person, with nothing left on its way to them."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from bots.channel import Channel, Remembering
from bots.delivery.delivery import Delivery
from bots.words import Said
from handlers.turns import Turns
from storage.content import Content
from storage.conversations import AT_DESK
from storage.errors import Conflict
from storage.inbound import Identity
from storage.persons import Account, Person, Plan
from storage.results import Action, Outgoing
from storage.store import Store

PATIENCE = 40.0
"""Seconds: longer than a turn may take."""
LEAVE = 10.0
"""Seconds in which what is on its way may still go out."""
RETURN = "return"
"""As `UnderWay` calls it."""


class RunningSurroundings:
    def __init__(
        self,
        turns: Turns,
        delivery: Delivery,
        store: Store,
        channels: Mapping[str, Channel],
        desk: str | None,
        farewell: Callable[[int, Sequence[str]], str],
        clock: Callable[[], float],
    ) -> None:
        """`desk`: the channel where staff are. `farewell`: what is said in the topic of the conversation with this
        number, of whose returns these are not settled.
        """
        self._turns = turns
        self._delivery = delivery
        self._store = store
        self._channels = channels
        self._desk = desk
        self._farewell = farewell
        self._clock = clock

    @asynccontextmanager
    async def alone(self, person: Person) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            try:
                await stack.enter_async_context(self._turns.stopped(in_order(person.accounts), PATIENCE))
            except TimeoutError:
                raise Conflict(Said("being_answered")) from None
            stack.callback(self._forget, person)
            yield

    async def take_leave(self, plan: Plan) -> None:
        returns = [each.number for each in plan.under_way if each.what == RETURN]
        to_tell = told_at_desk(plan.person.accounts, bool(returns))
        if self._desk is not None and to_tell:
            rows = [self._last_word(account.conversation_id, returns, self._desk) for account in to_tell]
            self._delivery.submit(await self._store.add(rows, self._clock()))
        await self._delivery.let_go(plan.person.conversations, LEAVE)

    async def stay(self, plan: Plan) -> None:
        await self._delivery.keep_on(plan.person.conversations)

    def _last_word(self, conversation_id: int, returns: Sequence[str], desk: str) -> Outgoing:
        return Outgoing(
            action=Action.POST,
            channel=desk,
            conversation_id=conversation_id,
            content=Content(text=self._farewell(conversation_id, returns)),
            title=f"#{conversation_id}",
        )

    def _forget(self, person: Person) -> None:
        for account in person.accounts:
            self._store.forget(account.identity)
            for channel in self._channels.values():
                if isinstance(channel, Remembering):
                    channel.forget(account.identity, account.conversation_id)


def told_at_desk(accounts: Sequence[Account], something_is_open: bool) -> list[Account]:
    """Those that staff have; and where a return is left to them, else the one whose topic they know."""
    at_desk = [account for account in accounts if account.status in AT_DESK]
    with_topic = [account for account in accounts if account.threads]
    return at_desk or ((with_topic or [*accounts])[:1] if something_is_open else [])


def in_order(accounts: Iterable[Account]) -> list[Identity]:
    """The one that staff have last: see `Turns.stopped`."""
    return [account.identity for account in sorted(accounts, key=lambda account: account.status in AT_DESK)]
