"""A customer says how it was, as a chat."""

import pytest

from handlers.scripts.library import Library
from storage.surveys import SurveyStatus
from tests.handlers.surveys.shop import asked, latest, over, shop


async def test_a_button_is_the_answer_and_the_conversation_stays_over(scripts: Library) -> None:
    shift = shop(scripts)
    survey = await asked(shift)
    assert survey.status is SurveyStatus.ASKED
    said = await shift.presses(1, f"survey:{survey.id}:5")
    assert said == "谢谢您的评价！"
    assert over(shift)
    found = latest(shift)
    assert (found.value, found.score, found.low, found.status) == (5, 1.0, False, SurveyStatus.ANSWERED)
    assert shift.posted == "⭐ 1 评价了服务：5/5"
    assert [each.name for each in shift.events] == ["csat"]


@pytest.mark.parametrize("words", ["5", "五", "５分", "5/5", "five", "*****", "⭐⭐⭐⭐⭐", "很满意", "😍"])
async def test_words_are_an_answer_too(scripts: Library, words: str) -> None:
    shift = shop(scripts)
    await asked(shift)
    assert await shift.says(1, words) in ("谢谢您的评价！", "Thank you for your rating!")
    assert latest(shift).value == 5
    assert over(shift)
