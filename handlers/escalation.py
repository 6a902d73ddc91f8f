"""From the bot to a person: the conversation opens at the desk."""

from dataclasses import replace

from handlers.card import card, title
from handlers.desk.policy import Trigger
from handlers.exchange import Outcome, Turn, marked
from handlers.fields.words import words_in
from handlers.order_numbers import FOUR_DIGITS
from handlers.questions import TIMER
from handlers.scripts.declaration import declare
from handlers.state import State
from storage.content import Content
from storage.conversations import QUEUE, Status
from storage.results import EntryKind, ReportingEvent

DECLARATION = declare(
    "escalation",
    script="escalation",
    button="",  # the label of a button that leads here
    queued="",  # what happens next
    queued_again="",  # the same, to one whose earlier conversation is opened again
    not_understood="",  # said before `queued` when the bot gave up by itself
    already="",  # asked again while staff have it
    no_desk="",  # the shop has no staff desk: say how else to reach it
    in_group="",  # asked in a group: please write to us in private
    farewell="",  # staff have ended the conversation
    may_be_empty="not_understood",
)

GAVE_UP = frozenset({"misunderstood", "repeated"})
"""The reasons for which the bot hands over by itself, having had no answer."""


async def escalation(turn: Turn) -> Outcome:
    return await handed_over(turn, "asked")


async def handed_over(turn: Turn, reason: str, trigger: Trigger | None = None) -> Outcome:
    """`trigger`: what called a person, where nobody asked for one."""
    turn = turn.at("escalation")
    if not turn.inbound.private:
        return Outcome(replies=(turn.content("in_group"),))
    if turn.at_desk:
        return Outcome(replies=(turn.content("already"),))
    if turn.places.main is None:
        return Outcome(replies=(turn.content("no_desk"),))
    return await opened(turn, reason, trigger)


async def opened(turn: Turn, reason: str, trigger: Trigger | None = None) -> Outcome:
    asked = await question(turn)
    first = turn.conversation.thread is None
    details = {"reason": reason} | ({"trigger": trigger.name} if trigger else {})
    return Outcome(
        replies=(what_happens_next(turn, reason, trigger),),
        conversation=replace(turn.conversation, status=Status.OPEN, owner=QUEUE),
        state=State(waiting_since=turn.now),
        posts=turn.post(await card(turn, asked), title=title(turn, asked), opens=first),
        cancelled_timers=(TIMER,) if turn.state.form else (),
        events=(ReportingEvent(name="handoff", at=turn.now, details=details),),
    )


def what_happens_next(turn: Turn, reason: str, trigger: Trigger | None) -> Content:
    queued = turn.content("queued" if turn.conversation.thread is None else "queued_again", turn.button("end"))
    before = said_first(turn, reason, trigger)
    return replace(queued, text=f"{before}\n{queued.text}") if before else queued


def said_first(turn: Turn, reason: str, trigger: Trigger | None) -> str:
    if trigger is not None:
        return marked(words_in(trigger.say, turn.language, turn.policy.default_language))
    return turn.script.line("not_understood") if reason in GAVE_UP else ""


async def question(turn: Turn) -> str:
    """What they came for: their own words, unless those only ask for a person."""
    if turn.text and turn.library.exactly(turn.text, turn.language) != "escalation":
        return turn.text
    before = await turn.transcript(turn.conversation.id, turn.policy.card_messages)
    said = [entry.text for entry in before if entry.kind is EntryKind.INCOMING and tells(entry.text)]
    return said[-1] if said else turn.text


def tells(text: str) -> bool:
    """The answer to "which four digits?" tells an agent nothing."""
    return bool(text.strip()) and FOUR_DIGITS.fullmatch(text.strip()) is None
