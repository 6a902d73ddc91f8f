"""Staff go away and come back: nobody's conversation waits for them meanwhile."""

from dataclasses import replace

import pytest

from handlers.desk.places import Place, Places
from handlers.desk.policy import AgentProfile, Team
from handlers.scripts.library import Library
from storage.inbound import Kind
from tests.handlers.desk.shift import BO, LAO, MEI, Shift

HOUR = 3600.0


@pytest.fixture
async def shift(scripts: Library) -> Shift:
    """小美 has 1 and 2, and 3 waits; 阿波 is there."""
    shift = Shift(scripts)
    await shift.writes(BO, None, "/queue")
    await shift.waits_for_a_person(1, 2)
    for each in (1, 2):
        await shift.writes(MEI, each, "/claim")
    await shift.waits_for_a_person(3)
    shift.forget()
    return shift


async def test_whoever_goes_away_hands_back_all_they_had(shift: Shift) -> None:
    await shift.writes(MEI, None, "/away")
    assert shift.posted == shift.line("away", time="", count=2)
    shift.forget()
    await shift.passes(0)
    assert (shift.has(1), shift.has(2)) == ("queue", "queue")
    assert shift.posted.count(shift.line("handed_back", agent="小美")) == 2
    assert {shift.case(each).offered_to for each in (1, 2)} == {BO}
    for each in (1, 2):
        assert shift.told(each)[0].startswith(shift.to_customer("left", agent="小美", next=""))


async def test_what_was_offered_to_them_is_offered_to_the_next(shift: Shift) -> None:
    await shift.writes(BO, None, "/away")
    await shift.passes(0)
    assert shift.case(3).offered_to == MEI


async def test_until_a_time_and_then_they_are_back_by_themselves(shift: Shift) -> None:
    await shift.writes(BO, None, "/away until 23:00")
    await shift.writes(MEI, None, "/away 2h")
    await shift.passes(HOUR)
    await shift.waits_for_a_person(4)
    assert shift.case(4).offered_to == ""
    await shift.passes(2 * HOUR)
    await shift.rings(4, "desk:draw")
    assert shift.case(4).offered_to == MEI


async def test_a_time_that_cannot_be_read_sends_nobody_away(shift: Shift) -> None:
    await shift.writes(MEI, None, "/away soon")
    assert shift.staff[MEI].away_since is None
    assert shift.posted == shift.line("away_whom", name="soon", several=False, agents="小美、阿波", example="/离开 2h")


async def test_back_they_are_asked_for_who_waits(shift: Shift) -> None:
    for account in (MEI, BO):
        await shift.writes(account, None, "/away")
    await shift.passes(0)
    assert {shift.case(each).offered_to for each in (1, 2, 3)} == {""}
    shift.forget()
    await shift.writes(BO, None, "/back")
    assert shift.posted == shift.line("back", count=3)
    await shift.passes(0)
    assert {shift.case(each).offered_to for each in (1, 2, 3)} == {BO}


async def test_back_before_it_came_to_that_they_keep_what_they_have(shift: Shift) -> None:
    await shift.writes(MEI, None, "/away")
    await shift.writes(MEI, None, "/back")
    await shift.passes(0)
    assert (shift.has(1), shift.has(2)) == (MEI, MEI)


async def test_what_a_colleague_took_over_meanwhile_stays_theirs(shift: Shift) -> None:
    await shift.writes(MEI, None, "/away")
    await shift.taps(BO, 1, "desk:takeover")
    await shift.passes(0)
    assert (shift.has(1), shift.has(2)) == (BO, "queue")


async def test_gone_from_within_a_topic_that_one_goes_back_too(shift: Shift) -> None:
    await shift.writes(MEI, 1, "/away")
    await shift.passes(0)
    assert shift.has(1) == "queue"


async def test_who_was_not_away_is_told(shift: Shift) -> None:
    await shift.writes(MEI, None, "/back")
    assert shift.posted == shift.line("not_away")


# A colleague who cannot say so themselves


async def test_whoever_left_without_a_word_is_sent_away_and_what_they_had_goes_back(shift: Shift) -> None:
    await shift.writes(BO, None, "/离开 小美")
    assert shift.posted == shift.line("sent_away", agent="小美", count=2, time="")
    await shift.passes(0)
    assert (shift.has(1), shift.has(2)) == ("queue", "queue")
    assert {shift.case(each).offered_to for each in (1, 2, 3)} == {BO}
    await shift.waits_for_a_person(4)
    assert shift.case(4).offered_to == BO, "nothing is offered to them any more"
    await shift.writes(MEI, None, "/back")
    assert shift.staff[MEI].away_since is None


async def test_for_a_time_too(shift: Shift) -> None:
    await shift.writes(BO, None, "/away 小美 2h")
    assert shift.staff[MEI].away_until == shift.now + 2 * HOUR
    assert shift.posted == shift.line("sent_away", agent="小美", count=2, time="11月22日 18:26")
    assert "18:26" in shift.posted


async def test_a_name_that_nobody_has_sends_nobody_away_and_whom_kefu_knows_is_said(shift: Shift) -> None:
    await shift.writes(BO, None, "/away 老周")
    assert shift.posted == shift.line("away_whom", name="老周", several=False, agents="小美、阿波", example="/离开 2h")
    assert all(each.away_since is None for each in shift.staff.values())


async def test_a_slip_in_a_name_has_a_button(shift: Shift) -> None:
    await shift.writes(BO, None, "/away 小美美 2h")
    [button] = shift.outgoing[-1].content.buttons
    assert (button.label, button.goto) == ("小美", f"desk:away:{MEI} 2h")
    await shift.taps(BO, None, button.goto)
    assert shift.staff[MEI].away_until == shift.now + 2 * HOUR


async def test_two_of_one_name_have_a_button_each(shift: Shift) -> None:
    shift.staff[LAO] = replace(shift.staff[MEI], account=LAO)
    await shift.writes(BO, None, "/away 小美")
    assert shift.posted == shift.line("away_whom", name="小美", several=True, agents="", example="/离开 2h")
    assert {each.goto for each in shift.outgoing[-1].content.buttons} == {f"desk:away:{MEI}", f"desk:away:{LAO}"}


async def test_a_time_behind_a_name_that_cannot_be_read_sends_nobody_away(shift: Shift) -> None:
    await shift.writes(BO, None, "/away 小美 马上")
    assert shift.posted == shift.line("which_moment", example="/离开 2h")
    assert all(each.away_since is None for each in shift.staff.values())


async def test_only_a_supervisor_sends_others_away_where_there_are_any(shift: Shift) -> None:
    chief = AgentProfile(account=LAO, supervisor=True)
    shift.desk_policy = replace(shift.desk_policy, agents={LAO: chief})
    await shift.writes(BO, None, "/away 小美")
    assert shift.staff[MEI].away_since is None
    await shift.writes(BO, None, "/away 阿波")
    assert shift.staff[BO].away_since is not None
    await shift.writes(LAO, None, "/away 小美")
    assert shift.staff[MEI].away_since is not None


# A colleague who is not in the group any more


async def leaves(shift: Shift, account: str, chat: str = "desk") -> None:
    await shift.member(account, None, Kind.MEMBER_GONE, chat_id=chat)


async def test_what_a_colleague_had_who_left_the_group_goes_back(shift: Shift) -> None:
    await leaves(shift, MEI)
    assert shift.posted == shift.line("gone", agent="小美", count=2)
    await shift.passes(0)
    assert (shift.has(1), shift.has(2)) == ("queue", "queue")
    assert {shift.case(each).offered_to for each in (1, 2, 3)} == {BO}
    shift.forget()
    await leaves(shift, MEI)
    assert shift.posted == "", "it is told once"


async def test_what_was_offered_to_somebody_who_left_the_group_is_offered_to_the_next(shift: Shift) -> None:
    await leaves(shift, BO)
    assert shift.posted == "", "they had nothing"
    await shift.passes(0)
    assert shift.case(3).offered_to == MEI


async def test_whoever_comes_into_the_group_again_is_asked_again(shift: Shift) -> None:
    await leaves(shift, BO)
    await shift.passes(0)
    await leaves(shift, MEI)
    await shift.passes(0)
    assert {shift.case(each).offered_to for each in (1, 2, 3)} == {""}
    shift.forget()
    await shift.member(BO, None, Kind.MEMBER_BACK)
    assert shift.posted == ""
    await shift.passes(0)
    assert {shift.case(each).offered_to for each in (1, 2, 3)} == {BO}


async def test_back_in_the_group_before_it_came_to_that_they_keep_what_they_have(shift: Shift) -> None:
    await leaves(shift, MEI)
    await shift.member(MEI, None, Kind.MEMBER_BACK)
    await shift.passes(0)
    assert (shift.has(1), shift.has(2)) == (MEI, MEI)


async def test_who_said_until_when_they_are_away_stays_away_until_then(shift: Shift) -> None:
    await shift.writes(BO, None, "/away 2h")
    await shift.member(BO, None, Kind.MEMBER_BACK)
    assert shift.staff[BO].away_until == shift.now + 2 * HOUR


async def test_who_never_worked_here_comes_and_goes_unheard(shift: Shift) -> None:
    for kind in (Kind.MEMBER_BACK, Kind.MEMBER_GONE):
        await shift.member(LAO, None, kind)
    assert shift.posted == ""
    assert LAO not in shift.staff


AFTERSALES = "C-AFTER"


@pytest.fixture
async def chats(shift: Shift) -> Shift:
    """As `shift`; 1 is of a team with a chat of its own, and so is 4, which is offered to 阿波."""
    shift.desk_policy = replace(shift.desk_policy, teams={each: Team(key=each) for each in ("sales", "aftersales")})
    shift.places = Places(Place("slack"), {"aftersales": Place("slack", AFTERSALES)})
    await shift.waits_for_a_person(4)
    for number, team in {1: "aftersales", 2: "sales", 3: "sales", 4: "aftersales"}.items():
        case = replace(shift.case(number), team=team, offered_to=BO if number > 2 else "")
        shift.conversations[number] = replace(shift.conversations[number], case=case)
    shift.forget()
    return shift


async def test_whoever_leaves_one_of_several_chats_hands_back_what_they_had_there(chats: Shift) -> None:
    await leaves(chats, MEI, AFTERSALES)
    assert chats.posted == chats.line("gone", agent="小美", count=1)
    await chats.passes(0)
    assert (chats.has(1), chats.has(2)) == ("queue", MEI)
    assert chats.case(1).offered_to == BO
    assert chats.staff[MEI].away_since is None, "they work in the other one"


async def test_whom_a_colleague_took_over_before_that_stays_theirs(chats: Shift) -> None:
    await leaves(chats, MEI, AFTERSALES)
    await chats.taps(BO, 1, "desk:takeover")
    await chats.passes(0)
    assert chats.has(1) == BO


async def test_what_was_offered_there_to_whoever_left_is_offered_to_the_next(chats: Shift) -> None:
    await leaves(chats, BO, AFTERSALES)
    assert chats.posted == "", "they had nothing"
    await chats.passes(0)
    assert (chats.case(3).offered_to, chats.case(4).offered_to) == (BO, MEI)


async def test_whoever_comes_into_another_chat_is_away_as_they_said(chats: Shift) -> None:
    await chats.writes(BO, None, "/away")
    await chats.member(BO, None, Kind.MEMBER_BACK, chat_id=AFTERSALES)
    assert chats.staff[BO].away_since is not None


async def test_whoever_leaves_the_one_chat_in_which_their_team_is_is_gone(chats: Shift) -> None:
    profile = AgentProfile(account=MEI, teams=frozenset({"aftersales"}))
    chats.desk_policy = replace(chats.desk_policy, agents={MEI: profile})
    await leaves(chats, MEI)
    assert (chats.posted, chats.staff[MEI].away_since) == (chats.line("gone", agent="小美", count=1), None)
    await leaves(chats, MEI, AFTERSALES)
    assert chats.staff[MEI].away_since is not None
    await chats.member(MEI, None, Kind.MEMBER_BACK, chat_id=AFTERSALES)
    assert chats.staff[MEI].away_since is None
