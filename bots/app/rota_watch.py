"""The rota is looked at again and again: what begins, ends or has come to nothing gets a turn at the desk.

The inbox takes each of them once, whatever crashes, as it does with the messages of a platform.
"""

from collections.abc import Callable

from bots.channel import Accept
from handlers.desk.rota.timed import SETTLE
from handlers.hours.business import BusinessHours
from handlers.hours.shift_times import LATE_END, due
from handlers.hours.swapping import came_to_nothing
from storage.inbound import Identity, Inbound, Kind
from storage.swaps import SwapDoor

SECONDS = 15.0


class RotaWatch:
    def __init__(
        self, hours: BusinessHours, swaps: SwapDoor, accept: Accept, *, desk_channel: str, clock: Callable[[], float]
    ) -> None:
        self._hours = hours
        self._swaps = swaps
        self._accept = accept
        self._desk = Identity(desk_channel, "kefu")
        self._clock = clock
        self._rung: dict[str, float] = {}
        """What the inbox has already, and since when: it need not be asked again."""

    async def look(self) -> None:
        now = self._clock()
        for each in due(self._hours, now):
            await self._ring(each.act, str(each.at), f"{each.act}:{each.at}", now)
        for swap, status in came_to_nothing(self._hours, self._swaps.agreed(), await self._swaps.proposed(), now):
            await self._ring(SETTLE, str(swap.id), f"{SETTLE}:{swap.id}:{status}:{now}", now)
        self._rung = {key: at for key, at in self._rung.items() if at > now - 2 * LATE_END}

    async def _ring(self, name: str, remembered: str, key: str, now: float) -> None:
        if key in self._rung:
            return
        await self._accept(
            Inbound(
                identity=self._desk,
                key=key,
                kind=Kind.TIMER,
                chat_id="",
                text=remembered,
                payload=name,
                sent_at=now,
                staff=True,
            )
        )
        self._rung[key] = now
