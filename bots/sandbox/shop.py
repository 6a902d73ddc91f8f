"""A whole shop on loopback: the stand-ins, the production kefu behind them, and sample orders."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bots.app import Running, running
from bots.orders_file import read_orders
from bots.sandbox.clock import MovableClock
from bots.sandbox.platforms import DeskName, Platforms
from config.loading import load
from config.sections import Log
from config.settings import Settings
from handlers.scripts.ours import OUR_SCRIPTS
from storage.orders import Order

SAMPLE = Path(__file__).parent / "sample"
SAMPLES = ("orders.csv", "regulars.csv", "tracked_orders.jsonl")
RECENT_SAMPLES = "returns.csv"
"""One order for each case of a policy for returns. Its windows must be open whenever the sandbox is: see `moved`."""
WRITTEN = datetime(2026, 11, 22, tzinfo=UTC).timestamp()
"""The day on which the samples are right as they are written."""
DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Shop:
    platforms: Platforms
    kefu: Running
    desk: DeskName
    clock: MovableClock
    """Everybody's in it: the platforms' and kefu's."""
    name: str
    scripts: Path
    default_language: str
    orders: Sequence[Order]

    @property
    def languages(self) -> Sequence[str]:
        """Of the scripts in force."""
        return self.kefu.in_force.shelf.library.languages


def settings_of(platforms: Platforms, config: Path, desk: DeskName, database: Path) -> Settings:
    """The shop's own settings where it has some, with every platform replaced by its stand-in. Raises BadSettings."""
    environment = platforms.environment(desk, database) | {"KEFU_WECHAT__MENU": "true"}
    if not config.exists():
        environment["KEFU_SCRIPTS__PATH"] = str(scripts_to_try(config.parent, database.parent))
        environment["KEFU_RETURNS__POLICY"] = str(rules_to_try("returns.yaml", config.parent, database.parent))
        environment["KEFU_SURVEYS__POLICY"] = str(rules_to_try("surveys.yaml", config.parent, database.parent))
        environment["KEFU_DESK__POLICY"] = str(desk_to_try(desk, config.parent, database.parent))
        own_hours = config.parent.absolute() / "hours.yaml"
        if own_hours.is_file():  # without any it is always open: nobody tries things out at the shop's hours
            environment["KEFU_HOURS__POLICY"] = str(own_hours)
        config = database.with_name("kefu.yaml")
        config.touch()
    return load(config, environment)


def scripts_to_try(folder: Path, temporary: Path) -> Path:
    """Those of the folder; without any a copy of ours, so that what is saved in the page changes no installed file."""
    own = folder.absolute() / "scripts"
    return own if own.is_dir() else shutil.copytree(OUR_SCRIPTS, temporary / "scripts")


def rules_to_try(name: str, folder: Path, temporary: Path) -> Path:
    """The file of the folder; without one a copy of ours."""
    own = folder.absolute() / name
    return own if own.is_file() else Path(shutil.copy(SAMPLE / name, temporary / name))


def desk_to_try(desk: DeskName, folder: Path, temporary: Path) -> Path:
    """WeCom tells no names of members: in ours they have some."""
    rules = rules_to_try("desk.yaml", folder, temporary)
    if desk == "wecom" and rules.parent == temporary:
        rules.write_text(rules.read_text("utf-8") + (SAMPLE / "wecom_agents.yaml").read_text("utf-8"), "utf-8")
    return rules


def sample_orders(timezone: str, now: float = WRITTEN) -> list[Order]:
    return [order for name in SAMPLES for order in samples(name, timezone)] + recent_orders(timezone, now)


def recent_orders(timezone: str, now: float = WRITTEN) -> list[Order]:
    """Those that can be sent back."""
    later = (now - WRITTEN) // DAY * DAY
    return [moved(order, later) for order in samples(RECENT_SAMPLES, timezone)]


def samples(name: str, timezone: str) -> list[Order]:
    with read_orders(SAMPLE / name, ZoneInfo(timezone)) as orders:
        return list(orders)


def moved(order: Order, seconds: float) -> Order:
    """The same some days later (or earlier)."""
    shipments = tuple(
        replace(
            parcel,
            shipped_at=parcel.shipped_at and parcel.shipped_at + seconds,
            delivered_at=parcel.delivered_at and parcel.delivered_at + seconds,
        )
        for parcel in order.shipments
    )
    return replace(order, placed_at=order.placed_at + seconds, shipments=shipments)


def ignored(_log: Log) -> None:
    """Tests leave the process's logging as it is."""


@asynccontextmanager
async def open_shop(config: Path, desk: DeskName, logs: Callable[[Log], None] = ignored) -> AsyncIterator[Shop]:
    """Everything lives in a temporary folder and is gone afterwards. `logs` is told how the shop wants its log."""
    with tempfile.TemporaryDirectory(prefix="kefu-sandbox-") as folder:
        clock = MovableClock()
        platforms = Platforms(clock=clock, sleep=clock.sleep)
        await platforms.start()
        try:
            settings = settings_of(platforms, config, desk, Path(folder) / "kefu.db")
            logs(settings.log)
            async with running(settings, clock=clock) as kefu:
                platforms.connect(kefu.port, calling=False)
                orders = sample_orders(settings.shop.timezone, clock())
                await kefu.book.import_orders(orders)
                yield Shop(
                    platforms,
                    kefu,
                    desk,
                    clock,
                    name=settings.shop.name,
                    scripts=settings.scripts.path,
                    default_language=settings.scripts.default_language,
                    orders=orders,
                )
        finally:
            await platforms.close()
