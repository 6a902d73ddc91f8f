"""Surveys on disk, and what becomes of one whose question did not go out."""

import pytest

from storage.database import Database
from storage.results import Outgoing
from storage.sqlite import SqliteStore
from storage.sqlite.surveys import SqliteSurveys
from storage.store import Fate, Settlement
from storage.surveys import Survey, SurveyStatus
from tests.storage.samples import says, turn


@pytest.fixture
def store(database: Database) -> SqliteStore:
    return SqliteStore(database)


@pytest.fixture
def surveys(database: Database) -> SqliteSurveys:
    return SqliteSurveys(database)


async def asked(store: SqliteStore, surveys: SqliteSurveys, status: SurveyStatus = SurveyStatus.ASKED) -> Outgoing:
    """The row of the outbox that asks a new survey."""
    number = surveys.next_id()
    survey = Survey(id=number, survey="csat", asked_at=1.0, valid_until=9.0, status=status)
    (row,) = await turn(store, f"ended-{number}", surveys=(survey,), outgoing=(says("满意吗？", survey_id=number),))
    return row


async def ended(store: SqliteStore, row: Outgoing, fate: Fate) -> None:
    await store.settle(Settlement(outgoing=row, fate=fate, at=2.0))


async def status(surveys: SqliteSurveys, row: Outgoing) -> SurveyStatus | None:
    survey = await surveys.by_id(row.survey_id)
    return survey.status if survey else None


@pytest.mark.parametrize(
    ("fate", "expected"),
    [
        (Fate.DELIVERED, SurveyStatus.ASKED),
        (Fate.POSTPONED, SurveyStatus.ASKED),
        (Fate.FAILED, SurveyStatus.UNSENDABLE),
    ],
)
async def test_a_survey_is_unsendable_when_its_question_could_not_go_out(
    store: SqliteStore, surveys: SqliteSurveys, fate: Fate, expected: SurveyStatus
) -> None:
    row, other = await asked(store, surveys), await asked(store, surveys)
    await ended(store, row, fate)
    assert await status(surveys, row) is expected
    assert await status(surveys, other) is SurveyStatus.ASKED


async def test_a_survey_that_an_operator_had_sent_again_is_asked_after_all(
    store: SqliteStore, surveys: SqliteSurveys
) -> None:
    row = await asked(store, surveys)
    await ended(store, row, Fate.FAILED)
    (again,) = await store.retry([row.id], 3.0)
    await ended(store, again, Fate.DELIVERED)
    assert await status(surveys, row) is SurveyStatus.ASKED


@pytest.mark.parametrize("known", [SurveyStatus.ANSWERED, SurveyStatus.EXPIRED])
@pytest.mark.parametrize("fate", [Fate.FAILED, Fate.DELIVERED])
async def test_a_survey_that_was_answered_or_is_over_stays_so(
    store: SqliteStore, surveys: SqliteSurveys, known: SurveyStatus, fate: Fate
) -> None:
    row = await asked(store, surveys, status=known)
    await ended(store, row, fate)
    assert await status(surveys, row) is known
