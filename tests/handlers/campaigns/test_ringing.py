"""A customer whose turn it is in a campaign."""

from dataclasses import replace

import pytest

from handlers.surveys.policy import NO_SURVEYS, Quiet
from storage.campaigns import Begun, Resumed, Run, Stopped, TargetStatus
from storage.conversations import Reach
from storage.openings import Opening
from tests.campaign_fakes import Target
from tests.handlers.campaigns.conftest import POLICY
from tests.handlers.desk.shift import MEI, Shift
from tests.survey_fakes import Platform

HOUR = 3600.0
LIN = 1


@pytest.fixture
async def run(shift: Shift) -> Run:
    """Lin wrote two hours ago, and is one of those who are asked."""
    await shift.says(LIN, "你好")
    await shift.passes(2 * HOUR)
    shift.forget()
    run = shift.campaigns.begin(Begun(campaign="nps", scheduled_at=shift.now, at=shift.now, ends_at=shift.now + 1e6))
    shift.campaigns.aim(run, LIN)
    return run


async def has_their_turn(shift: Shift, run: Run) -> Target:
    await shift.rings(LIN, f"campaign:{run.id}")
    return shift.campaigns.targets[run.id, LIN]


async def test_they_are_asked_in_the_name_of_the_run(shift: Shift, run: Run) -> None:
    assert (await has_their_turn(shift, run)).status is TargetStatus.ASKED
    assert shift.told(LIN) == ["您会推荐我们吗？\n不想再收到评价邀请，请回复“不要再问”。"]
    (survey,) = shift.surveys.asked.values()
    assert (survey.campaign, survey.survey) == (f"nps:{run.id}", "nps")


async def test_a_turn_that_comes_twice_asks_once(shift: Shift, run: Run) -> None:
    await has_their_turn(shift, run)
    await has_their_turn(shift, run)
    assert len(shift.told(LIN)) == len(shift.surveys.asked) == 1


async def test_whoever_said_not_to_ask_is_left_out_for_good(shift: Shift, run: Run) -> None:
    await shift.says(LIN, "不要再问")
    await shift.passes(2 * HOUR)
    shift.forget()
    target = await has_their_turn(shift, run)
    assert (target.status, target.why) == (TargetStatus.SKIPPED, "declined")
    assert shift.told(LIN) == []


async def test_of_a_run_that_never_was_nothing_comes(shift: Shift, run: Run) -> None:
    await shift.rings(LIN, "campaign:999")
    assert shift.told(LIN) == []


async def test_behind_a_stop_they_wait_and_are_asked_when_it_goes_on(shift: Shift, run: Run) -> None:
    shift.campaigns.write([Stopped(run_id=run.id, by=MEI)], 0)
    assert await has_their_turn(shift, run) == replace(shift.campaigns.targets[run.id, LIN], due_at=shift.now)
    assert shift.campaigns.targets[run.id, LIN].status is TargetStatus.WAITING
    assert shift.told(LIN) == []
    shift.campaigns.write([Resumed(run_id=run.id)], 0)
    assert (await has_their_turn(shift, run)).status is TargetStatus.ASKED


async def test_in_quiet_hours_the_run_tries_them_again_and_leaves_no_timer_of_theirs(shift: Shift, run: Run) -> None:
    shift.survey_policy = replace(POLICY, quiet=Quiet())
    while (target := await has_their_turn(shift, run)).status is TargetStatus.ASKED:
        shift.campaigns.aim(run, LIN)
        shift.surveys.asked.clear()
        shift.forget()
        await shift.passes(HOUR)
    assert target.status is TargetStatus.WAITING
    assert shift.now < target.due_at <= shift.now + 24 * HOUR
    assert shift.told(LIN) == []
    assert [name for _, name in shift.timers if name == "survey:ask"] == []


async def test_while_staff_talk_with_them_nobody_asks(shift: Shift, run: Run) -> None:
    await shift.waits_for_a_person(LIN)
    shift.forget()
    target = await has_their_turn(shift, run)
    assert target.status is TargetStatus.WAITING
    assert target.due_at > shift.now
    assert shift.told(LIN) == []


async def test_whoever_was_asked_lately_is_left_out(shift: Shift, run: Run) -> None:
    await has_their_turn(shift, run)
    again = shift.campaigns.begin(Begun(campaign="nps", scheduled_at=1, at=shift.now, ends_at=shift.now + 1e6))
    shift.campaigns.aim(again, LIN)
    target = await has_their_turn(shift, again)
    assert (target.status, target.why) == (TargetStatus.SKIPPED, "lately")


async def test_whoever_left_meanwhile_is_left_out(shift: Shift, run: Run) -> None:
    await shift.blocks(LIN)
    target = await has_their_turn(shift, run)
    assert (target.status, target.why) == (TargetStatus.SKIPPED, "left")


async def test_whoever_was_banned_meanwhile_is_left_out(shift: Shift, run: Run) -> None:
    shift.conversations[LIN] = replace(shift.conversations[LIN], banned=True)
    target = await has_their_turn(shift, run)
    assert (target.status, target.why) == (TargetStatus.SKIPPED, "banned")


@pytest.mark.parametrize("policy", [NO_SURVEYS, replace(POLICY, surveys={})])
async def test_without_the_survey_nobody_is_asked(shift: Shift, run: Run, policy: object) -> None:
    shift.survey_policy = policy  # type: ignore[assignment]  # one of two values of it
    target = await has_their_turn(shift, run)
    assert (target.status, target.why) == (TargetStatus.SKIPPED, "gone")


async def test_what_fails_for_one_contact_is_counted_and_not_told_to_the_desk_for_each(shift: Shift, run: Run) -> None:
    class Down(Platform):
        async def of(self, reach: Reach, now: float) -> Opening:
            raise OSError("the quota cannot be read")

    shift.platform = Down()
    target = await has_their_turn(shift, run)
    assert (target.status, target.why) == (TargetStatus.SKIPPED, "failed")
    assert shift.posted == ""
    assert shift.told(LIN) == []


async def test_a_platform_that_allows_no_message_more_is_recorded(shift: Shift, run: Run) -> None:
    shift.platform.opening = Opening(until=0.0, messages=0)
    assert (await has_their_turn(shift, run)).status is TargetStatus.UNSENDABLE
    assert shift.told(LIN) == []
