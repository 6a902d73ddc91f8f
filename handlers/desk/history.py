"""What was said the last times that a contact was with the desk."""

from collections.abc import Iterable, Iterator

from handlers.desk.card import case_line
from handlers.desk.command import DeskCommand
from handlers.desk.file_words import answered, file_line
from handlers.desk.masked import masked_entry
from handlers.desk.people import author
from handlers.desk.profile import earlier
from handlers.desk.staff_words import staff_minute
from handlers.desk.usage import misused
from handlers.exchange import Outcome, Turn
from handlers.formats import moment
from handlers.questions import joined
from storage.content import Content
from storage.desk import Agent, Case
from storage.results import Entry, EntryKind

USUAL, MOST = 1, 5
DIGITS = 3
"""Cases."""
READ = 1000
"""Lines of a transcript."""
QUOTED = 600
"""Characters of a message."""
POST = 2500
"""Characters of a post: less than any desk takes."""
POSTS = 5
"""A staff group may be written in a few times a minute only. The latest words are those that are shown."""
SAID = (EntryKind.INCOMING, EntryKind.OUTGOING, EntryKind.NOTE)


async def history(turn: Turn, argument: str) -> Outcome:
    wanted = so_many(argument)
    if wanted is None:
        return misused(turn, "history")
    cases = await earlier(turn, wanted)
    if not cases:
        return answered(turn, "no_history")
    agents = await turn.doors.floor.agents()
    lines = [line for case in reversed(cases) for line in await told(turn, case, agents)]
    texts = in_posts(lines)
    if len(texts) > POSTS:
        texts = [joined(file_line(turn, "history_cut"), texts[-POSTS]), *texts[1 - POSTS :]]
    return Outcome(posts=tuple(row for text in texts for row in turn.post(Content(text=text))))


def so_many(argument: str) -> int | None:
    if not argument:
        return USUAL
    is_number = argument.isdecimal() and len(argument) <= DIGITS
    return int(argument) if is_number and 1 <= int(argument) <= MOST else None


async def told(turn: Turn, case: Case, agents: Iterable[Agent]) -> list[str]:
    kept = await turn.doors.transcript(case.conversation_id, READ)
    entries = [entry for entry in kept if entry.kind in SAID and case.opened_at <= entry.at <= (case.closed_at or 0)]
    return [case_line(turn, case, agents), *(line(turn, case, entry) for entry in entries)]


def line(turn: Turn, case: Case, entry: Entry) -> str:
    day = moment(entry.at, turn.policy.timezone)
    is_same_day = day.date() == moment(case.opened_at, turn.policy.timezone).date()
    at = day.strftime("%H:%M") if is_same_day else staff_minute(turn, entry.at)
    text = masked_entry(turn, entry, QUOTED)
    if entry.kind is EntryKind.NOTE:
        return file_line(turn, "history_note", time=at, author=author(turn, entry), text=text)
    return turn.desk_words.line("message", time=at, author=author(turn, entry), text=text)


def in_posts(lines: Iterable[str], longest: int = POST) -> list[str]:
    """Whole lines, as many in a post as it holds."""
    return list(gathered(lines, longest))


def gathered(lines: Iterable[str], longest: int) -> Iterator[str]:
    text = ""
    for line in lines:
        if text and len(text) + len(line) >= longest:
            yield text
            text = ""
        text = f"{text}\n{line}" if text else line
    if text:
        yield text


COMMANDS = {"history": DeskCommand(in_topic=history)}
