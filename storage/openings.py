"""Whether somebody who has not written just now can be written to."""

from typing import Protocol

from storage.conversations import Reach
from storage.records import record


@record(frozen=True, slots=True, kw_only=True)
class Opening:
    """What the contact's platform allows us to send unasked."""

    until: float | None = None
    """Unix seconds; None: for as long as we like. In the past: not any more."""
    messages: int | None = None
    """So many; None: any number. Of these one is kept for what is `final`."""
    template: bool = False
    """Beyond that the shop has set up a notice that the platform sends all the same (WeChat's 模板消息)."""


ALWAYS = Opening()


class Openings(Protocol):
    async def of(self, reach: Reach, now: float) -> Opening: ...
