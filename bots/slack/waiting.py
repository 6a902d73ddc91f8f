"""Waiting for Slack, and not for ourselves."""

import asyncio
from typing import Any

LOOKS = 4


async def done_within(work: "asyncio.Future[Any]", seconds: float) -> bool:
    """Whether it is done after at most about so many seconds; it goes on if not.

    One long wait would end at the moment in which a machine that stood still for as long goes on, with the answer read
    and not looked at yet. Of several short ones a halt costs one.
    """
    for _ in range(LOOKS):
        if (await asyncio.wait((work,), timeout=seconds / LOOKS))[0]:
            return True
    return False
