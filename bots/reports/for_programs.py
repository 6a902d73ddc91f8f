"""A report for programs."""

from collections.abc import Mapping
from typing import Any

from bots.reports.counting import Choice
from bots.reports.figures import Figures, Report, Satisfaction, Share, Spread, Waits
from bots.reports.period import Period
from storage.codec import dumps


def in_json(report: Report, period: Period, choice: Choice, names: Mapping[str, str]) -> str:
    """Times in seconds, shares from 0 to 1."""
    agents = {
        account: {"name": names.get(account, ""), **of_figures(figures)} for account, figures in report.agents.items()
    }
    return dumps(
        {
            "from": period.first.isoformat(),
            "to": period.last.isoformat(),
            "timezone": period.zone.key,
            "only": {"team": choice.team, "channel": choice.channel, "agent": choice.agent},
            "total": of_figures(report.total),
            "days": {day.isoformat(): of_figures(figures) for day, figures in report.days.items()},
            "channels": of_groups(report.channels),
            "teams": of_groups(report.teams),
            "agents": agents,
            "scripts": of_groups(report.scripts),
            "nps": [
                {
                    "survey": each.survey,
                    "promoters": each.promoters,
                    "passives": each.passives,
                    "detractors": each.detractors,
                    "score": each.score,
                }
                for each in report.nps
            ],
            "returns": {"moves": report.returns.moves, "refunded": report.returns.refunded},
            "aftercare": report.aftercare,
        }
    )


def of_groups(groups: Mapping[str, Figures]) -> dict[str, Any]:
    return {key: of_figures(figures) for key, figures in groups.items()}


def of_figures(figures: Figures) -> dict[str, Any]:
    return {
        "visits": figures.visits,
        "handed_over": figures.handed_over,
        "contained": figures.contained,
        "containment": of_share(figures.containment),
        "not_understood": figures.not_understood,
        "claimed": figures.claimed,
        "resolved": figures.resolved,
        "reopened": figures.reopened,
        "first_response": of_waits(figures.first_response),
        "within_three_minutes": of_share(figures.in_time),
        "next_response": of_waits(figures.next_response),
        "resolution": of_waits(figures.resolution),
        "breaches": figures.breaches,
        "csat": of_satisfaction(figures.satisfaction),
    }


def of_waits(waits: Waits) -> dict[str, Any]:
    return {"wall": of_spread(waits.wall), "open_hours": of_spread(waits.business)}


def of_spread(spread: Spread) -> dict[str, Any]:
    return {"count": spread.count, "p50": spread.p50, "p90": spread.p90}


def of_share(share: Share) -> dict[str, Any]:
    return {"share": share.rate, "count": share.count, "interval_95": share.interval}


def of_satisfaction(satisfaction: Satisfaction) -> dict[str, Any]:
    good = of_share(satisfaction.good)
    return {"asked": satisfaction.asked, "answered": satisfaction.answered, "good": good, "mean": satisfaction.mean}
