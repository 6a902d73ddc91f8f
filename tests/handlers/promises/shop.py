"""A shop that promises its customers an answer in time."""

from collections.abc import Awaitable, Callable

from handlers.desk.policy import DeskPolicy
from handlers.hours.policy import HoursPolicy, Stretch, Week
from handlers.promises.policy import PromisePolicy, PromiseRule
from storage.desk import Promised
from tests.handlers.desk.shift import Shift

MINUTE = 60.0
HOUR = 3600.0
FIRST, NEXT, RESOLUTION = Promised
TERMS = {FIRST: 10 * MINUTE, NEXT: 20 * MINUTE, RESOLUTION: 4 * HOUR}
PROMISES = PromisePolicy(rules=(PromiseRule(terms=TERMS),))
DESK = DeskPolicy(promises=PROMISES)
OFFICE = HoursPolicy(usual=Week(((Stretch(9 * 60, 18 * 60),),) * 7))
Opened = Callable[..., Awaitable[Shift]]
