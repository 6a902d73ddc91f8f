"""Every few minutes the desk is looked over. What is found gets a turn of its own, and that turn decides."""

from collections.abc import Callable

from bots.channel import Accept
from handlers.desk.cases import DRAW, MEND
from storage.desk import Floor
from storage.inbound import Inbound, Kind
from storage.store import Store
from storage.tasks import TaskDoor

SECONDS = 300.0
MOST = 100
"""Conversations that get a turn in one sweep; the others have their turn in the next."""

UNWATCHED = "unwatched_task"
"""Nothing would remind of it."""


class DeskSweep:
    def __init__(
        self,
        store: Store,
        floor: Floor,
        tasks: TaskDoor,
        accept: Accept,
        *,
        clock: Callable[[], float],
        found: Callable[[str], None],
    ) -> None:
        """`found` is told why a conversation is without a proper owner, or a task without a timer."""
        self._store = store
        self._floor = floor
        self._tasks = tasks
        self._accept = accept
        self._clock = clock
        self._found = found

    async def sweep(self) -> None:
        for astray in (await self._floor.astray())[:MOST]:
            self._found(astray.why)
            await self._ring(astray.conversation_id, MEND, astray.why)
        unasked = [each.conversation_id for each in await self._floor.queue() if not each.offered_to]
        for conversation_id in unasked[:MOST]:  # somebody may have come back, or have a hand free
            await self._ring(conversation_id, DRAW)
        for task in (await self._tasks.unwatched())[:MOST]:
            self._found(UNWATCHED)
            await self._ring(task.conversation_id, task.timer)

    async def _ring(self, conversation_id: int, name: str, remembered: str = "") -> None:
        """As a timer of that conversation would, which is due now."""
        conversation = await self._store.load_by_id(conversation_id)
        if conversation is None:
            return
        self._store.forget(conversation.identity)  # its turn shall see what the sweep saw
        now = self._clock()
        await self._accept(
            Inbound(
                identity=conversation.identity,
                key=f"{name}:{conversation_id}:{now}",
                kind=Kind.TIMER,
                chat_id=conversation.chat_id,
                text=remembered,
                payload=name,
                sent_at=now,
            )
        )
