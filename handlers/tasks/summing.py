"""What a task is about, in a line that staff may read."""

from handlers.desk.masked import masked, unproven
from handlers.exchange import Turn
from handlers.surveys.desk_words import shown_reasons, shown_score
from handlers.tasks.words import WORDS
from storage.surveys import Survey


def of_score(turn: Turn, survey: Survey) -> str:
    """The rating, the reasons, and what they wrote to it."""
    asked = turn.survey_policy.surveys.get(survey.survey)
    return WORDS.word(
        turn,
        "score",
        score=shown_score(turn, survey),
        reasons=shown_reasons(turn, asked, survey) if asked else "",
        comment=masked(turn, unproven(turn, survey.comment)),
    )
