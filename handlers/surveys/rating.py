"""What comes of an answer to a survey: it is kept, told to staff, and for a low score the contact is asked why."""

from handlers import reporting
from handlers.desk.masked import contacts_words
from handlers.exchange import Outcome, Turn
from handlers.formats import listed
from handlers.state import OpenSurvey, Stage
from handlers.surveys import desk_words
from handlers.surveys.buttons import SKIP, Answer, ending, reason_buttons, reason_name, unchosen
from handlers.surveys.policy import Questionnaire
from handlers.surveys.waiting import timers_of
from handlers.surveys.words import survey_line, thanks
from handlers.tasks.opening import low_score
from storage.content import Content
from storage.conversations import Conversation, Status
from storage.records import replace
from storage.results import Outgoing, ReportingEvent
from storage.surveys import Survey, SurveyStatus

LONGEST = 1000
"""Characters of a comment that are kept."""
Question = tuple[Stage, Content]


def unmoved(turn: Turn) -> Conversation:
    """An answer begins nothing: what was over stays so."""
    if not turn.was_over:
        return turn.conversation
    return replace(turn.conversation, status=Status.RESOLVED, owner=None)


def kindly(turn: Turn, line: str) -> Outcome:
    return Outcome(replies=said(survey_line(turn, line)), conversation=unmoved(turn))


def said(*texts: str) -> tuple[Content, ...]:
    return tuple(Content(text=text) for text in texts if text)


def may_change(turn: Turn, survey: Survey, questionnaire: Questionnaire) -> bool:
    return survey.answered_at is not None and turn.now < survey.answered_at + questionnaire.change_within


# The score


async def scored(turn: Turn, survey: Survey, questionnaire: Questionnaire, value: int, comment: str = "") -> Outcome:
    if survey.status is SurveyStatus.ANSWERED:
        return await changed(turn, survey, questionnaire, value)
    if survey.status is SurveyStatus.EXPIRED or turn.now >= survey.valid_until:
        return kindly(turn, "expired")
    fresh = replace(
        rated(survey, questionnaire, value), status=SurveyStatus.ANSWERED, answered_at=turn.now, comment=comment
    )
    outcome = await noted(turn, fresh, questionnaire, is_change=False)
    return replace(outcome, cancelled_timers=(*outcome.cancelled_timers, *timers_of(survey)))


async def changed(turn: Turn, survey: Survey, questionnaire: Questionnaire, value: int) -> Outcome:
    if not may_change(turn, survey, questionnaire):
        return kindly(turn, "too_late")
    if value == survey.value:
        return kindly(turn, "changed")
    return await noted(turn, rated(survey, questionnaire, value), questionnaire, is_change=True)


def rated(survey: Survey, questionnaire: Questionnaire, value: int) -> Survey:
    """Reasons for a low score are none for a high one."""
    low, score = questionnaire.is_low(value), questionnaire.scale.score(value)
    return replace(survey, value=value, score=score, low=low, reasons=survey.reasons if low else ())


async def noted(turn: Turn, survey: Survey, questionnaire: Questionnaire, *, is_change: bool) -> Outcome:
    owed = await low_score(replace(turn, conversation=unmoved(turn)), survey)
    asked = why(turn, survey, questionnaire)
    thanked = "" if asked or is_change else thanks(turn, questionnaire, survey)
    told = desk_words.rated(turn, survey, changed=is_change)
    if survey.comment and not is_change:
        told = desk_words.said(turn, questionnaire, survey)
    post = () if owed.posts else in_topic(turn, survey, told)
    return continued(
        turn,
        replace(owed, replies=(*said(survey_line(turn, "changed") if is_change else thanked), *owed.replies)),
        survey,
        asked,
        post,
        reporting.csat(survey, turn.now),
    )


# Why it is low


def why(turn: Turn, survey: Survey, questionnaire: Questionnaire) -> Question | None:
    """The first question after a score; None: nothing is asked."""
    if not survey.low:
        return None
    if questionnaire.reasons and not survey.reasons:
        text, buttons = survey_line(turn, "reasons"), reason_buttons(turn, questionnaire, survey)
        return Stage.REASONS, Content(text=text, buttons=buttons)
    return comment_question(turn, survey, questionnaire)


def comment_question(turn: Turn, survey: Survey, questionnaire: Questionnaire) -> Question | None:
    if not questionnaire.comment or survey.comment:
        return None
    return Stage.COMMENT, Content(text=survey_line(turn, "comment"), buttons=(ending(turn, survey, SKIP),))


async def explained(turn: Turn, survey: Survey, questionnaire: Questionnaire, answer: Answer, stage: Stage) -> Outcome:
    """By reasons, of which there may be more, or by none. `stage`: what was asked."""
    known = {each.key for each in questionnaire.reasons}
    reasons = tuple(dict.fromkeys((*survey.reasons, *(key for key in answer.reasons if key in known))))
    survey = replace(survey, reasons=reasons)
    if not answer.is_over and unchosen(questionnaire, survey):
        names = (reason_name(turn, each) for each in questionnaire.reasons if each.key in reasons)
        chosen = listed(names, turn.language)
        text, buttons = survey_line(turn, "more", reasons=chosen), reason_buttons(turn, questionnaire, survey)
        return continued(
            turn, await owed_for(turn, survey), survey, (Stage.REASONS, Content(text=text, buttons=buttons))
        )
    asked = comment_question(turn, survey, questionnaire) if stage is Stage.REASONS else None
    if asked is not None:
        return continued(turn, await owed_for(turn, survey), survey, asked)
    return await finished(turn, survey, questionnaire)


async def commented(turn: Turn, survey: Survey, questionnaire: Questionnaire) -> Outcome:
    return await finished(turn, replace(survey, comment=kept(turn, turn.inbound.text)), questionnaire)


def kept(turn: Turn, said: str) -> str:
    """As staff may read it anywhere: what proves an order is nobody's to read again."""
    return contacts_words(turn, said, LONGEST - 1)


async def finished(turn: Turn, survey: Survey, questionnaire: Questionnaire) -> Outcome:
    told = bool(survey.reasons or survey.comment)
    post = in_topic(turn, survey, desk_words.said(turn, questionnaire, survey)) if told else ()
    owed = await owed_for(turn, survey)
    replies = (*owed.replies, *said(thanks(turn, questionnaire, survey)))
    return continued(turn, replace(owed, replies=replies), survey, None, post)


async def owed_for(turn: Turn, survey: Survey) -> Outcome:
    return await low_score(replace(turn, conversation=unmoved(turn)), survey)


def in_topic(turn: Turn, survey: Survey, content: Content) -> tuple[Outgoing, ...]:
    """None is opened for a contact who never had one."""
    return turn.post(content) if survey.case_id or turn.conversation.thread or turn.at_desk else ()


def continued(
    turn: Turn,
    outcome: Outcome,
    survey: Survey,
    asked: Question | None,
    posts: tuple[Outgoing, ...] = (),
    *events: ReportingEvent,
) -> Outcome:
    """With the survey as it is now, and the next question or none."""
    state = outcome.state if outcome.state is not None else turn.state
    stage, question = asked or (Stage.LATER, None)
    opened = OpenSurvey(id=survey.id, until=survey.valid_until, stage=stage, since=turn.now)
    return replace(
        outcome,
        replies=(*outcome.replies, *((question,) if question else ())),
        conversation=outcome.conversation or unmoved(turn),
        state=replace(state, survey=opened),
        posts=(*outcome.posts, *posts),
        surveys=(survey,),
        events=(*outcome.events, *events),
    )
