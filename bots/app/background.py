"""Tasks that run as long as kefu does."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

import structlog

from handlers.faults import told

log = structlog.get_logger(__name__)


@asynccontextmanager
async def background(*work: Awaitable[object]) -> AsyncIterator[None]:
    """Run them beside the block and stop them after it. One that fails is told of, and stops nothing else."""
    tasks = [asyncio.ensure_future(one) for one in work]
    for task in tasks:
        task.add_done_callback(tell_of_failure)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def tell_of_failure(task: asyncio.Future[object]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.critical("background.failed", **told(error))
