"""How long a run may go on."""

from zoneinfo import ZoneInfo

from handlers.fields.cron import Cron
from handlers.surveys.policy import HOUR, Campaign, Quiet
from handlers.surveys.quiet import QuietHours, loud

CLEARED = 60.0
"""Seconds before the next time of the calendar, in which whoever still waits is left out."""
SHORTEST = HOUR / 2
"""Times of the calendar that come sooner, or at night, are left out where somebody waits still."""


def ends_at(campaign: Campaign, now: float, quiet: Quiet, zone: ZoneInfo) -> float:
    """Of a run that begins now: as long as it lasts, but not into the next time of its calendar. A few customers who
    are busy for days shall keep nobody of the next day from being asked.
    """
    lasts = now + campaign.lasts
    following = Cron(campaign.cron, zone).after(all_awake(now, quiet, zone) + SHORTEST) if campaign.cron else None
    return lasts if following is None else min(lasts, following - CLEARED)


def all_awake(now: float, quiet: Quiet, zone: ZoneInfo) -> float:
    """When quiet hours are over in all time zones: a run that begins at night must not end before anybody is asked."""
    return max(loud(now, QuietHours(quiet.hours, each)) for each in (zone, *quiet.zones.values()))
