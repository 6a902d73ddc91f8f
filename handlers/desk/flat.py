"""A group without topics: everything of every conversation stands in one chat, and staff say which one they mean."""

from handlers.desk.staff_words import StaffWords
from handlers.exchange import Outcome, Turn, plain, script_in
from handlers.formats import minute, moment
from handlers.scripts.declaration import declare
from handlers.scripts.library import Library

SCRIPT = "desk_flat"

DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    speaker="name",  # before a contact's words, by `Turn.post`
    address="",  # to who did not say which conversation they mean
    wake_up="",  # by another way in, plain, when the group takes nothing from the bot
    unheard="since until",  # once the platform can be heard again; `until`: with its day, if that is another
)


def told_how_to_address(turn: Turn) -> Outcome:
    """What they said went to nobody, and they are told so where they said it."""
    return Outcome(posts=turn.alert(StaffWords(SCRIPT).content(turn, "address"), turn.asked_from))


def wake_up(library: Library, language: str) -> str:
    return plain(script_in(library, language, SCRIPT).line("wake_up"))


def unheard(library: Library, language: str, timezone: str, since: float, until: float) -> str:
    """`until` comes in the next minute: what was written in the last one may be lost, too."""
    ends = until + 60
    same_day = moment(since, timezone).date() == moment(ends, timezone).date()
    shown = f"{moment(ends, timezone):%H:%M}" if same_day else minute(ends, language, timezone)
    said = script_in(library, language, SCRIPT)
    return plain(said.line("unheard", since=minute(since, language, timezone), until=shown))
