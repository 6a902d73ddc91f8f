"""Whether this machine's clock is right: every answer of a platform tells the time.

One that is ahead makes all that is kept look old, and one that is behind makes what comes in now look old once it is
set. What is erased by it no platform brings back.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

import aiohttp

from storage.records import record

MOST = 3600.0
"""Seconds by which it may be wrong: what is kept is kept for days."""
PATIENCE = 5.0
DAY = 86_400.0
OK = "ok"
UNHEARD = "no platform answered that could tell the time"
SET_IT = "set this machine's clock (`timedatectl` tells how it is set); until then nothing is forgotten for its age"


@record(frozen=True, slots=True)
class TimeTold:
    """What the platforms say of this machine's clock."""

    word: str = OK
    is_wrong: bool = False

    @property
    def can_be_trusted(self) -> bool:
        return self.word == OK


class MachineClock:
    def __init__(
        self, session: aiohttp.ClientSession, platforms: Mapping[str, str], machine: Callable[[], float]
    ) -> None:
        """`platforms`: an address of each, by channel; whatever it answers has the time. `machine`: this clock."""
        self._session = session
        self._platforms = platforms
        self._machine = machine

    async def told(self) -> TimeTold:
        """By all that are on: one may be a server of the shop's own, on this very machine.

        A platform that answers without the time says nothing against ours. Where none answers, all of them may refuse
        us for just that: to a clock that is years ahead every certificate has expired.
        """
        answers = await asyncio.gather(*map(self._ahead_of, self._platforms.values()))
        told = {name: ahead for name, ahead in zip(self._platforms, answers, strict=True) if ahead is not None}
        if not told:
            return TimeTold(UNHEARD)
        name, ahead = max(told.items(), key=lambda each: abs(each[1]))
        if abs(ahead) <= MOST:
            return TimeTold()
        return TimeTold(f"{apart(ahead)} the time that {name} tells: {SET_IT}", is_wrong=True)

    async def _ahead_of(self, address: str) -> float | None:
        """By so many seconds; None: it did not answer."""
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        try:
            async with self._session.get(address, allow_redirects=False, timeout=timeout) as response:
                return self._machine() - told_at if (told_at := time_in(response.headers.get("Date", ""))) else 0.0
        except (aiohttp.ClientError, OSError):  # `TimeoutError` is one; /readyz tells of platforms that do not answer
            return None


def time_in(date: str) -> float | None:
    """Of an HTTP header. The oldest form of one has no zone: all of them are of Greenwich."""
    try:
        told = parsedate_to_datetime(date)
        return (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def apart(ahead: float) -> str:
    amount = f"{abs(ahead) / DAY:.0f} days" if abs(ahead) >= 2 * DAY else f"{abs(ahead) / 3600:.0f} hours"
    return f"{amount} {'ahead of' if ahead > 0 else 'behind'}"
