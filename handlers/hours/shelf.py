"""The opening hours in force: an admin saves hours.yaml, and the next question is answered by it."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from handlers.fields.file import Reader
from handlers.fields.shelf import ReloadingRules
from handlers.fields.words import Words
from handlers.hours.calendar import Calendar
from handlers.hours.policy import ALWAYS_OPEN, Duty, HoursPolicy, RotaRules
from handlers.hours.policy_file import checked_hours
from handlers.scripts.problem import Fresh
from handlers.scripts.reload import Hearers
from storage.swaps import Swap


class ReloadingHours(ReloadingRules[HoursPolicy]):
    """`BusinessHours`, too."""

    def __init__(
        self,
        path: Path,
        zone: ZoneInfo,
        reader: Callable[[], Reader],
        teams: Callable[[], Collection[str]],
        desk_channel: str,
        hearers: Hearers[HoursPolicy],
        swaps: Callable[[], Sequence[Swap]] = tuple,
        kept_in: Path | None = None,
    ) -> None:
        def load(place: Path, bearing: bool) -> Fresh[HoursPolicy]:
            return checked_hours(place, reader(), teams(), desk_channel).fresh(bearing=bearing)

        super().__init__("hours", path, load, lambda: ALWAYS_OPEN, hearers, kept_in, reader().language, "*.ics")
        self._zone = zone
        self._swaps = swaps
        self._calendar = Calendar(self.policy, zone, swaps)

    @property
    def calendar(self) -> Calendar:
        if self._calendar.policy is not self.policy:
            self._calendar = Calendar(self.policy, self._zone, self._swaps)
        return self._calendar

    def is_open(self, team: str, at: float) -> bool:
        return self.calendar.is_open(team, at)

    def next_open(self, team: str, at: float) -> float | None:
        return self.calendar.next_open(team, at)

    def next_close(self, team: str, at: float) -> float | None:
        return self.calendar.next_close(team, at)

    def seconds_between(self, team: str, start: float, end: float) -> float:
        return self.calendar.seconds_between(team, start, end)

    def after(self, team: str, start: float, seconds: float) -> float | None:
        return self.calendar.after(team, start, seconds)

    def on_call(self) -> Collection[str]:
        return self.policy.on_call

    def on_duty(self, at: float) -> Collection[str] | None:
        return self.calendar.on_duty(at)

    def duties(self, begins: float, ends: float) -> Sequence[Duty] | None:
        return self.calendar.duties(begins, ends)

    def planned(self, begins: float, ends: float) -> Sequence[Duty] | None:
        return self.calendar.planned(begins, ends)

    def rota_rules(self) -> RotaRules:
        return self.policy.rota

    def why_closed(self, team: str, at: float) -> Words:
        return self.calendar.why_closed(team, at)
