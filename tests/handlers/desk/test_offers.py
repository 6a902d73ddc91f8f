"""Whoever waits is offered to the agent who knows them, or to the one with the least to do; nobody is asked twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.desk.offers import Staff, Wanted, capacity, is_away, next_agent, roster, serves
from handlers.desk.policy import AgentProfile, Assignment, DeskPolicy, Team
from handlers.scripts.library import Library
from storage.desk import Agent
from tests.handlers.desk.shift import BO, LAO, MEI, Shift
from tests.handlers.shop import NOW

ACCOUNTS = (MEI, BO, LAO)
TEAMS = ("sales", "aftersales")
times = st.none() | st.sampled_from([NOW - 10, NOW, NOW + 10])
profiles = st.builds(
    AgentProfile,
    account=st.just(""),
    teams=st.frozensets(st.sampled_from(TEAMS)),
    languages=st.frozensets(st.sampled_from(["zh-CN", "en"])),
    capacity=st.none() | st.integers(0, 3),
)
policies = st.builds(
    DeskPolicy,
    agents=st.dictionaries(st.sampled_from(ACCOUNTS), profiles),
    capacity=st.integers(0, 3),
    familiar_first=st.booleans(),
)
staffs = st.builds(
    Staff,
    agents=st.lists(
        st.builds(Agent, account=st.sampled_from(ACCOUNTS), away_since=times, away_until=times),
        unique_by=lambda a: a.account,
    ),
    busy=st.dictionaries(st.sampled_from(ACCOUNTS), st.integers(0, 4)),
)
wishes = st.builds(
    Wanted,
    team=st.sampled_from(TEAMS),
    language=st.sampled_from(["zh-CN", "en"]),
    familiar=st.sampled_from(["", *ACCOUNTS]),
    passed=st.frozensets(st.sampled_from(ACCOUNTS)),
)


@given(policies, staffs, wishes)
def test_only_somebody_who_can_take_it_is_asked_and_nobody_able_is_overlooked(
    policy: DeskPolicy, staff: Staff, wanted: Wanted
) -> None:
    chosen = next_agent(policy, staff, wanted, NOW)
    able = {
        agent.account: staff.busy.get(agent.account, 0)
        for agent in staff.agents
        if serves(policy, agent.account, wanted.team, wanted.language)
        and not is_away(agent, NOW)
        and agent.account not in wanted.passed
        and staff.busy.get(agent.account, 0) < capacity(policy, agent.account)
    }
    assert (chosen in able) if able else chosen == ""
    if policy.familiar_first and wanted.familiar in able:
        assert chosen == wanted.familiar
    elif able:
        assert able[chosen] == min(able.values())


@given(policies, staffs, wishes)
def test_asking_one_after_the_other_ends(policy: DeskPolicy, staff: Staff, wanted: Wanted) -> None:
    asked: list[str] = []
    while chosen := next_agent(policy, staff, Wanted(team=wanted.team, language=wanted.language, passed=asked), NOW):
        assert chosen not in asked
        asked.append(chosen)
    assert len(asked) <= len(staff.agents)


def test_whom_the_admin_named_is_asked_before_they_ever_wrote_and_others_while_they_are_about() -> None:
    policy = DeskPolicy(agents={MEI: AgentProfile(account=MEI), "telegram:5": AgentProfile(account="telegram:5")})
    seen = [Agent(account=BO, seen_at=NOW - 60), Agent(account=LAO, seen_at=NOW - 30 * 86_400)]
    assert {each.account for each in roster(policy, seen, "slack", NOW)} == {MEI, BO}


async def shift(scripts: Library, **policy: object) -> Shift:
    """小美 and 阿波 are there, 小美 was heard of last."""
    shift = Shift(scripts, desk_policy=DeskPolicy(**policy))  # type: ignore[arg-type]  # facts by name
    await shift.writes(BO, None, "/back")
    shift.now += 1
    await shift.writes(MEI, None, "/back")
    shift.forget()
    return shift


async def test_the_card_names_who_is_asked(scripts: Library) -> None:
    desk = await shift(scripts)
    await desk.waits_for_a_person(1)
    assert desk.case(1).offered_to == MEI
    assert "小美" in desk.cards[0]
    [card] = [each for each in desk.outgoing if each.card]
    assert f'<a href="agent:{MEI}">小美</a>' in card.content.text, "their platform lets them know"


async def test_who_does_not_take_it_in_time_is_passed_over(scripts: Library) -> None:
    desk = await shift(scripts)
    await desk.waits_for_a_person(1)
    desk.forget()
    await desk.passes(181)
    assert desk.case(1).offered_to == BO
    assert desk.posted == desk.line("offered", agent="阿波", before="小美")
    assert "阿波" in desk.cards[0]


async def test_when_nobody_is_left_one_post_says_so_and_the_conversation_stays_in_the_queue(scripts: Library) -> None:
    desk = await shift(scripts)
    await desk.waits_for_a_person(1)
    desk.forget()
    await desk.passes(3 * 3600)
    assert desk.posted.count(desk.line("nobody_left")) == 1
    assert desk.has(1) == "queue"
    assert not [key for key in desk.timers if key[0] == 1]


async def test_an_offer_that_was_taken_rings_for_nobody(scripts: Library) -> None:
    desk = await shift(scripts)
    await desk.waits_for_a_person(1)
    await desk.writes(BO, 1, "/claim")
    desk.forget()
    await desk.passes(3600)
    assert (desk.posted, desk.has(1)) == ("", BO)


async def test_ten_at_once_are_spread_and_nobody_is_asked_for_more_than_they_can_do(scripts: Library) -> None:
    desk = await shift(scripts, capacity=3)
    await desk.waits_for_a_person(*range(1, 11))
    asked = [desk.case(each).offered_to for each in range(1, 11)]
    assert (asked.count(MEI), asked.count(BO), asked.count("")) == (3, 3, 4)


@pytest.mark.parametrize("way", ["/resolve", "/snooze 2h", "/transfer 阿波"])
async def test_a_hand_that_becomes_free_gets_the_next_one(scripts: Library, way: str) -> None:
    desk = await shift(scripts, capacity=1, agents={BO: AgentProfile(account=BO, capacity=0)})
    await desk.waits_for_a_person(1, 2)
    await desk.writes(MEI, 1, "/claim")
    assert desk.case(2).offered_to == ""
    await desk.writes(MEI, 1, way)
    await desk.passes(0)
    assert desk.case(2).offered_to == MEI


async def test_and_so_does_the_hand_of_whoever_hands_theirs_to_another_team(scripts: Library) -> None:
    desk = await shift(
        scripts,
        capacity=1,
        teams={key: Team(key=key) for key in TEAMS},
        agents={
            MEI: AgentProfile(account=MEI, teams=frozenset({"sales"})),
            BO: AgentProfile(account=BO, capacity=0),
        },
    )
    await desk.waits_for_a_person(1, 2)
    await desk.writes(MEI, 1, "/claim")
    await desk.writes(MEI, 1, "/transfer aftersales")
    assert desk.case(1).team == "aftersales"
    await desk.passes(0)
    assert (desk.case(1).offered_to, desk.case(2).offered_to) == ("", MEI)


async def test_and_so_does_the_hand_that_a_colleague_frees(scripts: Library) -> None:
    desk = await shift(scripts, capacity=1, agents={BO: AgentProfile(account=BO, capacity=0)})
    await desk.waits_for_a_person(1, 2)
    await desk.writes(MEI, 1, "/claim")
    await desk.taps(BO, 1, "desk:takeover")
    await desk.passes(0)
    assert desk.case(2).offered_to == MEI


async def test_the_familiar_agent_is_asked_first(scripts: Library) -> None:
    desk = await shift(scripts)
    await desk.waits_for_a_person(1)
    await desk.writes(BO, 1, "您好")
    await desk.writes(BO, 1, "/resolve")
    await desk.says(1, "转人工")
    assert desk.case(1).offered_to == BO


async def test_a_team_that_pulls_is_offered_nothing(scripts: Library) -> None:
    desk = await shift(scripts, teams={"sales": Team(key="sales", assignment=Assignment.PULL)})
    await desk.waits_for_a_person(1)
    assert (desk.case(1).team, desk.case(1).offered_to) == ("sales", "")


async def test_whoever_speaks_the_customers_language_is_asked(scripts: Library) -> None:
    desk = await shift(scripts, agents={MEI: AgentProfile(account=MEI, languages=frozenset({"en"}))})
    await desk.waits_for_a_person(1)
    assert desk.case(1).offered_to == BO
