"""A conversation that was handed to a colleague: they begin with it, or it goes back to the queue."""

import pytest

from handlers.desk.policy import Assignment, DeskPolicy, Team
from handlers.scripts.library import Library
from storage.inbound import Kind
from tests.handlers.desk.shift import BO, LAO, MEI, Shift

IN_TIME, TOO_LATE = 170, 190


@pytest.fixture
async def shift(scripts: Library) -> Shift:
    """小美 has it; nobody is asked, so that the queue is where it stays."""
    shift = Shift(scripts, desk_policy=DeskPolicy(anyone=Team(key="", assignment=Assignment.PULL)))
    await shift.waits_for_a_person(1)
    await shift.writes(BO, None, "/queue")
    await shift.writes(MEI, 1, "/claim")
    await shift.writes(MEI, 1, "您好")
    return shift


async def test_who_does_nothing_with_it_loses_it_to_the_queue(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/transfer 阿波")
    await shift.passes(IN_TIME)
    assert shift.has(1) == BO
    shift.forget()
    told = await shift.passes(TOO_LATE - IN_TIME)
    assert shift.has(1) == "queue"
    assert shift.line("not_accepted", agent="阿波") in shift.posted
    assert shift.to_customer("left", agent="阿波", next="") in told
    assert [(each.name, each.details["why"]) for each in shift.events] == [("released", "not_accepted")]


@pytest.mark.parametrize("word", ["您好，我来看看", "// 看一下", "/claim"])
async def test_an_answer_a_note_or_a_claim_is_a_beginning(shift: Shift, word: str) -> None:
    await shift.writes(MEI, 1, "/transfer 阿波")
    await shift.writes(BO, 1, word)
    await shift.passes(TOO_LATE)
    assert shift.has(1) == BO


async def test_what_others_say_meanwhile_is_none(shift: Shift) -> None:
    await shift.writes(BO, 1, "// 我上次接待过")
    await shift.writes(MEI, 1, "/transfer 阿波")
    await shift.writes(MEI, 1, "// 记得看照片")
    await shift.says(1, "有人吗")
    await shift.passes(TOO_LATE)
    assert shift.has(1) == "queue"


async def test_handed_on_in_time_the_next_one_has_their_own_time(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/transfer 阿波")
    await shift.passes(IN_TIME)
    await shift.writes(LAO, None, "/queue")
    await shift.writes(BO, 1, "/transfer 老王")
    await shift.passes(IN_TIME)
    assert shift.has(1) == LAO
    await shift.passes(TOO_LATE - IN_TIME)
    assert shift.has(1) == "queue"


@pytest.mark.parametrize("end", ["/release", "/resolve", "/snooze 2h"])
async def test_nothing_happens_to_what_they_have_let_go_by_then(shift: Shift, end: str) -> None:
    await shift.writes(MEI, 1, "/transfer 阿波")
    await shift.writes(BO, 1, end)
    before = shift.conversations[1].owner
    await shift.passes(TOO_LATE)
    assert shift.conversations[1].owner == before


async def test_a_timer_that_remembers_nobody_takes_it_from_nobody(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/transfer 阿波")
    await shift.customer(1, Kind.TIMER, payload="desk:accept", text="")
    assert shift.has(1) == BO
