"""A contact who writes again soon after the end goes on where it ended, instead of starting anew with the bot."""

from handlers import reporting, trace
from handlers.arrival import as_written
from handlers.desk.closing import last_case
from handlers.desk.lifting import lifted
from handlers.desk.masked import contacts_words
from handlers.desk.owning import as_owned, asked, card_of
from handlers.desk.queueing import queued
from handlers.escalation import what_happens_next
from handlers.exchange import Outcome, Turn
from handlers.picking import command_in
from handlers.relay import told
from handlers.state import left_over
from storage.content import Content
from storage.desk import Case
from storage.inbound import Kind
from storage.link_codes import is_code
from storage.records import replace
from storage.results import Entry, EntryKind

REASON = "reopened"


def may_reopen(turn: Turn) -> bool:
    """By words of their own: a button, a command, a word of the menu or a code is for the bot."""
    is_early = turn.now < turn.state.reopens_until and turn.state.visit is None and turn.state.form is None
    if not is_early or turn.inbound.kind is not Kind.TEXT or turn.places.main is None:
        return False
    return not (command_in(turn.text) or is_code(turn.text) or is_of_menu(turn))


def is_of_menu(turn: Turn) -> bool:
    """The message is nothing but what starts a script. Who greets or wants a person goes on with that person."""
    script = turn.library.exactly(turn.text, turn.language)
    return script is not None and script not in ("escalation", "welcome")


async def reopened(turn: Turn) -> Outcome | None:
    """None: there is nothing to go on with."""
    last = await last_case(turn)
    if last is None or last.closed_at is None:
        return None
    trace.chose("escalation", "escalation")
    turn = turn.at("escalation")
    waiting = await queued(turn, as_it_was(turn, last))
    there = as_owned(turn, waiting.owned)
    word = turn.desk_words.line("reopened_by_customer", name=turn.named)
    outcome = Outcome(
        replies=(what_happens_next(turn, waiting),),
        conversation=waiting.conversation,
        state=left_over(turn.state),
        case=waiting.case,
        posts=(
            *await card_of(turn, waiting.owned, opens=len(turn.places.all) > 1),
            *(there.post(Content(text=word)) if word else ()),
            *told(there),
            *await asked(there, waiting.owned),
        ),
        timers=waiting.timers,
        events=(reporting.reopened(there, waiting.case),),
        entries=(Entry(kind=EntryKind.ACTIVITY, author="contact", text="reopened", at=turn.now),),
    )
    return await lifted(there, outcome)


def as_it_was(turn: Turn, case: Case) -> Case:
    """Open again: of the same team, with the same history."""
    return replace(
        case,
        reason=REASON,
        asked=contacts_words(turn, as_written(turn.inbound)) or case.asked,
        told_late=False,
        waiting_since=turn.now,
        warned_at=None,
        answer_via=None,
        answer_chat="",
        closed_at=None,
        closed_by="",
        reopened_at=turn.now,
    )
