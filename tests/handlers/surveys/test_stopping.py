"""A customer does not want to be asked how it was."""

import pytest

from handlers.scripts.library import Library
from storage.surveys import SurveyStatus
from tests.handlers.desk.shift import MEI
from tests.handlers.surveys.shop import DAY, DELAY, HOUR, Counter, asked, asking, latest, served, shop

STOPPED = "以后不再邀请您评价"


@pytest.fixture
def shift(scripts: Library) -> Counter:
    return shop(scripts)


@pytest.mark.parametrize("words", ["不要再问", "别再问我了！", "退订", "/no_surveys", "no surveys", "Unsubscribe"])
async def test_who_says_so_is_never_asked_again(shift: Counter, words: str) -> None:
    await served(shift)
    assert await shift.says(1, words)
    assert shift.contacts.files[1].declined
    await shift.passes(DELAY)
    await shift.passes(90 * DAY)
    await served(shift)
    await shift.passes(DELAY)
    assert shift.surveys.asked == {}


@pytest.mark.parametrize("words", ["我想退订上周订的那把红色椅子", "请不要再问我订单号了，我没有订单", "5"])
async def test_what_means_something_else_ends_nothing(shift: Counter, words: str) -> None:
    await asked(shift)
    await shift.says(1, words)
    assert not (1 in shift.contacts.files and shift.contacts.files[1].declined)


async def test_it_is_no_answer_to_the_question_that_was_put(shift: Counter) -> None:
    await asked(shift)
    await shift.says(1, "1")
    assert STOPPED in await shift.says(1, "不要再问")
    assert latest(shift).comment == ""


async def test_who_wants_no_surveys_is_not_reminded_of_one_either(scripts: Library) -> None:
    shift = shop(scripts, asking(remind_after=3 * HOUR))
    await asked(shift)
    await shift.says(1, "不要再问我")
    shift.forget()
    await shift.passes(4 * HOUR)
    assert shift.told(1) == []
    assert latest(shift).status is SurveyStatus.ASKED, "what was asked may still be answered"


async def test_a_reminder_says_how_to_get_no_more(scripts: Library) -> None:
    shift = shop(scripts, asking(remind_after=3 * HOUR))
    await asked(shift)
    await shift.passes(4 * HOUR)
    assert "请回复“不要再问”" in shift.told(1)[-1]


async def test_staff_are_not_told_what_is_for_the_bot(shift: Counter) -> None:
    await shift.waits_for_a_person(1)
    shift.forget()
    assert STOPPED in await shift.says(1, "不要再问")
    assert shift.posted == ""
    assert shift.contacts.files[1].declined


async def test_whoever_changes_their_mind_may_be_asked(shift: Counter) -> None:
    await shift.says(1, "不要再问")
    assert shift.buttons(1) == ["还是可以问我"]
    await shift.presses(1, "no_surveys:again")
    assert not shift.contacts.files[1].declined
    await served(shift, agent=MEI)
    await shift.passes(DELAY)
    assert len(shift.surveys.asked) == 1


async def test_it_is_not_what_they_came_for(shift: Counter) -> None:
    await shift.says(1, "运费怎么算")
    before = shift.conversations[1].state["intent"]
    await shift.says(1, "不要再问")
    assert shift.conversations[1].state["intent"] == before


async def test_when_they_said_so_can_be_told_for_as_long_as_they_are_known(shift: Counter) -> None:
    await served(shift)
    await shift.says(1, "不要再问")
    await shift.presses(1, "no_surveys:again")
    await shift.waits_for_a_person(1)
    await shift.writes(MEI, 1, "/surveys off")
    said = [(each.name, each.agent) for each in shift.events if each.name.startswith("asking")]
    assert said == [("asking_declined", ""), ("asking_allowed", ""), ("asking_declined", str(MEI))]


async def test_staff_note_it_for_whoever_tells_them(shift: Counter) -> None:
    await shift.waits_for_a_person(1)
    shift.forget()
    assert await shift.writes(MEI, 1, "/surveys off") == "", "the customer has said so, and needs no answer"
    assert shift.contacts.files[1].declined
    assert "不想收到评价邀请" in shift.cards[0]
    assert "不再邀请这位客户评价" in shift.posted


@pytest.mark.parametrize("written", ["/surveys", "/surveys on", "/surveys maybe"])
async def test_staff_cannot_take_it_back(shift: Counter, written: str) -> None:
    await shift.waits_for_a_person(1)
    await shift.writes(MEI, 1, "/surveys off")
    shift.forget()
    await shift.writes(MEI, 1, written)
    assert shift.contacts.files[1].declined
    assert "只有客户自己能恢复" in shift.posted
