"""Every few seconds it is seen who has to be reminded of a promise."""

from collections.abc import Awaitable, Callable

from bots.app.clockwork import Clockwork
from bots.app.engine import Engine
from bots.app.foundation import Foundation
from handlers.promises.reminders import Reminding
from handlers.turns import Deliver
from storage.desk import Floor
from storage.reminders import Reminders
from storage.sqlite.floor import SqliteFloor
from storage.sqlite.reminders import SqliteReminders

SECONDS = 15.0


class PromiseSweep:
    def __init__(
        self,
        reminding: Reminding,
        floor: Floor,
        reminders: Reminders,
        submit: Deliver,
        *,
        clock: Callable[[], float],
    ) -> None:
        self._reminding = reminding
        self._floor = floor
        self._reminders = reminders
        self._submit = submit
        self._clock = clock

    async def sweep(self) -> None:
        if not self._reminding.is_wanted:
            return
        now = self._clock()
        queue, held, agents = await self._floor.queue(), await self._floor.held(), await self._floor.agents()
        for place, pressing in self._reminding.pressing(queue, held, now).items():
            name = f"{place.channel}:{place.chat}"
            last = await self._reminders.last(name)
            reminder = self._reminding.reminder(place, pressing, agents, last, now)
            if reminder is not None:
                self._submit(await self._reminders.post(name, last, reminder.record, reminder.post))


def promise_jobs(ground: Foundation, engine: Engine, clockwork: Clockwork) -> list[Awaitable[None]]:
    """Each runs until cancelled."""
    if ground.settings.desk is None:
        return []
    reminding = Reminding(
        shelf=ground.in_force.shelf,
        desk_policies=ground.in_force.desk_policies,
        hours=ground.in_force.hours,
        places=ground.places,
        policy=ground.policy,
    )
    sweep = PromiseSweep(
        reminding,
        SqliteFloor(ground.database),
        SqliteReminders(ground.database),
        engine.delivery.submit,
        clock=ground.clock,
    )
    return [clockwork.again_and_again(SECONDS, sweep.sweep)]
