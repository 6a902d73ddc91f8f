"""What becomes due for a conversation at the desk."""

from collections.abc import Awaitable, Callable, Mapping

from handlers import trace
from handlers.desk import accepting, away, flooding, mending, offering, queue, snooze
from handlers.desk.rota import handing_over
from handlers.exchange import Outcome, Turn
from handlers.feedback import coming_in

TIMERS: Mapping[str, Callable[[Turn], Awaitable[Outcome]]] = {
    **offering.TIMERS,
    **accepting.TIMERS,
    **queue.TIMERS,
    **snooze.TIMERS,
    **away.TIMERS,
    **flooding.TIMERS,
    **handing_over.TIMERS,
    **mending.TIMERS,
    **coming_in.TIMERS,
}


def is_ours(name: str) -> bool:
    return name in TIMERS


async def due(turn: Turn) -> Outcome:
    trace.chose("desk", "desk")
    return await TIMERS[turn.inbound.payload](turn)
