"""Trying again until it works, ever less often."""

from collections.abc import Awaitable, Callable, Sequence
from itertools import chain, repeat

import structlog

from bots.channel import Busy, ChannelError
from handlers.insistence import Sleep

log = structlog.get_logger(__name__)


async def patiently(step: Callable[[], Awaitable[bool]], delays: Sequence[float], sleep: Sleep) -> None:
    """Until `step` says True. It may also raise ChannelError, which is told to the operator each time, and so is
    that it is over. `delays`: seconds after each failure in a row; the last one repeats.
    """
    is_reached = True
    for delay in chain(delays, repeat(delays[-1])):
        try:
            is_done = await step()
            if not is_reached:
                log.info("telegram reached again")
            if is_done:
                return
            is_reached = True
        except Busy as busy:
            delay = max(delay, busy.seconds)
            log.warning("telegram asks to wait", seconds=delay)
            is_reached = False
        except ChannelError as error:
            log.warning("telegram not reached", error=str(error), retry_in=delay)
            is_reached = False
        await sleep(delay)
