"""What goes on for as long as kefu runs, whether or not anybody writes."""

from collections.abc import Awaitable
from functools import partial

from bots.app import desk_sweep, rota_watch, values
from bots.app.campaigns.jobs import campaign_jobs
from bots.app.channels import Channels
from bots.app.clock import Clock
from bots.app.clockwork import Clockwork, Keep
from bots.app.desk_sweep import DeskSweep
from bots.app.engine import Engine
from bots.app.in_force import InForce
from bots.app.promise_sweep import promise_jobs
from bots.app.rota_watch import RotaWatch
from bots.app.summaries import summary_jobs
from bots.metrics import Metrics
from config.settings import Settings
from storage.database import Database
from storage.sqlite.floor import SqliteFloor
from storage.sqlite.lapsing import forget_lapsed
from storage.sqlite.tasks import SqliteTasks
from storage.store import Store


def jobs_of(
    settings: Settings,
    database: Database,
    store: Store,
    engine: Engine,
    in_force: InForce,
    channels: Channels,
    metrics: Metrics,
    clock: Clock,
) -> list[Awaitable[None]]:
    """Each runs until cancelled."""
    clockwork = clockwork_of(settings, database, store, engine, clock)
    sweep = DeskSweep(
        store, SqliteFloor(database), SqliteTasks(database), engine.turns.accept, clock=clock, found=metrics.astray
    )
    return [
        *(channel.run(engine.accept) for channel in channels.by_name.values()),
        in_force.watch(),
        *clockwork.jobs(),
        clockwork.again_and_again(desk_sweep.SECONDS, sweep.sweep),
        *rota_jobs(settings, store, engine, in_force, clockwork),
        *campaign_jobs(settings, database, store, engine, in_force, channels.by_name, clockwork),
        *promise_jobs(settings, database, engine, in_force, clockwork),
        *summary_jobs(settings, database, store, engine, in_force, clock),
    ]


def clockwork_of(settings: Settings, database: Database, store: Store, engine: Engine, clock: Clock) -> Clockwork:
    keep = Keep(
        queues=settings.retention.inbox_days * values.DAY,
        transcripts=settings.retention.transcript_days * values.DAY,
        returns=settings.retention.returns_days * values.DAY,
        unnamed_photos=max(values.DAY, settings.policy.form_expires_minutes * values.MINUTE),
    )
    return Clockwork(
        store,
        engine.turns,
        engine.photo_store.sweep,
        partial(forget_lapsed, database, values.policy(settings).proof_window),
        clock=clock,
        timezone=settings.shop.timezone,
        keep=keep,
    )


def rota_jobs(
    settings: Settings, store: Store, engine: Engine, in_force: InForce, clockwork: Clockwork
) -> list[Awaitable[None]]:
    if settings.desk is None:
        return []
    watch = RotaWatch(
        in_force.hours, store.swaps, engine.turns.accept, desk_channel=settings.desk.channel, clock=clockwork.clock
    )
    return [clockwork.again_and_again(rota_watch.SECONDS, watch.look)]
