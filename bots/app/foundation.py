"""What is opened first in a running kefu, handed on as one value: everything else stands on it."""

from bots.app import values
from bots.app.channels import Channels
from bots.app.clock import Clock
from bots.app.in_force import InForce
from bots.metrics import Metrics
from config.settings import Settings
from handlers.contract import Policy
from handlers.desk.places import Places
from storage.database import Database
from storage.order_book import OrderBook
from storage.orders import OrderSource
from storage.records import record
from storage.store import Store


@record(frozen=True, slots=True, kw_only=True)
class Foundation:
    settings: Settings
    database: Database
    store: Store
    """Over the same database."""
    book: OrderBook
    """The imported orders."""
    orders: OrderSource
    """Where customers' orders are looked up."""
    channels: Channels
    in_force: InForce
    metrics: Metrics
    clock: Clock

    @property
    def policy(self) -> Policy:
        return values.policy(self.settings)

    @property
    def places(self) -> Places:
        return values.places(self.settings)

    @property
    def language(self) -> str:
        """The shop's own, in which staff are spoken to."""
        return self.settings.scripts.default_language
