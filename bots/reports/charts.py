"""Charts, drawn by matplotlib: as SVG for a page, as PNG for a chat.

Imported where a chart is drawn and nowhere else: it takes a second. One draws at a time, as the library's settings are
everybody's.
"""

import io
import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from threading import Lock

import matplotlib as mpl
import noto_cjk_sans_otc
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.ticker import MaxNLocator

from bots.reports.figures import Figures, Report
from bots.reports.sketch import HEIGHT, WIDTH, Sketch, sketched
from bots.reports.wording import Wording
from handlers.formats import listed
from storage.records import record

FACES = {"zh-TW": "Noto Sans CJK TC", "zh-HK": "Noto Sans CJK HK"}
FACE = "Noto Sans CJK SC"
"""It has every character; the faces above draw some of them as they are drawn there."""
MOST_LABELS = 12
DPI = 120
one_at_a_time = Lock()


@record(frozen=True, slots=True)
class Palette:
    ink: str
    faint: str
    paper: str
    first: str
    second: str


ON_SCREEN = Palette(ink="#1f2933", faint="#8a94a0", paper="#ffffff", first="#2f6fb0", second="#e08a1e")
"""Told apart also by who sees no red or no green, and in grey."""
NAMED = Palette(ink="#000001", faint="#000002", paper="#000003", first="#000004", second="#000005")
"""Stand-ins, which `in_svg` replaces with the variables of the page: light and dark have other colours."""
COLOURS = {NAMED.ink: "ink", NAMED.faint: "faint", NAMED.paper: "paper", NAMED.first: "first", NAMED.second: "second"}


@record(frozen=True, slots=True)
class Chart:
    caption: str
    told: str
    """What is read out in place of it."""
    svg: str


def charts(report: Report, wording: Wording) -> dict[str, list[Chart]]:
    """By the name of the table whose figures they show. What would be empty is left out."""
    drawn: dict[str, list[Chart]] = {"days": [], "channels": []}
    if report.total.contained or report.total.handed_over:
        drawn["days"].append(days_chart(report, wording))
    if report.total.first_response.business.count:
        drawn["days"].append(waits_chart(report, wording))
    if len(report.channels) > 1:
        drawn["channels"].append(channels_chart(report, wording))
    return drawn


def days_chart(report: Report, wording: Wording) -> Chart:
    with one_at_a_time, styled(wording.language, NAMED):
        figure = Figure(figsize=(9, 3.2), layout="constrained")
        draw_days(figure.add_subplot(), sketched(report, wording), NAMED)
        svg = in_svg(figure, "days")
    day, most = max(report.days.items(), key=lambda each: (served(each[1]), each[0]))
    told = wording.word(
        "chart_days_told", days=len(report.days), most=wording.number(served(most)), day=wording.weekday(day)
    )
    return Chart(wording.word("chart_days"), told, svg)


def waits_chart(report: Report, wording: Wording) -> Chart:
    with one_at_a_time, styled(wording.language, NAMED):
        figure = Figure(figsize=(9, 3.2), layout="constrained")
        draw_waits(figure.add_subplot(), sketched(report, wording), NAMED)
        svg = in_svg(figure, "waits")
    medians = [figures.first_response.business.p50 for figures in report.days.values()]
    known = [each for each in medians if each is not None]
    told = wording.word("chart_waits_told", first=wording.duration(known[0]), last=wording.duration(known[-1]))
    return Chart(wording.word("chart_waits"), told, svg)


def channels_chart(report: Report, wording: Wording) -> Chart:
    with one_at_a_time, styled(wording.language, NAMED):
        figure = Figure(figsize=(9, 0.9 + 0.6 * len(report.channels)), layout="constrained")
        draw_channels(figure.add_subplot(), report, wording, NAMED)
        svg = in_svg(figure, "channels")
    visits = (f"{wording.channel(key)} {wording.number(figures.visits)}" for key, figures in report.channels.items())
    told = wording.word("chart_channels_told", names=listed(visits, wording.language))
    return Chart(wording.word("chart_channels"), told, svg)


def picture(sketch: Sketch) -> bytes:
    """For a chat, as PNG: the days, and how long a first answer took."""
    with one_at_a_time, styled(sketch.language, ON_SCREEN):
        figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, layout="constrained")
        figure.suptitle(sketch.title, fontsize=15)
        upper, lower = figure.subplots(2, 1)
        upper.set_title(sketch.words["chart_days"], fontsize=11, loc="left")
        draw_days(upper, sketch, ON_SCREEN)
        lower.set_title(sketch.words["chart_waits"], fontsize=11, loc="left")
        draw_waits(lower, sketch, ON_SCREEN)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def draw_days(axes: Axes, sketch: Sketch, palette: Palette) -> None:
    at, words = range(len(sketch.days)), sketch.words
    axes.bar(at, sketch.contained, color=palette.first, label=words["contained"])
    axes.bar(
        at, sketch.handed_over, bottom=sketch.contained, color=palette.second, hatch="//", label=words["handed_over"]
    )
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    finish_days(axes, sketch)


def draw_waits(axes: Axes, sketch: Sketch, palette: Palette) -> None:
    at, words = range(len(sketch.days)), sketch.words
    axes.plot(at, with_gaps(sketch.p50), color=palette.first, marker="o", label=words["p50"])
    axes.plot(at, with_gaps(sketch.p90), color=palette.second, marker="s", linestyle="--", label=words["p90"])
    axes.set_ylabel(words["minutes"])
    finish_days(axes, sketch)


def finish_days(axes: Axes, sketch: Sketch) -> None:
    count = len(sketch.days)
    step = -(-count // MOST_LABELS)
    axes.set_xlim(-0.6, count - 0.4)
    axes.update_datalim([(0, 0)], updatex=False)  # the room above is a share of the whole height
    axes.autoscale_view(scalex=False)
    axes.set_ylim(bottom=0)
    axes.set_xticks(range(0, count, step), sketch.days[::step])
    finished(axes)


def draw_channels(axes: Axes, report: Report, wording: Wording, palette: Palette) -> None:
    keys = list(report.channels)[::-1]
    at = range(len(keys))
    visits = [report.channels[key].visits for key in keys]
    people = [report.channels[key].handed_over for key in keys]
    axes.barh([each + 0.2 for each in at], visits, 0.38, color=palette.first, label=wording.word("visits"))
    axes.barh(
        [each - 0.2 for each in at], people, 0.38, color=palette.second, hatch="//", label=wording.word("handed_over")
    )
    axes.set_yticks(list(at), [wording.channel(key) for key in keys])
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    finished(axes)


def finished(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, ncols=2, loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0.1)


def with_gaps(values: Sequence[float | None]) -> list[float]:
    return [float("nan") if each is None else each for each in values]


def served(figures: Figures) -> int:
    return figures.contained + figures.handed_over


def styled(language: str, palette: Palette) -> AbstractContextManager[None]:
    """Within it everything is drawn in our font and colours."""
    face = FACES.get(language, FACE)
    if face not in {entry.name for entry in fontManager.ttflist}:
        fontManager.addfont(str(noto_cjk_sans_otc.FONT_PATH))
    return mpl.rc_context(
        {
            "font.family": [face],
            "font.size": 10,
            "text.color": palette.ink,
            "axes.labelcolor": palette.ink,
            "axes.edgecolor": palette.faint,
            "axes.facecolor": palette.paper,
            "axes.unicode_minus": False,
            "figure.facecolor": palette.paper,
            "hatch.color": palette.paper,
            "hatch.linewidth": 0.6,
            "xtick.color": palette.faint,
            "ytick.color": palette.faint,
            "xtick.labelcolor": palette.ink,
            "ytick.labelcolor": palette.ink,
            "svg.fonttype": "none",
        }
    )


def in_svg(figure: Figure, name: str) -> str:
    """To stand inside a page: with the page's colours, and ids that are its own. `name` must be another for each."""
    buffer = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": name}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'((?:id="|href="#|url\(#))', rf"\g<1>{name}-", svg)
    for colour, variable in COLOURS.items():
        svg = svg.replace(colour, f"var(--{variable})")
    return svg
