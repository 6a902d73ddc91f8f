"""What contacts are asked about how it was, in the shop's words or in the script's."""

from collections.abc import Iterable

from handlers.exchange import Turn, marked, plain
from handlers.fields.words import Words, words_in
from handlers.scripts.declaration import declare
from handlers.surveys.policy import Questionnaire, Scale, Wording
from storage.content import Button
from storage.records import replace
from storage.surveys import Survey

SCRIPT = "survey"
PREFIX = "survey:"
"""Of buttons: `survey:<number of the survey>:<value>`."""
FACES = "😡🙁😐🙂😍"
NUMBERS = (Scale.FIVE, Scale.TEN)
RANKS = ("very_bad", "bad", "middling", "good", "very_good")
"""Lists of words by which an answer is known, the worst first."""

LINES = declare(
    SCRIPT,
    script=SCRIPT,
    ask="lowest highest",
    remind="",
    yes_button="",
    no_button="",
    done_button="",
    skip_button="",
    reasons="",
    more="reasons",
    comment="",
    thanks="",
    thanks_low="",
    changed="",
    too_late="",
    expired="",
    very_good="",
    good="",
    middling="",
    bad="",
    very_bad="",
    yes="",
    no="",
    heard_numbers="",  # from nought to ten
    heard_points="",  # what is counted
    nothing="",  # by which it is known that they want to add nothing
    may_be_empty=(
        "remind thanks thanks_low changed too_late expired very_good good middling bad very_bad yes no nothing"
    ),
)
DECLARATION = replace(LINES, in_order={"heard_numbers": 11})


def survey_line(turn: Turn, name: str, /, **blanks: object) -> str:
    return turn.words(SCRIPT).line(name, **blanks)


def question(turn: Turn, questionnaire: Questionnaire, tier: str, team: str) -> str:
    """As kefu markup."""
    own = own_words(turn, questionnaire.ask, (each.ask for each in fitting(questionnaire, tier, team)))
    if own:
        return own
    scale = questionnaire.scale
    numbers = {"lowest": scale.lowest, "highest": scale.highest} if scale in NUMBERS else {}
    return survey_line(turn, "ask", **{"lowest": "", "highest": "", **numbers})


def thanks(turn: Turn, questionnaire: Questionnaire, survey: Survey) -> str:
    wordings = fitting(questionnaire, survey.tier, survey.team)
    own = "" if survey.low else own_words(turn, questionnaire.thanks, (each.thanks for each in wordings))
    return own or survey_line(turn, "thanks_low" if survey.low else "thanks")


def fitting(questionnaire: Questionnaire, tier: str, team: str) -> Iterable[Wording]:
    return (
        each
        for each in questionnaire.wordings
        if (not each.tiers or tier in each.tiers) and (not each.teams or team in each.teams)
    )


def own_words(turn: Turn, usual: Words, special: Iterable[Words]) -> str:
    """Those of surveys.yaml are no markup yet."""
    said = next((each for each in special if each), usual)
    return marked(words_in(said, turn.language, turn.policy.default_language))


def scale_buttons(turn: Turn, questionnaire: Questionnaire, survey_id: int) -> tuple[Button, ...]:
    """In an order in which their numbers are the values, where a scale of numbers begins with 1."""
    values = list(questionnaire.scale.values)
    if values[0] == 0:
        values = [*values[1:], 0]
    return tuple(
        Button(label=label(turn, questionnaire, value), goto=f"{PREFIX}{survey_id}:{value}") for value in values
    )


def label(turn: Turn, questionnaire: Questionnaire, value: int) -> str:
    own = words_in(questionnaire.labels.get(value, {}), turn.language, turn.policy.default_language)
    if own:
        return own
    match questionnaire.scale:
        case Scale.STARS:
            return "⭐" * value
        case Scale.FACES:
            return FACES[value - 1]
        case Scale.YES_NO:
            return plain(survey_line(turn, "yes_button" if value else "no_button"))
    return str(value)
