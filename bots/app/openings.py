"""What the platforms allow us to send unasked."""

from collections.abc import Collection, Mapping

from storage.conversations import Reach
from storage.openings import ALWAYS, Opening
from storage.quota import Quota, Window

CLOSED = Window(remaining=0, until=0.0)


class ChannelOpenings:
    """`Openings`: a channel with windows is asked for its ledger, any other lets a bot write to whoever stayed."""

    def __init__(self, ledgers: Mapping[str, Quota], with_template: Collection[str] = ()) -> None:
        """`with_template`: the channels on which the shop has set up a notice for afterwards."""
        self._ledgers = ledgers
        self._with_template = with_template

    async def of(self, reach: Reach, now: float) -> Opening:
        ledger = self._ledgers.get(reach.identity.channel)
        if ledger is None:
            return ALWAYS
        window = await ledger.window(reach.identity.account_id, now) or CLOSED
        template = reach.identity.channel in self._with_template
        return Opening(until=window.until, messages=window.remaining, template=template)
