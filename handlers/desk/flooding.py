"""A contact writes more than anybody can read: what is too much is kept and counted, and summed up once a minute."""

from collections.abc import Iterable
from itertools import groupby
from math import ceil

from handlers.desk.masked import masked_entry
from handlers.desk.said import latest
from handlers.desk.talk_words import talk_content, to_contact
from handlers.exchange import Outcome, Turn, theirs
from handlers.state import Pace
from storage.inbound import Inbound, Kind
from storage.records import replace
from storage.results import EntryKind, Timer

MOST = 120
"""So many messages come to staff of those sent within a period. Nobody types so much."""
PERIOD = 60.0
ALONE = 4
"""What a staff group shows as a post of its own counts as so many: it takes twenty or thirty of those a minute."""
ROOM = 1000
"""Characters: of words that are longer, so many count as a message, as a post holds few such."""
SUMMED = "desk:flood"
QUOTED = 1500
"""Characters."""


def counted(turn: Turn) -> Turn:
    """With this message in the pace."""
    pace = turn.state.pace
    if pace is None or (not pace.held and turn.now - pace.since >= PERIOD):
        pace = Pace(since=turn.now)
    sent = pace.sent + weight(turn.inbound)
    is_too_much = sent > MOST
    return replace(turn, state=replace(turn.state, pace=replace(pace, sent=sent, held=pace.held + is_too_much)))


def weight(inbound: Inbound) -> int:
    """Words are joined with the next ones, and so are the pictures of an album."""
    is_joined = inbound.kind is Kind.BUTTON or (
        inbound.kind is Kind.TEXT and (inbound.album or not inbound.attachments)
    )
    return max(1 if is_joined else ALONE, ceil((len(inbound.text) + len(inbound.payload)) / ROOM))


def kept_back(turn: Turn) -> Outcome | None:
    """Of a turn that is counted; None: it is not too much. The contact is told once."""
    pace = turn.state.pace
    if pace is None or not pace.held:
        return None
    if pace.held > 1:
        return Outcome(state=turn.state)
    told = None if pace.told else to_contact(turn, "too_fast")
    return Outcome(
        replies=(told,) if told else (),
        state=replace(turn.state, pace=replace(pace, since=turn.now, told=True)),
        timers=(Timer(name=SUMMED, due_at=turn.now + PERIOD),),
    )


async def summed(turn: Turn) -> Outcome:
    pace = turn.state.pace
    if pace is None or not pace.held:
        return Outcome()
    entries = [each for each in await latest(turn) if each.kind is EntryKind.INCOMING and each.at >= pace.since]
    words = last_of(masked_entry(turn, each) for each in entries)
    goes_on = pace.held >= MOST
    return Outcome(
        posts=turn.post(talk_content(turn, "flooded", count=pace.held, text=theirs(words))),
        state=replace(turn.state, pace=Pace(since=turn.now, sent=MOST, told=True) if goes_on else None),
    )


def last_of(lines: Iterable[str]) -> str:
    """As many whole lines as may be quoted; one that was sent many times in a row is quoted once."""
    kept: list[str] = []
    room = QUOTED
    for line, same in reversed([(line, len(list(each))) for line, each in groupby(lines)]):
        quoted = f"{line} ×{same}" if same > 1 else line
        room -= len(quoted) + 1
        if room < 0:
            kept.append("…")
            break
        kept.append(quoted)
    return "\n".join(reversed(kept))


TIMERS = {SUMMED: summed}
