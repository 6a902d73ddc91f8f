"""What stands in the blanks of previewed lines of reports."""

from collections.abc import Mapping

from handlers.formats import day
from storage.orders import Order

Blanks = Mapping[str, object]
DAY = 86_400


def of_report(order: Order, language: str, timezone: str, agent: str, channel: str) -> Blanks:
    return {
        "first": day(order.placed_at - 6 * DAY, language, timezone),
        "last": day(order.placed_at, language, timezone),
        "day": day(order.placed_at, language, timezone),
        "team": "after_sales",
        "channel": channel,
        "agent": agent,
        "timezone": timezone,
        "days": 0,
        "hours": 0,
        "minutes": 2,
        "seconds": 30,
        "score": 88,
        "share": "92%",
        "low": "86%",
        "high": "96%",
        "most": 57,
        "names": f"{channel} 57",
        "visits": 57,
        "visits_before": 49,
        "handed_over": 18,
        "containment": "68% (56)",
        "first_p50": "48 s",
        "prompt": "94% (18)",
        "resolved": 17,
        "breached": 1,
        "good": "92% (12)",
        "answered": 12,
    }
