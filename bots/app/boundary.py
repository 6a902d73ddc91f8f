"""Where the error of a job ends: operators are told, and it runs again when it is due."""

from collections.abc import Awaitable, Callable

import structlog

from handlers.faults import why

log = structlog.get_logger(__name__)

Work = Callable[[], Awaitable[None]]


async def attempted(work: Work, event: str, **about: str) -> bool:
    """Whether it came to its end; else `event` is logged."""
    try:
        await work()
    except Exception as error:  # noqa: BLE001 - the boundary of a job: one that fails now must still run later
        log.critical(event, **about, **why(error))
        return False
    return True
