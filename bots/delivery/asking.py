"""What is asked of the desk's platform: in its pace, where a group has moved to, and seen when it puts the bot out."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bots.channel import Busy, DeskChannel, Moved, ShutOut
from bots.delivery.gate import Gate
from bots.delivery.moving import follow
from bots.delivery.outages import Outages
from handlers.insistence import Insistence
from storage.store import Store

T = TypeVar("T")


class Asking:
    """`in_turn` and `now` raise SendFailed. What they are given to ask is called with the chat's id, which may have
    changed since the row was written.
    """

    def __init__(self, desk: DeskChannel, gate: Gate, outages: Outages, store: Store, insist: Insistence) -> None:
        self._desk = desk
        self._gate = gate
        self._outages = outages
        self._store = store
        self._insist = insist

    async def turn(self, chat: str, *, opening: bool = False) -> None:
        """Return when the pace of this chat allows one more message. `opening`: it opens a topic, or is its card."""
        await self._gate.pass_desk(chat, opening=opening)

    async def let_others_pass(self, chat: str) -> None:
        """Return when no message waits for this chat, or when that takes too long: marks give way to what is said."""
        await self._gate.let_others_pass(chat)

    async def in_turn(self, chat: str, ask: Callable[[str], Awaitable[T]], *, opening: bool = False) -> T:
        await self.turn(chat, opening=opening)
        return await self.now(chat, ask)

    async def now(self, chat: str, ask: Callable[[str], Awaitable[T]]) -> T:
        """For whoever has waited for `turn`. Where the group turns out to have moved: once more in the new chat."""
        try:
            return await self._watched(chat, ask)
        except Moved as moved:
            chat_id = moved.chat_id
        if write_down := follow(self._desk.desk, chat, chat_id, self._store):
            await self._insist("set_bookmark", write_down)
        await self.turn(chat_id)
        return await self._watched(chat_id, ask)

    async def _watched(self, chat: str, ask: Callable[[str], Awaitable[T]]) -> T:
        try:
            answer = await self._gate.call(lambda: ask(chat))
        except Busy as busy:
            if not busy.whole_bot:
                self._gate.hold_desk(chat, busy.seconds)
            raise
        except ShutOut as error:
            await self._outages.shut_out(chat, error)
            raise
        self._outages.let_in(chat)
        return answer
