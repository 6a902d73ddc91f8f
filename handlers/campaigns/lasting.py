"""How long a run may go on."""

from zoneinfo import ZoneInfo

from handlers.fields.cron import Cron
from handlers.surveys.policy import DAY, HOUR, Campaign, Quiet
from handlers.surveys.quiet import QuietHours, loud

CLEARED = 60.0
"""Seconds before the next time of the calendar, in which whoever still waits is left out."""
SHORTEST = HOUR / 2
"""Times of the calendar that come sooner, or at night, are left out where somebody waits still."""


def ends_at(campaign: Campaign, now: float, quiet: Quiet, zone: ZoneInfo) -> float:
    """Of a run that begins now: as long as it lasts, but where it is for other people each time, not into the next
    time of its calendar. A few customers who are busy for days shall keep nobody of the next day from being asked.
    """
    lasts = now + campaign.lasts
    if not campaign.cron or not is_for_others_each_time(campaign):
        return lasts
    following = Cron(campaign.cron, zone).after(all_awake(now, quiet, zone) + SHORTEST)
    return lasts if following is None else min(lasts, following - CLEARED)


def is_for_others_each_time(campaign: Campaign) -> bool:
    """Whom a time that is left out would have asked, nobody asks later. Where it is for the same people instead, each
    time begins with those whom the last one has asked already: whoever waits must not be left out.
    """
    audience = campaign.audience
    if audience.delivered_days_ago is not None or audience.refunded_days_ago is not None:
        return True
    return audience.written_within_days is not None and audience.written_within_days * DAY < campaign.lasts


def all_awake(now: float, quiet: Quiet, zone: ZoneInfo) -> float:
    """When quiet hours are over in all time zones: a run that begins at night must not end before anybody is asked."""
    return max(loud(now, QuietHours(quiet.hours, each)) for each in (zone, *quiet.zones.values()))
