"""The bot did not understand."""

from handlers import reporting
from handlers.escalation import handed_over
from handlers.exchange import Outcome, Turn
from handlers.scripts.declaration import declare
from storage.content import Button, Content
from storage.records import replace

DECLARATION = declare(
    "fallback",
    script="fallback",
    near="",  # above buttons to what may be meant
    unknown="",  # nothing near; the menu's button and a person's are under it
)


async def fallback(turn: Turn) -> Outcome:
    missed = turn.state.misunderstood + 1
    event = reporting.not_understood(turn, missed)
    if missed >= limit(turn) and turn.places.main is not None:
        handed = await handed_over(turn, "misunderstood")
        return replace(handed, events=(event, *handed.events))
    state = replace(turn.state, misunderstood=missed, unanswered=turn.inbound.message_id)
    return Outcome(replies=(suggestion(turn),), state=state, understood=False, events=(event,))


def limit(turn: Turn) -> int:
    of_desk = turn.desk_policy.misunderstood
    return turn.policy.misunderstood_limit if of_desk is None else of_desk


def suggestion(turn: Turn) -> Content:
    near = turn.library.near(turn.text, turn.language)
    person = turn.button("escalation")
    if near:
        meant = (called(turn, each) for each in near if each.goto != person.goto)
        return turn.content("near", *meant, person)
    return turn.content("unknown", turn.button("menu"), person)


def called(turn: Turn, near: Button) -> Button:
    """As the script itself wants its buttons labelled, where it says so: a trigger is no label."""
    script = turn.library.script(turn.language, near.goto)
    return turn.button(near.goto) if script is not None and "button" in script.names else near
