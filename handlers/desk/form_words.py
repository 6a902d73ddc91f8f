"""What stands on the form by which staff handle a conversation, where their platform has forms."""

from collections.abc import Mapping

from handlers.exchange import plain, script_in
from handlers.scripts.declaration import declare
from handlers.scripts.library import Library

SCRIPT = "desk_form"
IN_TOPIC = ("claim", "release", "transfer", "r", "note", "snooze", "priority", "resolve", "profile")
"""Commands that the form offers about one conversation, in its order."""
OUTSIDE = ("queue", "away", "back", "help")
SNOOZES: Mapping[str, str] = {"in_30m": "30m", "in_2h": "2h", "tomorrow": "tomorrow 9:00", "in_3d": "3d"}
"""Lines, and what follows `/snooze` for each."""
PRIORITIES = ("urgent", "high", "normal", "low")

DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    title="",  # 24 characters at most, like the two below
    submit="",
    close="",
    what="",  # above the choice of commands
    **{f"do_{name}": "" for name in (*IN_TOPIC, *OUTSIDE)},
    # Above what some of them need to know
    team="",
    person="",
    why="",
    words="",  # of a note
    reply="",  # which canned one
    until="",
    priority="",
    # Choices
    **dict.fromkeys((*SNOOZES, *PRIORITIES), ""),
    # What is missing
    empty="",  # the field beside which it stands
    choose_again="",  # what to do: what was chosen asks for something that is not on the form yet
    no_target="",
    # Instead of an answer to a command
    not_done="",  # the platform cannot be asked who sent it
)


def words(library: Library, language: str) -> Mapping[str, str]:
    """Every line as plain text. Raises NoScript."""
    script = script_in(library, language, SCRIPT)
    return {name: plain(script.line(name)) for name in DECLARATION.lines}
