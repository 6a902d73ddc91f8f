"""What happens because time passes. The tables are the truth; what waits here only wakes the sweeps.

We wait by our own clock: APScheduler's scheduler knows only the machine's.
"""

from bots.app.boundary import Work, attempted
from bots.app.clock import Clock

SWEEP_SECONDS = 2
"""How late a timer may be, unless a turn set it for now: then its own sweep follows at once."""


class Clockwork:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def again_and_again(self, seconds: float, work: Work, *, first: float | None = None) -> None:
        """Until cancelled. `first`: in how many seconds it is done for the first time, if not in `seconds`."""
        wait = seconds if first is None else first
        while True:
            await self._clock.sleep(wait)
            await attempted(work, "clockwork.failed", job=getattr(work, "__qualname__", ""))
            wait = seconds
