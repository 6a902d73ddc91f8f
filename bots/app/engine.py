"""Turns and delivery, joined: what comes in is answered, what is answered goes out."""

import random
import secrets

from bots.app.foundation import Foundation
from bots.app.openings import ChannelOpenings
from bots.app.typing import Typing
from bots.delivery.delivery import Delivery
from bots.delivery.means import Means, Timing
from bots.metrics import Metrics
from bots.photos import Photos
from bots.watch import Watchers
from handlers.doors import Doors
from handlers.insistence import Insistence
from handlers.reception import Reception
from handlers.turn import TurnTaker
from handlers.turns import Hearers, Turns
from storage.inbound import Inbound
from storage.newcomers import Newcomers
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
from storage.sqlite.newcomers import earlier
from storage.sqlite.returns import Returns
from storage.sqlite.surveys import SqliteSurveys
from storage.sqlite.tasks import SqliteTasks
from storage.store import Accepted


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


def engine_of(ground: Foundation) -> Engine:
    photo_store = PhotoStore(ground.database, folder_beside(ground.settings.database_path))
    photos = Photos(ground.channels.by_name, photo_store)
    watchers, typing = Watchers(), Typing(ground.channels.by_name)
    delivery = delivery_of(ground, photo_store, watchers)
    ground.in_force.submit = delivery.submit
    proofs = proofs_of(ground)
    turns = turns_of(ground, reception_of(ground, proofs, photos), delivery, typing, watchers)
    return Engine(turns, delivery, proofs, ground.metrics, typing, watchers, photos, photo_store)


def delivery_of(ground: Foundation, photo_store: PhotoStore, watchers: Watchers) -> Delivery:
    orders, clock = ground.orders, ground.clock
    means = Means(
        store=ground.store,
        channels=ground.channels.by_name,
        desk=ground.channels.desk,
        copies=SqliteCopies(ground.database),
        read_photo=photo_store.read,
        order_system=orders if orders.wants_returns else None,
        wording=ground.in_force.notices,
        metrics=ground.metrics,
        timing=Timing(clock=clock, ticks=clock.ticks, sleep=clock.sleep),
        on_settled=watchers.settled,
    )
    return Delivery(means)


def turns_of(ground: Foundation, reception: Reception, delivery: Delivery, typing: Typing, watchers: Watchers) -> Turns:
    channels, clock = ground.channels, ground.clock

    def deliver(rows: tuple[Outgoing, ...]) -> None:
        typing.answered(rows)
        delivery.submit(rows)

    def nothing_said(accepted: Accepted) -> None:
        typing.over(accepted.inbox_id)
        channels.nothing_said(accepted)

    taker = TurnTaker(
        ground.store,
        reception,
        clock=clock,
        insist=Insistence(clock.sleep, random.Random()),  # noqa: S311 - spreads retries, guards nothing
        desk_chat=channels.desk.desk.configured if channels.desk else str,
        has_effects=ground.orders.wants_returns,
    )
    hearers = Hearers(observe=ground.metrics.turn, on_moved=channels.moved, on_silence=nothing_said, watch=watchers)
    return Turns(ground.store, taker, deliver, clock=clock, hearers=hearers, topics_written=delivery.topics_written)


def reception_of(ground: Foundation, proofs: Proofs, photos: Photos) -> Reception:
    in_force = ground.in_force
    return Reception(
        shelf=in_force.shelf,
        doors=doors_of(ground, proofs, photos),
        policy=ground.policy,
        return_policies=in_force.policies,
        desk_policies=in_force.desk_policies,
        survey_policies=in_force.surveys,
        hours=in_force.hours,
        places=ground.places,
        next_number=ground.store.next_number,
    )


def doors_of(ground: Foundation, proofs: Proofs, photos: Photos) -> Doors:
    database, store = ground.database, ground.store
    return Doors(
        orders=proofs,
        returns=Returns(database),
        photos=photos,
        transcript=store.transcript,
        floor=SqliteFloor(database),
        newcomers=Newcomers(earlier(database)),
        contacts=SqliteContacts(database),
        links=links_of(ground),
        swaps=store.swaps,
        surveys=SqliteSurveys(database),
        campaigns=SqliteCampaigns(database),
        tasks=SqliteTasks(database),
        feedback=SqliteFeedback(database),
        openings=openings_of(ground),
    )


def openings_of(ground: Foundation) -> ChannelOpenings:
    wechat = ground.settings.wechat
    with_template = ("wechat",) if wechat is not None and wechat.template is not None else ()
    return ChannelOpenings({"wechat": Quota(ground.database)}, with_template=with_template)


def links_of(ground: Foundation) -> SqliteLinks:
    policy = ground.policy
    return SqliteLinks(
        ground.database, choice=secrets.choice, attempts=policy.proof_attempts, window=policy.proof_window
    )


def proofs_of(ground: Foundation) -> Proofs:
    policy = ground.policy
    return Proofs(
        ground.database,
        ground.orders,
        attempts=policy.proof_attempts,
        window=policy.proof_window,
        month_attempts=policy.proof_month_attempts,
        remembered=policy.proof_remembered,
        on_proven=ground.store.forget,
    )
