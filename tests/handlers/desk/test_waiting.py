"""Who waits for a person hears the truth: where they are, how long it takes, that nobody is there; and may leave."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.catalogue import DECLARATIONS
from handlers.desk.policy import AgentProfile, DeskPolicy, Team
from handlers.desk.waits import honest, place
from handlers.scripts.library import Library
from handlers.scripts.loading import fresh
from storage.conversations import Status
from storage.desk import PRIORITIES, Case, Waiting
from storage.inbound import Kind
from storage.joining import SOON
from tests.handlers.chat import SCRIPTS
from tests.handlers.desk.shift import BO, LAO, MEI, Shift

MINUTE = 60.0
waitings = st.builds(
    Waiting,
    conversation_id=st.integers(1, 20),
    name=st.just(""),
    channel=st.just("telegram"),
    team=st.sampled_from(["", "sales"]),
    priority=st.sampled_from(PRIORITIES),
    queued_at=st.integers(0, 5).map(float),
)


@pytest.fixture
async def shift(scripts: Library) -> Shift:
    """小美 and 阿波 are there."""
    shift = Shift(scripts)
    for account in (BO, MEI):
        await shift.writes(account, None, "/queue")
    shift.forget()
    return shift


@given(st.lists(waitings, unique_by=lambda each: each.conversation_id, max_size=12))
def test_the_places_of_a_team_are_the_numbers_from_one_in_the_order_they_are_served(queue: list[Waiting]) -> None:
    for team in ("", "sales"):
        theirs = [each for each in queue if each.team == team]
        served = sorted(theirs, key=lambda w: (PRIORITIES.index(w.priority), w.queued_at, w.conversation_id))
        cases = [Case(opened_at=0, reason="", queued_at=w.queued_at, priority=w.priority, team=w.team) for w in served]
        places = [place(queue, case, w.conversation_id) for case, w in zip(cases, served, strict=True)]
        assert places == list(range(1, len(served) + 1))


@given(st.lists(st.floats(0, 1e6), max_size=2))
def test_two_waits_say_nothing_of_the_third(waits: list[float]) -> None:
    assert honest(waits, 0) is None


def place_told(shift: Shift, customer: int) -> int:
    found = re.search(r"前面还有 (\d+) 位", shift.told(customer)[-1])
    return 1 + int(found[1]) if found else 1


async def test_the_customer_hears_their_place(shift: Shift) -> None:
    await shift.waits_for_a_person(1, 2)
    assert shift.to_customer("position", position=2, ahead=1, minutes="") in shift.told(2)[-1]
    assert "前面还有 1 位" in shift.told(2)[-1]


async def serve(shift: Shift, *minutes: float) -> None:
    """Customers from 101 on were taken after so long each."""
    for number, each in enumerate(minutes, 101):
        await shift.waits_for_a_person(number)
        shift.now += each * MINUTE
        await shift.writes(MEI, number, "/claim")
        await shift.writes(MEI, number, "/resolve")
    shift.timers.clear()
    shift.forget()


async def test_each_of_many_who_come_in_one_moment_hears_their_own_place(shift: Shift) -> None:
    for each in (1, 2, 3, 4):
        await shift.says(each, "你好")
    await shift.wait_all_at_once(1, 2, 3, 4)
    assert [place_told(shift, each) for each in (1, 2, 3, 4)] == [1, 2, 3, 4]
    asked = [shift.case(each).offered_to for each in (1, 2, 3, 4)]
    assert sorted(asked) == [MEI, MEI, BO, BO], "nobody is asked to take all of them"


async def test_whoever_was_taken_or_went_in_that_moment_is_before_nobody(shift: Shift) -> None:
    await shift.waits_for_a_person(1, 2)
    await shift.writes(MEI, 1, "您好")
    await shift.says(2, "结束对话")
    await shift.waits_for_a_person(3)
    assert place_told(shift, 3) == 1


async def test_nobodys_name_is_kept_beside_the_database(shift: Shift) -> None:
    """Nothing there is forgotten when somebody is erased."""
    await shift.waits_for_a_person(1)
    assert [each.name for each in shift.joining.beside((), shift.now)] == [""]


async def test_whose_turn_failed_is_before_nobody_for_long(shift: Shift) -> None:
    await shift.says(1, "你好")
    await shift._decided(1, Kind.TEXT, text="转人工")
    shift.now += SOON
    await shift.waits_for_a_person(2)
    assert place_told(shift, 2) == 1


async def test_and_the_median_of_what_others_really_waited(shift: Shift) -> None:
    await serve(shift, 2, 4, 60)
    await shift.waits_for_a_person(1)
    assert "大约需要等 4 分钟" in shift.told(1)[-1]


async def test_nobody_is_promised_less_than_those_before_them_have_waited_already(shift: Shift) -> None:
    await serve(shift, 1, 1, 1)
    await shift.waits_for_a_person(1)
    shift.now += 4 * MINUTE
    await shift.waits_for_a_person(2)
    assert "大约需要等 4 分钟" in shift.told(2)[-1]
    shift.now += 2 * MINUTE
    assert "大约需要等 6 分钟" in await shift.says(1, "还要多久？")


async def test_one_who_was_forgotten_makes_nobody_elses_wait_long(shift: Shift) -> None:
    await shift.waits_for_a_person(1)
    shift.now += 180 * MINUTE
    await serve(shift, 2, 2, 2)
    await shift.waits_for_a_person(2)
    assert "大约需要等 2 分钟" in shift.told(2)[-1]
    assert place_told(shift, 2) == 2


async def test_in_a_burst_that_is_served_from_its_end_nobody_is_promised_the_minute_of_before(shift: Shift) -> None:
    await serve(shift, *[1] * 10)
    burst = range(1, 11)
    await shift.waits_for_a_person(*burst)
    shift.now += 12 * MINUTE
    for each in (8, 9, 10):
        await shift.writes(MEI, each, "/claim")
    await shift.waits_for_a_person(11)
    assert "大约 12 分钟" in shift.told(11)[-1]


async def test_beyond_the_bound_it_is_longer_than_usual_and_a_message_can_be_left(shift: Shift) -> None:
    await serve(shift, 20, 30, 40)
    await shift.waits_for_a_person(1)
    assert shift.to_customer("longer", minutes=30) in shift.told(1)[-1]
    assert shift.buttons(1) == ["结束对话", "改为留言"]
    shift.forget()
    await shift.passes(3600)
    assert shift.told(1) == [], "that it takes long is said once"


async def test_a_higher_priority_goes_first(shift: Shift) -> None:
    await shift.waits_for_a_person(1, 2)
    await shift.writes(MEI, 2, "/priority urgent")
    assert "您排在第一位" in await shift.says(2, "排队")
    assert "前面还有 1 位" in await shift.says(1, "还要多久？")


@pytest.mark.parametrize("words", ["排队", "还要多久", "还要等多久啊", "轮到我了吗？", "/queue"])
async def test_who_asks_while_they_wait_is_told(shift: Shift, words: str) -> None:
    await shift.waits_for_a_person(1)
    assert "您排在第一位" in await shift.says(1, words)


async def test_what_is_asked_about_something_else_is_for_staff(shift: Shift) -> None:
    await shift.waits_for_a_person(1)
    shift.forget()
    assert await shift.says(1, "我的快递到哪了") == ""
    assert shift.posted == "我的快递到哪了"


async def test_who_asks_while_nobody_is_awaited_is_told_that(shift: Shift) -> None:
    assert await shift.says(1, "排队") == shift.to_customer("not_waiting")


async def test_in_a_group_nobodys_place_is_told(shift: Shift) -> None:
    await shift.waits_for_a_person(1)
    said = await shift.customer(1, Kind.TEXT, text="排队", private=False)
    assert "私信" in said


async def test_with_an_agent_the_question_is_the_agents(shift: Shift) -> None:
    await shift.waits_for_a_person(1)
    await shift.writes(MEI, 1, "/claim")
    assert await shift.says(1, "还要多久") == ""
    assert await shift.presses(1, "queue") == shift.to_customer("with_agent", agent="小美")


async def test_a_shop_may_keep_the_place_to_itself(shift: Shift) -> None:
    shift.desk_policy = DeskPolicy(tell_position=False)
    await shift.waits_for_a_person(1)
    assert "位" not in shift.told(1)[-1]
    assert await shift.says(1, "排队") != ""


async def test_when_all_are_away_the_customer_is_not_left_to_hope(shift: Shift) -> None:
    await shift.writes(MEI, None, "/away")
    await shift.writes(BO, None, "/away")
    await shift.waits_for_a_person(1)
    assert shift.to_customer("nobody") in shift.told(1)[-1]
    assert "改为留言" in shift.buttons(1)
    assert shift.has(1) == "queue"


async def test_whom_the_admin_named_and_nobody_ever_saw_is_not_there_for_them(shift: Shift) -> None:
    shift.desk_policy = DeskPolicy(agents={LAO: AgentProfile(account=LAO)})
    await shift.writes(MEI, None, "/away")
    await shift.writes(BO, None, "/away")
    await shift.waits_for_a_person(1)
    assert shift.to_customer("nobody") in shift.told(1)[-1]
    assert shift.case(1).offered_to == LAO, "who may be there all the same"


async def test_a_late_word_comes_once_and_staff_hear_of_it(shift: Shift) -> None:
    await shift.waits_for_a_person(1)
    shift.forget()
    await shift.passes(10 * MINUTE)
    assert shift.told(1) == [shift.to_customer("longer", minutes="")]
    assert shift.line("still_waiting", minutes=10, wait="10 分钟") in shift.posted
    await shift.passes(10 * 3600)
    assert len(shift.told(1)) == 1


async def test_staff_hear_how_long_it_is_of_whoever_was_handed_back_meanwhile(shift: Shift) -> None:
    await shift.waits_for_a_person(1)
    await shift.writes(MEI, 1, "/claim")
    shift.now += 5 * MINUTE
    await shift.writes(MEI, 1, "/release")
    shift.forget()
    await shift.passes(10 * MINUTE)
    assert shift.line("still_waiting", minutes=15, wait="15 分钟") in shift.posted


async def test_a_team_has_a_patience_of_its_own(shift: Shift) -> None:
    shift.desk_policy = DeskPolicy(teams={"sales": Team(key="sales", late_seconds=60)})
    await shift.waits_for_a_person(1)
    shift.forget()
    await shift.passes(60)
    assert shift.told(1)


async def test_a_message_ends_the_wait_and_stays_in_the_queue(shift: Shift) -> None:
    await shift.waits_for_a_person(1)
    await shift.passes(10 * MINUTE)
    assert await shift.presses(1, "queue:message") == shift.to_customer("message")
    shift.forget()
    assert await shift.says(1, "茶叶受潮了，请给我换一盒？") == shift.to_customer("message_kept")
    assert "茶叶受潮了，请给我换一盒？" in shift.posted
    assert shift.line("left_message") in shift.posted
    assert (shift.has(1), shift.case(1).reason) == ("queue", "left_message")
    assert await shift.says(1, "排队") == shift.to_customer("message_waiting")
    await shift.writes(MEI, 1, "可以换")
    assert shift.told(1)[-1] == "可以换"


async def test_who_wants_to_leave_a_message_and_is_answered_first_just_talks(shift: Shift) -> None:
    await shift.waits_for_a_person(1)
    await shift.presses(1, "queue:message")
    await shift.writes(MEI, 1, "您好")
    assert await shift.says(1, "茶叶受潮了") == ""
    assert shift.case(1).reason == "asked"
    assert "form" not in {name for _, name in shift.timers}


async def test_a_button_to_leave_a_message_that_comes_too_late_starts_nothing(shift: Shift) -> None:
    await shift.waits_for_a_person(1)
    await shift.writes(MEI, 1, "/claim")
    assert await shift.presses(1, "queue:message") == shift.to_customer("with_agent", agent="小美")
    await shift.writes(MEI, 1, "/resolve")
    assert await shift.presses(1, "queue:message") == shift.to_customer("not_waiting")


async def test_who_waits_may_leave(shift: Shift) -> None:
    await shift.waits_for_a_person(1)
    await shift.says(1, "/end")
    assert shift.conversations[1].status is Status.RESOLVED


async def test_lines_that_the_admin_left_empty_are_not_said(scripts: Library, tmp_path: Path) -> None:
    shift = Shift(silent(tmp_path))
    await shift.writes(MEI, None, "/queue")
    await shift.waits_for_a_person(1)
    queued = shift.words.script("zh-CN", "escalation")
    assert queued is not None
    assert shift.told(1)[-1] == queued.line("queued")
    shift.forget()
    await shift.passes(3600)
    await shift.writes(MEI, 1, "/claim")
    await shift.writes(MEI, 1, "/release")
    assert shift.told(1) == []
    assert await shift.says(1, "排队") == queued.line("already")


def silent(folder: Path) -> Library:
    """The scripts, with every line of `queue` left empty that may be."""
    [declared] = [each for each in DECLARATIONS if each.handler == "queue"]
    for path in SCRIPTS.glob("*/*.yaml"):
        text = path.read_text("utf-8")
        if path.name == "queue.yaml":
            lines = (emptied(line, declared.may_be_empty) for line in text.split("\n"))
            text = "\n".join(lines)
        (folder / path.parent.name).mkdir(exist_ok=True)
        (folder / path.parent.name / path.name).write_text(text, "utf-8")
    return fresh(folder, DECLARATIONS).loaded


def emptied(line: str, names: frozenset[str]) -> str:
    name = line.strip().partition(":")[0]
    return f'  {name}: ""' if name in names and line.startswith("  ") else line
