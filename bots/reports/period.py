"""Days as the shop counts them."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.hours.instants import midnight
from storage.records import record

DAY = timedelta(days=1)


@record(frozen=True, slots=True)
class Period:
    """Both ends count."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def begins(self) -> float:
        return midnight(self.first, self.zone)

    @property
    def ends(self) -> float:
        """The first moment that does not count any more."""
        return midnight(self.last + DAY, self.zone)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=count) for count in range((self.last - self.first).days + 1)]

    @property
    def before(self) -> "Period":
        """As many days, just before."""
        return Period(self.first - timedelta(days=len(self.days)), self.first - DAY, self.zone)

    def clock_of(self, at: float) -> time:
        return datetime.fromtimestamp(at, self.zone).time()
