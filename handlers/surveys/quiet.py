"""When a contact may be spoken to unasked: not in quiet hours, and within what their platform allows."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from handlers.exchange import Turn
from handlers.formats import zone
from handlers.hours.instants import of_day, shown
from handlers.hours.policy import Stretches
from handlers.hours.spans import Span

BEFORE = 60.0
"""Seconds before quiet hours begin at which somebody is still asked."""
LEEWAY = 300.0
"""Seconds before a window closes by which the question must be on its way."""
SHORTEST = 5.0
"""Seconds of a window in which nothing can be sent for sure any more."""
FAR = 8
"""Quiet hours that follow each other are looked through for so many days."""


class QuietHours:
    """Of every day, by the clocks of a zone. A stretch over midnight belongs to the day on which it begins."""

    def __init__(self, hours: Stretches, zone: ZoneInfo) -> None:
        self._hours = hours
        self._zone = zone

    def span(self, at: float) -> Span | None:
        """From when to when it is quiet around this moment, stretches that touch taken together; None: it is not."""
        found: Span | None = None
        for begins, ends in self._spans(at):
            if found is not None and begins <= found[1]:
                found = (found[0], max(found[1], ends))
            elif found is not None and found[1] > at:
                break
            else:
                found = (begins, ends)
        return found if found is not None and found[0] <= at < found[1] else None

    def _spans(self, at: float) -> Iterator[Span]:
        """The first first."""
        today = shown(at, self._zone).date()
        for day in (today + timedelta(days=number) for number in range(-2, FAR)):
            for each in sorted(self._hours, key=lambda stretch: stretch.begins):
                yield of_day(day, each.begins, self._zone), of_day(day, each.ends, self._zone)


def quiet_hours(turn: Turn) -> QuietHours:
    """The contact's."""
    quiet = turn.survey_policy.quiet
    known = (quiet.zones.get(key) for key in (turn.reach.identity.channel, turn.language))
    return QuietHours(quiet.hours, next(filter(None, known), zone(turn.policy.timezone)))


def is_quiet(turn: Turn) -> bool:
    return quiet_hours(turn).span(turn.now) is not None


def moment_to_ask(wanted: float, now: float, until: float | None, quiet: QuietHours) -> float | None:
    """The first good moment from `wanted` on; should the window (`until`) close before it, the last one before.

    Where only quiet hours are left of the window, it is now. None: the window is closed, or closes in a moment.
    """
    wanted = max(wanted, now)
    at = loud(wanted, quiet)
    if until is None:
        return at
    if until - now < SHORTEST:
        return None
    last = max(until - LEEWAY, now)
    if at <= last:
        return at
    earlier = min(wanted, last)
    span = quiet.span(earlier)
    if span is None:
        return earlier
    return max(span[0] - BEFORE, now)


def loud(at: float, quiet: QuietHours) -> float:
    """This moment, or the end of the quiet hours around it."""
    span = quiet.span(at)
    return at if span is None else span[1]
