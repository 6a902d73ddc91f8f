"""Everything of a period, read a page at a time."""

from bots.reports.counting import EVERYTHING, NAMES, Choice, Counting
from bots.reports.figures import Report
from bots.reports.period import Period
from storage.reports import Place, ReportBooks


async def collected(books: ReportBooks, period: Period, choice: Choice = EVERYTHING) -> tuple[Report, frozenset[str]]:
    """The report, and the teams that were heard of, whatever was chosen."""
    counting = Counting(period, choice)
    for name in NAMES:
        after = begin(period)
        while facts := await books.facts(name, after, period.ends):
            for fact in facts:
                counting.take(fact)
            after = Place(facts[-1].at, facts[-1].id)
    after = begin(period)
    while verdicts := await books.verdicts(after, period.ends):
        for verdict in verdicts:
            counting.judge(verdict)
        after = Place(verdicts[-1].asked_at, verdicts[-1].id)
    return counting.report, frozenset(counting.teams_seen)


def begin(period: Period) -> Place:
    """Where reading begins: a fact of the very first moment counts."""
    return Place(period.begins, 0)
