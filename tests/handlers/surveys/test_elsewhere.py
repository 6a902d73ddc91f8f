"""A customer with several accounts, and a campaign that comes at a bad time."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from handlers.exchange import Turn
from handlers.hours.policy import Stretch
from handlers.surveys.answering import heard
from handlers.surveys.asking import FRESH, LATER, asked, due
from handlers.surveys.occasions import Occasion
from handlers.surveys.policy import Quiet
from handlers.surveys.waiting import rung
from storage.codec import dumps
from storage.conversations import BOT, Status
from storage.desk import Case, ContactFile, KnownIdentity
from storage.inbound import Identity, Kind
from storage.openings import Opening
from storage.surveys import Survey, SurveyStatus
from tests.desk_fakes import MemoryFloor
from tests.handlers.chat import LEI
from tests.handlers.desk.turns import CONTACT, turn_of
from tests.handlers.shop import NOW
from tests.handlers.surveys.shop import DAY, HOUR, POLICY, SERVICE
from tests.survey_fakes import MemorySurveys, Platform

WECHAT = Identity("wechat", "o-lei")
DOORS = ("floor", "surveys", "openings")
ENDED = Occasion(survey="service", wanted_at=NOW, since=NOW - HOUR, case_id=3, team="sales", agents=("slack:U7",))


def account(identity: Identity, conversation: int, wrote_at: float) -> KnownIdentity:
    return KnownIdentity(
        identity=identity, conversation_id=conversation, chat_id="chat", name="李雷", last_message_at=wrote_at
    )


def over(elsewhere: float = 0.0, **changes: object) -> Turn:
    """Of a conversation that has ended. `elsewhere`: when they wrote on another account."""
    file = ContactFile(
        contact_id=CONTACT, since=0.0, identities=(account(LEI, 17, 0.0), account(WECHAT, 18, elsewhere))
    )
    turn = turn_of(file=file)
    timer = replace(turn.inbound, kind=Kind.TIMER, payload="survey:ask", text=dumps(ENDED))
    ended = replace(turn.conversation, status=Status.RESOLVED, owner=None)
    looked_up: dict[str, Any] = {name: changes.pop(name) for name in DOORS if name in changes}
    doors = replace(turn.doors, **looked_up)
    known = {"conversation": ended, "inbound": timer, "survey_policy": POLICY, "doors": doors, **changes}
    return replace(turn, **known)  # type: ignore[arg-type]  # facts by name


async def test_what_was_known_at_the_end_is_kept_with_the_question() -> None:
    (survey,) = (await due(over())).surveys
    assert (survey.case_id, survey.team, survey.agents) == (3, "sales", ("slack:U7",))
    assert (survey.asked_at, survey.valid_until, survey.campaign) == (NOW, NOW + 72 * HOUR, "")


async def test_who_has_written_on_another_account_since_is_not_asked() -> None:
    assert (await due(over(elsewhere=NOW - HOUR))).surveys
    outcome = await due(over(elsewhere=NOW - HOUR + 1))
    assert (outcome.surveys, outcome.timers, outcome.final) == ((), (), ())


async def test_nor_who_is_with_staff_on_another() -> None:
    case = Case(id=4, conversation_id=18, opened_at=NOW - DAY, reason="asked")
    assert not (await due(over(floor=MemoryFloor(past=[case])))).surveys
    assert (await due(over(floor=MemoryFloor(past=[replace(case, closed_at=NOW)])))).surveys


async def test_nor_who_was_asked_on_another_lately() -> None:
    surveys = MemorySurveys()
    survey = Survey(id=1, survey="nps", contact_id=CONTACT, conversation_id=18, asked_at=NOW - DAY, valid_until=NOW)
    surveys.write((survey,), 18, CONTACT)
    assert not (await due(over(surveys=surveys))).surveys
    surveys.write((replace(survey, status=SurveyStatus.UNSENDABLE),), 18, CONTACT)
    assert (await due(over(surveys=surveys))).surveys


# Campaigns


async def test_a_campaign_asks_by_its_name_and_credits_nobody() -> None:
    outcome = await asked(over(), "service", "nps:7")
    (survey,) = outcome.surveys
    assert (survey.campaign, survey.agents, survey.case_id) == ("nps:7", (), 0)
    assert len(outcome.final) == 1


@pytest.mark.parametrize("status", [Status.OPEN, Status.SNOOZED])
async def test_it_comes_again_later_to_who_is_with_staff(status: Status) -> None:
    turn = over()
    with_staff = replace(turn, conversation=replace(turn.conversation, status=status))
    outcome = await asked(with_staff, "service", "nps:7")
    assert [each.due_at for each in outcome.timers] == [NOW + LATER]
    assert outcome.surveys == ()


@pytest.mark.parametrize(("ago", "is_asked"), [(FRESH - 1, False), (FRESH, True)])
async def test_and_to_who_has_just_written(ago: float, is_asked: bool) -> None:
    turn = over()
    pending = replace(turn.conversation, status=Status.PENDING, owner=BOT, last_message_at=NOW - ago)
    assert bool((await asked(replace(turn, conversation=pending), "service", "nps:7")).surveys) is is_asked


@pytest.mark.parametrize(("wrote_at", "is_reminded"), [(NOW - DAY, True), (NOW + 1, False)])
async def test_it_reminds_who_has_not_written_since(wrote_at: float, is_reminded: bool) -> None:
    """Nobody ended their conversation with the bot: it stands as it stood when they were asked."""
    policy = replace(POLICY, surveys={"service": replace(SERVICE, remind_after=DAY)})
    turn, surveys = over(survey_policy=policy), MemorySurveys()
    pending = replace(turn.conversation, status=Status.PENDING, owner=BOT, last_message_at=NOW - DAY)
    asking = await asked(replace(turn, conversation=pending), "service", "nps:7")
    surveys.write(asking.surveys, 17, CONTACT)
    (timer,) = [each for each in asking.timers if each.name.startswith("survey:remind:")]
    reminding = replace(
        turn,
        conversation=replace(pending, last_message_at=wrote_at),
        inbound=replace(turn.inbound, payload=timer.name),
        doors=replace(turn.doors, surveys=surveys),
        now=timer.due_at,
    )
    assert bool((await rung(reminding)).final) is is_reminded


async def test_it_waits_for_the_end_of_quiet_hours() -> None:
    always = replace(POLICY, quiet=Quiet(hours=(Stretch(1, 1440),)))
    outcome = await asked(over(survey_policy=always), "service", "nps:7")
    assert outcome.surveys == ()
    assert len(outcome.timers) == 1


async def test_whom_the_platform_lets_us_not_write_to_is_recorded() -> None:
    outcome = await asked(over(openings=Platform(Opening(until=NOW - 1))), "service", "nps:7")
    assert [each.status for each in outcome.surveys] == [SurveyStatus.UNSENDABLE]
    assert outcome.final == ()


@pytest.mark.parametrize("facts", [{"blocked": True}, {"banned": True}], ids=str)
async def test_it_leaves_out_who_left_or_is_banned(facts: dict[str, bool]) -> None:
    turn = over()
    gone = replace(turn.conversation, **facts)  # type: ignore[arg-type]  # facts by name
    outcome = await asked(replace(turn, conversation=gone), "service", "nps:7")
    assert (outcome.surveys, outcome.timers) == ((), ())
    assert (await asked(over(), "unknown", "nps:7")).surveys == ()


class Parted(MemorySurveys):
    """The other account was unlinked since."""

    async def latest(self, contact_id: int, limit: int) -> Sequence[Survey]:
        return [each for each in await super().latest(contact_id, limit) if each.conversation_id != 18]


@pytest.mark.parametrize(("surveys", "counts"), [(MemorySurveys(), True), (Parted(), False)])
async def test_only_accounts_that_are_linked_answer_for_each_other(surveys: MemorySurveys, counts: bool) -> None:
    survey = Survey(id=1, survey="service", contact_id=CONTACT, conversation_id=18, asked_at=NOW, valid_until=NOW + DAY)
    surveys.write((survey,), 18, CONTACT)
    turn = over(surveys=surveys)
    press = replace(turn.inbound, kind=Kind.BUTTON, payload="survey:1:5")
    outcome = await heard(replace(turn, inbound=press))
    assert outcome
    assert [each.value for each in outcome.surveys] == ([5] if counts else [])
