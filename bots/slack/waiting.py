"""Waiting for Slack, but not for a machine that stands still."""

import asyncio
from typing import Any

LOOKS = 4


async def done_within(work: "asyncio.Future[Any]", seconds: float) -> bool:
    """Whether it is done after at most about so many seconds; it goes on if not.

    In several short waits: where the machine itself halts for longer than `seconds`, one long wait would be over when
    it goes on, before the answer that has come meanwhile is looked at. So a halt costs only one of the short ones.
    """
    for _ in range(LOOKS):
        if (await asyncio.wait((work,), timeout=seconds / LOOKS))[0]:
            return True
    return False
