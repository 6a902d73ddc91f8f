"""What the buttons of a survey say: `survey:<number>:<value>`, `survey:<number>:reason:<key>` and the like."""

import re
from collections.abc import Collection

from handlers.exchange import Turn, plain
from handlers.fields.words import words_in
from handlers.numbers import number_in
from handlers.scripts.matching import normal
from handlers.surveys.policy import Questionnaire, Reason
from handlers.surveys.words import PREFIX, survey_line
from storage.content import Button
from storage.records import record
from storage.surveys import Survey

DONE = "done"
"""No more reasons."""
SKIP = "skip"
"""No comment."""
REASON = "reason"
COMMAS = re.compile(r"[,，、;；和与及]")


@record(frozen=True, slots=True, kw_only=True)
class Answer:
    survey_id: int
    value: int | None = None
    reasons: tuple[str, ...] = ()
    is_over: bool = False
    """Nothing is to be added."""


def read_button(goto: str) -> Answer | None:
    number, _, said = goto.removeprefix(PREFIX).partition(":")
    kind, _, key = said.partition(":")
    survey_id = number_in(number)
    if not goto.startswith(PREFIX) or survey_id is None:
        return None
    if kind == REASON and key:
        return Answer(survey_id=survey_id, reasons=(key,))
    if kind in (DONE, SKIP):
        return Answer(survey_id=survey_id, is_over=True)
    value = number_in(kind)
    return None if value is None else Answer(survey_id=survey_id, value=value)


def reason_buttons(turn: Turn, questionnaire: Questionnaire, survey: Survey) -> tuple[Button, ...]:
    """Those not chosen yet, and that it is all."""
    left = unchosen(questionnaire, survey)
    shown = (Button(label=reason_name(turn, each), goto=f"{PREFIX}{survey.id}:{REASON}:{each.key}") for each in left)
    return (*shown, ending(turn, survey, DONE))


def ending(turn: Turn, survey: Survey, how: str) -> Button:
    return Button(label=plain(survey_line(turn, f"{how}_button")), goto=f"{PREFIX}{survey.id}:{how}")


def unchosen(questionnaire: Questionnaire, survey: Survey) -> list[Reason]:
    return [each for each in questionnaire.reasons if each.key not in survey.reasons]


def reason_name(turn: Turn, reason: Reason) -> str:
    return words_in(reason.name, turn.language, turn.policy.default_language)


def named_reasons(turn: Turn, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Their keys, by the numbers of the buttons shown last or by their names; empty: something else was said."""
    names = {normal(name): each.key for each in questionnaire.reasons for name in each.name.values()}
    parts = [part for phrase in COMMAS.split(turn.text) for part in phrases(phrase, names)]
    found = [names.get(normal(part)) or numbered(turn, part) for part in parts]
    return tuple(dict.fromkeys(each for each in found if each)) if found and all(found) else ()


def phrases(said: str, names: Collection[str]) -> list[str]:
    """A name may hold spaces, and spaces may stand between names."""
    return [said] if normal(said) in names else said.split()


def numbered(turn: Turn, part: str) -> str:
    index = int(part) if part.isdecimal() and len(part) <= 2 else 0
    answer = read_button(turn.state.offered[index - 1].goto) if 1 <= index <= len(turn.state.offered) else None
    return answer.reasons[0] if answer and answer.reasons else ""
