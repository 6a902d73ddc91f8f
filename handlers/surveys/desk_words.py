"""What staff read of how it was."""

from collections.abc import Iterable

from handlers.desk.file_words import staff_day
from handlers.desk.masked import masked
from handlers.exchange import Turn, in_bold, plain, script_in
from handlers.fields.words import words_in
from handlers.formats import listed
from handlers.scripts.declaration import declare
from handlers.scripts.library import Script
from handlers.surveys.policy import Questionnaire, Scale
from storage.content import Content
from storage.surveys import Survey

SCRIPT = "survey_desk"
DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    rated="name score changed",
    said="name score reasons comment",
    ratings="ratings",
    rating="date score comment",
    percent="percent",
)
SHOWN = 3
"""Ratings on the card."""
LONGEST = 1000
"""Characters of a comment in the topic: what is kept of it."""


def staff_script(turn: Turn, script: str = SCRIPT) -> Script:
    return script_in(turn.library, turn.policy.default_language, script)


def shown_score(turn: Turn, survey: Survey) -> str:
    """As plain text: `4/5`, or in words where it was yes or no."""
    questionnaire = turn.survey_policy.surveys.get(survey.survey)
    if questionnaire is None or survey.value is None or survey.value not in questionnaire.scale.values:
        return plain(staff_script(turn).line("percent", percent=round((survey.score or 0.0) * 100)))
    if questionnaire.scale is Scale.YES_NO:
        own = words_in(questionnaire.labels.get(survey.value, {}), turn.policy.default_language, "")
        return own or plain(staff_script(turn, "survey").line("yes_button" if survey.value else "no_button"))
    return f"{survey.value}/{questionnaire.scale.highest}"


def shown_reasons(turn: Turn, questionnaire: Questionnaire, survey: Survey) -> str:
    language = turn.policy.default_language
    names = {each.key: words_in(each.name, language, language) for each in questionnaire.reasons}
    return listed((names.get(key, key) for key in survey.reasons), language)


def rated(turn: Turn, survey: Survey, *, changed: bool) -> Content:
    line = staff_script(turn).line(
        "rated", name=in_bold(masked(turn, turn.called)), score=shown_score(turn, survey), changed=changed or ""
    )
    return Content(text=line)


def said(turn: Turn, questionnaire: Questionnaire, survey: Survey) -> Content:
    line = staff_script(turn).line(
        "said",
        name=in_bold(masked(turn, turn.called)),
        score=shown_score(turn, survey),
        reasons=shown_reasons(turn, questionnaire, survey),
        comment=masked(turn, survey.comment, LONGEST),
    )
    return Content(text=line)


def ratings(turn: Turn, surveys: Iterable[Survey]) -> str:
    """For the card, the newest first; "" for none."""
    answered = [each for each in surveys if each.value is not None][:SHOWN]
    if not answered:
        return ""
    script = staff_script(turn)
    lines = [
        plain(
            script.line(
                "rating",
                date=staff_day(turn, each.answered_at or each.asked_at),
                score=shown_score(turn, each),
                comment=masked(turn, each.comment, 60),
            )
        )
        for each in answered
    ]
    return script.line("ratings", ratings=("；" if turn.policy.default_language.startswith("zh") else "; ").join(lines))
