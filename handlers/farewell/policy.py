"""What desk.yaml says of silence and of coming back, as values; `reading` reads them."""

from collections.abc import Mapping
from dataclasses import field

from storage.records import record

MINUTE = 60.0


@record(frozen=True, slots=True, kw_only=True)
class Silence:
    """After so many seconds without a word of the contact; 0: never."""

    warn_seconds: float = 0.0
    close_seconds: float = 0.0

    @property
    def warns(self) -> bool:
        return 0 < self.warn_seconds < self.close_seconds

    @property
    def notice(self) -> float:
        """So long has the contact to answer the warning."""
        return self.close_seconds - self.warn_seconds


@record(frozen=True, slots=True, kw_only=True)
class FarewellPolicy:
    bot: Silence = Silence(close_seconds=60 * MINUTE)
    """Of a visit that the bot alone serves, by the clock."""
    desk: Silence = Silence(warn_seconds=60 * MINUTE, close_seconds=120 * MINUTE)
    """Of a conversation that waits for the contact, in the time in which people are there."""
    teams: Mapping[str, Silence] = field(default_factory=dict)
    """Those that wait otherwise than the desk, by key."""
    reopen_seconds: float = 120 * MINUTE
    """So long after the end do the contact's words go on where it ended; 0: never."""

    def of(self, team: str) -> Silence:
        return self.teams.get(team, self.desk)


DEFAULT_FAREWELL = FarewellPolicy()
