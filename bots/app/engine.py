"""Turns and delivery, joined: what comes in is answered, what is answered goes out."""

import secrets

from bots.app import values
from bots.app.channels import Channels
from bots.app.clock import Clock
from bots.app.in_force import InForce
from bots.app.typing import Typing
from bots.app.windows import ChannelOpenings
from bots.delivery.delivery import Delivery
from bots.delivery.markup import to_plain
from bots.metrics import Metrics
from bots.photos import Photos
from bots.watch import Watchers
from config.settings import Settings
from handlers.contract import Policy
from handlers.doors import Doors
from handlers.reception import Reception
from handlers.turns import Turns
from storage.database import Database
from storage.inbound import Inbound
from storage.orders import OrderReader, OrderSource
from storage.photo_files import folder_beside
from storage.photo_store import PhotoStore
from storage.proofs import Proofs
from storage.quota import Quota
from storage.records import record
from storage.results import Outgoing
from storage.sqlite.campaigns.door import SqliteCampaigns
from storage.sqlite.contacts import SqliteContacts
from storage.sqlite.copies import SqliteCopies
from storage.sqlite.feedback import SqliteFeedback
from storage.sqlite.floor import SqliteFloor
from storage.sqlite.links import SqliteLinks
from storage.sqlite.returns import Returns
from storage.sqlite.surveys import SqliteSurveys
from storage.sqlite.tasks import SqliteTasks
from storage.store import Accepted, Store


@record(frozen=True, slots=True)
class Engine:
    turns: Turns
    delivery: Delivery
    proofs: Proofs
    metrics: Metrics
    typing: Typing
    watchers: Watchers
    photos: Photos
    photo_store: PhotoStore

    async def accept(self, inbound: Inbound) -> int | None:
        inbox_id = await self.turns.accept(inbound)
        if inbox_id is not None:
            self.metrics.inbound(inbound.identity.channel)
            self.typing.waits(inbox_id, inbound)
        return inbox_id

    async def recover(self) -> None:
        """What the last run left goes out first, and then what it had not answered."""
        await self.delivery.recover()
        await self.turns.recover()

    async def close(self, seconds: float) -> None:
        self.typing.close()
        await self.turns.close(seconds)
        await self.delivery.close(seconds)
        self.photos.close()


def engine_of(
    settings: Settings,
    database: Database,
    store: Store,
    orders: OrderSource,
    channels: Channels,
    in_force: InForce,
    metrics: Metrics,
    clock: Clock,
) -> Engine:
    watchers = Watchers()
    photo_store = PhotoStore(database, folder_beside(settings.database_path))
    photos = Photos(channels.by_name, photo_store)
    delivery = Delivery(
        store,
        channels.by_name,
        channels.desk,
        failure_note=in_force.notices.undelivered,
        describe=lambda attachment: to_plain(in_force.notices.described(attachment)),
        wording=in_force.notices,
        copies=SqliteCopies(database),
        read_photo=photo_store.read,
        metrics=metrics,
        clock=clock,
        ticks=clock.ticks,
        sleep=clock.sleep,
        on_settled=watchers.settled,
        order_system=orders if orders.wants_returns else None,
    )
    in_force.submit = delivery.submit
    policy = values.policy(settings)
    proofs = proofs_of(policy, database, orders, store)
    reception = reception_of(settings, database, store, in_force, proofs, photos, policy)
    typing = Typing(channels.by_name)

    def deliver(rows: tuple[Outgoing, ...]) -> None:
        typing.answered(rows)
        delivery.submit(rows)

    def nothing_said(accepted: Accepted) -> None:
        typing.over(accepted.inbox_id)
        channels.nothing_said(accepted)

    turns = Turns(
        store,
        reception,
        deliver,
        clock=clock,
        observe=metrics.turn,
        on_moved=channels.moved,
        on_silence=nothing_said,
        watch=watchers,
        sleep=clock.sleep,
        desk_chat=channels.desk.desk.configured if channels.desk else str,
        has_effects=orders.wants_returns,
    )
    return Engine(turns, delivery, proofs, metrics, typing, watchers, photos, photo_store)


def reception_of(
    settings: Settings,
    database: Database,
    store: Store,
    in_force: InForce,
    proofs: Proofs,
    photos: Photos,
    policy: Policy,
) -> Reception:
    return Reception(
        shelf=in_force.shelf,
        doors=Doors(
            orders=proofs,
            returns=Returns(database),
            photos=photos,
            transcript=store.transcript,
            floor=SqliteFloor(database),
            contacts=SqliteContacts(database),
            links=links_of(policy, database),
            swaps=store.swaps,
            surveys=SqliteSurveys(database),
            campaigns=SqliteCampaigns(database),
            tasks=SqliteTasks(database),
            feedback=SqliteFeedback(database),
            openings=openings_of(settings, database),
        ),
        policy=policy,
        return_policies=in_force.policies,
        desk_policies=in_force.desk_policies,
        survey_policies=in_force.surveys,
        hours=in_force.hours,
        places=values.places(settings),
        next_number=store.next_number,
    )


def openings_of(settings: Settings, database: Database) -> ChannelOpenings:
    has_template = settings.wechat is not None and settings.wechat.template is not None
    return ChannelOpenings({"wechat": Quota(database)}, with_template=("wechat",) if has_template else ())


def links_of(policy: Policy, database: Database) -> SqliteLinks:
    return SqliteLinks(database, choice=secrets.choice, attempts=policy.proof_attempts, window=policy.proof_window)


def proofs_of(policy: Policy, database: Database, orders: OrderReader, store: Store) -> Proofs:
    return Proofs(
        database,
        orders,
        attempts=policy.proof_attempts,
        window=policy.proof_window,
        remembered=policy.proof_remembered,
        on_proven=store.forget,
    )
