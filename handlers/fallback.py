"""The bot did not understand, or there was nothing to understand: "？", a cry for haste, an angry word."""

from handlers import reporting
from handlers.escalation import handed_over
from handlers.exchange import Outcome, Turn
from handlers.numbers import place_in
from handlers.overheard import mood
from handlers.scripts.declaration import declare
from handlers.writing import is_wordless
from storage.content import Button, Content
from storage.inbound import Kind
from storage.records import replace

DECLARATION = declare(
    "fallback",
    script="fallback",
    near="",  # above buttons to what may be meant
    unknown="",  # nothing near; the menu's button and a person's are under it
    wordless="",  # nothing was said: a question mark, a number without a menu; the menu's buttons are under it
    upset="",  # they scold, or mock; instead of `near` or `unknown`
    hurry="",  # they press; likewise
    heard_upset="",  # what they say who scold or mock
    heard_hurry="",  # what they say who press
    may_be_empty="heard_upset heard_hurry",
)
A_CHOICE = 3
"""Digits of what may be the number of a menu's entry."""


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
    moved = mood(turn)
    if not moved and turn.inbound.kind is not Kind.BUTTON and says_nothing(turn.text):
        return turn.content("wordless", *turn.words("menu").buttons)
    near, person = turn.library.near(turn.text, turn.language), turn.button("escalation")
    if near:
        meant = (called(turn, each) for each in near if each.goto != person.goto)
        return turn.content(moved or "near", *meant, person)
    return turn.content(moved or "unknown", turn.button("menu"), person)


def says_nothing(text: str) -> bool:
    """But for the entry of a menu that is not there."""
    return is_wordless(text) or place_in(text) > 0 or (text.isdecimal() and len(text) <= A_CHOICE)


def called(turn: Turn, near: Button) -> Button:
    """As the script itself wants its buttons labelled, where it says so: a trigger is no label."""
    script = turn.library.script(turn.language, near.goto)
    return turn.button(near.goto) if script is not None and "button" in script.names else near
