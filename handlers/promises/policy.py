"""What desk.yaml promises, as values; `reading` reads them. All times are seconds in which the team is there."""

from collections.abc import Mapping
from dataclasses import field

from storage.desk import Priority, Promised
from storage.records import record

MISSED = 100
"""Percent: the stage at which a promise is missed."""
Terms = Mapping[Promised, float]
"""Within how many seconds; what is not in it is not promised."""
NOTHING: Terms = {}


@record(frozen=True, slots=True, kw_only=True)
class For:
    """Whom a rule is for. All that is said has to be true; what is not said is. Empty: everybody."""

    teams: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()
    """Values of `Tier`."""
    priorities: frozenset[Priority] = frozenset()
    channels: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()


@record(frozen=True, slots=True, kw_only=True)
class PromiseRule:
    """The first that fits decides."""

    when: For = For()
    terms: Terms = field(default_factory=dict)


@record(frozen=True, slots=True, kw_only=True)
class PromisePolicy:
    rules: tuple[PromiseRule, ...] = ()
    """Empty: nothing is promised, and nobody is reminded."""
    remind: tuple[int, ...] = (60, 90, MISSED)
    """Percent of the time after which staff are reminded; empty: never."""
    repeat_seconds: float = 15 * 60.0
    """So often are staff told again of what is missed; 0: once is enough."""

    @property
    def stages(self) -> tuple[int, ...]:
        """Whether or not anybody is reminded, something happens when a promise is missed."""
        return tuple(sorted({*self.remind, MISSED}))


NO_PROMISES = PromisePolicy()
