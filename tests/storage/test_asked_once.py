"""A contact with several accounts is asked how it was on one of them, and their words are forgotten in time."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from storage.database import Database
from storage.errors import Conflict
from storage.inbound import Identity
from storage.sqlite import surveys
from storage.sqlite.surveys import SqliteSurveys
from storage.surveys import Survey, SurveyStatus
from tests.storage.linking import LIN, LIN_ON_WECHAT, WANG, Linking

HOUR = 3600.0
DAY = 24 * HOUR


@pytest.fixture
async def linking() -> AsyncIterator[Linking]:
    database = await Database.open(":memory:")
    try:
        linking = Linking(database)
        await linking.linked(LIN_ON_WECHAT, LIN)
        yield linking
    finally:
        await database.close()


def survey(linking: Linking, at: float, status: SurveyStatus = SurveyStatus.ASKED) -> Survey:
    number = SqliteSurveys(linking.database).next_id()
    return Survey(id=number, survey="service", asked_at=at, valid_until=at + 72 * HOUR, status=status)


async def asks(linking: Linking, who: Identity, at: float, status: SurveyStatus = SurveyStatus.ASKED) -> Survey:
    asked = survey(linking, at, status)
    await linking.writes(who, surveys=(asked,))
    found = await SqliteSurveys(linking.database).by_id(asked.id)
    assert found is not None
    return found


async def test_of_two_accounts_at_the_same_time_only_one_is_asked(linking: Linking) -> None:
    first = await asks(linking, LIN, 1000.0)
    with pytest.raises(Conflict):
        await asks(linking, LIN_ON_WECHAT, 1000.5)
    latest = await SqliteSurveys(linking.database).latest(first.contact_id, 5)
    assert [each.id for each in latest] == [first.id], "nothing of the second turn was written"


@pytest.mark.parametrize(
    ("who", "status", "later"),
    [
        (WANG, SurveyStatus.ASKED, 0.5),
        (LIN_ON_WECHAT, SurveyStatus.UNSENDABLE, 0.5),
        (LIN_ON_WECHAT, SurveyStatus.ASKED, 2 * HOUR),
    ],
    ids=["somebody else", "it could not go out", "hours later"],
)
async def test_what_stands_in_nobodys_way(linking: Linking, who: Identity, status: SurveyStatus, later: float) -> None:
    await asks(linking, LIN, 1000.0, status)
    assert (await asks(linking, who, 1000.0 + later)).status is SurveyStatus.ASKED


async def test_an_answer_and_a_reminder_are_written_whatever_was_asked_elsewhere(linking: Linking) -> None:
    first = await asks(linking, LIN, 1000.0)
    other = await asks(linking, LIN_ON_WECHAT, 1000.0 + 2 * HOUR)
    for each in (answered(first), answered(other)):
        await linking.writes(LIN, surveys=(each,))
        assert await SqliteSurveys(linking.database).by_id(each.id) == each


def answered(asked: Survey) -> Survey:
    return replace(asked, status=SurveyStatus.ANSWERED, value=2, score=0.25, comment="太慢了", answered_at=2000.0)


async def test_a_comment_is_forgotten_with_the_transcript_and_the_score_is_kept(linking: Linking) -> None:
    await linking.writes(LIN, surveys=(answered(await asks(linking, LIN, 1000.0)),))
    await linking.store.purge(0.0, 1999.0)
    (found,) = await kept(linking)
    assert found.comment == "太慢了"
    await linking.store.purge(0.0, 2001.0)
    (found,) = await kept(linking)
    assert (found.comment, found.value, found.status) == ("", 2, SurveyStatus.ANSWERED)


async def kept(linking: Linking) -> list[Survey]:
    known = await linking.store.load(LIN)
    assert known is not None
    return list(await SqliteSurveys(linking.database).latest(known.contact_id, 5))


@pytest.mark.parametrize(("sql", "blanks"), [(surveys.LATEST, 2), (surveys.ASK, len(surveys.COLUMNS))])
async def test_a_million_surveys_are_not_looked_through_for_one_contact(
    linking: Linking, sql: str, blanks: int
) -> None:
    plan = await linking.database.look_up(f"EXPLAIN QUERY PLAN {sql}", [1] * blanks)
    walked = [detail for *_, detail in plan if detail.startswith("SCAN")]
    assert [each for each in walked if each != "SCAN CONSTANT ROW"] == []
