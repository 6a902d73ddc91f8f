"""What delivery is given to work with, by whoever joins the parts of kefu."""

import asyncio
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import field

from bots.channel import Channel, DeskChannel
from bots.delivery.files import ReadPhoto
from bots.delivery.markup import to_plain
from bots.delivery.retry import DeliveryLimits
from bots.delivery.runs import escape
from bots.delivery.settling import OnSettled, ignored
from bots.delivery.wording import Wording
from bots.metrics import Metrics
from handlers.exchange import theirs
from handlers.insistence import Sleep
from storage.copies import Copies
from storage.inbound import Attachment
from storage.orders import ReturnSystem
from storage.records import record
from storage.store import Store

LIMITS = DeliveryLimits()


@record(frozen=True, slots=True, kw_only=True)
class Timing:
    """The time that delivery goes by."""

    clock: Callable[[], float]
    """Unix seconds, which the rows carry."""
    ticks: Callable[[], float] = time.monotonic
    """Seconds that only ever go forward, by which messages are paced."""
    sleep: Sleep = asyncio.sleep
    jitter: random.Random = field(default_factory=random.Random)
    """Spreads retries, guards nothing."""


@record(frozen=True, slots=True, kw_only=True)
class Means:
    store: Store
    channels: Mapping[str, Channel]
    """By name, those that are switched on."""
    desk: DeskChannel | None
    """The one of them that staff are on."""
    copies: Copies
    read_photo: ReadPhoto
    order_system: ReturnSystem | None = None
    """The shop's own, should it keep return requests."""
    wording: Wording
    metrics: Metrics
    timing: Timing
    limits: DeliveryLimits = LIMITS
    on_settled: OnSettled = ignored

    def in_words(self, attachment: Attachment) -> str:
        """As kefu markup, for somebody whose channel cannot show it."""
        return escape(self._plain(attachment))

    def in_their_words(self, attachment: Attachment) -> str:
        """The same for staff, who see that a contact has named the file, or the place."""
        return str(theirs(self._plain(attachment)))

    def _plain(self, attachment: Attachment) -> str:
        return to_plain(self.wording.described(attachment))
