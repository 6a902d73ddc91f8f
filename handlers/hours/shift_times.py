"""When something is to be done because a shift begins or ends, and what is to be done then.

The rota may change between two looks, and kefu may have been down: each look names all that is due and not too late,
and whoever looks does each once.
"""

from collections.abc import Iterator
from enum import StrEnum

from handlers.hours.business import BusinessHours
from storage.records import record

LATE_REMINDER = 10 * 60.0
"""Seconds after a shift has begun: then nobody is reminded of it any more."""
LATE_END = 12 * 3600.0
"""Seconds after a shift has ended, in which its conversations are still handed over."""


class Act(StrEnum):
    REMIND = "rota:remind"
    BEGIN = "rota:begin"
    ANNOUNCE = "rota:announce"
    """Before the end."""
    HAND_OVER = "rota:hand_over"


@record(frozen=True, slots=True)
class ShiftTime:
    act: Act
    at: float
    """When the shifts begin, or end, that this is about."""


def due(hours: BusinessHours, now: float) -> Iterator[ShiftTime]:
    rules = hours.rota_rules()
    duties = hours.duties(now - LATE_END, now + max(rules.remind, rules.announce)) or ()
    for begins in sorted({each.begins for each in duties}):
        if rules.remind and begins - rules.remind <= now < begins + LATE_REMINDER:
            yield ShiftTime(Act.REMIND, begins)
        if begins <= now < begins + LATE_REMINDER:
            yield ShiftTime(Act.BEGIN, begins)
    for ends in sorted({each.ends for each in duties}) if rules.hand_over else ():
        if rules.announce and ends - rules.announce <= now < ends:
            yield ShiftTime(Act.ANNOUNCE, ends)
        if ends <= now < ends + LATE_END:
            yield ShiftTime(Act.HAND_OVER, ends)
