"""What a member writes to exchange a shift: `mon 小王`, `11-23 晚班 小王`, `周一 小王 周三 14:00`.

A day is the next one of that name on which they have a shift that is still to begin.
"""

import unicodedata
from collections.abc import Sequence
from datetime import date, time, timedelta

from handlers.desk.moments import MOMENT, clock_of, days_of
from handlers.desk.targets import Target, read_target
from handlers.exchange import Turn
from handlers.formats import moment, zone
from handlers.hours.instants import midnight
from handlers.hours.policy import Duty
from storage.records import record

FILLERS = frozenset({"for", "with", "to", "和", "与", "與", "跟", "给", "給", "换", "換"})
MOST_WORDS = 3
"""Of a day: `next mon 14:00`."""


@record(frozen=True, slots=True, kw_only=True)
class Choice:
    """The shifts that somebody may mean."""

    account: str
    day: date
    duties: tuple[Duty, ...]
    """Of theirs on that day, those that are still to begin."""


@record(frozen=True, slots=True, kw_only=True)
class Wish:
    own: Choice
    taker: Target
    back: Choice | None
    """None: the shift is given away."""


@record(frozen=True, slots=True)
class Unclear:
    name: str = ""
    """What nobody is called; "" when it is not written as it should be."""


def read_wish(turn: Turn, words: Sequence[str], account: str, known: Sequence[Target]) -> Wish | Unclear:
    own, following = choice(turn, words, account)
    following = unfilled(following)
    if own is None or not following:
        return Unclear()
    taker, rest = read_target(" ".join(following), known)
    if taker is None:
        return Unclear(following[0])
    words = unfilled(rest.split())
    back, left = choice(turn, words, taker.account)
    if left or (words and back is None):
        return Unclear()
    return Wish(own=own, taker=taker, back=back)


def choice(turn: Turn, words: Sequence[str], account: str) -> tuple[Choice | None, list[str]]:
    """What the first words say, and those that follow."""
    for count in range(min(MOST_WORDS, len(words)), 0, -1):
        found = MOMENT.fullmatch(unicodedata.normalize("NFKC", " ".join(words[:count])).casefold())
        if not found or not (found["named"] or found["month"]):
            continue
        try:
            days = days_of(found, moment(turn.now, turn.policy.timezone).date())
        except ValueError:  # the 31st of November
            break
        duties = first_of(turn, days, account, clock_of(found))
        return narrowed(turn, account, days[0], duties, list(words[count:]))
    return None, list(words)


def narrowed(turn: Turn, account: str, day: date, duties: list[Duty], words: list[str]) -> tuple[Choice, list[str]]:
    """By the name of the shift, if one follows."""
    named = [each for each in duties if words and words[0].casefold() in map(str.casefold, each.shift.name.values())]
    meant, following = (named, words[1:]) if named else (duties, words)
    day = moment(meant[0].begins, turn.policy.timezone).date() if meant else day
    return Choice(account=account, day=day, duties=tuple(meant)), following


def first_of(turn: Turn, days: Sequence[date], account: str, clock: time | None) -> list[Duty]:
    """Of the first of these days that has any."""
    found = ([each for each in on_day(turn, day, account) if begins_at(turn, each, clock)] for day in days)
    return next((each for each in found if each), [])


def on_day(turn: Turn, day: date, account: str) -> list[Duty]:
    begins, ends = (midnight(each, zone(turn.policy.timezone)) for each in (day, day + timedelta(days=1)))
    duties = turn.hours.duties(begins, ends) or ()
    return [
        each for each in duties if begins <= each.begins < ends and account in each.agents and each.begins > turn.now
    ]


def begins_at(turn: Turn, duty: Duty, clock: time | None) -> bool:
    return clock is None or moment(duty.begins, turn.policy.timezone).time() == clock


def unfilled(words: list[str]) -> list[str]:
    return words[1:] if words and words[0].casefold() in FILLERS else words
