"""How long a run may go on."""

from zoneinfo import ZoneInfo

from handlers.fields.cron import Cron
from handlers.surveys.policy import HOUR, Campaign

CLEARED = 60.0
"""Seconds before the next time of the calendar, in which whoever still waits is left out."""
SHORTEST = HOUR / 2
"""Times of the calendar that come sooner are left out where somebody waits still."""


def ends_at(campaign: Campaign, now: float, zone: ZoneInfo) -> float:
    """Of a run that begins now: as long as it lasts, but not into the next time of its calendar. A few customers who
    are busy for days shall keep nobody of the next day from being asked.
    """
    following = Cron(campaign.cron, zone).after(now + SHORTEST) if campaign.cron else None
    lasts = now + campaign.lasts
    return lasts if following is None else min(lasts, following - CLEARED)
