"""An outbox with two platforms behind it, one of which is the desk's too, for the tests of delivery."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from prometheus_client import CollectorRegistry

from bots.channel import Capabilities
from bots.delivery.delivery import Delivery
from bots.delivery.means import Means, Timing
from bots.delivery.retry import DeliveryLimits
from bots.delivery.wording import Wording
from bots.metrics import Metrics
from bots.watch import Watchers
from handlers.notices import KeptBack, Why
from storage.content import Button, Content
from storage.conversations import Conversation
from storage.errors import StorageFailed
from storage.inbound import Attachment, Identity
from storage.orders import ReturnSystem
from storage.photos import Photo
from storage.results import Action, Entry, Mark, Outgoing, StaffMessage, TurnResult
from storage.store import Fate
from tests.engine_fakes import Clock, FakeChannel, MemoryCopies, MemoryStore
from tests.handlers.answering import said

FREE = FakeChannel().capabilities
ASKED = StaffMessage(chat_id="desk", message_id="77")


class InStaffWords:
    """A `Wording`."""

    def described(self, attachment: Attachment) -> str:
        return f"[{attachment.media} {attachment.name}]"

    def undelivered(self, row: Outgoing, why: Why, detail: str) -> Outgoing | None:
        return Outgoing(
            action=Action.POST,
            channel="telegram",
            conversation_id=row.conversation_id,
            content=Content(text=f"not delivered: {why}: {detail}"),
            created_at=row.created_at,
        )

    def reopened_topic(self, row: Outgoing, contact: str, entries: Sequence[Entry]) -> Content:
        return Content(text="; ".join([f"again: {row.title}", *(f"{contact}: {entry.text}" for entry in entries)]))

    def kept_back(self, row: Outgoing, files: Mapping[Attachment, KeptBack]) -> Outgoing | None:
        text = ", ".join(f"{each.name}: {why}" for each, why in files.items())
        return post(f"not passed on: {text}", conversation_id=row.conversation_id)

    def not_passed(self, conversation: Conversation, files: Mapping[Attachment, KeptBack]) -> Outgoing | None:
        return to(conversation.chat_id, ", ".join(f"sorry, {each.name}: {why}" for each, why in files.items()))

    def desk_lost(self, chat: str, detail: str) -> Content:
        return Content(text=f"put out of {chat}: {detail}")


@dataclass(slots=True)
class PostOffice:
    store: MemoryStore = field(default_factory=MemoryStore)
    clock: Clock = field(default_factory=Clock)
    limits: DeliveryLimits = DeliveryLimits()
    telegram: FakeChannel = field(default_factory=FakeChannel)
    slack: FakeChannel = field(default_factory=lambda: FakeChannel("slack"))
    has_desk: bool = True
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    watchers: Watchers = field(default_factory=Watchers)
    order_system: ReturnSystem | None = None
    wording: Wording = field(default_factory=InStaffWords)
    photos: dict[str, Photo] = field(default_factory=dict)
    photo_trouble: list[StorageFailed] = field(default_factory=list)
    delivery: Delivery = field(init=False)

    def __post_init__(self) -> None:
        self.telegram.clock = self.slack.clock = self.clock
        self.delivery = self.started()

    def started(self) -> Delivery:
        means = Means(
            store=self.store,
            channels={"telegram": self.telegram, "slack": self.slack},
            desk=self.telegram if self.has_desk else None,
            copies=MemoryCopies(self.store),
            read_photo=self.read_photo,
            order_system=self.order_system,
            wording=self.wording,
            metrics=Metrics(self.registry),
            timing=Timing(clock=self.clock, ticks=self.clock, sleep=self.clock.sleep, jitter=random.Random(7)),
            limits=self.limits,
            on_settled=self.watchers.settled,
        )
        return Delivery(means)

    async def read_photo(self, photo_id: str) -> Photo | None:
        if self.photo_trouble:
            raise self.photo_trouble.pop()
        return self.photos.get(photo_id)

    def restart(self) -> None:
        self.registry = CollectorRegistry()
        self.delivery = self.started()

    async def wrote(self, *rows: Outgoing, customer: str = "ann") -> tuple[Outgoing, ...]:
        """A turn of the customer's, committed with these rows."""
        said_now = said(str(self.store.numbers), by=customer)
        inbox_id = await self.store.accept(said_now, self.clock.now)
        conversation = Conversation(identity=Identity("telegram", customer), chat_id=customer)
        result = TurnResult(conversation=conversation, outgoing=rows)
        return await self.store.commit(inbox_id or 0, result, self.clock.now)

    async def sends(self, *rows: Outgoing, customer: str = "ann") -> tuple[Outgoing, ...]:
        """Commit and deliver to the end, whatever time it takes."""
        written = await self.wrote(*rows, customer=customer)
        self.delivery.submit(written)
        await self.delivery.idle()
        return written

    async def topic(self, thread: str = "t1", customer: str = "ann") -> int:
        """The number of a conversation that has this topic at the desk."""
        await self.wrote(customer=customer)
        number = self.store.by_identity[Identity("telegram", customer)]
        await self.store.set_thread(number, thread)
        return number

    def fates(self) -> list[Fate]:
        return [self.store.settled[number].fate for number in sorted(self.store.settled)]

    def fate(self, row: Outgoing) -> Fate:
        return self.store.settled[row.id].fate

    def waits(self) -> list[float]:
        """The seconds between the first message and each that was sent after it."""
        times = [sent.at for sent in self.telegram.sent]
        return [at - times[0] for at in times]


def to(customer: str, text: str, **more: Any) -> Outgoing:
    return Outgoing(channel="telegram", to=customer, content=Content(text=text), **more)


def post(text: str, **more: Any) -> Outgoing:
    return Outgoing(action=Action.POST, channel="telegram", content=Content(text=text), **more)


def asks(text: str) -> Outgoing:
    """A post that stands alone, for its button's sake."""
    buttons = (Button(label="Claim", goto="desk:claim"),)
    return Outgoing(action=Action.POST, channel="telegram", content=Content(text=text, buttons=buttons))


def alert(text: str, **more: Any) -> Outgoing:
    return Outgoing(action=Action.ALERT, channel="telegram", content=Content(text=text), **more)


def mark(message: StaffMessage) -> Outgoing:
    return Outgoing(action=Action.MARK, channel="telegram", to="desk", relays=message, mark=Mark.DELIVERED)


def able(**changes: Any) -> Capabilities:
    return replace(FREE, **changes)


def outcomes(office: PostOffice) -> Mapping[str, float]:
    """What Prometheus was told of Telegram's sends, by fate."""
    found = {
        fate: office.registry.get_sample_value("kefu_sends_total", {"channel": "telegram", "fate": fate})
        for fate in Fate
    }
    return {fate: value for fate, value in found.items() if value}
