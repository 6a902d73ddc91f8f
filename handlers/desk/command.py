"""What a command of staff is: written after a slash, or behind a button `desk:<name>[:<argument>]`."""

from collections.abc import Awaitable, Callable

from handlers.exchange import Outcome, Turn
from handlers.scripts.check import LIMITS
from storage.records import record

GOTO_LIMIT = LIMITS["goto"]
Run = Callable[[Turn, str], Awaitable[Outcome]]
"""(turn, what follows the command's name). `turn.script` is the desk's own; `turn.language` is the customer's."""


@record(frozen=True, slots=True)
class DeskCommand:
    in_topic: Run | None = None
    """None: it makes sense outside of topics only."""
    outside: Run | None = None
    """None: it is about one conversation."""
    alone: bool = False
    """Nothing is to stand behind it: staff hear of words that went nowhere."""
