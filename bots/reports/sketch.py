"""What the charts of days show, ready to be drawn by whoever can."""

from collections.abc import Mapping, Sequence
from dataclasses import field

from bots.reports.figures import Report
from bots.reports.wording import Wording
from storage.codec import dumps, loads
from storage.records import record

MINUTE = 60
WIDTH, HEIGHT = 960, 720
"""Of a picture, in pixels."""
WORDS = ("chart_days", "chart_waits", "contained", "handed_over", "p50", "p90", "minutes")


@record(frozen=True, slots=True, kw_only=True)
class Sketch:
    language: str
    title: str = ""
    days: Sequence[str] = ()
    contained: Sequence[int] = ()
    handed_over: Sequence[int] = ()
    p50: Sequence[float | None] = ()
    """Minutes until the first answer; None on a day without any."""
    p90: Sequence[float | None] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def as_json(self) -> str:
        return dumps(self)


def read_sketch(text: str) -> Sketch:
    return Sketch(**loads(text))


def sketched(report: Report, wording: Wording, title: str = "") -> Sketch:
    days = report.days.values()
    waits = [figures.first_response.business for figures in days]
    return Sketch(
        language=wording.language,
        title=title,
        days=tuple(map(wording.short_day, report.days)),
        contained=tuple(figures.contained for figures in days),
        handed_over=tuple(figures.handed_over for figures in days),
        p50=tuple(in_minutes(each.p50) for each in waits),
        p90=tuple(in_minutes(each.p90) for each in waits),
        words={name: wording.word(name) for name in WORDS},
    )


def in_minutes(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / MINUTE
