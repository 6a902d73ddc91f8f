"""How long a run may go on."""

from zoneinfo import ZoneInfo

from handlers.fields.cron import Cron
from handlers.surveys.policy import HOUR, Campaign

CLEARED = 60.0
"""Seconds before the next time of the calendar, in which whoever still waits is left out."""
WORTH_WHILE = HOUR
"""A calendar that comes more often than that waits for its runs."""


def ends_at(campaign: Campaign, now: float, zone: ZoneInfo) -> float:
    """Of a run that begins now: as long as it lasts, but not into its calendar's next time. A few customers who are
    busy for days shall keep nobody of the next day from being asked.
    """
    following = Cron(campaign.cron, zone).after(now) if campaign.cron else None
    lasts = now + campaign.lasts
    if following is None or following - now < WORTH_WHILE:
        return lasts
    return min(lasts, following - CLEARED)
