"""A report in words: what stands above the tables, and the tables."""

from bots.reports.counting import Choice
from bots.reports.figures import Report
from bots.reports.period import Period
from bots.reports.table import Table
from bots.reports.tables import tables
from bots.reports.wording import Wording
from storage.records import record


@record(frozen=True, slots=True, kw_only=True)
class Told:
    title: str
    only: str
    """What was chosen; "" for everything."""
    nothing: str
    """Said in place of tables where there are none."""
    tables: tuple[Table, ...]


def told(report: Report, period: Period, choice: Choice, shop: str, wording: Wording) -> Told:
    first, last = wording.day(period.first), wording.day(period.last)
    found = () if report.is_empty else tuple(tables(report, wording, period.zone.key))
    return Told(
        title=wording.word("title", shop=shop, first=first, last=last),
        only=only(choice, wording),
        nothing="" if found else wording.word("nothing", first=first, last=last),
        tables=found,
    )


def only(choice: Choice, wording: Wording) -> str:
    if choice == Choice():
        return ""
    return wording.word(
        "only",
        team=wording.team(choice.team) if choice.team else "",
        channel=wording.channel(choice.channel),
        agent=wording.agent(choice.agent) if choice.agent else "",
    )
