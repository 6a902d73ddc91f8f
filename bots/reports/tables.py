"""A report as tables, whoever shows them. What would be empty is left out."""

from collections.abc import Callable, Iterator

from bots.reports.figures import Figures, Report, Waits
from bots.reports.outcomes import aftercare, breaches, nps, returns, satisfaction
from bots.reports.table import Table, table
from bots.reports.wording import Wording

Cell = Callable[[Figures], str]


def tables(report: Report, wording: Wording, timezone: str) -> list[Table]:
    found = (
        overview(report.total, wording),
        times(report.total, wording),
        days(report, wording, timezone),
        channels(report, wording),
        teams(report, wording),
        agents(report, wording),
        scripts(report, wording),
        satisfaction(report, wording),
        nps(report, wording),
        breaches(report.total, wording),
        aftercare(report, wording),
        returns(report, wording),
    )
    return [table for table in found if table.rows]


def overview(total: Figures, wording: Wording) -> Table:
    counts = {
        "visits": total.visits,
        "contained": total.contained,
        "handed_over": total.handed_over,
        "not_understood": total.not_understood,
        "claimed": total.claimed,
        "resolved": total.resolved,
        "reopened": total.reopened,
        "breached": total.breached,
    }
    rows = [(wording.word(name), wording.number(count)) for name, count in counts.items()]
    shares = {"containment": total.containment, "prompt": total.in_time, "good": total.satisfaction.good}
    rows += [(wording.word(name), wording.share(share)) for name, share in shares.items() if share.count]
    notes = [wording.word("note_containment")] if total.containment.count else []
    notes += [wording.word("note_prompt")] if total.in_time.count else []
    return table(wording, "overview", ("figure", "value"), rows if not total.is_empty else (), *notes)


def times(total: Figures, wording: Wording) -> Table:
    waits = {
        "first_response": total.first_response,
        "next_response": total.next_response,
        "resolution": total.resolution,
    }
    rows = [(wording.word(name), *spreads(each, wording)) for name, each in waits.items() if each.wall.count]
    header = ("figure", "count", "open_p50", "open_p90", "p50", "p90")
    return table(wording, "times", header, rows, wording.word("note_times"))


def spreads(waits: Waits, wording: Wording) -> Iterator[str]:
    yield wording.number(waits.wall.count)
    for spread in (waits.business, waits.wall):
        yield wording.duration(spread.p50)
        yield wording.duration(spread.p90)


def cells(wording: Wording) -> dict[str, Cell]:
    """Columns that several tables have, by the key of their header."""
    return {
        "visits": lambda figures: wording.number(figures.visits),
        "contained": lambda figures: wording.number(figures.contained),
        "handed_over": lambda figures: wording.number(figures.handed_over),
        "containment": lambda figures: wording.share(figures.containment),
        "not_understood": lambda figures: wording.number(figures.not_understood),
        "claimed": lambda figures: wording.number(figures.claimed),
        "resolved": lambda figures: wording.number(figures.resolved),
        "breached": lambda figures: wording.number(figures.breached),
        "first_p50": lambda figures: wording.duration(figures.first_response.business.p50),
        "first_p90": lambda figures: wording.duration(figures.first_response.business.p90),
        "prompt": lambda figures: wording.share(figures.in_time),
        "resolution_p50": lambda figures: wording.duration(figures.resolution.business.p50),
        "good": lambda figures: wording.share(figures.satisfaction.good),
    }


DAY_COLUMNS = ("visits", "contained", "handed_over", "first_p50", "first_p90", "resolved", "breached", "good")
GROUP_COLUMNS = (
    *("visits", "handed_over", "containment", "first_p50", "first_p90", "prompt"),
    *("resolution_p50", "breached", "good"),
)
TEAM_COLUMNS = ("handed_over", "claimed", *GROUP_COLUMNS[3:])
"""A visit comes to no team before it is handed over."""
AGENT_COLUMNS = (
    *("claimed", "first_p50", "first_p90", "prompt", "resolved", "resolution_p50"),
    *("breached", "good"),
)
SCRIPT_COLUMNS = ("contained", "handed_over", "containment", "not_understood")


def days(report: Report, wording: Wording, timezone: str) -> Table:
    """Quiet days are shown too: they are news."""
    of = cells(wording)
    rows = [
        (wording.weekday(day), *(of[name](figures) for name in DAY_COLUMNS)) for day, figures in report.days.items()
    ]
    note = wording.word("note_days", timezone=timezone)
    return table(wording, "days", ("day", *DAY_COLUMNS), rows if not report.is_empty else (), note)


def channels(report: Report, wording: Wording) -> Table:
    of = cells(wording)
    rows = [
        (wording.channel(key), *(of[name](figures) for name in GROUP_COLUMNS))
        for key, figures in report.channels.items()
    ]
    return table(wording, "channels", ("channel", *GROUP_COLUMNS), rows)


def teams(report: Report, wording: Wording) -> Table:
    """Empty where the desk has no teams."""
    of = cells(wording)
    rows = [
        (wording.team(key), *(of[name](figures) for name in TEAM_COLUMNS))
        for key, figures in report.teams.items()
        if key or figures.handed_over
    ]
    return table(wording, "teams", ("team", *TEAM_COLUMNS), rows if set(report.teams) - {""} else ())


def agents(report: Report, wording: Wording) -> Table:
    of = cells(wording)
    rows = [
        (wording.agent(key), *(of[name](figures) for name in AGENT_COLUMNS)) for key, figures in report.agents.items()
    ]
    return table(wording, "agents", ("agent", *AGENT_COLUMNS), rows)


def scripts(report: Report, wording: Wording) -> Table:
    of = cells(wording)
    rows = [
        (wording.script(key), *(of[name](figures) for name in SCRIPT_COLUMNS))
        for key, figures in report.scripts.items()
    ]
    return table(wording, "scripts", ("script_name", *SCRIPT_COLUMNS), rows, wording.word("note_scripts"))
