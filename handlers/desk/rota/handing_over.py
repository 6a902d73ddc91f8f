"""The shift of a conversation's agent is over: it goes to the queue, but not out of the middle of a talk."""

from handlers import reporting
from handlers.desk.cases import SHIFT_OVER, agent_of, case_of
from handlers.desk.owning import back_to_queue
from handlers.desk.people import among_staff
from handlers.desk.rota.presence import is_off
from handlers.desk.rota.words import WORDS
from handlers.exchange import Outcome, Turn
from handlers.promises.words import waited
from storage.content import Content
from storage.records import replace
from storage.results import EntryKind, Timer

GRACE = 5 * 60.0
"""Seconds after their last answer: so long a talk is not over."""
READ = 20
"""Lines of the transcript in which it is looked for."""


async def handed_over(turn: Turn) -> Outcome:
    """Nothing where somebody else has it by now, or where its agent has a shift again."""
    account = turn.inbound.text
    if agent_of(turn.conversation) != account or not is_off(turn, account):
        return Outcome()
    wrote = await last_answer(turn, account)
    if turn.now < wrote + GRACE:
        return Outcome(timers=(Timer(name=SHIFT_OVER, due_at=wrote + GRACE, payload=account),))
    name = among_staff(turn, account, await turn.doors.floor.agents())
    since = case_of(turn.conversation, turn.now).waiting_since
    waits = waited(turn, None if since is None else turn.now - since)
    note = WORDS.line(turn, "handed_over", agent=name, **waits)
    outcome = await back_to_queue(turn, account, turn.post(Content(text=note)) if note else (), account)
    return replace(outcome, events=(reporting.released(turn, account, "shift_over"),))


async def last_answer(turn: Turn, account: str) -> float:
    """When they last wrote to the contact; 0 for not lately."""
    lines = await turn.doors.transcript(turn.conversation.id, READ)
    theirs = (each.at for each in lines if each.author == account and each.kind is EntryKind.OUTGOING)
    return max(theirs, default=0.0)


TIMERS = {SHIFT_OVER: handed_over}
