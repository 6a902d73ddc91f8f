"""An admin saves surveys.yaml while customers write: a good one counts at once, a bad one never does."""

from pathlib import Path

import pytest

from handlers.fields.file import Reader
from handlers.surveys.policy import NO_SURVEYS, SurveyPolicy
from handlers.surveys.shelf import ReloadingSurveys
from tests.handlers.admin import Admin

READER = Reader(languages=["en"], default_language="en")
Surveys = Admin[SurveyPolicy]


@pytest.fixture
def surveys(tmp_path: Path) -> Surveys:
    return Admin(
        tmp_path / "surveys.yaml",
        lambda path, hearers: ReloadingSurveys(path, lambda: READER, tuple, hearers),
    )


async def test_without_a_file_nobody_is_asked_until_one_is_written(surveys: Surveys) -> None:
    async with surveys.watched():
        assert surveys.shelf.policy == NO_SURVEYS
        surveys.saves("surveys: {service: }\nafter_end: {survey: service}\n")
        assert await surveys.hears() == []
    assert surveys.shelf.policy.after_end is not None


async def test_a_mistake_leaves_the_last_good_one_in_force(surveys: Surveys) -> None:
    async with surveys.watched():
        surveys.saves("surveys: {service: }\n")
        assert await surveys.hears() == []
        surveys.saves("surveys: {service: {scale: moons}}\n")
        assert await surveys.hears() == ["policy_choice"]
        assert set(surveys.shelf.policy.surveys) == {"service"}
        surveys.path.unlink()
        assert await surveys.hears() == ["policy_gone"]
    assert set(surveys.shelf.policy.surveys) == {"service"}
