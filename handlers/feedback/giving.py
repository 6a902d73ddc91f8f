"""A contact says something of the shop: kept, put into a class, and told to staff; with a receipt that has a number."""

from handlers import reporting
from handlers.contract import Policy
from handlers.desk.facts import facts_of, file_of
from handlers.desk.masked import contacts_words
from handlers.desk.newcomers import kept_outside, may_be_told
from handlers.desk.routing import routed
from handlers.exchange import Outcome, Turn
from handlers.feedback.classifying import severity_of, topic_of
from handlers.feedback.posting import posted
from handlers.feedback.severe import DAY
from handlers.feedback.tasking import task_of
from handlers.feedback.words import LONGEST, SCRIPT, WORDS, number_of, topic_name
from handlers.forms.answers import Answer, Invalid, Parsed, Valid
from handlers.forms.form import Form, FormState, Slot
from handlers.forms.steps import begin
from handlers.numbers import number_in
from handlers.questions import FormHandler, joined, proceed
from handlers.tasks.opening import opened
from storage.content import Button, Content
from storage.feedback import Feedback, FeedbackStatus, Topic
from storage.records import replace
from storage.results import Outgoing
from storage.tasks import Severity

REASON = "feedback"
"""The reason of a case."""


def parse(answer: Answer, _policy: Policy) -> Parsed:
    return Valid(answer.text[:LONGEST]) if answer.text.strip() else Invalid()


FORM = Form(name=SCRIPT, slots=(Slot(name="text", prompt="ask", retry="ask_again", parse=parse, free=True),))


async def feedback(turn: Turn) -> Outcome:
    """`17:price` behind a button of a receipt; else words of theirs, or none yet."""
    if not turn.inbound.private:
        return Outcome(replies=(turn.content("in_group"),))
    turn = turn.at(SCRIPT, turn.argument)
    number, _, topic = turn.argument.partition(":")
    known = number_in(number)
    if known is not None and topic in tuple(Topic):
        return await corrected(turn, known, Topic(topic))
    if await too_many(turn):
        return Outcome(replies=(turn.content("too_many", most=turn.desk_policy.feedback.a_day),))
    if turn.argument.strip():
        return await given(turn, turn.argument.strip()[:LONGEST])
    return await proceed(turn, HANDLER, begin(FORM, Answer(), turn.policy, turn.now))


async def too_many(turn: Turn) -> bool:
    most, contact_id = turn.desk_policy.feedback.a_day, turn.conversation.contact_id
    latest = await turn.doors.feedback.latest(contact_id, most) if contact_id else ()
    return len([each for each in latest if each.at > turn.now - DAY]) >= most


async def told(turn: Turn, state: FormState) -> Outcome:
    return await given(turn, str(state.filled["text"]))


async def given(turn: Turn, text: str) -> Outcome:
    said = await received(turn, text)
    kept = Outcome(feedback=(said,), events=(reporting.feedback_given(turn, said),))
    if said.severity is Severity.SEVERE and turn.places.main is not None:
        outside = None if turn.at_desk else await kept_outside(turn, REASON, None)
        if outside is not None:
            return replace(outside.after(receipt(turn, said)), feedback=kept.feedback, events=kept.events)
        outcome = await handed_over(turn, said)
        return replace(outcome, feedback=kept.feedback, events=(*kept.events, *outcome.events))
    return replace(kept, replies=(receipt(turn, said),), posts=await for_staff(turn, said))


async def for_staff(turn: Turn, said: Feedback) -> tuple[Outgoing, ...]:
    """In a flood of new accounts it is in the list, and staff are told once that there is more of it."""
    place = await may_be_told(turn)
    if place.at <= turn.now:
        return posted(turn, said)
    return turn.alert(WORDS.content(turn, "flooded"), turn.places.of(said.team)) if place.first else ()


async def received(turn: Turn, text: str) -> Feedback:
    kept = contacts_words(turn, text, LONGEST)
    topic = topic_of(turn, kept)
    return Feedback(
        id=turn.doors.feedback.next_id(),
        contact_id=turn.conversation.contact_id,
        conversation_id=turn.conversation.id,
        channel=turn.conversation.identity.channel,
        language=turn.language,
        team=await team_for(turn, topic),
        topic=topic,
        severity=severity_of(turn, text),
        text=kept,
        at=turn.now,
    )


async def team_for(turn: Turn, topic: Topic) -> str:
    team = turn.desk_policy.feedback.teams.get(topic, "")
    return team or routed(turn.desk_policy, await facts_of(turn, REASON), None).team


def receipt(turn: Turn, said: Feedback) -> Content:
    """With the other topics, should we be wrong."""
    others = tuple(
        Button(label=topic_name(turn, each), goto=f"{SCRIPT}:{said.id}:{each}") for each in Topic if each != said.topic
    )
    return turn.content("received", *others, number=number_of(said), topic=topic_name(turn, said.topic))


async def handed_over(turn: Turn, said: Feedback) -> Outcome:
    """As a complaint, at once: with a task, so that nobody forgets it."""
    file = await file_of(turn)
    served = (file.last_agent,) if file and file.last_agent else ()
    outcome = await opened(turn, task_of(turn, said), REASON, served, waits=True)
    told = outcome.replies[0] if outcome.replies else Content()
    text = joined(turn.content("severe", number=number_of(said)).text, told.text)
    return replace(outcome, replies=(replace(told, text=text),))


async def corrected(turn: Turn, number: int, topic: Topic) -> Outcome:
    """Once: staff read of each correction, and nobody shall keep them busy with a button."""
    said = await turn.doors.feedback.by_id(number)
    if said is None or not may_correct(turn, said):
        return Outcome(replies=(turn.content("closed", number=f"F{number}"),))
    told = turn.content("corrected", number=number_of(said), topic=topic_name(turn, topic))
    if topic is said.topic:
        return Outcome(replies=(told,))
    after = replace(said, topic=topic, team=await team_for(turn, topic))
    return Outcome(replies=(told,), feedback=(after,), posts=posted(turn, after, "corrected"))


def may_correct(turn: Turn, said: Feedback) -> bool:
    """Theirs, not dealt with, and still noted as we understood it."""
    is_theirs = said.conversation_id == turn.conversation.id
    return is_theirs and said.status is FeedbackStatus.OPEN and said.topic is topic_of(turn, said.text)


HANDLER = FormHandler(FORM, told)
