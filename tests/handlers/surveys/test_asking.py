"""Who is asked how it was, and when."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from handlers.formats import moment
from handlers.hours.policy import Stretch
from handlers.scripts.library import Library
from handlers.surveys.policy import Quiet, SurveyPolicy, Wording
from handlers.surveys.scheduling import is_sampled
from storage.conversations import Status
from storage.openings import Opening
from storage.results import Action, Outgoing
from storage.surveys import SurveyStatus
from tests.handlers.desk.shift import BO, MEI
from tests.handlers.surveys.shop import (
    AFTER_END,
    DAY,
    DELAY,
    HOUR,
    POLICY,
    SERVICE,
    Counter,
    asked,
    latest,
    over,
    served,
    shop,
)

ASK = "这次的服务您还满意吗？"
NIGHT = Quiet(hours=(Stretch(21 * 60, 33 * 60),))


def after(**known: object) -> SurveyPolicy:
    return replace(POLICY, after_end=replace(AFTER_END, **known))  # type: ignore[arg-type]  # facts by name


def last_row(shift: Counter) -> Outgoing:
    return [each for each in shift.outgoing if each.action is Action.SEND][-1]


async def test_ten_minutes_after_staff_have_ended_it(scripts: Library) -> None:
    shift = shop(scripts)
    await served(shift)
    shift.forget()
    await shift.passes(DELAY - 1)
    assert shift.told(1) == []
    await shift.passes(1)
    assert shift.told(1) == [ASK]
    assert shift.buttons(1) == ["⭐", "⭐⭐", "⭐⭐⭐", "⭐⭐⭐⭐", "⭐⭐⭐⭐⭐"]
    row = last_row(shift)
    assert (row.final, row.survey_id) == (True, latest(shift).id)
    assert [each.name for each in shift.events] == ["survey_asked"]
    assert over(shift)


@pytest.mark.parametrize("words", ["还有一个问题", "我的订单到哪了", "转人工"])
async def test_who_writes_again_is_not_asked(scripts: Library, words: str) -> None:
    shift = shop(scripts)
    await served(shift)
    await shift.passes(60)
    await shift.says(1, words)
    await shift.passes(DELAY)
    assert shift.surveys.asked == {}


async def test_a_thank_you_after_the_end_does_not_call_the_survey_off(scripts: Library) -> None:
    shift = shop(scripts)
    await served(shift)
    await shift.passes(60)
    await shift.says(1, "谢谢")
    await shift.passes(DELAY)
    assert over(shift)
    assert len(shift.surveys.asked) == 1


async def test_who_comes_back_is_asked_once_it_is_over_again(scripts: Library) -> None:
    shift = shop(scripts)
    await served(shift)
    await shift.says(1, "还有一个问题")
    await shift.writes(MEI, 1, "请讲")
    await shift.passes(DELAY)
    assert shift.surveys.asked == {}, "staff have it"
    await shift.writes(MEI, 1, "/resolve")
    await shift.passes(DELAY)
    assert len(shift.surveys.asked) == 1


async def test_not_where_no_agent_said_a_word_unless_the_shop_wants_it(scripts: Library) -> None:
    for policy, expected in ((POLICY, 0), (after(unanswered=True), 1)):
        shift = shop(scripts, policy)
        await shift.waits_for_a_person(1)
        await shift.writes(MEI, 1, "/claim")
        await shift.writes(MEI, 1, "/resolve")
        await shift.passes(DELAY)
        assert len(shift.surveys.asked) == expected


async def test_not_whom_the_bot_alone_served_unless_the_shop_wants_it(scripts: Library) -> None:
    for policy, expected in ((POLICY, 0), (after(bot_only=True), 1)):
        shift = shop(scripts, policy)
        await shift.says(1, "运费怎么算")
        await shift.says(1, "谢谢，再见")
        await shift.passes(DELAY)
        assert len(shift.surveys.asked) == expected
    assert latest(shift).agents == (), "it is credited to the bot"


async def test_not_who_fell_silent_unless_the_shop_wants_it(scripts: Library) -> None:
    for policy, expected in ((POLICY, 0), (after(when_idle=True), 1)):
        shift = shop(scripts, policy)
        await shift.waits_for_a_person(1)
        await shift.writes(MEI, 1, "请问订单号是多少？")
        await shift.passes(DAY)
        assert over(shift)
        assert len(shift.surveys.asked) == expected


async def test_not_who_is_banned_or_has_left(scripts: Library) -> None:
    shift = shop(scripts)
    await served(shift)
    await shift.blocks(1)
    await shift.passes(DELAY)
    await shift.waits_for_a_person(2)
    await shift.writes(MEI, 2, "您好")
    await shift.writes(MEI, 2, "/ban")
    await shift.passes(DELAY)
    assert shift.surveys.asked == {}


async def test_once_in_thirty_days(scripts: Library) -> None:
    shift = shop(scripts)
    await asked(shift)
    await shift.passes(29 * DAY)
    await served(shift)
    await shift.passes(DELAY)
    assert len(shift.surveys.asked) == 1
    await shift.passes(DAY)
    await served(shift)
    await shift.passes(DELAY)
    assert len(shift.surveys.asked) == 2


async def test_a_question_that_could_not_go_out_does_not_count(scripts: Library) -> None:
    shift = shop(scripts)
    survey = await asked(shift)
    shift.surveys.asked[survey.id] = replace(survey, status=SurveyStatus.UNSENDABLE)
    await served(shift)
    await shift.passes(DELAY)
    assert len(shift.surveys.asked) == 2


async def test_a_share_of_customers_is_asked_and_always_the_same() -> None:
    keys = [f"{number}:{number}:service" for number in range(2000)]
    asked_at_30 = {key for key in keys if is_sampled(30, key)}
    assert 500 < len(asked_at_30) < 700
    assert asked_at_30 == {key for key in keys if is_sampled(30, key)}
    assert asked_at_30 < {key for key in keys if is_sampled(60, key)}
    assert not any(is_sampled(0, key) for key in keys)
    assert all(is_sampled(100, key) for key in keys)


async def test_a_share_of_none_asks_nobody(scripts: Library) -> None:
    shift = shop(scripts, after(share=0))
    await served(shift)
    assert not [name for _, name in shift.timers if name.startswith("survey:")]


# Quiet hours, and windows


async def at_night(scripts: Library, opening: Opening | None = None, quiet: Quiet = NIGHT) -> Counter:
    """Served until 20:55 by the shop's clocks."""
    shift = shop(scripts, replace(POLICY, quiet=quiet))
    local = moment(shift.now, "Asia/Shanghai")
    shift.now += ((20 * 60 + 55) - (local.hour * 60 + local.minute)) % 1440 * 60 - local.second
    if opening:
        until = shift.now + opening.until if opening.until is not None else None
        shift.platform.opening = replace(opening, until=until)
    await served(shift)
    shift.forget()
    return shift


def clock(at: float) -> str:
    return f"{moment(at, 'Asia/Shanghai'):%H:%M}"


async def test_what_would_fall_into_quiet_hours_waits_until_they_are_over(scripts: Library) -> None:
    shift = await at_night(scripts)
    await shift.passes(DAY)
    assert clock(latest(shift).asked_at) == "09:00"


async def test_quiet_hours_are_those_of_the_customers_zone(scripts: Library) -> None:
    shift = await at_night(scripts, quiet=replace(NIGHT, zones={"zh-CN": ZoneInfo("Europe/Berlin")}))
    await shift.passes(DAY)
    assert clock(latest(shift).asked_at) == "21:05", "it is the afternoon in Berlin"


async def test_a_zone_of_the_channel_goes_before_that_of_the_language(scripts: Library) -> None:
    zones = {"zh-CN": ZoneInfo("Europe/Berlin"), "telegram": ZoneInfo("Asia/Shanghai")}
    shift = await at_night(scripts, quiet=replace(NIGHT, zones=zones))
    await shift.passes(DAY)
    assert clock(latest(shift).asked_at) == "09:00"


async def test_a_window_that_closes_in_the_night_is_used_before_it_begins(scripts: Library) -> None:
    shift = await at_night(scripts, Opening(until=8 * HOUR, messages=4))
    await shift.passes(DAY)
    assert clock(latest(shift).asked_at) == "20:59"


async def test_where_it_is_quiet_already_at_once(scripts: Library) -> None:
    shift = await at_night(scripts, Opening(until=8 * HOUR, messages=4), Quiet(hours=(Stretch(20 * 60, 33 * 60),)))
    await shift.passes(DAY)
    assert clock(latest(shift).asked_at) == "20:55"


async def test_a_window_that_closes_before_the_delay_is_used_in_time(scripts: Library) -> None:
    shift = await at_night(scripts, Opening(until=7 * 60.0, messages=4), Quiet(hours=()))
    await shift.passes(DAY)
    assert clock(latest(shift).asked_at) == "20:57"


@pytest.mark.parametrize("opening", [Opening(until=0.0), Opening(until=DAY, messages=0)], ids=["closed", "used up"])
async def test_who_cannot_be_written_to_is_not_asked_and_that_is_counted(scripts: Library, opening: Opening) -> None:
    shift = await at_night(scripts, opening)
    await shift.passes(DAY)
    assert latest(shift).status is SurveyStatus.UNSENDABLE
    assert shift.told(1) == []
    assert [each.name for each in shift.events] == ["survey_unsendable"]
    assert shift.conversations[1].status is Status.RESOLVED


async def test_unless_the_shop_has_a_template_which_goes_out_by_day(scripts: Library) -> None:
    shift = await at_night(scripts, Opening(until=0.0, template=True))
    await shift.passes(DAY)
    assert (latest(shift).status, clock(latest(shift).asked_at)) == (SurveyStatus.ASKED, "09:00")


# One reminder


async def reminding(scripts: Library) -> Counter:
    survey = replace(SERVICE, remind_after=DAY)
    shift = shop(scripts, replace(POLICY, surveys={"service": survey}))
    await asked(shift)
    return shift


async def test_who_does_not_answer_is_reminded_once(scripts: Library) -> None:
    shift = await reminding(scripts)
    await shift.passes(DAY - 1)
    assert shift.told(1) == []
    await shift.passes(1)
    how = shift._line("no_surveys", "how")
    assert shift.told(1) == [f"{shift.to_contact('remind')}\n{ASK}\n{how}"]
    assert last_row(shift).survey_id == 0, "should it not go out, the customer was asked all the same"
    await shift.passes(10 * DAY)
    assert len(shift.told(1)) == 1
    assert latest(shift).status is SurveyStatus.EXPIRED


async def test_the_reminder_can_be_answered_in_words(scripts: Library) -> None:
    shift = await reminding(scripts)
    await shift.says(1, "谢谢")
    await shift.passes(DAY)
    await shift.says(1, "不错")
    assert latest(shift).value == 4


async def test_who_has_answered_is_not_reminded(scripts: Library) -> None:
    shift = await reminding(scripts)
    await shift.says(1, "4")
    shift.forget()
    await shift.passes(10 * DAY)
    assert shift.told(1) == []
    assert latest(shift).status is SurveyStatus.ANSWERED


async def test_nor_who_is_with_staff_again(scripts: Library) -> None:
    shift = await reminding(scripts)
    await shift.writes(BO, 1, "/reopen")
    shift.forget()
    await shift.passes(2 * HOUR)
    await shift.rings(1, f"survey:remind:{latest(shift).id}")
    assert shift.told(1) == []


async def test_nor_in_a_window_that_is_closed(scripts: Library) -> None:
    shift = await reminding(scripts)
    shift.platform.opening = Opening(until=shift.now + HOUR, messages=1)
    await shift.passes(2 * DAY)
    assert shift.told(1) == []
    assert latest(shift).status is SurveyStatus.ASKED


async def test_a_reminder_bends_no_quiet_hours(scripts: Library) -> None:
    survey = replace(SERVICE, remind_after=11 * HOUR)
    shift = await at_night(scripts)
    shift.survey_policy = replace(shift.survey_policy, surveys={"service": survey})
    shift.survey_policy = replace(shift.survey_policy, quiet=Quiet(hours=()))
    await shift.passes(DELAY)
    shift.survey_policy = replace(shift.survey_policy, quiet=NIGHT)
    await shift.passes(DAY)
    reminded_at = latest(shift).reminded_at
    assert reminded_at is not None
    assert clock(reminded_at) == "09:00", "not at eight in the morning"


# In the shop's own words


async def test_the_first_wording_that_fits_is_used(scripts: Library) -> None:
    wordings = (
        Wording(tiers=frozenset({"vip"}), ask={"zh-CN": "尊敬的会员，满意吗？"}),
        Wording(tiers=frozenset({"new"}), ask={"zh-CN": "第一次来，A&B 满意吗？", "en": "How was it?"}),
    )
    survey = replace(SERVICE, ask={"zh-CN": "满意吗？"}, wordings=wordings, labels={5: {"zh-CN": "非常好"}})
    shift = shop(scripts, replace(POLICY, surveys={"service": survey}))
    await served(shift)
    shift.forget()
    await shift.passes(DELAY)
    assert shift.told(1) == ["第一次来，A&B 满意吗？"]
    assert shift.buttons(1)[-1] == "非常好"


async def test_each_is_asked_in_their_language(scripts: Library) -> None:
    shift = shop(scripts)
    await shift.says(1, "my parcel has not arrived yet, what can I do now")
    await served(shift)
    shift.conversations[1] = replace(shift.conversations[1], language="en")
    shift.forget()
    await shift.passes(DELAY)
    assert shift.told(1) == ["How was our service?"]
    assert latest(shift).language == "en"
