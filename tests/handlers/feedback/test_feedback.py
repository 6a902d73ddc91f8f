"""What customers say of the shop unasked: kept under a number, read by staff, and answered."""

from pathlib import Path
from shutil import copytree

import pytest

from handlers.catalogue import DECLARATIONS
from handlers.desk.policy import DeskPolicy
from handlers.feedback.policy import FeedbackPolicy
from handlers.scripts.library import Library
from handlers.scripts.loading import fresh
from handlers.scripts.ours import OUR_SCRIPTS
from storage.feedback import FeedbackStatus, Topic
from storage.inbound import Kind
from storage.openings import Opening
from storage.records import replace
from storage.results import Action
from storage.tasks import Severity
from tests.handlers.chat import photo
from tests.handlers.desk.shift import BO, LAO, MEI, Shift
from tests.handlers.tasks.rating import Rated, served

DAY = 86_400.0


@pytest.fixture
async def shift(scripts: Library) -> Rated:
    shift = await served(scripts)
    await shift.passes(3 * DAY)
    shift.forget()
    return shift


def line(shift: Shift, name: str, /, **blanks: object) -> str:
    return shift._line("feedback", name, **blanks)


def to_staff(shift: Shift, name: str, /, **blanks: object) -> str:
    return shift._line("desk_feedback", name, **blanks)


@pytest.mark.parametrize("words", ["意见", "建议", "投诉建议", "/feedback", "我有个建议", "feedback"])
async def test_asked_for_and_kept_under_a_number(shift: Rated, words: str) -> None:
    assert await shift.says(1, words) == line(shift, "ask")
    told = await shift.says(1, "快递三天都没有更新")
    assert "F1" in told
    assert line(shift, "delivery") in told
    kept = shift.feedback.given[1]
    assert (kept.topic, kept.severity, kept.status) == (Topic.DELIVERY, Severity.NORMAL, FeedbackStatus.OPEN)
    assert "F1" in shift.alerts[0]
    assert "快递三天都没有更新" in shift.alerts[0]
    assert shift.conversations[1].case is None, "nobody has to do anything at once"


@pytest.mark.parametrize("words", ["我要投诉", "投诉！", "complaint", "骗子"])
async def test_a_complaint_is_the_feedback_and_calls_a_person(shift: Rated, words: str) -> None:
    await shift.says(1, "意见")
    assert "F1" in await shift.says(1, words)
    assert (shift.feedback.given[1].text, shift.feedback.given[1].severity) == (
        words.replace("！", "!"),
        Severity.SEVERE,
    )
    assert shift.conversations[1].case is not None


async def test_said_in_one_breath(shift: Rated) -> None:
    assert "F1" in await shift.says(1, "意见：价格太贵了，能不能打折")
    assert "F2" in await shift.says(1, "/feedback 包装很好看")
    assert [each.topic for each in shift.feedback.given.values()] == [Topic.PRICE, Topic.PRODUCT]
    assert shift.feedback.given[1].text == "价格太贵了，能不能打折".replace("，", ",")


async def test_a_word_that_two_languages_list_alike_counts_once(shift: Rated) -> None:
    await shift.says(1, "/feedback 味道不错，但是价格又涨价了")
    assert shift.feedback.given[1].topic is Topic.PRICE


async def test_an_admin_lists_words_with_a_gap_as_in_every_other_list(tmp_path: Path) -> None:
    copytree(OUR_SCRIPTS, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "zh-CN" / "feedback.yaml"
    file.write_text(file.read_text("utf-8").replace("delivery_words: ", "delivery_words: 等…太久、"), "utf-8")
    shift = await served(fresh(tmp_path, DECLARATIONS).loaded)
    await shift.says(1, "/feedback 等得真的太久")
    assert shift.feedback.given[1].topic is Topic.DELIVERY


async def test_whoever_asks_for_advice_gives_none(shift: Rated) -> None:
    assert await shift.says(1, "你建议我买哪个尺码的茶壶比较好呢") != line(shift, "ask")


async def test_the_customer_knows_better_what_it_is_about(shift: Rated) -> None:
    await shift.says(1, "/feedback 等了很久")
    before = shift.feedback.given[1]
    shift.forget()
    assert await shift.presses(1, "feedback:1:service") == line(
        shift, "corrected", number="F1", topic=line(shift, "service")
    )
    assert (before.topic, shift.feedback.given[1].topic) == (Topic.OTHER, Topic.SERVICE)
    assert line(shift, "service") in shift.alerts[0]
    assert await shift.presses(2, "feedback:1:price") == line(shift, "closed", number="F1"), "nobody else's"


async def test_nobody_keeps_staff_busy_with_a_button(shift: Rated) -> None:
    await shift.says(1, "/feedback 等了很久")
    shift.forget()
    for topic in ("service", "price", "other", "price", "service"):
        await shift.presses(1, f"feedback:1:{topic}")
    assert len(shift.alerts) == 1
    assert shift.feedback.given[1].topic is Topic.SERVICE


@pytest.mark.parametrize("words", ["喝了茶以后孩子过敏了", "你们太过分了，我要去消协投诉", "漏电，把我电了一下"])
async def test_what_is_severe_goes_to_staff_at_once_with_a_task(shift: Rated, words: str) -> None:
    await shift.says(1, "意见")
    told = await shift.says(1, words)
    assert told.startswith(line(shift, "severe", number="F1"))
    assert shift.feedback.given[1].severity is Severity.SEVERE
    assert (shift.case(1).reason, shift.case(1).priority, shift.case(1).angry) == ("feedback", "high", True)
    assert (shift.task().feedback_id, shift.task().severity, shift.task().owner) == (1, Severity.SEVERE, MEI)
    assert {each.name for each in shift.events} >= {"feedback", "task_opened"}


async def test_while_staff_have_the_conversation(shift: Rated) -> None:
    await shift.writes(BO, 1, "/reopen")
    assert await shift.says(1, "意见") == line(shift, "ask")
    assert "F1" in await shift.says(1, "说明书看不懂")
    assert shift.has(1) == BO
    assert "说明书看不懂" in shift.posted


async def test_while_staff_have_the_conversation_nothing_is_kept_of_whoever_has_changed_their_mind(
    shift: Rated,
) -> None:
    await shift.writes(BO, 1, "/reopen")
    await shift.says(1, "意见")
    shift.forget()
    assert shift._line("cancel", "cancelled_at_desk") in await shift.says(1, "取消")
    assert "取消" in shift.posted, "staff see it, too"
    await shift.says(1, "好的，谢谢你们")
    assert shift.feedback.given == {}
    assert "好的，谢谢你们" in shift.posted


async def test_pictures_go_along(shift: Rated) -> None:
    await shift.says(1, "意见")
    await shift.customer(1, Kind.TEXT, attachments=(photo(),))
    assert shift.told(1)[-1] == line(shift, "ask_again"), "words tell what it is about"
    shift.forget()
    await shift.customer(1, Kind.TEXT, text="盒子破损成这样", attachments=(photo(),))
    assert [each.content.attachments for each in shift.outgoing if each.action is Action.ALERT] == [(photo(),)]
    assert shift.feedback.given[1].topic is Topic.PRODUCT


async def test_staff_say_what_became_of_it(shift: Rated) -> None:
    await shift.says(1, "/feedback 盒子一压就坏")
    shift.forget()
    await shift.writes(MEI, None, "/feedback F1 我们换了更厚的盒子")
    await shift.passes(0)
    [told] = shift.told(1)
    assert "F1" in told
    assert "我们换了更厚的盒子" in told
    assert not any(row.final for row in shift.outgoing), "should it not arrive, staff are told"
    assert [row.feedback_id for row in shift.outgoing if row.action is Action.SEND] == [1], "and it is open again"
    kept = shift.feedback.given[1]
    assert (kept.status, kept.answered_by) == (FeedbackStatus.ANSWERED, MEI)
    shift.forget()
    await shift.writes(LAO, None, "/feedback 1 又换了")
    await shift.passes(0)
    assert shift.told(1) == [], "once"
    assert "我们换了更厚的盒子" in shift.alerts[0]


@pytest.mark.parametrize("number", ["F1", "f1", "1", "#F1", "#1", "F 1", "F #1", "f  01"])
async def test_its_number_is_written_in_many_ways(shift: Rated, number: str) -> None:
    await shift.says(1, "/feedback 盒子一压就坏")
    await shift.writes(MEI, None, f"/feedback {number}\n我们换了 2 层的盒子")
    await shift.passes(0)
    assert shift.feedback.given[1].answer == "我们换了 2 层的盒子"


@pytest.mark.parametrize("number", ["F", "F 一", "1.5 好了", "F1好了", "第 1 条 好了", "9" * 30])
async def test_what_is_no_number_of_feedback_tells_nobody_anything(shift: Rated, number: str) -> None:
    await shift.says(1, "/feedback 盒子一压就坏")
    shift.forget()
    await shift.writes(MEI, None, f"/feedback {number}")
    await shift.passes(0)
    assert shift.told(1) == []


async def test_in_quiet_hours_they_hear_it_in_the_morning(shift: Rated) -> None:
    await shift.says(1, "/feedback 盒子一压就坏")
    shift.now = at_night(shift.now)
    shift.forget()
    await shift.writes(MEI, None, "/feedback F1 换了盒子")
    await shift.passes(0)
    assert shift.told(1) == []
    assert len(shift.alerts) == 1
    await shift.passes(12 * 3600)
    assert len(shift.told(1)) == 1


async def test_who_cannot_be_written_to_hears_it_when_they_are_back(shift: Rated) -> None:
    await shift.says(1, "/feedback 盒子一压就坏")
    shift.platform.opening = Opening(until=shift.now + 60)
    shift.now += 100
    shift.forget()
    await shift.writes(MEI, None, "/feedback F1 换了盒子")
    await shift.passes(0)
    assert shift.told(1) == []
    assert shift.alerts[-1] == to_staff(shift, "unsendable", number="F1", name=shift_name(shift), conversation=1)
    assert shift.feedback.given[1].status is FeedbackStatus.OPEN
    shift.forget()
    said = await shift.says(1, "你好")
    assert "换了盒子" in said.partition("\n谢谢")[0], "before what they are answered"
    assert shift.feedback.given[1].answered_by == MEI
    assert "换了盒子" in shift.alerts[-1]
    assert "换了盒子" not in await shift.says(1, "你好"), "once"


async def test_who_hears_of_several_when_they_are_back_hears_them_in_order(shift: Rated) -> None:
    await shift.says(1, "/feedback 盒子一压就坏")
    await shift.says(1, "/feedback 茶叶很香")
    await shift.blocks(1)
    for number in (1, 2):
        await shift.writes(MEI, None, f"/feedback F{number} 知道了")
        await shift.passes(0)
    shift.forget()
    await shift.says(1, "在吗")
    told = [(row.feedback_id, row.content.text) for row in shift.outgoing if row.action is Action.SEND]
    assert [number for number, _ in told] == [1, 2, *[0] * (len(told) - 2)]
    assert "F1" in told[0][1]
    assert "F2" in told[1][1]


async def test_who_left_hears_it_when_they_are_back(shift: Rated) -> None:
    await shift.says(1, "/feedback 盒子一压就坏")
    await shift.blocks(1)
    await shift.writes(MEI, None, "/feedback F1 换了盒子")
    await shift.passes(0)
    assert "换了盒子" in await shift.says(1, "在吗")
    assert len([each for each in shift.events if each.name == "feedback_answered"]) == 1


async def test_what_is_answered_anew_as_it_did_not_arrive_counts_once(shift: Rated) -> None:
    await shift.says(1, "/feedback 盒子一压就坏")
    await shift.writes(MEI, None, "/feedback F1 换了盒子")
    await shift.passes(0)
    first = shift.feedback.given[1]
    shift.feedback.given[1] = replace(first, status=FeedbackStatus.OPEN)  # as delivery leaves it
    shift.forget()
    await shift.writes(BO, None, "/feedback F1 我们换了盒子")
    await shift.passes(60)
    assert "我们换了盒子" in shift.told(1)[-1]
    after = shift.feedback.given[1]
    assert (after.status, after.answered_by) == (FeedbackStatus.ANSWERED, BO)
    assert [each for each in shift.events if each.name == "feedback_answered"] == [], "the first has counted"


async def test_one_that_is_closed_and_one_that_somebody_sees_to(shift: Rated) -> None:
    await shift.says(1, "/feedback 盒子一压就坏")
    await shift.says(1, "/feedback 茶叶很香")
    await shift.taps(MEI, None, "desk:feedback:2 close")
    await shift.taps(BO, None, "desk:feedback:1 task")
    await shift.passes(0)
    assert shift.feedback.given[2].status is FeedbackStatus.CLOSED
    assert (shift.task().owner, shift.has(1), shift.task().feedback_id) == (BO, BO, 1)
    assert "F1" in shift.task().summary


async def test_the_list_has_the_severe_ones_first(shift: Rated) -> None:
    await shift.writes(MEI, None, "/feedback")
    assert shift.alerts[-1] == to_staff(shift, "nothing")
    await shift.says(1, "/feedback 盒子一压就坏")
    await shift.says(2, "/feedback 喝了过敏")
    await shift.writes(MEI, None, "/feedback")
    assert shift.alerts[-1].index("\n❗F2") < shift.alerts[-1].index("\nF1")
    await shift.writes(MEI, None, "/feedback F9 好")
    assert shift.alerts[-1] == to_staff(shift, "unknown", number="F9")


async def test_so_many_a_day(scripts: Library) -> None:
    shift = Rated(scripts, desk_policy=DeskPolicy(feedback=FeedbackPolicy(a_day=2)))
    for text in ("盒子", "茶叶"):
        await shift.says(1, f"/feedback {text}")
    assert await shift.says(1, "/feedback 杯子") == line(shift, "too_many", most=2)
    assert len(shift.feedback.given) == 2
    shift.now += DAY
    assert "F3" in await shift.says(1, "/feedback 杯子")


def at_night(now: float) -> float:
    """23:00 in Shanghai."""
    return (now + 8 * 3600) // DAY * DAY + 15 * 3600


def shift_name(shift: Rated) -> str:
    conversation = shift.conversations[1]
    return conversation.name or conversation.identity.account_id[-6:]


@pytest.mark.parametrize("slip", ["// 这位客户很烦", "备注：先别理", "@Bo 你来看看", "完成", "Done."])
async def test_what_is_meant_for_colleagues_reaches_no_customer(shift: Rated, slip: str) -> None:
    await shift.says(1, "/feedback 盒子一压就坏")
    shift.forget()
    await shift.writes(MEI, None, f"/feedback F1 {slip}")
    await shift.passes(DAY)
    assert shift.told(1) == []
    assert shift.feedback.given[1].answer == ""


async def test_what_was_said_stands_on_a_line_of_its_own(shift: Rated) -> None:
    await shift.says(1, "/feedback 盒子一压就坏")
    shift.forget()
    await shift.writes(MEI, None, "/feedback F1")
    assert shift.alerts[0].splitlines()[1:] == ["盒子一压就坏"]
