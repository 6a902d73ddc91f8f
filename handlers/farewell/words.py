"""What is said when a conversation ends, and before silence ends it. A line that the admin left empty says nothing."""

from enum import StrEnum

from handlers.exchange import Turn
from handlers.farewell.matter import Matter
from handlers.formats import listed
from handlers.questions import joined
from handlers.scripts.declaration import declare

SCRIPT = "farewell"
ABOUT = "tier settled orders returns waiting"


DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    warning="minutes",  # they have been silent; `minutes` until it ends, "" when that is long
    warning_bot="minutes",
    agent=f"agent {ABOUT}",  # staff ended it; `tier`: new, returning or vip; `settled`: "" when it was not
    idle=f"agent {ABOUT}",  # they fell silent; staff had it
    idle_bot=ABOUT,  # they fell silent; the bot had it
    settled=ABOUT,  # what was settled: numbers of `orders` and of `returns`
    next=ABOUT,  # what comes next; `waiting`: a request of theirs waits for the shop
    back=ABOUT,  # how to come back
    may_be_empty="warning warning_bot agent idle idle_bot settled next back",
)


class Opening(StrEnum):
    """The line that a farewell begins with."""

    AGENT = "agent"
    IDLE = "idle"
    IDLE_BOT = "idle_bot"


def farewell(turn: Turn, opening: Opening, matter: Matter, agent: str = "") -> str:
    """`agent`: who had it, as the contact knows them."""
    script, about = turn.words(SCRIPT), blanks(turn, matter)
    named = {} if opening is Opening.IDLE_BOT else {"agent": agent}
    lines = (script.line(line, **about) for line in ("settled", "next", "back"))
    return joined(script.line(opening, **about, **named), *lines)


def recap(turn: Turn, matter: Matter) -> str:
    """Behind a goodbye that was said already."""
    script, about = turn.words(SCRIPT), blanks(turn, matter)
    return joined(*(script.line(line, **about) for line in ("settled", "next"))) if matter.has_names else ""


def warning(turn: Turn, line: str, minutes: int | None) -> str:
    return turn.words(SCRIPT).line(line, minutes="" if minutes is None else minutes)


def blanks(turn: Turn, matter: Matter) -> dict[str, object]:
    return {
        "tier": matter.tier,
        "settled": "yes" if matter.settled else "",
        "orders": listed(matter.orders, turn.language),
        "returns": listed(matter.returns, turn.language),
        "waiting": "yes" if matter.waiting else "",
    }
