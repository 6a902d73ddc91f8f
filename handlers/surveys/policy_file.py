"""surveys.yaml: what is asked, of whom and when. All mistakes at once, each with file and line."""

from collections.abc import Collection
from pathlib import Path

from handlers.fields.file import Checked, Reader, checked
from handlers.fields.mapping import Fields
from handlers.fields.outline import Schema, outline
from handlers.surveys.policy import NO_SURVEYS, SurveyPolicy
from handlers.surveys.reading import KEYS, survey_policy


def checked_surveys(
    path: Path, reader: Reader, teams: Collection[str] = (), draft: bytes | None = None
) -> Checked[SurveyPolicy]:
    """A draft is read in place of the file. `teams`: those of desk.yaml; empty: not known."""

    def read(fields: Fields) -> SurveyPolicy:
        return survey_policy(fields, teams)

    return checked(path, KEYS, read, NO_SURVEYS, reader, draft)


def surveys_schema() -> Schema:
    return outline(KEYS, lambda fields: survey_policy(fields, ()))
