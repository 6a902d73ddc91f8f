"""A conversation that ends while its task is open: staff are asked how it ended."""

import pytest

from handlers.scripts.library import Library
from tests.handlers.desk.shift import LAO, MEI
from tests.handlers.tasks.rating import Rated, served


@pytest.fixture
async def shift(scripts: Library) -> Rated:
    return await served(scripts)


async def test_the_conversation_ends_before_the_task_and_staff_are_asked_how_it_ended(shift: Rated) -> None:
    await shift.rates(1, 2)
    await shift.writes(MEI, 1, "您好，我再看一下")
    shift.forget()
    await shift.writes(MEI, 1, "/resolve")
    assert shift.said("how_did_it_end", number=1, summary=shift.task().summary) in shift.posted
    await shift.taps(MEI, 1, "desk:task:1 done")
    shift.forget()
    await shift.writes(LAO, 1, "/reopen")
    await shift.writes(LAO, 1, "/resolve")
    assert "任务" not in shift.posted, "it is asked of what nobody has settled"
