"""A contact is asked how it was: now, later, or not at all."""

from handlers import reporting
from handlers.desk.facts import before_now, file_of, proven_orders
from handlers.desk.routing import tier_of
from handlers.exchange import Outcome, Turn
from handlers.questions import joined
from handlers.state import OpenSurvey, State, offers
from handlers.surveys.occasions import Occasion, read_occasion, timer_of
from handlers.surveys.policy import HOUR, Questionnaire
from handlers.surveys.quiet import moment_to_ask, quiet_hours
from handlers.surveys.stopping import with_way_out
from handlers.surveys.words import question, scale_buttons
from storage.content import Content
from storage.conversations import Status
from storage.desk import ContactFile
from storage.openings import Opening
from storage.records import replace
from storage.results import Timer
from storage.surveys import Survey, SurveyStatus

REMIND = "survey:remind:"
EXPIRE = "survey:expire:"
"""The number of the survey follows: a contact may be asked again before that one is over."""
LOOKED_BACK = 20
"""Surveys of the contact, among them those that the platform did not take; and cases, among them open ones."""
FRESH = HOUR
"""So long after their last message somebody may still be in the midst of it."""
LATER = 4 * HOUR
"""When a campaign that comes at a bad time tries again."""
NOTHING = Outcome()


async def asked(turn: Turn, survey_key: str, campaign: str) -> Outcome:
    """By a campaign, as `key:run`. With `surveys` they are asked (or cannot be), with `timers` alone they will be.

    Neither: they are not, as they were asked lately, left, or the survey is gone.
    """
    return await put(turn, Occasion(survey=survey_key, campaign=campaign, wanted_at=turn.now, since=turn.now))


async def due(turn: Turn) -> Outcome:
    return await put(turn, read_occasion(turn.inbound.text))


async def put(turn: Turn, occasion: Occasion) -> Outcome:
    questionnaire = turn.survey_policy.surveys.get(occasion.survey)
    if questionnaire is None or turn.conversation.blocked or turn.conversation.banned:
        return NOTHING
    file = await file_of(turn)
    if file is not None and file.declined:
        return NOTHING
    since = turn.now - FRESH if occasion.campaign else occasion.since
    if await is_busy(turn, file, since, was_over=not occasion.campaign):
        return Outcome(timers=(timer_of(occasion, turn.now + LATER),)) if occasion.campaign else NOTHING
    if await was_asked_lately(turn):
        return NOTHING
    opening = await turn.doors.openings.of(turn.reach, turn.now)
    at = moment(turn, occasion.wanted_at, opening)
    if at is None:
        return await unsendable(turn, questionnaire, occasion, file)
    if at > turn.now:
        return Outcome(timers=(timer_of(occasion, at),))
    return await put_now(turn, questionnaire, occasion, file)


async def is_busy(turn: Turn, file: ContactFile | None, since: float, *, was_over: bool) -> bool:
    """Something else goes on with the contact, here or on another of their accounts.

    `was_over`: their conversation was, so that they have written if it is not any more, however soon after the end.
    """
    status = turn.conversation.status
    if status in (Status.OPEN, Status.SNOOZED):
        return True
    if status is Status.PENDING and (was_over or turn.conversation.last_message_at > since):
        return True
    others = [each for each in file.identities if each.conversation_id != turn.conversation.id] if file else []
    if any(each.last_message_at > since for each in others):
        return True
    cases = await turn.doors.floor.cases(turn.conversation.contact_id, LOOKED_BACK) if others else ()
    return any(case.closed_at is None for case in cases)


async def was_asked_lately(turn: Turn) -> bool:
    since = turn.now - turn.survey_policy.every
    latest = await turn.doors.surveys.latest(turn.conversation.contact_id, LOOKED_BACK)
    return any(each.asked_at > since and each.status is not SurveyStatus.UNSENDABLE for each in latest)


def moment(turn: Turn, wanted: float, opening: Opening) -> float | None:
    """None: the platform lets us ask no more, unless by a notice that it sends at any time."""
    quiet = quiet_hours(turn)
    at = None if opening.messages == 0 else moment_to_ask(wanted, turn.now, opening.until, quiet)
    if at is None and opening.template:
        return moment_to_ask(wanted, turn.now, None, quiet)
    return at


async def put_now(turn: Turn, questionnaire: Questionnaire, occasion: Occasion, file: ContactFile | None) -> Outcome:
    survey = await begun(turn, questionnaire, occasion, file)
    content = put_in_words(turn, questionnaire, survey)
    return Outcome(
        final=(content,),
        state=asking(turn, survey, content),
        surveys=(survey,),
        timers=tuple(clock(questionnaire, survey)),
        events=(reporting.survey_asked(survey, turn.now),),
    )


def asking(turn: Turn, survey: Survey, content: Content) -> State:
    """What they say next may be the answer, or the number of one."""
    opened = OpenSurvey(id=survey.id, until=survey.valid_until, since=turn.now)
    return replace(turn.state, survey=opened, offered=offers((content,)))


async def begun(turn: Turn, questionnaire: Questionnaire, occasion: Occasion, file: ContactFile | None) -> Survey:
    orders = await proven_orders(turn)
    return Survey(
        id=turn.doors.surveys.next_id(),
        survey=questionnaire.key,
        campaign=occasion.campaign,
        contact_id=turn.conversation.contact_id,
        conversation_id=turn.conversation.id,
        case_id=occasion.case_id,
        channel=turn.reach.identity.channel,
        language=turn.language,
        team=occasion.team,
        tier=tier_of(turn.desk_policy, before_now(file, turn), orders),
        agents=occasion.agents,
        asked_at=turn.now,
        valid_until=turn.now + questionnaire.valid,
    )


def put_in_words(turn: Turn, questionnaire: Questionnaire, survey: Survey, before: str = "") -> Content:
    text = joined(before, question(turn, questionnaire, survey.tier, survey.team))
    if before or survey.campaign:
        text = with_way_out(turn, text)
    return Content(text=text, buttons=scale_buttons(turn, questionnaire, survey.id))


def clock(questionnaire: Questionnaire, survey: Survey) -> list[Timer]:
    timers = [Timer(name=f"{EXPIRE}{survey.id}", due_at=survey.valid_until)]
    remind_at = survey.asked_at + (questionnaire.remind_after or questionnaire.valid)
    if remind_at < survey.valid_until:
        timers.append(Timer(name=f"{REMIND}{survey.id}", due_at=remind_at))
    return timers


async def unsendable(turn: Turn, questionnaire: Questionnaire, occasion: Occasion, file: ContactFile | None) -> Outcome:
    survey = replace(await begun(turn, questionnaire, occasion, file), status=SurveyStatus.UNSENDABLE)
    return Outcome(surveys=(survey,), events=(reporting.survey_unsendable(survey, turn.now),))
