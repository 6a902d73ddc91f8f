"""Colleagues exchange shifts: one asks, the other agrees, and from then on the rota is as they have made it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.desk.policy import AgentProfile, DeskPolicy
from handlers.desk.rota.timed import SETTLE
from handlers.hours.calendar import Calendar
from handlers.hours.policy import ALWAYS_OPEN, Duty, HoursPolicy, Shift, Stretch
from handlers.hours.swapping import came_to_nothing, span, swapped
from handlers.scripts.library import Library
from storage.desk import Agent
from storage.inbound import Identity, Inbound, Kind
from storage.swaps import Span, Swap, SwapStatus
from tests.handlers.desk.shift import BO, LAO, MEI, NAMES
from tests.handlers.desk.shift import Shift as Desk
from tests.handlers.hours.test_rota import EARLY, LATE, PLAN, line, opened
from tests.moments import SHANGHAI, at

NOW = "2026-11-22 10:00"
"""A Sunday."""
MONDAY_EARLY = Span(at("2026-11-23 08:00"), at("2026-11-23 14:00"))
WEDNESDAY_LATE = Span(at("2026-11-25 14:00"), at("2026-11-26 02:00"))


async def settled(desk: Desk, number: int = 1) -> None:
    """The look at the rota has found it."""
    desk_itself = Identity("slack", "kefu")
    looked = Inbound(
        identity=desk_itself,
        key=str(desk.now),
        kind=Kind.TIMER,
        chat_id="",
        payload=SETTLE,
        text=str(number),
        sent_at=desk.now,
        staff=True,
    )
    desk._commit(0, await desk.reception.staff(looked, None, desk.now))


def on_duty(desk: Desk, when: str) -> set[str]:
    return set(desk.hours.on_duty(at(when)) or ())


def buttons(desk: Desk) -> list[str]:
    return [each.goto for each in desk.outgoing[-1].content.buttons]


def status(desk: Desk, number: int = 1) -> SwapStatus:
    return desk.swaps.known[number].status


def shift_is(desk: Desk, day: str, begins: str, ends: str, name: str = "") -> str:
    return line(desk, "one_shift", day=day, begins=begins, ends=ends, name=name)


async def test_a_shift_is_given_to_a_colleague_who_agrees_by_a_button(scripts: Library) -> None:
    desk = await opened(scripts, NOW)
    await desk.writes(MEI, None, "/rota swap mon 阿波 ")
    early = shift_is(desk, "11月23日周一", "08:00", "14:00", "早班")
    assert desk.posted == line(desk, "proposed", agent="小美", taker="阿波", shift=early, back="")
    assert '<a href="agent:slack:U9">' in desk.outgoing[-1].content.text, "who is asked is called"
    assert on_duty(desk, "2026-11-23 09:00") == {MEI}, "nothing has changed yet"
    desk.forget()
    await desk.taps(BO, None, "desk:rota:agree 1")
    assert "阿波" in desk.posted
    assert on_duty(desk, "2026-11-23 09:00") == {BO}
    assert on_duty(desk, "2026-11-24 09:00") == {MEI}, "of that day only"


async def test_one_shift_is_exchanged_for_another(scripts: Library) -> None:
    desk = await opened(scripts, NOW)
    await desk.writes(MEI, None, "/rota swap 周一 阿波 换 周三")
    await desk.taps(BO, None, "desk:rota:agree 1")
    assert (on_duty(desk, "2026-11-23 09:00"), on_duty(desk, "2026-11-25 15:00")) == ({BO}, {MEI})
    assert desk.swaps.known[1].back == WEDNESDAY_LATE
    desk.forget()
    await desk.writes(MEI, None, "/rota week")
    assert line(desk, "stand_in", agent="阿波", before="小美") in desk.posted
    assert line(desk, "stand_in", agent="小美", before="阿波") in desk.posted


@pytest.mark.parametrize(
    "written",
    [
        "11-23 阿波",
        "11月23日 阿波",
        "2026-11-23 阿波",
        "tomorrow 阿波",
        "周一 08:00 阿波",
        "mon 早班 阿波",
        "mon @阿波",
        "mon slack:U9",
        "mon 给 阿波",
    ],
)
async def test_the_day_and_the_colleague_are_understood_as_staff_write_them(scripts: Library, written: str) -> None:
    desk = await opened(scripts, NOW)
    await desk.writes(MEI, None, f"/rota swap {written}")
    assert [(each.shift, each.taker, each.back) for each in desk.swaps.known.values()] == [(MONDAY_EARLY, BO, None)]


@pytest.mark.parametrize(
    ("written", "name", "blanks"),
    [
        ("", "how_to_swap", {}),
        ("mon", "how_to_swap", {}),
        ("阿波 mon", "how_to_swap", {}),
        ("mon 阿波 soon", "how_to_swap", {}),
        ("mon 阿波 wed thu", "how_to_swap", {}),
        ("11-31 阿波", "how_to_swap", {}),
        ("mon 阿坡", "unknown_colleague", {"name": "阿坡"}),
        ("mon 小美", "with_oneself", {}),
        ("sun 阿波", "no_shift", {"agent": "小美", "day": "11月22日周日"}),
        ("mon 12:00 阿波", "no_shift", {"agent": "小美", "day": "11月23日周一"}),
    ],
)
async def test_what_cannot_be_understood_is_said(
    scripts: Library, written: str, name: str, blanks: dict[str, str]
) -> None:
    desk = await opened(scripts, NOW)
    await desk.writes(MEI, None, f"/rota swap {written}".strip())
    assert desk.posted == line(desk, name, **blanks)
    assert desk.swaps.known == {}


async def test_of_colleagues_with_one_name_each_is_a_button(scripts: Library) -> None:
    desk = await opened(scripts, NOW)
    desk.staff[LAO] = Agent(account=LAO, name="阿波")
    await desk.writes(MEI, None, "/rota swap mon 给 阿波")
    assert desk.posted == line(desk, "which_colleague", name="阿波")
    assert [each.label for each in desk.outgoing[-1].content.buttons] == ["阿波 (U9)", "阿波 (U3)"]
    await desk.taps(MEI, None, buttons(desk)[0])
    assert [(each.taker, each.shift, each.back) for each in desk.swaps.known.values()] == [(BO, MONDAY_EARLY, None)]


async def test_of_namesakes_the_one_who_is_meant_gives_the_shift_that_was_asked_for(scripts: Library) -> None:
    desk = await opened(scripts, NOW)
    desk.staff[LAO] = Agent(account=LAO, name="阿波")
    await desk.writes(MEI, None, "/rota swap 周一 阿波 换 周三 14:00")
    await desk.taps(MEI, None, buttons(desk)[0])
    assert [(each.taker, each.back) for each in desk.swaps.known.values()] == [(BO, WEDNESDAY_LATE)]


async def test_a_colleagues_name_that_is_mistyped_is_guessed_on_a_button(scripts: Library) -> None:
    desk = await opened(scripts, NOW)
    desk.staff[LAO] = Agent(account=LAO, name="Annabel")
    await desk.writes(MEI, None, "/rota swap mon Anabel")
    assert desk.posted == line(desk, "unknown_colleague", name="Anabel")
    assert buttons(desk) == ["desk:rota:swap mon slack:U3"]


async def test_with_several_shifts_on_a_day_each_is_a_button(scripts: Library) -> None:
    noon = Shift(dates=frozenset({date(2026, 11, 23)}), hours=(Stretch(15 * 60, 16 * 60),), agents=(MEI,))
    desk = await opened(scripts, NOW, replace(PLAN, shifts=(EARLY, noon)))
    await desk.writes(LAO, None, "/queue")
    desk.forget()
    await desk.writes(MEI, None, "/rota swap mon 老王")
    assert desk.posted == line(desk, "which_shift", agent="小美", day="11月23日周一")
    first, second = buttons(desk)
    assert all(len(each.encode()) <= 64 for each in (first, second)), "as Telegram takes them"
    await desk.taps(MEI, None, second)
    assert desk.swaps.known[1].shift.begins == at("2026-11-23 15:00")


async def test_a_shift_that_has_begun_cannot_be_given_away(scripts: Library) -> None:
    desk = await opened(scripts, "2026-11-23 08:00")
    await desk.writes(MEI, None, "/rota swap today 阿波")
    assert desk.posted == line(desk, "no_shift", agent="小美", day="11月23日周一")
    desk.forget()
    await desk.writes(MEI, None, "/rota swap mon 阿波")
    assert desk.swaps.known[1].shift.begins == at("2026-11-30 08:00"), "the next Monday, and the post says which"


async def test_nobody_has_two_shifts_at_once(scripts: Library) -> None:
    whole = replace(EARLY, hours=(Stretch(12 * 60, 20 * 60),), agents=(LAO,), name={})
    desk = await opened(scripts, NOW, replace(PLAN, shifts=(*PLAN.shifts, whole)))
    await desk.writes(MEI, None, "/rota swap mon slack:U3")
    taken = shift_is(desk, "11月23日周一", "12:00", "20:00")
    assert desk.posted == line(desk, "both_at_once", agent=desk_name(desk, LAO), shift=taken)
    assert desk.swaps.known == {}


def desk_name(desk: Desk, account: str) -> str:
    return desk.staff[account].name if account in desk.staff else account.partition(":")[2]


async def test_a_shift_stays_within_a_team(scripts: Library) -> None:
    desk = await opened(scripts, NOW)
    teams = {MEI: frozenset({"presales"}), BO: frozenset({"aftersales"})}
    desk.desk_policy = DeskPolicy(agents={each: AgentProfile(account=each, teams=of) for each, of in teams.items()})
    await desk.writes(MEI, None, "/rota swap mon 阿波")
    assert desk.posted == line(desk, "other_team", agent="阿波")
    assert desk.swaps.known == {}


async def test_only_who_is_asked_or_a_supervisor_agrees(scripts: Library) -> None:
    desk = await opened(scripts, NOW)
    await desk.writes(MEI, None, "/rota swap mon 阿波")
    desk.forget()
    await desk.taps(LAO, None, "desk:rota:agree 1")
    assert desk.posted == line(desk, "not_to_agree", taker="阿波")
    await desk.taps(MEI, None, "desk:rota:agree 1")
    assert status(desk) is SwapStatus.PROPOSED, "least of all whoever asks"
    desk.desk_policy = DeskPolicy(agents={LAO: AgentProfile(account=LAO, supervisor=True)})
    await desk.taps(LAO, None, "desk:rota:agree 1")
    assert (status(desk), desk.swaps.known[1].decided_by) == (SwapStatus.AGREED, LAO)
    assert NAMES[LAO] in desk.posted


@pytest.mark.parametrize(("who", "fate"), [(MEI, SwapStatus.WITHDRAWN), (BO, SwapStatus.DECLINED)])
async def test_either_calls_it_off_and_nobody_else(scripts: Library, who: str, fate: SwapStatus) -> None:
    desk = await opened(scripts, NOW)
    await desk.writes(MEI, None, "/rota swap mon 阿波")
    desk.forget()
    await desk.taps(LAO, None, "desk:rota:refuse 1")
    assert desk.posted == line(desk, "not_to_withdraw", giver="小美", taker="阿波")
    desk.forget()
    await desk.taps(who, None, "desk:rota:refuse 1")
    shift = shift_is(desk, "11月23日周一", "08:00", "14:00")
    assert desk.posted == line(desk, str(fate), giver="小美", taker="阿波", shift=shift)
    desk.forget()
    await desk.taps(BO, None, "desk:rota:agree 1")
    assert desk.posted == line(desk, "decided_already")
    assert on_duty(desk, "2026-11-23 09:00") == {MEI}


async def test_a_button_of_a_swap_that_never_was_does_nothing(scripts: Library) -> None:
    desk = await opened(scripts, NOW)
    await desk.taps(BO, None, "desk:rota:agree 7")
    assert desk.posted == line(desk, "decided_already")


async def test_nobody_is_asked_twice_the_same(scripts: Library) -> None:
    desk = await opened(scripts, NOW)
    await desk.writes(MEI, None, "/rota swap mon 阿波")
    desk.forget()
    await desk.writes(MEI, None, "/rota swap 11-23 阿波")
    assert desk.posted == line(desk, "already_asked")
    assert len(desk.swaps.known) == 1


async def test_after_three_days_or_when_the_shift_begins_nobody_can_agree_any_more(scripts: Library) -> None:
    desk = await opened(scripts, NOW)
    await desk.writes(MEI, None, "/rota swap mon 阿波")
    await desk.writes(MEI, None, "/rota swap 11-27 阿波")
    desk.now = at("2026-11-23 08:00")
    await desk.taps(BO, None, "desk:rota:agree 1")
    assert status(desk) is SwapStatus.EXPIRED
    assert on_duty(desk, "2026-11-23 09:00") == {MEI}
    desk.now = at("2026-11-25 10:00")
    desk.forget()
    await settled(desk, 2)
    assert status(desk, 2) is SwapStatus.EXPIRED
    assert all(each in desk.outgoing[-1].content.text for each in ("agent:slack:U7", "agent:slack:U9")), "both hear it"


async def test_a_shift_that_was_given_away_twice_goes_to_who_agrees_first(scripts: Library) -> None:
    desk = await opened(scripts, NOW)
    await desk.writes(LAO, None, "/queue")
    await desk.writes(MEI, None, "/rota swap mon 阿波")
    await desk.writes(MEI, None, "/rota swap mon 老王")
    await desk.taps(LAO, None, "desk:rota:agree 2")
    desk.forget()
    await desk.taps(BO, None, "desk:rota:agree 1")
    assert on_duty(desk, "2026-11-23 09:00") == {LAO}
    assert status(desk) is SwapStatus.DROPPED
    assert "/值班 week" in desk.posted


async def test_who_took_a_shift_can_give_it_on_and_back(scripts: Library) -> None:
    desk = await opened(scripts, NOW)
    await desk.writes(LAO, None, "/queue")
    await desk.writes(MEI, None, "/rota swap mon 阿波")
    await desk.taps(BO, None, "desk:rota:agree 1")
    await desk.writes(BO, None, "/rota swap mon 08:00 老王")
    await desk.taps(LAO, None, "desk:rota:agree 2")
    assert on_duty(desk, "2026-11-23 09:00") == {LAO}
    desk.forget()
    await desk.writes(MEI, None, "/rota week")
    assert line(desk, "stand_in", agent="老王", before="小美") in desk.posted
    await desk.writes(LAO, None, "/rota swap mon 小美")
    await desk.taps(MEI, None, "desk:rota:agree 3")
    desk.forget()
    await desk.writes(MEI, None, "/rota week")
    assert on_duty(desk, "2026-11-23 09:00") == {MEI}
    assert "老王" not in desk.posted, "as if nothing had been"


async def test_a_swap_of_a_shift_that_is_planned_no_more_is_off_and_both_are_told(scripts: Library) -> None:
    desk = await opened(scripts, NOW)
    await desk.writes(MEI, None, "/rota swap mon 阿波 wed")
    await desk.taps(BO, None, "desk:rota:agree 1")
    await settled(desk)
    assert status(desk) is SwapStatus.AGREED, "the look found nothing wrong"
    desk.hours = Calendar(replace(PLAN, shifts=(EARLY,)), SHANGHAI, desk.swaps.agreed)
    desk.forget()
    await settled(desk)
    assert status(desk) is SwapStatus.DROPPED
    assert all(each in desk.outgoing[-1].content.text for each in ("agent:slack:U7", "agent:slack:U9"))
    assert on_duty(desk, "2026-11-23 09:00") == {MEI}
    desk.forget()
    await settled(desk)
    assert desk.outgoing == [], "once"


async def test_a_shift_that_has_been_worked_may_vanish_from_the_plan(scripts: Library) -> None:
    desk = await opened(scripts, NOW)
    await desk.writes(MEI, None, "/rota swap mon 阿波 wed")
    await desk.taps(BO, None, "desk:rota:agree 1")
    desk.now = at("2026-11-23 15:00")
    desk.hours = Calendar(replace(PLAN, shifts=(LATE,)), SHANGHAI, desk.swaps.agreed)
    await settled(desk)
    assert status(desk) is SwapStatus.AGREED
    assert on_duty(desk, "2026-11-25 15:00") == {MEI}


ACCOUNTS = ("a:1", "a:2", "a:3")
SPANS = [Span(float(number * 100), float(number * 100 + 50)) for number in range(5)]


@st.composite
def agreements(draw: st.DrawFn) -> tuple[list[Duty], list[Swap]]:
    shift = Shift(hours=(), agents=())
    who = st.lists(st.sampled_from(ACCOUNTS), min_size=1, max_size=2, unique=True)
    duties = [Duty(shift=shift, begins=each.begins, ends=each.ends, agents=tuple(draw(who))) for each in SPANS]
    one = st.builds(
        Swap,
        id=st.just(0),
        giver=st.sampled_from(ACCOUNTS),
        taker=st.sampled_from(ACCOUNTS),
        shift=st.sampled_from(SPANS),
        back=st.none() | st.sampled_from(SPANS),
        proposed_at=st.just(0.0),
        expires_at=st.just(1e9),
        status=st.just(SwapStatus.AGREED),
    )
    swaps = draw(st.lists(one.filter(lambda each: each.giver != each.taker), max_size=8))
    return duties, [replace(each, id=number, place=number) for number, each in enumerate(swaps, 1)]


@given(agreements())
def test_swaps_change_who_has_a_shift_and_never_which_shifts_there_are(found: tuple[list[Duty], list[Swap]]) -> None:
    planned, swaps = found
    now = swapped(planned, swaps)
    assert [span(each) for each in now] == [span(each) for each in planned]
    for before, after in zip(planned, now, strict=True):
        assert 1 <= len(after.agents) <= len(before.agents)
        assert len(set(after.agents)) == len(after.agents)
        assert set(after.instead_of) <= set(after.agents)
        assert set(after.instead_of.values()) <= set(before.agents)


@given(agreements())
def test_without_those_that_came_to_nothing_the_rota_is_the_same_and_all_others_stand(
    found: tuple[list[Duty], list[Swap]],
) -> None:
    planned, swaps = found

    class Hours(Calendar):
        def planned(self, begins: float, ends: float) -> list[Duty]:
            return planned

    hours = Hours(HoursPolicy(), SHANGHAI)
    dead = {swap.id for swap, _ in came_to_nothing(hours, swaps, [], -1.0)}
    standing = [each for each in swaps if each.id not in dead]
    assert list(came_to_nothing(hours, standing, [], -1.0)) == []


def test_who_says_nothing_of_shifts_has_none_to_exchange() -> None:
    assert Calendar(ALWAYS_OPEN, SHANGHAI).duties(0.0, 1e9) is None
