"""A contact writes to staff: a conversation that sleeps wakes at once, unless they only thank for it."""

from handlers.courtesy import is_courtesy
from handlers.desk.snooze import again, woken
from handlers.exchange import Outcome, Turn
from storage.conversations import Status
from storage.inbound import Kind
from storage.records import replace

WAKING = frozenset({Kind.TEXT, Kind.BUTTON})


async def heard_by_staff(turn: Turn, outcome: Outcome) -> Outcome:
    """`outcome`: what comes of the message itself. One that ends the conversation wakes nobody."""
    asleep = turn.conversation.status is Status.SNOOZED and outcome.conversation is None
    if not asleep or turn.inbound.kind not in WAKING or is_courtesy(turn):
        return outcome
    known = replace(turn.conversation, case=outcome.case or turn.conversation.case)
    awake = await woken(replace(turn, conversation=known), *again(turn))
    # Staff read whose it is now before they read what was said.
    return replace(outcome.and_then(awake), posts=(*awake.posts, *outcome.posts))
