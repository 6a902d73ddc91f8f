"""What the platforms allow us to send unasked."""

from collections.abc import Mapping

from storage.conversations import Reach
from storage.openings import ALWAYS, Opening
from storage.quota import Quota

CLOSED = Opening(until=0.0, messages=0)


class ChannelOpenings:
    """`Openings`: a channel with windows is asked for its ledger, any other lets a bot write to whoever stayed."""

    def __init__(self, ledgers: Mapping[str, Quota]) -> None:
        self._ledgers = ledgers

    async def of(self, reach: Reach, now: float) -> Opening:
        ledger = self._ledgers.get(reach.identity.channel)
        if ledger is None:
            return ALWAYS
        window = await ledger.window(reach.identity.account_id, now)
        return Opening(until=window.until, messages=window.remaining) if window else CLOSED
