"""What goes on for as long as kefu runs, whether or not anybody writes."""

from collections.abc import Awaitable
from functools import partial

from bots.app import desk_sweep, retention, rota_watch, values
from bots.app.boundary import attempted
from bots.app.campaigns.jobs import campaign_jobs
from bots.app.clockwork import SWEEP_SECONDS, Clockwork
from bots.app.desk_sweep import DeskSweep
from bots.app.engine import Engine
from bots.app.foundation import Foundation
from bots.app.persons import keeper_of
from bots.app.promise_sweep import promise_jobs
from bots.app.retention import Forgetting, Keep, Retention
from bots.app.rota_watch import RotaWatch
from bots.app.summaries import summary_jobs
from bots.app.unheard import unheard_jobs
from bots.machine_clock import MachineClock
from storage.sqlite.floor import SqliteFloor
from storage.sqlite.lapsing import forget_lapsed
from storage.sqlite.tasks import SqliteTasks


def jobs_of(ground: Foundation, engine: Engine, machine_clock: MachineClock) -> list[Awaitable[object]]:
    """Each runs until cancelled, but for what a power cut has left."""
    clockwork, forgetting = Clockwork(ground.clock), retention_of(ground, engine, machine_clock)
    return [
        attempted(keeper_of(ground, engine).finish, "erasure.unfinished"),
        *(channel.run(engine.accept) for channel in ground.channels.by_name.values()),
        ground.in_force.watch(),
        clockwork.again_and_again(SWEEP_SECONDS, engine.turns.sweep),
        clockwork.again_and_again(retention.SECONDS, forgetting.look, first=retention.FIRST),
        desk_job(ground, engine, clockwork),
        *rota_jobs(ground, engine, clockwork),
        *campaign_jobs(ground, engine, clockwork, machine_clock),
        *promise_jobs(ground, engine, clockwork),
        *summary_jobs(ground, engine),
        *unheard_jobs(ground, engine),
    ]


def retention_of(ground: Foundation, engine: Engine, machine_clock: MachineClock) -> Retention:
    settings = ground.settings
    keep = Keep(
        queues=settings.retention.inbox_days * values.DAY,
        transcripts=settings.retention.transcript_days * values.DAY,
        returns=settings.retention.returns_days * values.DAY,
        orders=settings.retention.orders_days * values.DAY,
        contacts=settings.retention.contacts_days * values.DAY,
        unnamed_photos=max(values.DAY, settings.policy.form_expires_minutes * values.MINUTE),
    )
    forget = Forgetting(
        lapsed=partial(forget_lapsed, ground.database, ground.policy.proof_window),
        orders=ground.book.forget,
        silent=keeper_of(ground, engine).forget_silent,
        photos=engine.photo_store.sweep,
        empty_log=partial(ground.database.scrub, 0),
    )
    return Retention(
        ground.store, forget, machine_clock.told, clock=ground.clock, timezone=settings.shop.timezone, keep=keep
    )


def desk_job(ground: Foundation, engine: Engine, clockwork: Clockwork) -> Awaitable[None]:
    sweep = DeskSweep(
        ground.store,
        SqliteFloor(ground.database),
        SqliteTasks(ground.database),
        engine.turns.accept,
        clock=ground.clock,
        found=ground.metrics.astray,
    )
    return clockwork.again_and_again(desk_sweep.SECONDS, sweep.sweep)


def rota_jobs(ground: Foundation, engine: Engine, clockwork: Clockwork) -> list[Awaitable[None]]:
    desk = ground.settings.desk
    if desk is None:
        return []
    watch = RotaWatch(
        ground.in_force.hours, ground.store.swaps, engine.turns.accept, desk_channel=desk.channel, clock=ground.clock
    )
    return [clockwork.again_and_again(rota_watch.SECONDS, watch.look)]
