"""Whether a message is an answer to a survey, and to which question of it."""

from functools import lru_cache

from handlers import trace
from handlers.courtesy import is_courtesy
from handlers.exchange import Outcome, Turn, plain
from handlers.in_form import QUESTION
from handlers.order_numbers import order_number_in
from handlers.picking import command_in
from handlers.returns.numbers import only_rma_number, rma_number_in
from handlers.scripts.library import Library
from handlers.scripts.matching import normal
from handlers.state import OpenSurvey, Stage
from handlers.surveys.asking import LOOKED_BACK, put_in_words
from handlers.surveys.buttons import Answer, named_reasons, read_button
from handlers.surveys.policy import Questionnaire, Scale
from handlers.surveys.rating import commented, explained, kept, kindly, may_change, scored, unmoved
from handlers.surveys.understanding import (
    Known,
    Polite,
    counting,
    listed,
    misses,
    numbers_listed,
    plain_score,
    score_and_all,
    score_and_rest,
    score_in,
)
from handlers.surveys.words import PREFIX, RANKS, SCRIPT
from storage.inbound import SPOKEN, Kind
from storage.link_codes import is_code
from storage.records import replace
from storage.surveys import Survey, SurveyStatus

EXPLAINING = frozenset({Stage.REASONS, Stage.COMMENT})
LISTS = (*RANKS, "yes", "no", "nothing")
UNHEARD = frozenset({SurveyStatus.EXPIRED, SurveyStatus.UNSENDABLE})
"""Nobody answers, in words, what is over or what they have not read."""


async def heard(turn: Turn) -> Outcome | None:
    """None: it is no answer to a survey, or something else is plainly meant."""
    if turn.inbound.kind is Kind.BUTTON:
        return await pressed(turn, turn.inbound.payload) if turn.inbound.payload.startswith(PREFIX) else None
    opened = open_now(turn)
    if opened is None or turn.inbound.kind is not Kind.TEXT or not turn.text or turn.inbound.attachments:
        return None
    if is_something_else(turn, opened):
        return None
    label = next((each for each in turn.state.offered if each.label.strip().casefold() == turn.text.casefold()), None)
    if label is not None:
        return await pressed(turn, label.goto) if label.goto.startswith(PREFIX) else None
    return await said(turn, opened)


def open_now(turn: Turn) -> OpenSurvey | None:
    """Why it was is asked for only as long as any form is."""
    opened = turn.state.survey
    if opened is None or turn.now >= opened.until:
        return None
    is_late = opened.stage in EXPLAINING and turn.now >= opened.since + turn.policy.form_expires
    return replace(opened, stage=Stage.LATER) if is_late else opened


def passed(turn: Turn, outcome: Outcome) -> Outcome:
    """Once something else was said than thanks, only what is plainly a score is an answer."""
    opened, after = turn.state.survey, outcome.state if outcome.state is not None else turn.state
    if opened is None or after.survey != opened or turn.inbound.kind not in SPOKEN or is_courtesy(turn):
        return outcome
    now = open_now(turn)
    later = replace(now, stage=Stage.LATER) if now else None
    return outcome if later == opened else replace(outcome, state=replace(after, survey=later))


def is_something_else(turn: Turn, opened: OpenSurvey) -> bool:
    """An answer to a form that is open, or to staff, unless they have said nothing and the survey asks on."""
    form, case = turn.state.form, turn.conversation.case
    if form is not None and turn.now < form.expires_at:
        return True
    return turn.at_desk and (opened.stage not in EXPLAINING or (case is not None and bool(case.agents)))


async def pressed(turn: Turn, goto: str) -> Outcome:
    trace.chose(SCRIPT, SCRIPT)
    answer = read_button(goto)
    survey = await turn.doors.surveys.by_id(answer.survey_id) if answer else None
    questionnaire = turn.survey_policy.surveys.get(survey.survey) if survey else None
    if answer is None or survey is None or questionnaire is None or not await is_theirs(turn, survey):
        return kindly(turn, "expired")
    if answer.value is not None:
        known = answer.value in questionnaire.scale.values
        return await scored(turn, survey, questionnaire, answer.value) if known else kindly(turn, "expired")
    if survey.status is not SurveyStatus.ANSWERED:
        return kindly(turn, "expired")
    stage = stage_of(turn, survey)
    if stage is Stage.LATER and (answer.is_over or not may_change(turn, survey, questionnaire)):
        return kindly(turn, "thanks_low" if answer.is_over else "too_late")
    return await explained(turn, survey, questionnaire, answer, stage)


async def is_theirs(turn: Turn, survey: Survey) -> bool:
    """Put to them here, or on an account that is linked to this one now: who was asked may have parted from it."""
    if turn.conversation.id == survey.conversation_id:
        return True
    contact_id = turn.conversation.contact_id
    latest = await turn.doors.surveys.latest(contact_id, LOOKED_BACK) if contact_id else ()
    return any(each.id == survey.id for each in latest)


def stage_of(turn: Turn, survey: Survey) -> Stage:
    opened = open_now(turn)
    return opened.stage if opened is not None and opened.id == survey.id else Stage.LATER


async def said(turn: Turn, opened: OpenSurvey) -> Outcome | None:
    survey = await turn.doors.surveys.by_id(opened.id)
    questionnaire = turn.survey_policy.surveys.get(survey.survey) if survey else None
    if survey is None or questionnaire is None or survey.status in UNHEARD:
        return None
    if opened.stage in EXPLAINING:
        outcome = await told_why(turn, survey, questionnaire, opened.stage)
    else:
        outcome = await told_score(turn, survey, questionnaire, opened.stage)
    if outcome is not None:
        trace.chose(SCRIPT, SCRIPT)
    return outcome


async def told_score(turn: Turn, survey: Survey, questionnaire: Questionnaire, stage: Stage) -> Outcome | None:
    value = value_in(turn, questionnaire, stage)
    if value is not None:
        return await scored(turn, survey, questionnaire, value)
    if stage is Stage.LATER:
        return None
    both = score_and_rest(turn.inbound.text, questionnaire.scale, known_words(turn.library)) or score_and_all(
        turn.inbound.text, questionnaire.scale, known_words(turn.library), polite_beside_scores(turn)
    )
    if both is None:
        return asked_again(turn, survey, questionnaire)
    if turn.text.endswith(QUESTION) or not is_comment(turn):
        return None
    return await scored(turn, survey, questionnaire, both[0], kept(turn, both[1]))


def value_in(turn: Turn, questionnaire: Questionnaire, stage: Stage) -> int | None:
    shown = numbered(turn)
    if shown and not shown.startswith(PREFIX):
        return None  # of another menu, which they read later
    if stage is Stage.LATER:
        return plain_score(
            turn.text, questionnaire.scale, known_words(turn.library), lambda part: is_polite(turn, part)
        )
    found = score_in(turn.text, questionnaire.scale, known_words(turn.library), polite_beside_scores(turn))
    if found is not None or not shown or questionnaire.scale is not Scale.YES_NO:
        return found
    answer = read_button(shown)  # of a menu whose numbers are no values
    return answer.value if answer else None


def asked_again(turn: Turn, survey: Survey, questionnaire: Questionnaire) -> Outcome | None:
    """Six of five stars: whoever miscounts means to answer, and calls nobody. None: it was nothing of the kind."""
    is_shown = any(each.goto.startswith(PREFIX) for each in turn.state.offered)
    if (
        not is_shown
        or is_polite(turn, turn.text)
        or not misses(turn.text, questionnaire.scale, known_words(turn.library))
    ):
        return None
    return Outcome(replies=(put_in_words(turn, questionnaire, survey),), conversation=unmoved(turn))


def polite_beside_scores(turn: Turn) -> Polite:
    """`很好` alone is thanks to a colleague as well, but not where it was asked how it was."""
    known = known_words(turn.library).words
    rates = frozenset().union(*(known[rank] for rank in RANKS))
    return lambda part: normal(part) not in rates and is_polite(turn, part)


def numbered(turn: Turn) -> str:
    """Where the button of this number leads; "" for none."""
    index = int(turn.text) if turn.text.isdecimal() and len(turn.text) <= 2 else 0
    return turn.state.offered[index - 1].goto if 1 <= index <= len(turn.state.offered) else ""


async def told_why(turn: Turn, survey: Survey, questionnaire: Questionnaire, stage: Stage) -> Outcome | None:
    reasons = named_reasons(turn, questionnaire) if stage is Stage.REASONS else ()
    if reasons:
        return await explained(turn, survey, questionnaire, Answer(survey_id=survey.id, reasons=reasons), stage)
    answer = read_button(numbered(turn))
    if normal(turn.text) in known_words(turn.library).words["nothing"] or (answer is not None and answer.is_over):
        over = Answer(survey_id=survey.id, is_over=True)
        return await explained(turn, survey, questionnaire, over, stage)
    value = plain_score(turn.text, questionnaire.scale, known_words(turn.library), lambda part: is_polite(turn, part))
    if value is not None and stage is Stage.COMMENT:
        return await scored(turn, survey, questionnaire, value)
    return await commented(turn, survey, questionnaire) if questionnaire.comment and is_comment(turn) else None


def is_comment(turn: Turn) -> bool:
    """No command, no number alone, and no question that a script answers, about an order or else."""
    text = turn.text
    if command_in(text) or is_code(text) or turn.library.exactly(text, turn.language):
        return False
    if only_rma_number(text) or turn.policy.order_number.fullmatch(text.strip().upper()):
        return False
    may_ask = text.endswith(QUESTION) or order_number_in(text, turn.policy) or rma_number_in(text)
    return not (may_ask and turn.library.asked(text, turn.language))


def is_polite(turn: Turn, part: str) -> bool:
    return turn.library.courtesy(part) is not None


@lru_cache(maxsize=2)  # of the scripts in force, and of those before them: every answer is looked for in these words
def known_words(library: Library) -> Known:
    """Of all languages: customers mix them."""
    scripts = [script for language in library.languages if (script := library.script(language, SCRIPT))]

    def said(name: str) -> list[str]:
        return [plain(script.line(name)) for script in scripts]

    words = {name: frozenset(word for line in said(name) for word in listed(line)) for name in (*LISTS, "heard_points")}
    numbers = {word: number for line in said("heard_numbers") for word, number in numbers_listed(line).items()}
    return Known(words, counting(numbers, words["heard_points"]))
