"""What campaigns do while kefu runs."""

from collections.abc import Awaitable, Collection
from zoneinfo import ZoneInfo

from bots.app import values
from bots.app.campaigns import calendar, news, pump
from bots.app.clock import Clock
from bots.app.clockwork import Clockwork
from bots.app.engine import Engine
from bots.app.in_force import InForce
from config.settings import Settings
from handlers.campaigns.audiences import Knowing
from storage.database import Database
from storage.sqlite.campaigns.door import SqliteCampaigns
from storage.sqlite.campaigns.news import SqliteNews
from storage.sqlite.campaigns.runs import SqliteRuns
from storage.sqlite.campaigns.schedules import SqliteSchedules
from storage.sqlite.contacts import SqliteContacts
from storage.sqlite.floor import SqliteFloor
from storage.store import Store


def campaign_jobs(
    settings: Settings,
    database: Database,
    store: Store,
    engine: Engine,
    in_force: InForce,
    channels: Collection[str],
    clockwork: Clockwork,
) -> list[Awaitable[None]]:
    """Each runs until cancelled."""
    campaigns, runs, clock = SqliteCampaigns(database), SqliteRuns(database), clockwork.clock
    contacts = SqliteContacts(database)

    def knowing() -> Knowing:
        return Knowing(
            contacts=contacts,
            orders=engine.proofs,
            desk_policy=in_force.desk_policies.policy,
            languages=in_force.shelf.library.languages,
            default_language=settings.scripts.default_language,
            now=clock(),
        )

    told = news_of(settings, database, store, engine, in_force, clock)
    times = calendar.CampaignCalendar(
        SqliteSchedules(database),
        runs,
        in_force.surveys,
        clock=clock,
        zone=ZoneInfo(settings.shop.timezone),
        left_out=told.left_out,
    )
    moved = pump.CampaignPump(campaigns, runs, in_force.surveys, knowing, clock=clock, channels=channels)
    return [
        clockwork.again_and_again(calendar.SECONDS, times.look),
        clockwork.again_and_again(pump.SECONDS, moved.pump),
        clockwork.again_and_again(news.SECONDS, told.tell),
    ]


def news_of(
    settings: Settings, database: Database, store: Store, engine: Engine, in_force: InForce, clock: Clock
) -> news.CampaignNews:
    return news.CampaignNews(
        SqliteCampaigns(database),
        SqliteNews(database),
        store,
        SqliteFloor(database),
        engine.delivery.submit,
        shelf=in_force.shelf,
        desk_policies=in_force.desk_policies,
        places=values.places(settings),
        language=settings.scripts.default_language,
        timezone=settings.shop.timezone,
        clock=clock,
    )
