"""Figures in the shop's language, as plain text."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent

from bots.reports.figures import Share
from handlers import report_words
from handlers.exchange import plain, script_in
from handlers.formats import locale_of, money
from handlers.scripts.library import Library
from storage.records import record

MINUTE, HOUR, DAY = 60, 3600, 86_400
WHOLE_MINUTES_FROM = HOUR
"""Nobody cares for the seconds of longer times."""
WHOLE_HOURS_FROM = 2 * DAY


@record(frozen=True, slots=True, kw_only=True)
class Wording:
    library: Library
    language: str
    agents: Mapping[str, str] = field(default_factory=dict)
    """What they are called, by account."""
    teams: Mapping[str, str] = field(default_factory=dict)
    """By key."""

    def word(self, name: str, /, **blanks: object) -> str:
        return plain(script_in(self.library, self.language, report_words.SCRIPT).line(name, **blanks))

    @property
    def none(self) -> str:
        return self.word("none")

    def number(self, value: float) -> str:
        return format_decimal(value, locale=locale_of(self.language))

    def signed(self, value: float) -> str:
        return format_decimal(round(value), format="+#,##0;−#,##0", locale=locale_of(self.language))

    def percent(self, share: float | None) -> str:
        """With a digit more where it is close to all or nothing: 99.6 % is not everybody."""
        if share is None:
            return self.none
        tenths = 0 < share < 0.01 or 0.99 < share < 1
        return format_percent(share, "0.0%" if tenths else "0%", locale=locale_of(self.language))

    def share(self, share: Share) -> str:
        """A percentage, and of how many: 3 of 4 say less than 300 of 400."""
        return (
            self.word("of", share=self.percent(share.rate), count=self.number(share.count))
            if share.count
            else self.none
        )

    def interval(self, share: Share) -> str:
        if share.interval is None:
            return self.none
        low, high = share.interval
        return self.word("between", low=self.percent(low), high=self.percent(high))

    def duration(self, seconds: float | None) -> str:
        if seconds is None:
            return self.none
        days, rest = divmod(rounded(seconds), DAY)
        hours, rest = divmod(rest, HOUR)
        minutes, left = divmod(rest, MINUTE)
        return self.word("duration", days=days, hours=hours, minutes=minutes, seconds=left).strip()

    def day(self, day: date) -> str:
        return format_date(day, "medium", locale=locale_of(self.language))

    def weekday(self, day: date) -> str:
        """For a day close by: 11月24日周二."""
        return format_skeleton("MMMEd", day, locale=locale_of(self.language))

    def short_day(self, day: date) -> str:
        """11/24, as an axis has room for."""
        return format_skeleton("Md", day, locale=locale_of(self.language))

    def amounts(self, amounts: Mapping[str, float]) -> str:
        told = (money(Decimal(str(round(amount, 2))), code, self.language) for code, amount in sorted(amounts.items()))
        return joined(told) or self.none

    def channel(self, channel: str) -> str:
        return plain(script_in(self.library, self.language, "desk").line("channel", channel=channel)) if channel else ""

    def team(self, key: str) -> str:
        return self.teams.get(key, key) or self.word("no_team")

    def agent(self, account: str) -> str:
        return self.agents.get(account) or account.partition(":")[2]

    def script(self, script_id: str) -> str:
        """The label of its button; its id where it has none."""
        script = self.library.script(self.language, script_id)
        if script is None or "button" not in script.names:
            return script_id
        return plain(script.line("button")) or script_id

    def promise(self, promise: str) -> str:
        return self._known("promise", promise)

    def move(self, move: str) -> str:
        return self._known("move", move)

    def care(self, name: str) -> str:
        return self._known("care", name)

    def _known(self, kind: str, name: str) -> str:
        """A word of ours for it. What a newer kefu wrote, unknown here, is told as it stands."""
        line = f"{kind}_{name}"
        return self.word(line) if line in report_words.DECLARATION.lines else name


def rounded(seconds: float) -> int:
    unit = 1 if seconds < WHOLE_MINUTES_FROM else MINUTE if seconds < WHOLE_HOURS_FROM else HOUR
    return round(seconds / unit) * unit


def joined(words: Iterable[str]) -> str:
    return " · ".join(filter(None, words))
