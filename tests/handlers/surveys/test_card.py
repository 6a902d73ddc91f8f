"""What staff see of ratings before the first word."""

from dataclasses import replace

from handlers.scripts.library import Library
from handlers.surveys.policy import NO_SURVEYS, Scale
from tests.handlers.desk.shift import MEI
from tests.handlers.surveys.shop import asked, asking, latest, shop


async def test_the_card_tells_the_latest_ratings_and_masks_what_was_said(scripts: Library) -> None:
    shift = shop(scripts)
    await asked(shift)
    await shift.says(1, "2")
    await shift.says(1, "电话 13812345678 没人接")
    shift.forget()
    await shift.writes(MEI, 1, "/profile")
    assert "2/5（电话 13*******78 没人接）" in shift.posted


async def test_a_card_without_any_has_no_line(scripts: Library) -> None:
    shift = shop(scripts)
    await asked(shift)
    await shift.writes(MEI, 1, "/profile")
    assert "评价：" not in shift.posted


async def test_a_score_of_a_survey_that_is_gone_is_told_all_the_same(scripts: Library) -> None:
    shift = shop(scripts)
    await asked(shift)
    await shift.says(1, "4")
    shift.survey_policy = NO_SURVEYS
    shift.forget()
    await shift.writes(MEI, 1, "/profile")
    assert "75%" in shift.posted


async def test_yes_and_no_are_told_in_words(scripts: Library) -> None:
    shift = shop(scripts, asking(Scale.YES_NO))
    await asked(shift)
    await shift.presses(1, f"survey:{latest(shift).id}:1")
    assert shift.posted == "⭐ 1 评价了服务：满意"


async def test_a_customer_without_a_topic_gets_none_by_rating(scripts: Library) -> None:
    policy = asking()
    assert policy.after_end is not None
    shift = shop(scripts, replace(policy, after_end=replace(policy.after_end, bot_only=True)))
    await shift.says(1, "运费怎么算")
    await shift.says(1, "谢谢，再见")
    await shift.passes(600)
    shift.forget()
    await shift.says(1, "5")
    assert latest(shift).value == 5
    assert shift.posted == ""
