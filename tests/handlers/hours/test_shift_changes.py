"""When a shift begins its agents are reminded; when it ends what they have goes to those who are there."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.app.rota_watch import RotaWatch
from handlers.desk.policy import AgentProfile, DeskPolicy, Team
from handlers.hours.calendar import Calendar
from handlers.hours.policy import HoursPolicy, RotaRules, Shift, Stretch
from handlers.hours.shift_times import LATE_END, LATE_REMINDER, Act, due
from handlers.scripts.library import Library
from storage.inbound import Inbound
from storage.results import Action
from storage.swaps import Span, Swap, SwapStatus
from tests.handlers.desk.shift import BO, LAO, MEI
from tests.handlers.desk.shift import Shift as Desk
from tests.handlers.hours.test_rota import EARLY, EVERY_DAY, LATE, PLAN, line, opened
from tests.moments import SHANGHAI, at

MINUTE = 60.0


@dataclass
class Kefu:
    """A desk whose rota is looked at, by a program that may stop. The inbox outlives it."""

    desk: Desk
    inbox: set[str] = field(default_factory=set)
    watch: RotaWatch | None = None
    killed: bool = False
    """As soon as something is in the inbox."""
    left: list[Inbound] = field(default_factory=list)

    async def accept(self, inbound: Inbound) -> None:
        if inbound.key in self.inbox:
            return
        self.inbox.add(inbound.key)
        if self.killed:
            self.left.append(inbound)
        else:
            await self.turn(inbound)

    async def turn(self, inbound: Inbound) -> None:
        self.desk._commit(0, await self.desk.reception.staff(inbound, None, self.desk.now))

    async def restarts(self) -> None:
        """What was left in the inbox has its turn."""
        self.watch, self.killed = None, False
        left, self.left = self.left, []
        for each in left:
            await self.turn(each)
        await self.desk.passes(0)

    async def until(self, when: str, *, looks: bool = True) -> None:
        """Time goes by; every half minute the rota is looked at, unless kefu is down."""
        while self.desk.now < at(when):
            await self.desk.passes(min(30.0, at(when) - self.desk.now)) if looks else None
            self.desk.now = at(when) if not looks else self.desk.now
            if looks:
                await self.look()

    async def look(self) -> None:
        desk = self.desk
        self.watch = self.watch or RotaWatch(
            desk.hours, desk.swaps, self.accept, desk_channel="slack", clock=lambda: desk.now
        )
        await self.watch.look()
        await desk.passes(0)


async def running(scripts: Library, now: str, hours: HoursPolicy = PLAN) -> Kefu:
    desk = await opened(scripts, now, hours)
    return Kefu(desk)


async def has_taken(desk: Desk, agent: str, *customers: int) -> None:
    for each in customers:
        await desk.waits_for_a_person(each)
        await desk.taps(agent, each, "desk:claim")
    desk.forget()


def alerts(desk: Desk) -> list[str]:
    return [each.content.text for each in desk.outgoing if each.action is Action.ALERT]


# Before a shift


async def test_a_quarter_of_an_hour_before_a_shift_its_agents_are_called(scripts: Library) -> None:
    kefu = await running(scripts, "2026-11-23 07:40")
    await kefu.until("2026-11-23 07:44")
    assert alerts(kefu.desk) == []
    await kefu.until("2026-11-23 08:30")
    heading = line(kefu.desk, "reminder", time="08:00")
    shift = line(kefu.desk, "reminded", name="早班", begins="08:00", ends="14:00", agents="小美")
    assert kefu.desk.posted == f"{heading}\n{shift}", "once"
    assert '<a href="agent:slack:U7">' in alerts(kefu.desk)[0]
    assert list(kefu.desk.staff) == [BO, MEI], "nobody was made a colleague by it"


async def test_shifts_that_begin_together_are_one_post(scripts: Library) -> None:
    second = replace(EARLY, agents=(LAO,), name={"zh-CN": "仓库"})
    kefu = await running(scripts, "2026-11-23 07:40", replace(PLAN, shifts=(EARLY, second, LATE)))
    await kefu.until("2026-11-23 08:30")
    [post] = alerts(kefu.desk)
    assert "agent:slack:U7" in post
    assert "agent:slack:U3" in post


async def test_who_is_there_already_needs_no_reminder(scripts: Library) -> None:
    afternoon = replace(LATE, agents=(MEI, BO))
    kefu = await running(scripts, "2026-11-23 13:30", replace(PLAN, shifts=(EARLY, afternoon)))
    await kefu.until("2026-11-23 13:55")
    assert alerts(kefu.desk)[0].count("agent:") == 1
    assert "agent:slack:U9" in alerts(kefu.desk)[0]


async def test_who_took_the_shift_of_another_is_called_in_their_place(scripts: Library) -> None:
    kefu = await running(scripts, "2026-11-23 07:00")
    shift = Span(at("2026-11-23 08:00"), at("2026-11-23 14:00"))
    swap = Swap(id=1, giver=MEI, taker=LAO, shift=shift, proposed_at=0, expires_at=0, status=SwapStatus.AGREED, place=1)
    kefu.desk.swaps.write((swap,))
    await kefu.until("2026-11-23 08:30")
    assert "agent:slack:U3" in alerts(kefu.desk)[0]
    assert "agent:slack:U7" not in alerts(kefu.desk)[0]


async def test_a_restart_reminds_nobody_twice(scripts: Library) -> None:
    kefu = await running(scripts, "2026-11-23 07:44")
    await kefu.until("2026-11-23 07:50")
    await kefu.restarts()
    await kefu.until("2026-11-23 08:05")
    assert len(alerts(kefu.desk)) == 1


@pytest.mark.parametrize(("up_again", "reminders"), [("2026-11-23 08:09", 1), ("2026-11-23 08:11", 0)])
async def test_after_an_outage_nobody_is_called_to_a_shift_that_has_long_begun(
    scripts: Library, up_again: str, reminders: int
) -> None:
    kefu = await running(scripts, "2026-11-23 07:40")
    await kefu.until(up_again, looks=False)
    await kefu.look()
    assert len(alerts(kefu.desk)) == reminders


@pytest.mark.parametrize("rules", [RotaRules(remind=0), RotaRules(remind=0, announce=0, hand_over=False)])
async def test_a_shop_that_wants_no_reminders_has_none(scripts: Library, rules: RotaRules) -> None:
    kefu = await running(scripts, "2026-11-23 07:40", replace(PLAN, rota=rules))
    await kefu.until("2026-11-23 08:30")
    assert alerts(kefu.desk) == []


async def test_what_was_left_undone_is_done_after_a_restart_unless_it_is_too_late_by_then(scripts: Library) -> None:
    kefu = await running(scripts, "2026-11-23 07:44")
    kefu.killed = True
    await kefu.until("2026-11-23 07:46")
    kefu.desk.now = at("2026-11-23 08:05")
    await kefu.restarts()
    assert len(alerts(kefu.desk)) == 1
    kefu.desk.forget()
    kefu.desk.now, kefu.killed = at("2026-11-23 13:44"), True
    await has_taken(kefu.desk, MEI, 1)
    await kefu.until("2026-11-23 14:01")
    kefu.desk.now = at("2026-11-23 16:00")
    await kefu.restarts()
    assert alerts(kefu.desk) == [], "nobody is called to what began two hours ago"
    assert kefu.desk.has(1) == "queue", "but what she has is handed over"


async def test_what_waits_is_offered_as_soon_as_somebody_comes(scripts: Library) -> None:
    kefu = await running(scripts, "2026-11-23 07:30")
    await kefu.desk.waits_for_a_person(1)
    await kefu.until("2026-11-23 07:59")
    assert kefu.desk.case(1).offered_to == "", "nobody is there"
    await kefu.until("2026-11-23 08:00")
    assert kefu.desk.case(1).offered_to == MEI


# At its end


async def test_before_the_end_whoever_goes_hears_what_they_have_and_then_it_goes_to_the_next(scripts: Library) -> None:
    kefu = await running(scripts, "2026-11-23 13:00", replace(PLAN, rota=RotaRules(remind=0)))
    desk = kefu.desk
    await has_taken(desk, MEI, 1, 2)
    await desk.says(1, "在吗")
    await kefu.until("2026-11-23 13:49")
    assert alerts(desk) == []
    desk.forget()
    await kefu.until("2026-11-23 13:59")
    heading = line(desk, "ending", time="14:00")
    assert desk.posted == f"{heading}\n{line(desk, 'ends_for', agent='小美', count=2)}"
    desk.forget()
    await kefu.until("2026-11-23 14:01")
    assert (desk.has(1), desk.has(2)) == ("queue", "queue")
    assert (desk.case(1).offered_to, desk.case(2).offered_to) == (BO, BO)
    assert line(desk, "handed_over", agent="小美", minutes=60, wait="1 小时") in desk.posted, "for whoever takes it"
    assert desk.to_customer("left", agent="小美", next="") in "\n".join(desk.told(1))
    assert [each.details["why"] for each in desk.events if each.name == "released"] == ["shift_over"] * 2


async def test_who_has_nothing_open_is_told_nothing(scripts: Library) -> None:
    kefu = await running(scripts, "2026-11-23 13:30", replace(PLAN, rota=RotaRules(remind=0)))
    await kefu.until("2026-11-23 14:30")
    assert kefu.desk.outgoing == []


async def test_a_talk_is_not_cut_off(scripts: Library) -> None:
    kefu = await running(scripts, "2026-11-23 13:30")
    desk = kefu.desk
    await has_taken(desk, MEI, 1)
    await kefu.until("2026-11-23 13:58")
    await desk.writes(MEI, 1, "马上帮您查")
    await kefu.until("2026-11-23 14:02")
    await desk.writes(MEI, 1, "查到了")
    await kefu.until("2026-11-23 14:06")
    assert desk.has(1) == MEI, "five minutes after her last answer"
    await kefu.until("2026-11-23 14:08")
    assert desk.has(1) == "queue"
    assert line(desk, "handed_over", agent="小美", minutes="", wait="") in desk.posted


async def test_what_she_takes_again_after_her_shift_is_hers(scripts: Library) -> None:
    kefu = await running(scripts, "2026-11-23 13:30")
    desk = kefu.desk
    await has_taken(desk, MEI, 1)
    await kefu.until("2026-11-23 13:59")
    await desk.writes(MEI, 1, "马上")
    await kefu.until("2026-11-23 14:01")
    await desk.writes(MEI, 1, "/release")
    await desk.taps(MEI, 1, "desk:claim")
    await kefu.until("2026-11-23 15:00")
    assert desk.has(1) == MEI


async def test_who_has_the_next_shift_too_keeps_what_they_have(scripts: Library) -> None:
    afternoon = replace(LATE, agents=(MEI, BO))
    kefu = await running(scripts, "2026-11-23 13:30", replace(PLAN, shifts=(EARLY, afternoon)))
    await has_taken(kefu.desk, MEI, 1)
    await kefu.until("2026-11-23 14:30")
    assert kefu.desk.has(1) == MEI


async def test_over_a_break_in_which_nobody_is_there_it_waits_for_its_agent(scripts: Library) -> None:
    day = Shift(days=EVERY_DAY, hours=(Stretch(540, 720), Stretch(810, 1080)), agents=(MEI,))
    kefu = await running(scripts, "2026-11-23 11:30", replace(PLAN, shifts=(day,)))
    await has_taken(kefu.desk, MEI, 1)
    await kefu.until("2026-11-23 13:00")
    assert kefu.desk.has(1) == MEI
    await kefu.until("2026-11-24 08:00")
    assert kefu.desk.has(1) == MEI, "and over the night, for she is the next one there"


async def test_colleagues_of_another_team_cannot_take_over(scripts: Library) -> None:
    both = replace(PLAN, shifts=(EARLY, LATE, replace(EARLY, agents=(LAO,), hours=(Stretch(1000, 1100),))))
    kefu = await running(scripts, "2026-11-23 13:30", both)
    desk = kefu.desk
    desk.desk_policy = DeskPolicy(
        teams={each: Team(key=each) for each in ("a", "b")},
        default_team="a",
        agents={
            MEI: AgentProfile(account=MEI, teams=frozenset("a")),
            LAO: AgentProfile(account=LAO, teams=frozenset("a")),
            BO: AgentProfile(account=BO, teams=frozenset("b")),
        },
    )
    await has_taken(desk, MEI, 1)
    await kefu.until("2026-11-23 14:30")
    assert desk.has(1) == "queue", "she has not the next shift of her team"


async def test_the_colleague_who_has_answered_before_is_asked_first(scripts: Library) -> None:
    together = replace(LATE, agents=(BO, LAO))
    kefu = await running(scripts, "2026-11-23 13:00", replace(PLAN, shifts=(EARLY, together)))
    desk = kefu.desk
    await desk.writes(LAO, None, "/queue")
    await has_taken(desk, LAO, 1)
    await desk.writes(LAO, 1, "您好")
    await desk.taps(MEI, 1, "desk:takeover")
    await desk.writes(MEI, 1, "我来处理")
    await kefu.until("2026-11-23 14:01")
    assert desk.case(1).offered_to == LAO


async def test_who_is_in_no_rota_keeps_what_they_have(scripts: Library) -> None:
    kefu = await running(scripts, "2026-11-23 13:30")
    await kefu.desk.writes(LAO, None, "/queue")
    await has_taken(kefu.desk, LAO, 1)
    await kefu.until("2026-11-24 10:00")
    assert kefu.desk.has(1) == LAO


async def test_what_was_snoozed_wakes_in_the_queue_when_its_agent_has_gone(scripts: Library) -> None:
    kefu = await running(scripts, "2026-11-23 13:30")
    desk = kefu.desk
    await has_taken(desk, MEI, 1, 2)
    await desk.writes(MEI, 1, "/snooze 2h")
    await desk.writes(MEI, 2, "/snooze tomorrow 9:00")
    await kefu.until("2026-11-23 15:31")
    assert desk.has(1) == "queue"
    await kefu.until("2026-11-24 09:01")
    assert desk.has(2) == MEI, "that is how she keeps one"


async def test_an_outage_over_the_end_of_a_shift_hands_over_later_and_once(scripts: Library) -> None:
    kefu = await running(scripts, "2026-11-23 13:30")
    desk = kefu.desk
    await has_taken(desk, MEI, 1)
    await kefu.until("2026-11-23 17:00", looks=False)
    await kefu.look()
    assert desk.has(1) == "queue"
    await desk.taps(MEI, 1, "desk:claim")
    await kefu.restarts()
    await kefu.until("2026-11-23 18:00")
    assert desk.has(1) == MEI


async def test_a_shop_may_want_nothing_handed_over(scripts: Library) -> None:
    kefu = await running(scripts, "2026-11-23 13:30", replace(PLAN, rota=RotaRules(hand_over=False)))
    await has_taken(kefu.desk, MEI, 1)
    await kefu.until("2026-11-23 16:00")
    assert kefu.desk.has(1) == MEI


async def test_a_rota_that_the_admin_takes_away_ends_no_shift(scripts: Library) -> None:
    kefu = await running(scripts, "2026-11-23 13:30")
    await has_taken(kefu.desk, MEI, 1)
    kefu.desk.hours = Calendar(HoursPolicy(), SHANGHAI)
    await kefu.until("2026-11-23 16:00")
    assert kefu.desk.has(1) == MEI


# Any rota, looked at by a program that stops and starts

STARTS = at("2026-11-23 00:00")


@st.composite
def rotas(draw: st.DrawFn) -> HoursPolicy:
    def shift() -> Shift:
        begins = draw(st.integers(0, 23)) * 60
        ends = begins + draw(st.integers(1, 12)) * 60
        return Shift(days=EVERY_DAY, hours=(Stretch(begins, ends),), agents=(draw(st.sampled_from([MEI, BO, LAO])),))

    rules = RotaRules(
        remind=draw(st.sampled_from([0.0, 900.0, 7200.0])), announce=draw(st.sampled_from([0.0, 600.0])), hand_over=True
    )
    return HoursPolicy(shifts=tuple(shift() for _ in range(draw(st.integers(1, 3)))), rota=rules)


def looks(gaps: list[int]) -> Iterator[float]:
    now = STARTS
    for gap in gaps:
        now += gap * MINUTE
        yield now


@given(rotas(), st.lists(st.integers(1, 300), min_size=1, max_size=25))
def test_whenever_it_is_looked_nothing_is_done_too_early_or_too_late(policy: HoursPolicy, gaps: list[int]) -> None:
    hours, seen = Calendar(policy, SHANGHAI), set()
    begins = {each.begins for each in hours.duties(STARTS - 86_400, STARTS + 7 * 86_400) or ()}
    ends = {each.ends for each in hours.duties(STARTS - 86_400, STARTS + 7 * 86_400) or ()}
    last = STARTS
    for now in looks(gaps):
        found = list(due(hours, now))
        assert len(found) == len(set(found)), "each is one act"
        for each in found:
            seen.add(each)
            match each.act:
                case Act.REMIND:
                    assert each.at in begins
                    assert each.at - policy.rota.remind <= now < each.at + LATE_REMINDER
                case Act.BEGIN:
                    assert each.at in begins
                    assert each.at <= now < each.at + LATE_REMINDER
                case Act.ANNOUNCE:
                    assert each.at - policy.rota.announce <= now < each.at
                case Act.HAND_OVER:
                    assert each.at in ends
                    assert each.at <= now < each.at + LATE_END
        last = now
    ended = {each for each in ends if STARTS < each <= last}
    assert {each.at for each in seen if each.act is Act.HAND_OVER} >= ended, "an end is never lost: no gap is that long"
