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
from storage.closed_topics import ClosedTopicBook
from storage.database import Database
from storage.log_beside import WITHOUT_LOG
from storage.order_book import OrderBook
from storage.private_topics import TopicBook
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
        store = store_of(database)
        await store.swaps.load()
        session = await stack.enter_async_context(platform_session())
        in_force = InForce(settings, store, clock)
        quota = Quota(database)
        topics, closed = TopicBook(database, "telegram"), ClosedTopicBook(database)
        around = Surroundings(settings, session, quota, topics, closed, in_force.shelf, in_force.desk_policies, clock)
        channels = await channels_of(around, store)
        stack.push_async_callback(channels.close)

        registry, book = CollectorRegistry(), OrderBook(database)
        ground = Foundation(
            settings=settings,
            database=database,
            store=store,
            orders=book,
            channels=channels,
            in_force=in_force,
            metrics=metrics_of(registry, channels),
            clock=clock,
        )
        engine = engine_of(ground)
        stack.push_async_callback(engine.close, DRAIN_SECONDS)
        await channels.recover(clock())
        await engine.recover()

        control = control_of(ground, engine, book)
        await control.start()
        stack.push_async_callback(control.close)
        machine_clock = MachineClock(session, values.addresses(settings), machine)
        health = health_of(ground, engine, machine_clock)
        routes = routes_of(channels.by_name.values(), engine.accept, health, registry)
        runner, port = await listen(server_of(routes), settings.server.host, settings.server.port)
        stack.push_async_callback(runner.cleanup)
        await stack.enter_async_context(background(*jobs_of(ground, engine, book, machine_clock)))
        yield Running(port, store, book, engine, in_force, quota, health)


def tell_of(database: Database, path: Path) -> None:
    """Who misses everything after a start learns here that it began with nothing, and where."""
    if database.is_new:
        log.info("database.new", path=str(path))
        return
    if database.lacks_log:
        log.warning("database.log_missing", path=str(path), what_to_do=str(WITHOUT_LOG))
    if database.migrations:
        log.info("database.updated", path=str(path), migrations=database.migrations)


def metrics_of(registry: CollectorRegistry, channels: Channels) -> Metrics:
    ProcessCollector(registry=registry)
    metrics = Metrics(registry)
    metrics.expect(channels.by_name)
    return metrics


def control_of(ground: Foundation, engine: Engine, book: OrderBook) -> ControlServer:
    return ControlServer(
        socket_beside(ground.settings.database_path),
        ground.store,
        Books(
            orders=book,
            returns=SqliteReturnBooks(ground.database),
            reports=SqliteReportBooks(ground.database),
            campaigns=SqliteCampaigns(ground.database),
        ),
        keeper_of(ground, engine, book),
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
