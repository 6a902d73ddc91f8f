"""A message instead of a wait: the contact writes what they want, and staff answer when they can."""

from handlers.contract import Policy
from handlers.desk.cases import LATE, Owned, is_queued
from handlers.desk.owning import MESSAGE_FORM, card_of, spoken
from handlers.desk.queue import LEFT_MESSAGE, MESSAGE, SCRIPT, whereabouts
from handlers.desk.queue_words import queue_posted
from handlers.exchange import Outcome, Turn
from handlers.forms.answers import Answer, Invalid, Parsed, Valid
from handlers.forms.form import Form, FormState, Slot
from handlers.forms.steps import begin
from handlers.questions import FormHandler, proceed
from storage.records import replace

MOST = 500
"""Characters that the form remembers: the topic has the message itself."""


def parse(answer: Answer, _policy: Policy) -> Parsed:
    return Valid(answer.text[:MOST]) if answer.text or answer.attachments else Invalid()


FORM = Form(
    name=MESSAGE_FORM,
    script=SCRIPT,
    slots=(Slot(name="message", prompt="message", retry="message_again", parse=parse),),
)


async def queue(turn: Turn) -> Outcome:
    """The button to leave a message leads here, and whoever asks for their place."""
    return await leave_message(turn) if turn.argument == MESSAGE else await whereabouts(turn)


async def leave_message(turn: Turn) -> Outcome:
    """Only for who waits: whoever has an agent just writes."""
    if not turn.inbound.private or not is_queued(turn.conversation) or turn.conversation.case is None:
        return await whereabouts(turn)
    nothing = Answer()
    return await proceed(turn.at(SCRIPT), HANDLER, begin(FORM, nothing, turn.policy, turn.now))


async def left(turn: Turn, _state: FormState) -> Outcome:
    """It stands in the topic already, as everything does that a contact writes there. The case stays in the queue."""
    case = turn.conversation.case
    if case is None or not is_queued(turn.conversation):
        return Outcome()
    after = Owned(turn.conversation, replace(case, reason=LEFT_MESSAGE, told_late=True))
    return Outcome(
        replies=spoken(turn.words(SCRIPT).line("message_kept")),
        case=after.case,
        posts=(*await card_of(turn, after), *queue_posted(turn, "left_message")),
        cancelled_timers=(LATE,),
    )


HANDLER = FormHandler(FORM, left)
