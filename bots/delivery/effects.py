"""Changes of return requests on their way to the shop's own order system."""

from bots.channel import Rejected, Unreachable
from bots.delivery.gate import Calls
from bots.delivery.retry import DeliveryLimits
from handlers.notices import Why
from storage.orders import ReturnRefused, ReturnSystem, Unavailable
from storage.results import Outgoing
from storage.returns import ReturnChange

MOST_WORDS = 500
"""Characters of what another system says: staff read it in a chat."""


class NotTaken(Rejected):
    """The shop's system will never take this change. The text is its own words."""

    why = Why.SHOP_REFUSED


class Effects:
    def __init__(self, system: ReturnSystem | None, limits: DeliveryLimits) -> None:
        self._system = system
        self._call = Calls(limits)

    async def perform(self, row: Outgoing) -> None:
        """Raises SendFailed."""
        change, system = row.effect, self._system
        if change is None or system is None:
            raise Unreachable("no order system is there that keeps return requests")
        await self._call(lambda: told(system, change))


async def told(system: ReturnSystem, change: ReturnChange) -> None:
    tell = system.open_return if change.rma.version == 1 else system.update_return
    try:
        await tell(change, change.key)
    except Unavailable as error:
        raise Unreachable(f"the order system does not answer: {in_short(str(error))}") from error
    except ReturnRefused as error:
        raise NotTaken(in_short(str(error))) from error


def in_short(words: str) -> str:
    """On one line, without what a terminal or a chat would act on."""
    line = " ".join("".join(each if each.isprintable() else " " for each in words).split())
    return line if len(line) <= MOST_WORDS else line[: MOST_WORDS - 1] + "…"
