"""What surveys.yaml says, as values; `policy_file` reads them. Times in seconds."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from zoneinfo import ZoneInfo

from handlers.fields.words import Words
from handlers.hours.policy import Stretch, Stretches
from storage.records import record

HOUR = 3600.0
DAY = 24 * HOUR


class Scale(StrEnum):
    STARS = "stars"
    FACES = "faces"
    FIVE = "1-5"
    TEN = "0-10"
    YES_NO = "yes_no"

    @property
    def lowest(self) -> int:
        return 0 if self in (Scale.TEN, Scale.YES_NO) else 1

    @property
    def highest(self) -> int:
        return {Scale.TEN: 10, Scale.YES_NO: 1}.get(self, 5)

    @property
    def values(self) -> range:
        return range(self.lowest, self.highest + 1)

    def score(self, value: int) -> float:
        """From 0 (the worst) to 1 (the best), on every scale."""
        return (value - self.lowest) / (self.highest - self.lowest)


LOW = {Scale.TEN: 6, Scale.YES_NO: 0}
"""What is low where nothing else is said: with 0-10, whom NPS calls detractors."""
USUALLY_LOW = 2


@record(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a score was low, as a contact may choose it."""

    key: str
    name: Words


@record(frozen=True, slots=True, kw_only=True)
class Wording:
    """Other words for some contacts. What it leaves out is as usual."""

    tiers: frozenset[str] = frozenset()
    """Empty: all."""
    teams: frozenset[str] = frozenset()
    """Empty: all."""
    ask: Words = field(default_factory=dict)
    thanks: Words = field(default_factory=dict)


@record(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """One survey as the shop wrote it; each time that a contact is asked is a `storage.surveys.Survey`."""

    key: str
    scale: Scale = Scale.STARS
    low_up_to: int = USUALLY_LOW
    """This value and those below it are low."""
    labels: Mapping[int, Words] = field(default_factory=dict)
    """By value; what has none is labelled as the script labels it."""
    ask: Words = field(default_factory=dict)
    """Empty: the script's words, as in `thanks`."""
    thanks: Words = field(default_factory=dict)
    wordings: tuple[Wording, ...] = ()
    """The first that fits counts."""
    reasons: tuple[Reason, ...] = ()
    """Asked for after a low score; empty: they are not."""
    comment: bool = True
    """After a low score, something may be said freely."""
    valid: float = 72 * HOUR
    remind_after: float | None = 24 * HOUR
    """Once; None: never."""
    change_within: float = HOUR
    """So long a later answer replaces the first."""

    def is_low(self, value: int) -> bool:
        return value <= self.low_up_to


@record(frozen=True, slots=True, kw_only=True)
class AfterEnd:
    """Who is asked because a conversation ended."""

    survey: str
    """A key of `surveys`."""
    delay: float = 10 * 60
    share: int = 100
    """Of a hundred, so many are asked."""
    bot_only: bool = False
    """Also whoever was served by the bot alone."""
    when_idle: bool = False
    """Also when it ended because the contact fell silent."""
    unanswered: bool = False
    """Also when no agent had said anything."""


@record(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom a campaign asks: all of it must hold. Empty, or None: it does not matter."""

    tiers: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    """Any of them."""
    channels: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    written_within_days: int | None = None
    """They wrote to us in so many days."""
    delivered_days_ago: int | None = None
    """An order of theirs arrived on that day, by the shop's calendar."""
    refunded_days_ago: int | None = None
    """A return of theirs was refunded on that day."""


EVERYBODY = Audience()


@record(frozen=True, slots=True, kw_only=True)
class Campaign:
    key: str
    survey: str
    cron: str
    """Minute, hour, day, month and weekday, by the shop's clocks."""
    audience: Audience = EVERYBODY
    rates: Mapping[str, int] = field(default_factory=dict)
    """Contacts a minute, by channel."""
    lasts: float = 3 * DAY
    """Whoever could not be asked in this time is not asked any more."""
    enabled: bool = True


@record(frozen=True, slots=True, kw_only=True)
class Quiet:
    """When nobody is asked, by the contact's clocks as far as we can tell them."""

    hours: Stretches = (Stretch(21 * 60, 33 * 60),)
    """Of every day; empty: there are none."""
    zones: Mapping[str, ZoneInfo] = field(default_factory=dict)
    """By the channel on which the contact is asked, else by their language; what has none is the shop's."""


QUIET = Quiet()


@record(frozen=True, slots=True, kw_only=True)
class SurveyPolicy:
    surveys: Mapping[str, Questionnaire] = field(default_factory=dict)
    after_end: AfterEnd | None = None
    """None: nobody is asked because a conversation ended."""
    quiet: Quiet = QUIET
    every: float = 30 * DAY
    """A contact is asked at most once in this time, over all channels and campaigns."""
    campaigns: tuple[Campaign, ...] = ()

    def campaign(self, key: str) -> Campaign | None:
        return next((each for each in self.campaigns if each.key == key), None)


NO_SURVEYS = SurveyPolicy()
"""Of a shop that asks nobody."""
