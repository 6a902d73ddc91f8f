"""One running kefu: opened in the order in which its parts stand on each other, closed in reverse."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version
from pathlib import Path

import aiohttp
import structlog
from prometheus_client import CollectorRegistry, ProcessCollector

from bots.app import process, systemd, values
from bots.app.background import background
from bots.app.channels import Channels, Surroundings, channels_of
from bots.app.clock import Clock, SystemClock
from bots.app.engine import Engine, engine_of
from bots.app.foundation import Foundation
from bots.app.in_force import InForce
from bots.app.jobs import jobs_of
from bots.app.logs import set_up
from bots.app.persons import keeper_of
from bots.app.signals import heard, read_when_told
from bots.control.address import socket_beside
from bots.control.books import Books
from bots.control.server import ControlServer
from bots.downloads import Answered
from bots.health import Health
from bots.machine_clock import MachineClock
from bots.metrics import Metrics
from bots.server import listen, routes_of, server_of
from config.settings import Settings
from storage.database import Database
from storage.log_beside import WITHOUT_LOG
from storage.order_book import OrderBook
from storage.quota import Quota
from storage.records import record
from storage.sqlite import SqliteStore
from storage.sqlite.campaigns.door import SqliteCampaigns
from storage.sqlite.reports import SqliteReportBooks
from storage.sqlite.return_books import SqliteReturnBooks
from storage.store import Store

log = structlog.get_logger(__name__)

SYSTEM_CLOCK = SystemClock()
DRAIN_SECONDS = 5.0
"""How long a stopping kefu lets turns and sends finish. What is left waits in the database for the next start."""


@record(frozen=True, slots=True)
class Running:
    """What the sandbox, tests and benchmarks look at."""

    port: int
    store: Store
    book: OrderBook
    engine: Engine
    in_force: InForce
    quota: Quota
    """WeChat's."""
    health: Health


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT."""
    set_up(settings.log)
    process.tell_of_few_files()
    signals = heard()
    async with running(settings) as kefu:
        process.settle()
        log.info(
            "kefu.running",
            version=version("kefu"),
            port=kefu.port,
            channels=channel_names(settings),
            desk=settings.desk_channel,
        )
        systemd.notify(systemd.READY)
        async with background(kefu.health.tell(), read_when_told(signals.read_again, kefu.in_force.read_again)):
            await signals.stop.wait()
        log.info("kefu.stopping")
        systemd.notify(systemd.STOPPING)


@asynccontextmanager
async def running(
    settings: Settings,
    *,
    clock: Clock = SYSTEM_CLOCK,
    machine: Callable[[], float] = time.time,
    open_database: Callable[[Path], Awaitable[Database]] = Database.open,
    store_of: Callable[[Database], Store] = SqliteStore,
) -> AsyncIterator[Running]:
    """Everything started and recovered. On leaving nothing new is taken, what runs is finished, the rest waits.

    `machine`: the machine's own clock, which platforms are asked about; `clock` may be moved on purpose.
    """
    async with AsyncExitStack() as stack:
        database = await open_database(settings.database_path)
        stack.push_async_callback(database.close)
        tell_of(database, settings.database_path)
        session = await stack.enter_async_context(platform_session())
        registry = CollectorRegistry()
        ground = await ground_of(settings, database, store_of(database), session, registry, clock)
        stack.push_async_callback(ground.channels.close)
        engine = engine_of(ground)
        stack.push_async_callback(engine.close, DRAIN_SECONDS)
        await ground.channels.recover(clock())
        await engine.recover()

        control = control_of(ground, engine)
        await control.start()
        stack.push_async_callback(control.close)
        machine_clock = MachineClock(session, values.addresses(settings), machine)
        health = health_of(ground, engine, machine_clock)
        routes = routes_of(ground.channels.by_name.values(), engine.accept, health, registry)
        runner, port = await listen(server_of(routes), settings.server.host, settings.server.port)
        stack.push_async_callback(runner.cleanup)
        await stack.enter_async_context(background(*jobs_of(ground, engine, machine_clock)))
        yield Running(port, ground.store, ground.book, engine, ground.in_force, Quota(database), health)


def tell_of(database: Database, path: Path) -> None:
    """Who misses everything after a start learns here that it began with nothing, and where."""
    if database.is_new:
        log.info("database.new", path=str(path))
        return
    if database.lacks_log:
        log.warning("database.log_missing", path=str(path), what_to_do=str(WITHOUT_LOG))
    if database.migrations:
        log.info("database.updated", path=str(path), migrations=database.migrations)


async def ground_of(
    settings: Settings,
    database: Database,
    store: Store,
    session: aiohttp.ClientSession,
    registry: CollectorRegistry,
    clock: Clock,
) -> Foundation:
    await store.swaps.load()
    in_force, book = InForce(settings, store, clock), OrderBook(database)
    around = Surroundings(settings, session, database, in_force.shelf, in_force.desk_policies, clock)
    channels = await channels_of(around, store)
    return Foundation(
        settings=settings,
        database=database,
        store=store,
        book=book,
        orders=book,
        channels=channels,
        in_force=in_force,
        metrics=metrics_of(registry, channels),
        clock=clock,
    )


def metrics_of(registry: CollectorRegistry, channels: Channels) -> Metrics:
    ProcessCollector(registry=registry)
    metrics = Metrics(registry)
    metrics.expect(channels.by_name)
    return metrics


def control_of(ground: Foundation, engine: Engine) -> ControlServer:
    return ControlServer(
        socket_beside(ground.settings.database_path),
        ground.store,
        Books(
            orders=ground.book,
            returns=SqliteReturnBooks(ground.database),
            reports=SqliteReportBooks(ground.database),
            campaigns=SqliteCampaigns(ground.database),
        ),
        keeper_of(ground, engine),
        ground.database.back_up,
        engine.delivery.submit,
        ground.clock,
    )


def health_of(ground: Foundation, engine: Engine, machine_clock: MachineClock) -> Health:
    return Health(
        ground.store,
        ground.channels.by_name,
        ground.metrics.last_delivery,
        overdue=engine.delivery.overdue,
        time_told=machine_clock.told,
        ticks=ground.clock.ticks,
    )


def platform_session() -> aiohttp.ClientSession:
    """No platform's API knows us by cookies. How many requests there are at once is for `delivery` to say, as long as
    there are files for them.
    """
    connector = aiohttp.TCPConnector(limit=process.most_requests())
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), response_class=Answered)


def channel_names(settings: Settings) -> list[str]:
    return [name for name in ("wechat", "telegram", "slack", "wecom") if getattr(settings, name)]
