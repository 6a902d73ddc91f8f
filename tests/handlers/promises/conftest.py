import pytest

from handlers.desk.policy import DeskPolicy
from handlers.hours.calendar import Calendar
from handlers.hours.policy import HoursPolicy
from handlers.scripts.library import Library
from tests.handlers.desk.shift import MEI, Shift
from tests.handlers.promises.shop import DESK, OFFICE, Opened
from tests.moments import SHANGHAI, at


@pytest.fixture
def opened(scripts: Library) -> Opened:
    async def opened(now: str = "2026-11-24 10:00", desk: DeskPolicy = DESK, hours: HoursPolicy = OFFICE) -> Shift:
        """A customer has just been handed over."""
        shift = Shift(scripts, desk_policy=desk, hours=Calendar(hours, SHANGHAI), now=at(now))
        await shift.writes(MEI, None, "/queue")
        await shift.waits_for_a_person(1)
        shift.forget()
        return shift

    return opened
