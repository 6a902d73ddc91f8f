"""A customer says how it was."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from handlers.scripts.library import Library
from handlers.surveys.policy import NO_SURVEYS, Scale
from storage.conversations import Status
from storage.surveys import SurveyStatus
from tests.handlers.desk.shift import MEI
from tests.handlers.surveys.shop import DAY, HOUR, Counter, asked, asking, latest, over, shop

THANKS = "谢谢您的评价！"


@pytest.fixture
async def shift(scripts: Library) -> Counter:
    """Customer 1 was asked."""
    shift = shop(scripts)
    await asked(shift)
    return shift


def value(shift: Counter) -> int | None:
    return latest(shift).value


async def test_a_button_is_the_answer_and_the_conversation_stays_over(shift: Counter) -> None:
    assert await shift.presses(1, f"survey:{latest(shift).id}:5") == THANKS
    found = latest(shift)
    assert (found.value, found.score, found.low, found.status) == (5, 1.0, False, SurveyStatus.ANSWERED)
    assert over(shift)
    assert shift.posted == "⭐ 1 评价了服务：5/5"
    assert [each.name for each in shift.events] == ["csat"], "no visit begins"


async def test_the_rating_is_of_whom_it_concerns(shift: Counter) -> None:
    found = latest(shift)
    assert (found.agents, found.channel, found.language, found.tier) == ((MEI,), "telegram", "zh-CN", "new")
    assert found.case_id == shift.ended[0].id
    await shift.says(1, "4")
    (event,) = shift.events
    assert (event.name, event.value, event.agent, event.channel) == ("csat", 4, MEI, "telegram")


@pytest.mark.parametrize(
    "words", ["5", "五", "５分", "5/5", "five", "*****", "⭐⭐⭐⭐⭐", "很满意", "很满意，谢谢！", "😍"]
)
async def test_words_are_an_answer_too(shift: Counter, words: str) -> None:
    assert await shift.says(1, words) == THANKS, "one word of English changes no language"
    assert value(shift) == 5
    assert over(shift)


@pytest.mark.parametrize("words", ["很棒", "还不错", "很喜歡", "還不錯", "great service", "nice job"])
async def test_praise_is_a_score_where_it_was_asked_for(shift: Counter, words: str) -> None:
    await shift.says(1, words)
    assert (value(shift) or 0) >= 4


@pytest.mark.parametrize(
    ("words", "score"),
    [
        ("5星好评", 5),
        ("五分好评", 5),
        ("给你们五星好评！", 5),
        ("打五星", 5),
        ("满分好评", 5),
        ("给个好评", 4),
        ("给你个差评", 2),
        ("一星差评", 1),
        ("一般般", 3),
        ("一般般吧谢谢", 3),
        ("幾好", 4),
        ("麻麻地", 3),
        ("很满意谢谢", 5),
        ("谢谢，很满意", 5),
        ("谢谢很满意", 5),
        ("4分谢谢", 4),
        ("很好，很满意", 5),
        ("thank you great service", 5),
        ("pretty good", 4),
        ("meh", 3),
        ("4.5", 5),
        ("4.4星", 4),
        ("三星半", 4),
        ("0.5", 1),
    ],
)
async def test_who_rates_in_words_of_their_own_is_understood(shift: Counter, words: str, score: int) -> None:
    await shift.says(1, words)
    assert value(shift) == score


@pytest.mark.parametrize(
    "words",
    [
        "5星红旗",
        "5星差评",
        "满意不满意",
        "没有不满意",
        "不是很满意",
        "怎么给好评",
        "好评返现有吗",
        "差不多",
        "5%",
        "4.5元",
        "5?",
        "不错，我要退货",
        "十分感谢",
        "好不好",
        "1、2",
        "3q",
        "5号",
    ],
)
async def test_what_only_begins_like_a_score_is_none(shift: Counter, words: str) -> None:
    await shift.says(1, words)
    assert value(shift) is None


async def test_who_would_give_nothing_at_all_is_heard_and_a_person_reads_it(shift: Counter) -> None:
    await shift.says(1, "什么垃圾服务，一分都不想给")
    assert (value(shift), latest(shift).comment) == (1, "什么垃圾服务，一分都不想给")
    assert not over(shift)
    assert "什么垃圾服务" in shift.posted


async def calls_a_person(shift: Counter) -> None:
    await shift.passes(3 * HOUR)
    await shift.says(1, "转人工")


async def is_written_to_again(shift: Counter) -> None:
    await shift.passes(3 * HOUR)
    await shift.writes(MEI, 1, "/reopen")


async def writes_soon_again(shift: Counter) -> None:
    await shift.says(1, "还有一个问题，发票怎么开")


@pytest.mark.parametrize("goes_on", [calls_a_person, is_written_to_again, writes_soon_again])
async def test_whoever_was_with_staff_once_more_in_between_can_still_say_how_it_was(
    shift: Counter, goes_on: Callable[[Counter], Awaitable[None]]
) -> None:
    await goes_on(shift)
    await shift.writes(MEI, 1, "好了")
    await shift.writes(MEI, 1, "/resolve")
    assert await shift.says(1, "5") == THANKS
    assert value(shift) == 5


async def test_whoever_left_and_came_back_can_still_say_how_it_was(shift: Counter) -> None:
    await shift.blocks(1)
    assert await shift.says(1, "5") == THANKS
    assert value(shift) == 5


@pytest.mark.parametrize("words", ["很好 谢谢", "很好，谢谢", "谢谢 不错", "thanks 4", "4 分 谢谢"])
async def test_thanks_beside_it_do_not_hide_it(shift: Counter, words: str) -> None:
    assert await shift.says(1, words) == THANKS
    assert value(shift) == 4


@pytest.mark.parametrize(
    ("words", "score", "rest"),
    [
        ("五星 就是有点慢", 5, "就是有点慢"),
        ("4分，快递慢了点！", 4, "快递慢了点！"),
        ("⭐⭐⭐⭐⭐ but slow", 5, "but slow"),
        ("good, 5 stars!", 5, "good"),
        ("还不错，给4分吧", 4, "还不错"),
    ],
)
async def test_a_score_and_a_few_words_are_both_kept(shift: Counter, words: str, score: int, rest: str) -> None:
    assert await shift.says(1, words) == THANKS
    assert (value(shift), latest(shift).comment) == (score, rest)
    assert over(shift)
    assert rest in shift.posted


async def test_why_it_is_low_may_be_told_with_the_score_and_is_not_asked_for_again(shift: Counter) -> None:
    await shift.says(1, "1星！！等了半小时")
    assert (value(shift), latest(shift).comment) == (1, "等了半小时")
    assert "等了半小时" in shift.posted


@pytest.mark.parametrize("words", ["五星 红旗有货吗？", "五星 A20261115 到哪了", "5分钟能到吗", "3 个杯子，碎了"])
async def test_a_number_in_front_of_a_question_is_no_score(shift: Counter, words: str) -> None:
    await shift.says(1, words)
    assert value(shift) is None


@pytest.mark.parametrize(
    "words", ["A20261115", "6 件", "我的订单到哪了", "在吗", "/help", "5 月 1 日能到吗", "很满意但是快递慢"]
)
async def test_what_means_something_else_is_heard_as_ever(shift: Counter, words: str) -> None:
    await shift.says(1, words)
    assert latest(shift).status is SurveyStatus.ASKED
    assert not over(shift)


async def test_kind_words_for_the_bots_next_answer_are_no_rating(shift: Counter) -> None:
    await shift.passes(3 * HOUR)
    await shift.says(1, "运费怎么算")
    await shift.says(1, "不错")
    assert latest(shift).status is SurveyStatus.ASKED
    await shift.says(1, "4 分")
    assert value(shift) == 4, "a number of points can mean nothing else"


@pytest.mark.parametrize("words", ["谢谢", "好", "ok", "👌"])
async def test_a_courtesy_is_no_rating_and_stands_in_the_way_of_none(shift: Counter, words: str) -> None:
    await shift.says(1, words)
    assert latest(shift).status is SurveyStatus.ASKED
    await shift.says(1, "挺满意的")
    assert value(shift) == 4


async def test_the_number_of_a_menu_shown_later_is_of_the_menu(shift: Counter) -> None:
    await shift.says(1, "菜单")
    assert shift.buttons(1)
    await shift.says(1, "1")
    assert latest(shift).status is SurveyStatus.ASKED


async def test_a_form_that_is_open_gets_the_words(shift: Counter) -> None:
    await shift.says(1, "查订单")
    await shift.says(1, "5")
    assert latest(shift).status is SurveyStatus.ASKED


async def test_what_is_said_to_staff_is_no_rating_but_a_button_is(shift: Counter) -> None:
    await shift.writes(MEI, 1, "/reopen")
    shift.forget()
    await shift.says(1, "5")
    assert latest(shift).status is SurveyStatus.ASKED
    assert shift.posted == "5"
    assert await shift.presses(1, f"survey:{latest(shift).id}:4") == THANKS
    assert value(shift) == 4
    assert shift.has(1) == MEI


# A second answer


async def test_a_second_answer_replaces_the_first_for_an_hour(shift: Counter) -> None:
    await shift.says(1, "4")
    await shift.passes(HOUR - 1)
    shift.forget()
    assert await shift.says(1, "5") == shift.to_contact("changed")
    assert value(shift) == 5
    assert shift.posted == "⭐ 1 改了评价：5/5"


async def test_later_it_is_refused_kindly(shift: Counter) -> None:
    await shift.says(1, "4")
    await shift.passes(HOUR)
    shift.forget()
    assert await shift.presses(1, f"survey:{latest(shift).id}:1") == shift.to_contact("too_late")
    assert await shift.says(1, "1") == shift.to_contact("too_late")
    assert (value(shift), shift.posted, shift.events) == (4, "", [])
    assert over(shift)


async def test_a_courtesy_after_the_thanks_changes_nothing(shift: Counter) -> None:
    await shift.says(1, "5")
    for words in ("好", "ok", "👍", "谢谢"):
        await shift.says(1, words)
    assert value(shift) == 5


async def test_after_its_time_an_answer_is_thanked_for_and_not_counted(shift: Counter) -> None:
    await shift.passes(3 * DAY)
    assert latest(shift).status is SurveyStatus.EXPIRED
    shift.forget()
    assert await shift.presses(1, f"survey:{latest(shift).id}:1") == shift.to_contact("expired")
    assert (value(shift), shift.events) == (None, [])
    assert over(shift)


@pytest.mark.parametrize("words", ["好", "5", "不满意"])
async def test_a_question_that_could_not_go_out_is_not_answered_by_what_they_say(shift: Counter, words: str) -> None:
    survey = latest(shift)
    shift.surveys.write((replace(survey, status=SurveyStatus.UNSENDABLE),), 1, 1)
    await shift.says(1, words)
    assert (latest(shift).status, value(shift)) == (SurveyStatus.UNSENDABLE, None)


async def test_a_button_that_came_through_all_the_same_is_an_answer(shift: Counter) -> None:
    survey = latest(shift)
    shift.surveys.write((replace(survey, status=SurveyStatus.UNSENDABLE),), 1, 1)
    assert await shift.presses(1, f"survey:{survey.id}:5") == THANKS
    assert latest(shift).status is SurveyStatus.ANSWERED


async def test_the_button_of_somebody_elses_survey_rates_nothing(shift: Counter) -> None:
    await shift.says(2, "你好")
    await shift.presses(2, f"survey:{latest(shift).id}:1")
    await shift.presses(2, "survey:999:1")
    await shift.presses(2, "survey:x:y:z")
    assert latest(shift).status is SurveyStatus.ASKED


# A low score


async def test_a_low_score_is_asked_about_and_the_desk_reads_why(shift: Counter) -> None:
    said = await shift.says(1, "1")
    assert said.endswith(shift.to_contact("reasons"))
    assert shift.buttons(1) == ["回复太慢", "服务态度", "没有了"]
    assert shift.conversations[1].status is Status.OPEN, "somebody will see to it"
    assert await shift.presses(1, f"survey:{latest(shift).id}:reason:slow") == shift.to_contact(
        "more", reasons="回复太慢"
    )
    assert shift.buttons(1) == ["服务态度", "没有了"]
    assert await shift.says(1, "没有了") == shift.to_contact("comment")
    shift.forget()
    assert await shift.says(1, "等了三天，电话 13812345678 也没人接") == shift.to_contact("thanks_low")
    found = latest(shift)
    assert (found.low, found.reasons, found.comment) == (True, ("slow",), "等了三天，电话 13*******78 也没人接")
    assert "回复太慢" in shift.posted
    assert "13812345678" not in shift.posted, "masked, as all that customers write"


@pytest.mark.parametrize("words", ["1 2", "1、2", "回复太慢 服务态度", "slow answers,2", "回复太慢，服务态度"])
async def test_several_reasons_in_one_message(shift: Counter, words: str) -> None:
    await shift.says(1, "2")
    said = await shift.says(1, words)
    assert said == shift.to_contact("comment")
    shift.forget()
    await shift.says(1, "没有了")
    assert "回复太慢、服务态度" in shift.posted
    assert latest(shift).reasons == ("slow", "manner")


async def test_who_explains_at_once_needs_not_choose(shift: Counter) -> None:
    await shift.says(1, "2")
    assert await shift.says(1, "说好的赠品没有给我") == shift.to_contact("thanks_low")
    assert latest(shift).comment == "说好的赠品没有给我"


@pytest.mark.parametrize("words", ["太慢了", "回复太慢，差评", "骗子", "态度差", "等了好久", "too slow"])
async def test_a_complaint_is_a_comment_though_it_could_open_a_chat(shift: Counter, words: str) -> None:
    await shift.says(1, "2")
    await shift.says(1, "没有了")
    assert await shift.says(1, words) == shift.to_contact("thanks_low")
    assert latest(shift).comment == words


async def test_no_comment_hands_anybody_the_proof_of_an_order(shift: Counter) -> None:
    """Who reads along in the desk could use it as their own."""
    await shift.says(1, "2")
    await shift.says(1, "没有了")
    await shift.says(1, "A20261115，手机尾号 5678，一直没人理我")
    assert latest(shift).comment == "A2*****15，手机尾号 ****，一直没人理我"
    assert "****" in shift.posted
    assert "5678" not in shift.posted
    assert "5678" not in str([task.summary for task in shift.tasks.written.values()])


async def test_who_has_nothing_to_add_is_thanked(shift: Counter) -> None:
    await shift.says(1, "2")
    await shift.says(1, "3")
    assert shift.told(1)[-1] == shift.to_contact("comment"), "3 is the last of the menu"
    assert await shift.says(1, "不用了") == shift.to_contact("thanks_low")
    assert (latest(shift).reasons, latest(shift).comment) == ((), "")


@pytest.mark.parametrize("words", ["/end", "转人工", "订单 A20261115 到哪了", "我的快递到哪了？"])
async def test_a_command_or_a_question_is_no_comment(shift: Counter, words: str) -> None:
    await shift.says(1, "2")
    await shift.says(1, "没有了")
    await shift.says(1, words)
    assert latest(shift).comment == ""
    await shift.says(1, "还有一件事")
    assert latest(shift).comment == "", "nor what is said after it"


async def test_once_an_agent_speaks_they_are_answered(shift: Counter) -> None:
    await shift.says(1, "2")
    await shift.writes(MEI, 1, "实在抱歉，我来看看")
    shift.forget()
    await shift.says(1, "好的，等您")
    assert shift.posted == "好的，等您"
    assert latest(shift).comment == ""


async def test_nobody_is_taken_up_on_a_question_of_yesterday(shift: Counter) -> None:
    await shift.says(1, "2")
    await shift.passes(HOUR)
    shift.forget()
    await shift.says(1, "你们什么时候联系我呢")
    assert latest(shift).comment == ""
    assert shift.posted == "你们什么时候联系我呢"


async def test_a_very_long_comment_is_cut(shift: Counter) -> None:
    await shift.says(1, "2")
    await shift.says(1, "慢" * 3000)
    assert len(latest(shift).comment) == 1000


async def test_where_a_score_cannot_be_changed_it_can_be_explained(scripts: Library) -> None:
    shift = shop(scripts, asking(change_within=0.0))
    number = (await asked(shift)).id
    await shift.says(1, "1")
    assert await shift.presses(1, f"survey:{number}:2") == shift.to_contact("too_late")
    await shift.presses(1, f"survey:{number}:reason:slow")
    await shift.presses(1, f"survey:{number}:done")
    assert await shift.says(1, "三天了") == shift.to_contact("thanks_low")
    found = latest(shift)
    assert (found.value, found.reasons, found.comment) == (1, ("slow",), "三天了")


async def test_a_button_that_is_pressed_once_more_tells_staff_nothing_new(shift: Counter) -> None:
    number = latest(shift).id
    await shift.says(1, "1")
    await shift.presses(1, f"survey:{number}:reason:slow")
    await shift.presses(1, f"survey:{number}:done")
    await shift.presses(1, f"survey:{number}:skip")
    shift.forget()
    for button in ("skip", "done"):
        assert await shift.presses(1, f"survey:{number}:{button}") == shift.to_contact("thanks_low")
    assert (shift.posted, shift.events) == ("", [])


async def test_who_thinks_better_of_it_is_not_asked_why_any_more(shift: Counter) -> None:
    await shift.says(1, "2")
    assert shift.to_contact("changed") in await shift.presses(1, f"survey:{latest(shift).id}:5")
    found = latest(shift)
    assert (found.value, found.low, found.reasons) == (5, False, ())
    shift.forget()
    await shift.says(1, "其实是物流的问题")
    assert latest(shift).comment == ""


# Other scales


@pytest.mark.parametrize(
    ("scale", "words", "expected"),
    [
        (Scale.TEN, "10", 10),
        (Scale.TEN, "0", 0),
        (Scale.TEN, "8/10", 8),
        (Scale.TEN, "十分", 10),
        (Scale.TEN, "非常不满意", 0),
        (Scale.TEN, "8.5", 9),
        (Scale.TEN, "肯定会推荐", 10),
        (Scale.TEN, "一定會推薦，謝謝", 10),
        (Scale.TEN, "不会推荐", 0),
        (Scale.YES_NO, "不会", 0),
        (Scale.YES_NO, "会的谢谢", 1),
        (Scale.FIVE, "3", 3),
        (Scale.FACES, "😡", 1),
        (Scale.YES_NO, "满意", 1),
        (Scale.YES_NO, "不满意", 0),
        (Scale.YES_NO, "1", 1),
        (Scale.YES_NO, "2", 0),
        (Scale.YES_NO, "no", 0),
    ],
)
async def test_every_scale_has_its_answers(scripts: Library, scale: Scale, words: str, expected: int) -> None:
    shift = shop(scripts, asking(scale))
    await asked(shift)
    await shift.says(1, words)
    assert value(shift) == expected


@pytest.mark.parametrize("words", ["11", "11分", "12", "100"])
async def test_eleven_of_ten_is_not_the_eleventh_button_which_is_zero(scripts: Library, words: str) -> None:
    shift = shop(scripts, asking(Scale.TEN))
    await asked(shift)
    assert await shift.says(1, words) == shift.to_contact("ask", lowest=0, highest=10)
    assert over(shift), "nobody is called for it"
    await shift.says(1, "10")
    assert value(shift) == 10


@pytest.mark.parametrize("words", ["会", "不会", "yes", "会的！", "肯定会"])
async def test_whoever_would_or_would_not_is_asked_how_much(scripts: Library, words: str) -> None:
    shift = shop(scripts, asking(Scale.TEN))
    await asked(shift)
    assert await shift.says(1, words) == shift.to_contact("ask", lowest=0, highest=10)
    assert (over(shift), value(shift)) == (True, None)


async def test_no_number_of_a_button_is_counted_where_numbers_stand_on_them(scripts: Library) -> None:
    shift = shop(scripts, asking(Scale.TEN))
    await asked(shift)
    await shift.says(1, "第十一个")
    assert value(shift) is None


@pytest.mark.parametrize("words", ["0", "0分", "零分", "零星", "0 stars", "zero", "一分都不想给", "负分"])
async def test_nothing_at_all_is_the_least_there_is(shift: Counter, words: str) -> None:
    await shift.says(1, words)
    assert value(shift) == 1


@pytest.mark.parametrize("words", ["6", "10", "100分", "十分", "六颗星", "seven stars"])
async def test_what_is_not_on_the_scale_is_asked_for_again_and_calls_nobody(shift: Counter, words: str) -> None:
    assert await shift.says(1, words) == shift.to_contact("ask", lowest="", highest="")
    assert over(shift)
    assert value(shift) is None
    assert await shift.says(1, "5") == THANKS


async def test_a_shop_that_asks_no_reasons_only_thanks(scripts: Library) -> None:
    shift = shop(scripts, asking(reasons=(), comment=False))
    await asked(shift)
    assert (await shift.says(1, "1")).startswith(shift.to_contact("thanks_low"))
    assert shift.buttons(1) == []


async def test_a_survey_that_is_gone_from_the_file_takes_no_answer(scripts: Library) -> None:
    shift = shop(scripts)
    number = (await asked(shift)).id
    shift.survey_policy = NO_SURVEYS
    assert await shift.presses(1, f"survey:{number}:5") == shift.to_contact("expired")
