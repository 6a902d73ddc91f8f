"""What the bot does while staff have the conversation: it relays, shows the ways out, and helps until they come."""

from handlers import trace
from handlers.desk.cases import is_queued
from handlers.desk.lifting import lifted
from handlers.dispatch import carried_out, choose, run
from handlers.exchange import Outcome, Turn
from handlers.forms.answers import Answer
from handlers.forms.steps import accepts
from handlers.hours.absence import is_unattended
from handlers.interruption import open_form
from handlers.picking import command_in
from handlers.picks import IN_FORM, Pick, ToForm, ToScript
from handlers.relay import relay
from storage.content import Button
from storage.inbound import Kind
from storage.link_codes import is_code
from storage.records import replace

LEAVING = frozenset({"end", "feedback", "link", "no_surveys", "privacy", "unlink"})
ANSWERED_AT_DESK = frozenset(
    {"better", "end", "feedback", "help", "escalation", "no_surveys", "privacy", "queue", "link", "unlink"}
)
"""The commands and buttons that the bot still answers while staff have the conversation."""
FOR_STAFF = frozenset({"cancel", "end", "escalation", "fallback", "media"})
"""The scripts with which the bot does not help whoever waits for the shop to open."""
BUSINESS = frozenset({"my_returns", "returns"})
GIVEN_UP = "cancel"
"""A question that the bot has asked would else take what is then said to staff for its answer."""
LIVE = ANSWERED_AT_DESK | BUSINESS | {GIVEN_UP, IN_FORM}
"""What the buttons lead to that still do something."""


async def at_desk(turn: Turn) -> Outcome:
    """The bot is silent and everything goes to the topic. It answers the ways out (`leaving`) instead, and beside it
    what is the contact's own business with the shop (`own_business`).
    """
    turn.doors.joining.written(turn.conversation.id)
    if turn.inbound.kind is Kind.START:
        return await run(turn, ToScript("welcome"))
    way_out = leaving(turn)
    if way_out is not None:
        return await run(turn, way_out)
    business = own_business(turn)
    relayed = await lifted(turn, await relay(turn))
    state = relayed.state or turn.state
    if business is not None:
        done = with_live_buttons(turn, await carried_out(turn, business))
        # Their answer comes first, and then that they write too fast. How fast they write only the relay has counted.
        done = replace(done.then(*relayed.replies), state=replace(done.state or state, pace=state.pace))
        return replace(relayed, replies=()).and_then(done)
    trace.chose("relay")
    # The number of a button ends the conversation only right after that button was shown.
    return replace(relayed, state=replace(state, offered=())) if state.offered else relayed


def own_business(turn: Turn) -> Pick | None:
    """What the bot goes on with while staff have the conversation: return requests, which begin with a button; and all
    that it understands, as long as nobody is there. None: it is for staff alone.
    """
    form, inbound = turn.state.form, turn.inbound
    if is_unattended(turn) and (helping := help_meanwhile(turn)):
        return helping
    if inbound.kind is Kind.BUTTON:
        pressed = choose(turn)
        is_ours = isinstance(pressed, ToForm) or pressed.id in BUSINESS or (pressed.id == GIVEN_UP and form is not None)
        return pressed if is_ours else None
    if inbound.kind is Kind.TEXT and asks_for_their_place(turn):
        return ToScript("queue")
    if form is None or inbound.kind is not Kind.TEXT or turn.now >= form.expires_at:
        return None
    pick, handler = choose(turn), open_form(turn)
    if isinstance(pick, ToScript):
        return pick if pick.id == GIVEN_UP else None
    if handler is None:
        return None
    is_answer = not isinstance(pick.move, Answer) or accepts(handler.form, form, pick.move, turn.policy)
    return pick if is_answer else None


def with_live_buttons(turn: Turn, outcome: Outcome) -> Outcome:
    """Nobody presses in vain: until people are there every button is answered, and afterwards only some are."""
    if is_unattended(turn):
        return outcome
    return replace(outcome, replies=tuple([replace(each, buttons=live(each.buttons)) for each in outcome.replies]))


def live(buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    return tuple([each for each in buttons if each.url or each.goto.partition(":")[0] in LIVE])


def help_meanwhile(turn: Turn) -> ToScript | None:
    """Until people are there, the bot answers what it understands. Staff read all of it in the morning."""
    if turn.inbound.kind not in (Kind.TEXT, Kind.BUTTON) or turn.inbound.attachments:
        return None
    pick = choose(turn)
    return pick if isinstance(pick, ToScript) and pick.id not in FOR_STAFF else None


def asks_for_their_place(turn: Turn) -> bool:
    """While they wait. Staff read the words, too."""
    return is_queued(turn.conversation) and turn.library.triggered(turn.text, turn.language) == "queue"


def leaving(turn: Turn) -> ToScript | None:
    """What the bot answers without disturbing anybody: commands, buttons, codes, and words that end it."""
    if turn.inbound.kind is Kind.BUTTON:
        return answered_at_desk(choose(turn))
    if turn.inbound.kind is not Kind.TEXT or turn.inbound.attachments:
        return None
    if command_in(turn.text) or queued_number(turn) or is_code(turn.text):
        return answered_at_desk(choose(turn))
    whole = turn.library.exactly(turn.text, turn.language)
    return ToScript(whole) if whole in LEAVING else None


def answered_at_desk(pick: Pick) -> ToScript | None:
    return pick if isinstance(pick, ToScript) and pick.id in ANSWERED_AT_DESK else None


def queued_number(turn: Turn) -> bool:
    """They type the number of a button, as those in the queue are shown some. With an agent a number means anything."""
    return turn.text.isdecimal() and is_queued(turn.conversation)
