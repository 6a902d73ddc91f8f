"""How each command of staff is written, and the list of them."""

from collections.abc import Collection, Mapping

from handlers.desk.staff_words import StaffWords, answered
from handlers.exchange import Outcome, Turn
from handlers.questions import joined
from handlers.scripts.declaration import declare
from storage.content import Content

SCRIPT = "desk_help"
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

DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    in_topic="",  # above the list, in a conversation's topic
    outside="",  # the same anywhere else
    account="account",  # under the list: as desk.yaml has to name whoever asked
    **{f"group_{group}": "" for group in GROUPS},
    **{f"usage_{name}": "" for name in ALL},
    may_be_empty="account",
)


WORDS = StaffWords(SCRIPT)


def helped(turn: Turn, argument: str, commands: Collection[str]) -> Outcome:
    """The list of these commands, or how the one that was asked about is written, wherever it makes sense."""
    asked = argument.lstrip("/!／！").casefold()
    if asked in ALL:
        return misused(turn, asked)
    is_topic = turn.conversation.contact_id != 0
    groups = (group(turn, each, commands) for each in GROUPS)
    own = WORDS.line(turn, "account", account=turn.inbound.identity)
    return answered(turn, Content(text=joined(WORDS.line(turn, "in_topic" if is_topic else "outside"), *groups, own)))


def group(turn: Turn, name: str, commands: Collection[str]) -> str:
    usages = [WORDS.line(turn, f"usage_{each}") for each in GROUPS[name] if each in commands]
    return joined(WORDS.line(turn, f"group_{name}"), *usages) if usages else ""


def misused(turn: Turn, command: str) -> Outcome:
    """How a command is written, to somebody who wrote it in another way."""
    return WORDS.told(turn, f"usage_{command}")
