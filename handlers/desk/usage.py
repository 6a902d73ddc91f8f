"""How each command of staff is written, and the list of them."""

from collections.abc import Collection, Iterable

from handlers.desk.command_names import ALL, GROUPS, command_of, shown
from handlers.desk.staff_words import StaffWords, answered
from handlers.exchange import Outcome, Turn, marked
from handlers.questions import joined
from handlers.scripts.declaration import declare
from storage.content import Content

SCRIPT = "desk_help"
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
    asked = command_of(turn.library, argument)
    if asked in ALL:
        return answered(turn, Content(text=usage(turn, asked, shown(turn, asked))))
    is_topic = turn.conversation.contact_id != 0
    groups = (group(turn, each, commands) for each in GROUPS)
    own = WORDS.line(turn, "account", account=turn.inbound.identity)
    return answered(turn, Content(text=joined(WORDS.line(turn, "in_topic" if is_topic else "outside"), *groups, own)))


def group(turn: Turn, name: str, commands: Collection[str]) -> str:
    usages = [usage(turn, each, shown(turn, each)[:1]) for each in GROUPS[name] if each in commands]
    return joined(WORDS.line(turn, f"group_{name}"), *usages) if usages else ""


def usage(turn: Turn, command: str, names: Iterable[str]) -> str:
    """Behind what else it may be called."""
    return " ".join((*(f"<code>/{marked(each)}</code>" for each in names), WORDS.line(turn, f"usage_{command}")))


def misused(turn: Turn, command: str) -> Outcome:
    """How a command is written, to somebody who wrote it in another way."""
    return WORDS.told(turn, f"usage_{command}")
