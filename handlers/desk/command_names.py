"""What staff may call a command: its own name, which always works, and those that each language has for it."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from handlers import member
from handlers.exchange import Turn, plain, script_in
from handlers.scripts.declaration import declare
from handlers.scripts.library import Library, Script
from handlers.scripts.matching import normal, words_of
from handlers.scripts.source import guess
from storage.records import record

SCRIPT = "desk_commands"
GROUPS: Mapping[str, tuple[str, ...]] = {
    "answer": ("r", "note", "undo"),
    "own": ("claim", "release", "transfer", "snooze", "priority", "resolve", "reopen"),
    "file": (
        "profile",
        "order",
        "returns",
        "rma",
        "history",
        "tag",
        "untag",
        "tier",
        "link",
        "surveys",
        "ban",
        "unban",
    ),
    "desk": ("queue", "tasks", "task", "feedback", "rota", "campaign", "away", "back", "help"),
}
"""In the order in which the list has them."""
ALL = tuple(name for names in GROUPS.values() for name in names)
ON_BUTTONS = ("takeover", "discard", "send", "drop")
"""Commands that nobody types: no name may be one of these either."""
BEHIND = ":\uff1a,\uff0c "
"""What may stand between a name and what follows it."""

DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    distinct=" ".join((*ALL, *ON_BUTTONS)),
    may_be_empty=" ".join(ALL),
    **dict.fromkeys(ALL, ""),
)


@record(frozen=True, slots=True)
class Near:
    """What somebody may have meant who wrote a command that there is not."""

    name: str
    """As they would write it."""
    command: str
    rest: str = ""
    """What was written behind the name without a blank, as one writes in Chinese."""


@lru_cache(maxsize=2)  # of the scripts in force; those of scripts that were saved since are let go
def names(library: Library) -> Mapping[str, str]:
    """Of every language, normal, with the commands that they stand for: not all colleagues write the shop's own."""
    found = [library.script(language, SCRIPT) for language in library.languages]
    others = {name: command for script in found if script for command, name in named(script)}
    return others | {command: command for command in ALL}


def named(script: Script) -> Iterator[tuple[str, str]]:
    for command in ALL:
        yield from ((command, name) for name in words_of(plain(script.line(command))))


@lru_cache(maxsize=2)
def behind_bang(library: Library) -> tuple[str, ...]:
    """Those that `!` begins, too. Before a Latin letter it always begins a command."""
    return tuple(name for name in names(library) if not name.isascii())


def meant(turn: Turn) -> member.Meant:
    """By a member's message."""
    return member.meant(turn.inbound, behind_bang(turn.library))


def command_of(library: Library, written: str) -> str:
    """The command that goes by this name; what nobody has named stays as it is."""
    return names(library).get(normal(written), written)


def shown(turn: Turn, command: str) -> tuple[str, ...]:
    """What else it is called in the shop's language."""
    words = script_in(turn.library, turn.policy.default_language, SCRIPT)
    return words_of(plain(words.line(command)))


def example(turn: Turn, command: str, argument: str) -> str:
    """As one writes it in the shop's language."""
    return f"/{next(iter(shown(turn, command)), command)} {argument}"


def nearest(library: Library, written: str) -> Near | None:
    known, said = names(library), normal(written)
    # `/转给小王`: in Chinese no blank follows a name.
    begun = max((name for name in known if not name.isascii() and written.startswith(name)), key=len, default="")
    if begun:
        return Near(begun, known[begun], written[len(begun) :].strip(BEHIND))
    name = guess(said, known)
    return Near(name, known[name]) if name else None
