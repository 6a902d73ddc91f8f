"""The end of a conversation with staff: whoever ends it, it ends once, and is followed by one farewell at most."""

from dataclasses import replace
from pathlib import Path

import pytest

from handlers.catalogue import DECLARATIONS
from handlers.desk.policy import DeskPolicy, Team
from handlers.desk.policy_file import built_in
from handlers.farewell.policy import FarewellPolicy, Silence
from handlers.scripts.library import Library
from handlers.scripts.loading import fresh
from storage.conversations import Status
from storage.desk import ContactChange, Priority
from storage.openings import Opening
from storage.results import Action
from tests.handlers.chat import SCRIPTS
from tests.handlers.desk.shift import BO, MEI, Shift
from tests.standing import AlwaysOpen

MINUTE = 60.0
HOUR = 3600.0
POLICY = DeskPolicy(farewell=FarewellPolicy(desk=Silence(warn_seconds=30 * MINUTE, close_seconds=60 * MINUTE)))


@pytest.fixture
async def shift(scripts: Library) -> Shift:
    """小美 has answered the first customer."""
    shift = Shift(scripts, desk_policy=POLICY)
    await shift.waits_for_a_person(1)
    await shift.writes(MEI, 1, "您好，我看一下")
    shift.forget()
    return shift


def said(shift: Shift, line: str, language: str = "zh-CN") -> str:
    """How a line of the farewell begins, with nothing to name."""
    script = shift.words.script(language, "farewell")
    assert script is not None
    about = dict.fromkeys(("tier", "settled", "orders", "returns", "waiting", "agent"), "")
    return script.line(line, **about)


def warned(shift: Shift, minutes: int = 30) -> str:
    script = shift.words.script("zh-CN", "farewell")
    assert script is not None
    return script.line("warning", minutes=minutes)


def status(shift: Shift, customer: int = 1) -> Status:
    return shift.conversations[customer].status


def ends(shift: Shift) -> list[object]:
    return [each.details["by"] for each in shift.events if each.name == "resolved"]


# Silence


async def test_a_silent_customer_is_warned_once_and_then_bidden_farewell(shift: Shift) -> None:
    assert await shift.passes(29 * MINUTE) == ""
    assert await shift.passes(MINUTE) == warned(shift)
    assert "客户好一会儿没有说话" in shift.posted
    assert await shift.passes(29 * MINUTE) == ""
    shift.forget()
    assert (await shift.passes(MINUTE)).startswith(said(shift, "idle"))
    assert status(shift) is Status.RESOLVED
    assert "已自动结束" in shift.posted
    assert ends(shift) == ["idle"]
    assert shift.ended[-1].closed_by == "timer"
    assert not [name for _, name in shift.timers if name.startswith(("idle:", "desk:", "promise"))]


async def test_who_has_it_speaks_without_moving_the_timer(shift: Shift) -> None:
    [due] = [each.due_at for key, each in shift.timers.items() if key[1] == "idle:desk"]
    shift.now += 10 * MINUTE
    await shift.writes(MEI, 1, "在帮您查")
    assert [each.due_at for key, each in shift.timers.items() if key[1] == "idle:desk"] == [due]
    assert await shift.passes(29 * MINUTE) == "", "counted from the last word"
    assert await shift.passes(MINUTE) == warned(shift)


async def test_never_while_the_customer_waits_for_staff(shift: Shift) -> None:
    await shift.says(1, "那我等您")
    assert warned(shift) not in await shift.passes(40 * HOUR)
    assert status(shift) is Status.OPEN


async def test_never_in_the_queue(scripts: Library) -> None:
    shift = Shift(scripts, desk_policy=POLICY)
    await shift.waits_for_a_person(1)
    await shift.passes(40 * HOUR)
    assert status(shift) is Status.OPEN
    assert warned(shift) not in shift.told(1)


async def test_never_when_it_went_back_to_the_queue(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/release")
    await shift.passes(20 * HOUR)
    assert status(shift) is Status.OPEN
    assert warned(shift) not in shift.told(1)


async def test_never_while_it_sleeps_nor_before_whoever_woke_has_spoken(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/snooze 2h")
    assert await shift.passes(20 * HOUR) == ""
    assert status(shift) is Status.OPEN
    await shift.writes(MEI, 1, "仓库回复了")
    assert await shift.passes(30 * MINUTE) == warned(shift)


async def test_thanks_wake_nobody_and_a_word_does(shift: Shift) -> None:
    await shift.writes(MEI, 1, "明天上午答复您")
    await shift.writes(MEI, 1, "/snooze 2h")
    shift.forget()
    await shift.says(1, "好的，谢谢")
    assert (status(shift), "好的，谢谢" in shift.posted) == (Status.SNOOZED, True)
    await shift.says(1, "要带发票吗")
    assert status(shift) is Status.OPEN


async def test_never_before_a_colleague_who_took_it_over_has_spoken(shift: Shift) -> None:
    await shift.passes(20 * MINUTE)
    await shift.taps(BO, 1, "desk:takeover")
    assert await shift.passes(20 * HOUR) == ""
    assert status(shift) is Status.OPEN


async def test_the_answer_that_crosses_the_warning_keeps_it_open(shift: Shift) -> None:
    await shift.passes(30 * MINUTE)
    shift.now += 30 * MINUTE
    await shift.says(1, "我在的")
    await shift.rings(1, "idle:desk")
    assert status(shift) is Status.OPEN
    await shift.writes(MEI, 1, "好的，已经登记")
    shift.forget()
    assert await shift.passes(30 * MINUTE) == warned(shift), "all the time again"


async def test_whoever_thanked_is_not_asked_whether_they_are_there(shift: Shift) -> None:
    shift.now += MINUTE
    assert await shift.says(1, "谢谢") == ""
    assert "谢谢" in shift.posted, "thanks go to the topic"
    assert await shift.passes(59 * MINUTE) == ""
    assert (await shift.passes(2 * MINUTE)).startswith(said(shift, "idle"))


async def test_a_late_sweep_warns_and_leaves_as_much_time_as_ever(shift: Shift) -> None:
    shift.now += 5 * HOUR
    assert await shift.passes(0) == warned(shift)
    assert await shift.passes(29 * MINUTE) == ""
    assert (await shift.passes(MINUTE)).startswith(said(shift, "idle"))


async def test_however_often_it_rings_there_is_one_warning_and_one_farewell(shift: Shift) -> None:
    await shift.passes(30 * MINUTE)
    for _ in range(3):
        assert await shift.rings(1, "idle:desk") == ""
    assert (await shift.passes(30 * MINUTE)).startswith(said(shift, "idle"))
    for _ in range(3):
        assert await shift.rings(1, "idle:desk") == ""
    assert (len(shift.told(1)), ends(shift)) == (2, ["idle"])


async def test_staff_resolve_while_the_timer_is_on_its_way(shift: Shift) -> None:
    await shift.passes(59 * MINUTE)
    await shift.writes(MEI, 1, "/resolve")
    assert await shift.rings(1, "idle:desk") == ""
    assert ends(shift) == ["agent"]


async def test_silence_has_ended_it_when_staff_resolve(shift: Shift) -> None:
    await shift.passes(60 * MINUTE)
    assert await shift.writes(MEI, 1, "/resolve") == ""
    assert ends(shift) == ["idle"]


async def test_one_who_left_is_told_nothing_and_it_ends_all_the_same(shift: Shift) -> None:
    await shift.blocks(1)
    assert await shift.passes(2 * HOUR) == ""
    assert status(shift) is Status.RESOLVED


async def test_where_the_platform_lets_us_say_nothing_it_ends_without_a_word(shift: Shift) -> None:
    shift.platform.opening = Opening(until=shift.now - 1, messages=0)
    assert await shift.passes(3 * HOUR) == ""
    assert (status(shift), ends(shift)) == (Status.RESOLVED, ["idle"])


async def test_the_message_in_reserve_is_the_survey_s(shift: Shift) -> None:
    shift.platform.opening = Opening(until=shift.now + 40 * HOUR, messages=1)
    assert await shift.writes(MEI, 1, "/resolve") == ""
    assert status(shift) is Status.RESOLVED


class UntilNine(AlwaysOpen):
    """Nobody is there before a moment."""

    def __init__(self, opens: float) -> None:
        self.opens = opens

    def is_open(self, team: str, at: float) -> bool:
        return at >= self.opens

    def next_open(self, team: str, at: float) -> float | None:
        return max(at, self.opens)

    def next_close(self, team: str, at: float) -> float | None:
        return None if at >= self.opens else at

    def seconds_between(self, team: str, start: float, end: float) -> float:
        return max(0.0, end - max(start, self.opens))

    def after(self, team: str, start: float, seconds: float) -> float | None:
        return max(start, self.opens) + seconds


async def test_the_night_does_not_count(scripts: Library) -> None:
    shift = Shift(scripts, desk_policy=POLICY)
    shift.hours = UntilNine(shift.now + 14 * HOUR)
    await shift.waits_for_a_person(1)
    await shift.writes(MEI, 1, "您好，我看一下")
    assert await shift.passes(14 * HOUR) == ""
    assert await shift.passes(30 * MINUTE) == warned(shift)


async def test_but_it_ends_while_the_platform_still_lets_us_say_farewell(scripts: Library) -> None:
    shift = Shift(scripts, desk_policy=POLICY)
    shift.hours = UntilNine(shift.now + 72 * HOUR)
    shift.platform.opening = Opening(until=shift.now + 48 * HOUR, messages=5)
    await shift.waits_for_a_person(1)
    await shift.writes(MEI, 1, "您好，我看一下")
    shift.forget()
    await shift.passes(47 * HOUR)
    assert shift.told(1) == []
    await shift.passes(54 * MINUTE)
    assert shift.told(1) == [warned(shift)]
    await shift.passes(MINUTE)
    assert shift.told(1)[1].startswith(said(shift, "idle"))


async def test_a_team_may_wait_otherwise(scripts: Library) -> None:
    parting = replace(POLICY.farewell, teams={"sales": Silence(close_seconds=10 * MINUTE)})
    policy = replace(POLICY, teams={"sales": Team(key="sales")}, default_team="sales", farewell=parting)
    shift = Shift(scripts, desk_policy=policy)
    await shift.waits_for_a_person(1)
    await shift.writes(MEI, 1, "您好")
    assert (await shift.passes(10 * MINUTE)).startswith(said(shift, "idle"))


async def test_switched_off_nobody_is_minded(scripts: Library) -> None:
    shift = Shift(scripts, desk_policy=DeskPolicy(farewell=FarewellPolicy(desk=Silence())))
    await shift.waits_for_a_person(1)
    await shift.writes(MEI, 1, "您好")
    await shift.passes(90 * HOUR)
    assert status(shift) is Status.OPEN


# Staff, and the contact


async def test_resolving_says_one_farewell_for_a_settled_matter(shift: Shift) -> None:
    told = await shift.writes(MEI, 1, "/resolve")
    assert told.startswith(said(shift, "agent"))
    assert [each for each in shift.outgoing if each.action is Action.SEND and each.final] == []
    assert len(shift.told(1)) == 1


async def test_a_vip_is_thanked_otherwise(shift: Shift) -> None:
    shift.contacts.write(1, (ContactChange(tier="vip"),))
    assert not (await shift.writes(MEI, 1, "/resolve")).startswith(said(shift, "agent"))


async def test_a_ban_says_no_farewell_and_ends_it(shift: Shift) -> None:
    assert await shift.writes(MEI, 1, "/ban 骚扰") == ""
    assert (status(shift), ends(shift)) == (Status.RESOLVED, ["ban"])


async def test_the_customer_ends_it_and_may_not_reopen_by_writing(shift: Shift) -> None:
    await shift.presses(1, "end")
    assert ends(shift) == ["contact"]
    await shift.says(1, "那个快递")
    assert shift.has(1) == "bot"


async def test_every_line_may_be_empty(tmp_path: Path) -> None:
    for path in SCRIPTS.glob("*/*.yaml"):
        target = tmp_path / path.parent.name / path.name
        target.parent.mkdir(exist_ok=True)
        text = path.read_text("utf-8")
        if path.stem in ("farewell", "thanks", "goodbye"):
            head, _, _ = text.partition("\nlines:")
            names = [line.split(":")[0].strip() for line in text.splitlines() if line.startswith("  ") and ":" in line]
            names = [name for name in names if name.isidentifier()]
            text = f"{head}\nlines:\n" + "".join(f'  {name}: ""\n' for name in names)
        target.write_text(text, "utf-8")
    shift = Shift(fresh(tmp_path, DECLARATIONS).loaded, desk_policy=POLICY)
    await shift.waits_for_a_person(1, 2)
    await shift.writes(MEI, 1, "您好")
    await shift.writes(MEI, 2, "您好")
    shift.forget()
    assert await shift.writes(MEI, 2, "/resolve") == ""
    assert await shift.says(2, "谢谢") == ""
    assert await shift.passes(60 * MINUTE) == ""
    assert sorted(map(str, ends(shift))) == ["agent", "idle"]


# Coming back


async def test_a_message_soon_after_goes_on_where_it_ended(shift: Shift) -> None:
    before = shift.case(1)
    await shift.writes(MEI, 1, "/resolve")
    shift.forget()
    shift.now += 10 * MINUTE
    assert await shift.says(1, "等等，还有一盒也坏了")
    case = shift.case(1)
    assert (case.id, case.opened_at, case.agents) == (before.id, before.opened_at, (MEI,))
    assert (case.offered_to, case.closed_at, case.reopened_at) == (MEI, None, shift.now)
    assert "等等，还有一盒也坏了" in shift.posted
    assert "客户在会话结束后不久又写来了" in shift.posted
    assert case.asked == "等等，还有一盒也坏了"
    assert [each.name for each in shift.events] == ["reopened"]


async def test_whoever_comes_back_angry_goes_first(shift: Shift) -> None:
    shift.desk_policy = replace(POLICY, triggers=built_in("zh-CN").triggers)
    await shift.writes(MEI, 1, "/resolve")
    await shift.says(1, "你们这是骗子，我要投诉")
    case = shift.case(1)
    assert case.angry
    assert case.priority is not Priority.NORMAL


async def test_so_it_does_after_silence_has_ended_it(shift: Shift) -> None:
    await shift.passes(60 * MINUTE)
    await shift.says(1, "刚才在开会")
    assert shift.has(1) == "queue"


async def test_thanks_after_the_end_reopen_nothing(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/resolve")
    shift.forget()
    assert await shift.says(1, "谢谢！") == shift._line("thanks", "again")
    assert (status(shift), shift.events, shift.posted) == (Status.RESOLVED, [], "")
    await shift.says(1, "还有一盒也坏了")
    assert shift.has(1) == "queue", "the grace goes on"


async def test_later_the_bot_begins_anew(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/resolve")
    await shift.passes(3 * HOUR)
    await shift.says(1, "运费")
    assert shift.has(1) == "bot"


@pytest.mark.parametrize("words", ["你好", "转人工", "运费是不是你们出", "[图片]"])
async def test_whatever_they_say_of_their_own_goes_on(shift: Shift, words: str) -> None:
    await shift.writes(MEI, 1, "/resolve")
    await shift.says(1, words)
    assert (shift.has(1), shift.case(1).offered_to) == ("queue", MEI)


@pytest.mark.parametrize("words", ["/help", "/menu", "运费", "查订单"])
async def test_a_command_or_a_word_of_the_menu_is_for_the_bot(shift: Shift, words: str) -> None:
    await shift.writes(MEI, 1, "/resolve")
    await shift.says(1, words)
    assert shift.has(1) == "bot"


async def test_a_button_is_for_the_bot(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/resolve")
    await shift.presses(1, "menu")
    assert shift.has(1) == "bot"


async def test_without_grace_nothing_reopens(scripts: Library) -> None:
    shift = Shift(scripts, desk_policy=DeskPolicy(farewell=FarewellPolicy(reopen_seconds=0)))
    await shift.waits_for_a_person(1)
    await shift.writes(MEI, 1, "您好")
    await shift.writes(MEI, 1, "/resolve")
    await shift.says(1, "还有一盒也坏了")
    assert shift.has(1) == "bot"


async def test_a_case_may_be_reopened_again_and_again(shift: Shift) -> None:
    for _ in range(3):
        await shift.writes(MEI, 1, "好的")
        await shift.writes(MEI, 1, "/resolve")
        shift.now += MINUTE
        await shift.says(1, "还有一件事")
        shift.now += MINUTE
    assert len({each.id for each in shift.ended}) == 1
