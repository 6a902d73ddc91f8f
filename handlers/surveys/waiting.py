"""A survey that waits for its answer: a reminder, and the end of its time."""

from math import inf

from handlers.desk.facts import file_of
from handlers.exchange import Outcome, Turn
from handlers.surveys.asking import EXPIRE, NOTHING, REMIND, asking, due, is_busy, put_in_words
from handlers.surveys.occasions import ASK
from handlers.surveys.quiet import LEEWAY, loud, quiet_hours
from handlers.surveys.words import survey_line
from storage.records import replace
from storage.results import Timer
from storage.surveys import Survey, SurveyStatus


def is_ours(name: str) -> bool:
    return name == ASK or name.startswith((REMIND, EXPIRE))


async def rung(turn: Turn) -> Outcome:
    if turn.inbound.payload == ASK:
        return await due(turn)
    return await (remind if turn.inbound.payload.startswith(REMIND) else expire)(turn)


async def remind(turn: Turn) -> Outcome:
    """Once, and only where nothing has to be bent for it."""
    survey = await waiting(turn)
    questionnaire = turn.survey_policy.surveys.get(survey.survey) if survey else None
    if survey is None or questionnaire is None or not await is_welcome(turn, survey):
        return NOTHING
    at = loud(turn.now, quiet_hours(turn))
    if at >= min(survey.valid_until, await closes(turn)):
        return NOTHING
    if at > turn.now:
        return Outcome(timers=(Timer(name=turn.inbound.payload, due_at=at),))
    content = put_in_words(turn, questionnaire, survey, survey_line(turn, "remind"))
    return Outcome(
        final=(content,),
        state=asking(turn, survey, content),
        surveys=(replace(survey, reminded_at=turn.now),),
    )


async def is_welcome(turn: Turn, survey: Survey) -> bool:
    """They can be reached, nothing else has begun, and they were asked nothing newer."""
    if survey.reminded_at is not None or turn.conversation.blocked or turn.conversation.banned:
        return False
    file = await file_of(turn)
    if file is not None and file.declined:
        return False
    if await is_busy(turn, file, survey.asked_at, was_over=not survey.campaign):
        return False
    newest = await turn.doors.surveys.latest(turn.conversation.contact_id, 1)
    return all(each.id == survey.id for each in newest)


async def closes(turn: Turn) -> float:
    """When the platform takes no message any more."""
    opening = await turn.doors.openings.of(turn.reach, turn.now)
    if opening.messages == 0:
        return turn.now
    return inf if opening.until is None else opening.until - LEEWAY


async def expire(turn: Turn) -> Outcome:
    survey = await waiting(turn)
    if survey is None or turn.now < survey.valid_until:
        return NOTHING
    mine = turn.state.survey is not None and turn.state.survey.id == survey.id
    return Outcome(
        state=replace(turn.state, survey=None) if mine else None,
        surveys=(replace(survey, status=SurveyStatus.EXPIRED),),
    )


async def waiting(turn: Turn) -> Survey | None:
    """The survey that a timer is about, while it has no answer."""
    number = turn.inbound.payload.rpartition(":")[2]
    survey = await turn.doors.surveys.by_id(int(number)) if number.isdecimal() else None
    return survey if survey is not None and survey.status is SurveyStatus.ASKED else None


def timers_of(survey: Survey) -> tuple[str, ...]:
    return f"{REMIND}{survey.id}", f"{EXPIRE}{survey.id}"
