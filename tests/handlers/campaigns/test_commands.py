"""/campaign at the desk."""

from dataclasses import replace

import pytest

from handlers.exchange import plain
from storage.campaigns import Begun, RunStatus, TargetStatus
from tests.handlers.campaigns.conftest import LED_BY_LAO, NPS, POLICY
from tests.handlers.desk.shift import LAO, MEI, Shift


async def says(shift: Shift, text: str, agent: str = MEI) -> str:
    """What the desk reads then."""
    shift.forget()
    await shift.writes(agent, None, text)
    return shift.posted


def buttons(shift: Shift) -> list[str]:
    return [button.goto for row in shift.outgoing for button in row.content.buttons]


def word(shift: Shift, line: str, /, **blanks: object) -> str:
    script = shift.words.script("zh-CN", "desk_campaign")
    assert script is not None
    return plain(script.line(line, **blanks))


async def test_the_list_tells_when_each_comes_next(shift: Shift) -> None:
    said = await says(shift, "/campaign")
    assert "nps · 下一次" in said
    assert "1日 10:00" in said
    assert word(shift, "switched_off", campaign="delivered") in said


async def test_a_shop_without_campaigns_is_told_so(shift: Shift) -> None:
    shift.survey_policy = replace(POLICY, campaigns=())
    assert await says(shift, "/campaign") == word(shift, "none")


async def test_the_list_tells_how_far_a_run_is(shift: Shift) -> None:
    run = shift.campaigns.begin(Begun(campaign="nps", scheduled_at=1, at=shift.now, ends_at=shift.now + 1e6))
    for number, status in enumerate((TargetStatus.ASKED, TargetStatus.ASKED, TargetStatus.WAITING)):
        shift.campaigns.aim(run, number, status)
    assert "2/3" in await says(shift, "/campaign")


async def test_nothing_begins_before_somebody_saw_how_many_it_reaches(shift: Shift) -> None:
    shift.campaigns.reached = {"telegram": 240, "wechat": 1200}
    said = await says(shift, "/campaign start nps")
    assert word(shift, "confirm", campaign="nps", total=1440, minutes=20) in said
    assert word(shift, "channel", channel="微信", count=1200) in said
    assert shift.campaigns.runs == {}
    (begin,) = buttons(shift)
    shift.forget()
    await shift.taps(MEI, None, begin)
    assert shift.posted == word(shift, "started", campaign="nps")
    (begun,) = shift.campaigns.begun
    assert (begun.campaign, begun.by, begun.audience.tiers) == ("nps", MEI, ("vip",))
    assert begun.ends_at == shift.now + NPS.lasts


async def test_the_button_begins_it_once_also_after_it_is_over(shift: Shift) -> None:
    shift.campaigns.reached = {"telegram": 1}
    await says(shift, "/campaign start nps")
    (begin,) = buttons(shift)
    await shift.taps(MEI, None, begin)
    (run,) = shift.campaigns.runs.values()
    shift.campaigns.done(run, shift.now)
    shift.forget()
    await shift.taps(MEI, None, begin)
    assert shift.posted == word(shift, "runs_already", campaign="nps")
    assert len(shift.campaigns.runs) == 1


async def test_an_old_button_asks_to_be_asked_for_again(shift: Shift) -> None:
    shift.campaigns.reached = {"telegram": 1}
    await says(shift, "/campaign start nps")
    (begin,) = buttons(shift)
    await shift.passes(601)
    shift.forget()
    await shift.taps(MEI, None, begin)
    assert shift.posted == word(shift, "too_old", campaign="nps")
    assert shift.campaigns.runs == {}


async def test_a_campaign_for_nobody_does_not_begin(shift: Shift) -> None:
    assert await says(shift, "/campaign start nps") == word(shift, "nobody_now", campaign="nps")
    assert buttons(shift) == []


async def test_it_is_stopped_and_goes_on(shift: Shift) -> None:
    run = shift.campaigns.begin(Begun(campaign="nps", scheduled_at=1, at=shift.now, ends_at=shift.now + 1e6))
    assert await says(shift, "/campaign stop nps") == word(shift, "stopping", campaign="nps")
    assert shift.campaigns.runs[run.id].status is RunStatus.STOPPED
    assert await says(shift, "/campaign stop nps") == word(shift, "not_running", campaign="nps")
    assert "小美" in await says(shift, "/campaign")
    assert await says(shift, "/campaign resume nps") == word(shift, "going_on", campaign="nps")
    assert shift.campaigns.runs[run.id].status is RunStatus.RUNNING
    assert await says(shift, "/campaign resume nps") == word(shift, "not_stopped", campaign="nps")


async def test_what_is_out_of_time_does_not_go_on(shift: Shift) -> None:
    shift.campaigns.begin(Begun(campaign="nps", scheduled_at=1, at=shift.now, ends_at=shift.now + 60))
    await says(shift, "/campaign stop nps")
    await shift.passes(60)
    assert await says(shift, "/campaign resume nps") == word(shift, "not_stopped", campaign="nps")


async def test_one_that_was_taken_out_of_the_file_while_it_runs_can_still_be_stopped(shift: Shift) -> None:
    run = shift.campaigns.begin(Begun(campaign="nps", scheduled_at=1, at=shift.now, ends_at=shift.now + 1e6))
    shift.survey_policy = replace(POLICY, campaigns=())
    assert word(shift, "switched_off", campaign="nps") in await says(shift, "/campaign")
    assert await says(shift, "/campaign stop nps") == word(shift, "stopping", campaign="nps")
    assert await says(shift, "/campaign start nps") == word(shift, "off", campaign="nps")
    shift.campaigns.done(run, shift.now)
    assert await says(shift, "/campaign stop nps") == word(shift, "unknown", name="nps", campaigns="")


async def test_one_that_is_switched_off_does_not_begin(shift: Shift) -> None:
    assert await says(shift, "/campaign start delivered") == word(shift, "off", campaign="delivered")


async def test_a_name_that_is_none_is_answered_with_those_there_are(shift: Shift) -> None:
    assert await says(shift, "/campaign start nsp") == word(shift, "unknown", name="nsp", campaigns="nps, delivered")


@pytest.mark.parametrize("text", ["/campaign start", "/campaign nps", "/campaign drop nps"])
async def test_another_way_of_writing_it_is_explained(shift: Shift, text: str) -> None:
    assert "/campaign start nps" in await says(shift, text)


@pytest.mark.parametrize(
    "text", ["/campaign start nps", "/campaign begin nps 1", "/campaign stop nps", "/批量调查 开始 nps"]
)
async def test_only_supervisors_where_there_are_any(shift: Shift, text: str) -> None:
    shift.desk_policy = LED_BY_LAO
    assert await says(shift, text) == word(shift, "supervisors_only")
    assert await says(shift, text, LAO) != word(shift, "supervisors_only")
    assert "nps" in await says(shift, "/campaign")
