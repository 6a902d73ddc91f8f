"""The tables of how visits turned out: satisfaction, promises, low ratings and returns."""

from bots.reports.figures import Figures, Report
from bots.reports.table import Table, table
from bots.reports.wording import Wording

MOVES = (
    *("opened", "approved", "declined", "shipped", "received", "refunded", "credited", "exchanged"),
    *("cancelled", "expired", "late"),
)
CARE = (
    *("opened", "recovered", "not_recovered"),
    *("product", "delivery", "service", "price", "other"),
)


def satisfaction(report: Report, wording: Wording) -> Table:
    found = report.total.satisfaction
    mean = wording.none if found.mean is None else wording.word("mean_of", score=round(found.mean * 100))
    row = (
        *(wording.number(found.asked), wording.number(found.answered)),
        *(wording.percent(found.good.rate), wording.interval(found.good), mean),
    )
    header = ("asked", "answered", "good", "interval", "mean")
    return table(
        wording,
        "satisfaction",
        header,
        [row] if found.asked or found.answered else (),
        wording.word("note_satisfaction"),
    )


def nps(report: Report, wording: Wording) -> Table:
    rows = [
        (
            each.survey,
            *(wording.number(count) for count in (each.promoters, each.passives, each.detractors)),
            wording.signed(each.score),
        )
        for each in report.nps
    ]
    header = ("survey", "promoters", "passives", "detractors", "score")
    return table(wording, "nps", header, rows, wording.word("note_nps"))


def breaches(total: Figures, wording: Wording) -> Table:
    rows = [(wording.promise(name), wording.number(count)) for name, count in total.breaches.items()]
    return table(wording, "breaches", ("promise", "count"), rows)


def aftercare(report: Report, wording: Wording) -> Table:
    rows = [(wording.care(name), wording.number(report.aftercare[name])) for name in CARE if name in report.aftercare]
    return table(wording, "aftercare", ("figure", "value"), rows)


def move_rank(move: str) -> tuple[int, str]:
    """In the order in which a request goes its way. A move of a newer kefu, unknown here, comes last."""
    return MOVES.index(move) if move in MOVES else len(MOVES), move


def returns(report: Report, wording: Wording) -> Table:
    found = report.returns
    rows = [(wording.move(move), wording.number(found.moves[move])) for move in sorted(found.moves, key=move_rank)]
    if found.refunded:
        rows.append((wording.word("amount"), wording.amounts(found.refunded)))
    return table(wording, "returns", ("figure", "value"), rows)
