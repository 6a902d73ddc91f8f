"""What the desk is told of a day, or of a week, without asking."""

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bots.reports.collecting import collected
from bots.reports.figures import Figures, Report
from bots.reports.period import DAY, Period
from bots.reports.wording import Wording
from handlers import report_words
from handlers.exchange import script_in
from storage.records import record
from storage.reports import ReportBooks

WEEK = 7


class Every(StrEnum):
    DAY = "daily"
    WEEK = "weekly"


@record(frozen=True, slots=True)
class Summary:
    text: str
    """Markup; "": the shop wants nothing said."""
    title: str
    report: Report
    """Of the week that the picture shows."""

    @property
    def has_picture(self) -> bool:
        return any(figures.contained or figures.handed_over for figures in self.report.days.values())


async def summary(every: Every, last: date, books: ReportBooks, wording: Wording, shop: str, zone: ZoneInfo) -> Summary:
    """`last`: the day that it tells of, or the last one of its week."""
    week = Period(last - timedelta(days=WEEK - 1), last, zone)
    report, _ = await collected(books, week)
    if every is Every.DAY:
        told, before = report.days[last], report.days[last - DAY]
        blanks: dict[str, object] = {"day": wording.weekday(last)}
    else:
        told, before = report.total, (await collected(books, week.before))[0].total
        blanks = {"first": wording.weekday(week.first), "last": wording.weekday(last)}
    line = line_of(wording)
    if told.is_empty:
        return Summary(line(f"{every}_nothing", shop=shop, **blanks), "", report)
    text = line(every, shop=shop, visits_before=wording.number(before.visits), **blanks, **said(told, wording))
    return Summary(text, f"{shop} · {wording.day(week.first)} – {wording.day(last)}", report)


def line_of(wording: Wording) -> Callable[..., str]:
    return script_in(wording.library, wording.language, report_words.SCRIPT).line


def said(figures: Figures, wording: Wording) -> dict[str, object]:
    """The blanks that the daily and the weekly line have in common."""
    satisfaction = figures.satisfaction
    return {
        "visits": wording.number(figures.visits),
        "handed_over": wording.number(figures.handed_over),
        "containment": wording.percent(figures.containment.rate),
        "first_p50": wording.duration(figures.first_response.business.p50),
        "prompt": wording.percent(figures.in_time.rate),
        "resolved": wording.number(figures.resolved),
        "breached": wording.number(figures.breached),
        "good": wording.percent(satisfaction.good.rate) if satisfaction.answered else "",
        "answered": wording.number(satisfaction.answered),
    }
