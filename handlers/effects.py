"""What the shop's own order system must hear of a turn."""

from storage.records import replace
from storage.results import ORDER_SYSTEM, Action, Outgoing, TurnResult
from storage.returns import ReturnChange


def with_effects(result: TurnResult) -> TurnResult:
    """The result with a row of the outbox for each change of a return request, in order."""
    if not result.returns:
        return result
    return replace(result, outgoing=(*result.outgoing, *map(effect_of, result.returns)))


def effect_of(change: ReturnChange) -> Outgoing:
    return Outgoing(
        action=Action.EFFECT,
        channel=ORDER_SYSTEM,
        to=change.rma.number,
        conversation_id=change.rma.conversation_id,
        effect=change,
    )
