"""What campaigns do while kefu runs."""

from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

from bots.app.campaigns import calendar, news, pump
from bots.app.campaigns.wording import RunWording
from bots.app.clockwork import Clockwork
from bots.app.engine import Engine
from bots.app.foundation import Foundation
from bots.health import ASK_PLATFORMS_EVERY, Lately
from bots.machine_clock import MachineClock
from handlers.campaigns.audiences import Knowing
from storage.sqlite.campaigns.door import SqliteCampaigns
from storage.sqlite.campaigns.news import SqliteNews
from storage.sqlite.campaigns.runs import SqliteRuns
from storage.sqlite.campaigns.schedules import SqliteSchedules
from storage.sqlite.contacts import SqliteContacts
from storage.sqlite.floor import SqliteFloor


def campaign_jobs(
    ground: Foundation, engine: Engine, clockwork: Clockwork, machine_clock: MachineClock
) -> list[Awaitable[None]]:
    """Each runs until cancelled."""
    told, runs = news_of(ground, engine), SqliteRuns(ground.database)
    times = calendar.CampaignCalendar(
        SqliteSchedules(ground.database),
        runs,
        ground.in_force.surveys,
        clock=ground.clock,
        zone=ZoneInfo(ground.settings.shop.timezone),
        left_out=told.left_out,
    )
    moved = pump.CampaignPump(
        SqliteCampaigns(ground.database),
        runs,
        ground.in_force.surveys,
        knowing_of(ground, engine),
        Lately(machine_clock.told, ASK_PLATFORMS_EVERY, ground.clock.ticks),
        clock=ground.clock,
        channels=ground.channels.by_name,
    )
    return [
        clockwork.again_and_again(calendar.SECONDS, times.look),
        clockwork.again_and_again(pump.SECONDS, moved.pump),
        clockwork.again_and_again(news.SECONDS, told.tell),
    ]


def knowing_of(ground: Foundation, engine: Engine) -> Callable[[], Knowing]:
    """What is known of contacts, with the rules of the moment."""
    contacts = SqliteContacts(ground.database)

    def knowing() -> Knowing:
        return Knowing(
            contacts=contacts,
            orders=engine.proofs,
            desk_policy=ground.in_force.desk_policies.policy,
            languages=ground.in_force.shelf.library.languages,
            default_language=ground.language,
            now=ground.clock(),
        )

    return knowing


def news_of(ground: Foundation, engine: Engine) -> news.CampaignNews:
    in_force = ground.in_force
    return news.CampaignNews(
        SqliteCampaigns(ground.database),
        SqliteNews(ground.database),
        ground.store,
        engine.delivery.submit,
        RunWording(in_force.shelf, in_force.desk_policies, SqliteFloor(ground.database), ground.policy),
        place=ground.places.main,
        clock=ground.clock,
    )
