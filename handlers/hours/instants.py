"""What the shop's clocks show, as unix seconds."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTE = 60


def instant(local: datetime, zone: ZoneInfo) -> float:
    """The first moment at which the clocks show this time, or a later one where they jump over it."""
    at = local.replace(tzinfo=zone, fold=0).timestamp()
    if shown(at, zone) == local:
        return at
    before, after = int(local.replace(tzinfo=zone, fold=1).timestamp()), int(at)
    while after - before > 1:  # the jump is between the two
        middle = (before + after) // 2
        if shown(middle, zone) >= local:
            after = middle
        else:
            before = middle
    return float(after)


def of_day(day: date, minutes: int, zone: ZoneInfo) -> float:
    """When clocks show so many minutes after a day's midnight."""
    return instant(datetime.combine(day, time()) + timedelta(minutes=minutes), zone)


def midnight(day: date, zone: ZoneInfo) -> float:
    """With which a day begins; where clocks jump over it, the first moment after."""
    return of_day(day, 0, zone)


def shown(at: float, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(at, UTC).astimezone(zone).replace(tzinfo=None, fold=0)
