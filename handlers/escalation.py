"""From the bot to a person: the conversation opens at the desk."""

from handlers import reporting
from handlers.came_for import came_for
from handlers.desk.cases import Owned
from handlers.desk.facts import facts_of
from handlers.desk.newcomers import kept_outside
from handlers.desk.owning import as_owned, asked, card_of
from handlers.desk.policy import Trigger
from handlers.desk.queueing import Queued, queued
from handlers.desk.routing import routed
from handlers.exchange import Outcome, Turn, marked
from handlers.feedback.severe import severe_words
from handlers.fields.words import words_in
from handlers.questions import form_timer, joined
from handlers.scripts.declaration import declare
from handlers.state import left_over
from handlers.taps import untapped
from handlers.under_way import pictures
from storage.content import Content
from storage.desk import Case
from storage.newcomers import NEWCOMER_TIMER
from storage.records import replace
from storage.results import Outgoing, Timer
from storage.tasks import Task

DECLARATION = declare(
    "escalation",
    script="escalation",
    button="",  # the label of a button that leads here
    queued="",  # what happens next
    queued_again="",  # the same, to one who has a topic already: of an earlier conversation, or of a return
    not_understood="",  # said before `queued` when the bot gave up by itself
    already="",  # asked again while staff have it
    too_often="",  # they called a person and ended it themselves, time and again
    newcomers="hours minutes",  # many new accounts call a person: they come in after so long; `hours`: as of a lock
    no_desk="",  # the shop has no staff desk: say how else to reach it
    in_group="",  # asked in a group: please write to us in private
    heard_complaint="",  # what they tell who complain
    may_be_empty="not_understood heard_complaint",
    retired="farewell",
)

GAVE_UP = frozenset({"misunderstood", "repeated"})
"""The reasons for which the bot hands over by itself, having had no answer."""
MOST_ENDED = 4
"""Whoever ended so many conversations with staff in a while is asked to wait before they call a person again: each
costs the desk several posts, which delay everybody else's.
"""
OFTEN_SECONDS = 10 * 60.0
LOOKED_BACK = 5
"""Cases."""


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
    if await ends_too_often(turn):
        return Outcome(replies=(turn.content("too_often"),))
    return await opened(turn, reason, trigger)


async def ends_too_often(turn: Turn) -> bool:
    contact_id = turn.conversation.contact_id
    latest = await turn.doors.floor.cases(contact_id, MOST_ENDED) if contact_id else ()
    ended = [
        each for each in latest if each.closed_by == "contact" and turn.now - (each.closed_at or 0) < OFTEN_SECONDS
    ]
    return len(ended) == MOST_ENDED


async def opened(turn: Turn, reason: str, trigger: Trigger | None = None) -> Outcome:
    """At the desk; but in a flood of newcomers they may have to wait outside first, and there is no case then."""
    first = said_first(turn, reason, trigger)
    outside = await kept_outside(turn, reason, trigger)
    if outside is None:
        return await let_in(turn, reason, trigger, first)
    told, *others = outside.replies
    return replace(outside, replies=(replace(told, text=joined(first, told.text)), *others))


async def let_in(turn: Turn, reason: str, trigger: Trigger | None, first: str = "") -> Outcome:
    """`first`: said before what happens next; whoever waited outside has read it there."""
    waited = bool(turn.state.comes_in_at)
    # Their timer rings at once where it has something to tell of.
    owed = waited and await severe_words(turn) is not None
    if turn.state.comes_in_at > turn.now:
        turn.doors.newcomers.give_back(turn.state.comes_in_at)
    case = await case_for(turn, reason, trigger)
    waiting = await queued(turn, case)
    return Outcome(
        replies=(what_happens_next(turn, waiting, first),),
        conversation=waiting.conversation,
        state=replace(left_over(turn.state), comes_in_at=0.0),
        case=waiting.case,
        posts=(*await at_the_desk(turn, waiting.owned), *shown_to_the_bot(turn, waiting.owned)),
        timers=(*waiting.timers, *((Timer(name=NEWCOMER_TIMER, due_at=turn.now),) if owed else ())),
        cancelled_timers=(*form_timer(turn), *((NEWCOMER_TIMER,) if waited and not owed else ())),
        events=(reporting.handoff(turn, waiting.case, trigger),),
    )


async def let_in_as_called(turn: Turn) -> Outcome:
    """For what they called a person for before they waited outside, of which their timer tells."""
    reason, _, called = turn.inbound.text.partition(":")
    trigger = next((each for each in turn.desk_policy.triggers if called and each.name == called), None)
    return await let_in(turn.at("escalation"), reason, trigger)


async def is_still_to_come(turn: Turn) -> bool:
    """Meanwhile they may have gone, or be with staff, on another account of theirs, too."""
    conversation = turn.conversation
    if turn.at_desk or conversation.banned or conversation.blocked or turn.places.main is None:
        return False
    latest = await turn.doors.floor.cases(conversation.contact_id, LOOKED_BACK) if conversation.linked else ()
    return all(each.closed_at is not None for each in latest)


async def case_for(turn: Turn, reason: str, trigger: Trigger | None) -> Case:
    decided, visit = routed(turn.desk_policy, await facts_of(turn, reason), trigger), turn.state.visit
    return Case(
        opened_at=turn.now,
        queued_at=turn.now,
        reason=reason,
        rule=decided.rule,
        asked=await came_for(turn),
        team=decided.team,
        priority=decided.priority,
        angry=decided.angry,
        waiting_since=turn.now,
        visit_since=visit.since if visit else turn.now,
        orders=visit.orders if visit else (),
    )


async def at_the_desk(turn: Turn, waiting: Owned, tasks: tuple[Task, ...] = ()) -> tuple[Outgoing, ...]:
    """The card; where there was one it is written over, which nobody would notice. Tasks are posted by themselves."""
    first = turn.conversation.thread is None
    posts = await card_of(turn, waiting, tasks=tasks, opens=first or len(turn.places.all) > 1)
    if first:
        return posts
    there = as_owned(turn, waiting)
    news = () if tasks else there.post(Content(text=called_again(turn, waiting.case)))
    return (*posts, *news, *await asked(there, waiting))


def called_again(turn: Turn, case: Case) -> str:
    call = turn.desk_words.line("card_again", number=turn.number, name=untapped(turn.called))
    return joined(call, turn.desk_words.line("card_asked", text=case.asked) if case.asked else "")


def what_happens_next(turn: Turn, waiting: Queued, first: str = "") -> Content:
    """Who is told that nobody is there is not told that somebody comes soon."""
    line = turn.script.line("queued" if turn.conversation.thread is None else "queued_again")
    text = joined(first, "" if waiting.closed else line, waiting.told.text)
    return Content(text=text, buttons=(turn.button("end"), *waiting.told.buttons))


def said_first(turn: Turn, reason: str, trigger: Trigger | None) -> str:
    if trigger is not None:
        return marked(words_in(trigger.say, turn.language, turn.policy.default_language))
    return turn.script.line("not_understood") if reason in GAVE_UP else ""


def shown_to_the_bot(turn: Turn, waiting: Owned) -> tuple[Outgoing, ...]:
    shown = pictures(turn)
    return as_owned(turn, waiting).post(Content(attachments=shown)) if shown else ()
