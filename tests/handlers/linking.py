"""Customers with several accounts before the real store: what is said to each of them, and to the staff."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

from handlers.doors import Doors
from handlers.exchange import plain
from handlers.reception import Reception
from handlers.scripts.library import Library
from storage.conversations import Conversation
from storage.database import Database
from storage.inbound import Identity, Inbound, Kind
from storage.newcomers import Newcomers
from storage.orders import Order
from storage.proofs import Proofs
from storage.results import Action, Outgoing
from storage.sqlite import SqliteStore
from storage.sqlite.campaigns.door import SqliteCampaigns
from storage.sqlite.contacts import SqliteContacts
from storage.sqlite.feedback import SqliteFeedback
from storage.sqlite.floor import SqliteFloor
from storage.sqlite.links import SqliteLinks
from storage.sqlite.newcomers import earlier
from storage.sqlite.returns import Returns
from storage.sqlite.surveys import SqliteSurveys
from storage.sqlite.tasks import SqliteTasks
from tests.handlers.answering import turns_of
from tests.handlers.shop import NOW, Shop
from tests.handlers.standing import standing
from tests.photos_fakes import MemoryPhotos
from tests.rota_fakes import MemorySwaps
from tests.standing import NoLimits
from tests.storage.linking import Letters

WECHAT = Identity("wechat", "o-lei")
TELEGRAM = Identity("telegram", "1001")
SLACK = Identity("slack", "U-lei")
OTHER_TELEGRAM = Identity("telegram", "1002")
STRANGER = Identity("wechat", "o-stranger")
MEI = Identity("slack", "U7")


class Orders:
    """An `OrderReader` of the small shop."""

    async def find(self, number: str) -> Order | None:
        return Shop().orders.get(number)

    async def of_contact(self, proven: Sequence[str]) -> list[Order]:
        return [Shop().orders[number] for number in proven]


@dataclass
class Street:
    """Everybody's phones, and the desk."""

    database: Database
    words: Library
    now: float = NOW
    said: list[Outgoing] = field(default_factory=list)
    photos: MemoryPhotos = field(default_factory=MemoryPhotos)
    keys: "count[int]" = field(default_factory=count)

    def __post_init__(self) -> None:
        self.store = SqliteStore(self.database)
        self.returns = Returns(self.database)
        self.links = SqliteLinks(self.database, choice=Letters())
        self.turns = turns_of(self.store, self.reception, self.said.extend, clock=lambda: self.now)

    @property
    def reception(self) -> Reception:
        return standing(
            self.words,
            Doors(
                orders=Proofs(self.database, Orders()),
                returns=self.returns,
                photos=self.photos,
                transcript=self.store.transcript,
                floor=SqliteFloor(self.database),
                newcomers=Newcomers(earlier(self.database)),
                contacts=SqliteContacts(self.database),
                links=self.links,
                swaps=MemorySwaps(),
                surveys=SqliteSurveys(self.database),
                campaigns=SqliteCampaigns(self.database),
                tasks=SqliteTasks(self.database),
                feedback=SqliteFeedback(self.database),
                openings=NoLimits(),
            ),
            self.store.next_number,
        )

    # What people do

    async def says(self, who: Identity, text: str, **facts: object) -> str:
        return await self.does(who, Kind.TEXT, text=text, **facts)

    async def presses(self, who: Identity, label: str) -> str:
        """A button of what was said to them."""
        rows = [row for row in self.said if goes_to(row, who)]
        gotos = [button.goto for row in rows for button in row.content.buttons if button.label == label]
        return await self.taps(who, gotos[-1])

    async def taps(self, who: Identity, goto: str) -> str:
        return await self.does(who, Kind.BUTTON, payload=goto)

    async def does(self, who: Identity, kind: Kind, **facts: object) -> str:
        """What comes of it, in this chat."""
        begun = len(self.said)
        await self.turns.accept(self.inbound(who, kind, **facts))
        await self.turns.idle()
        return "\n".join(plain(row.content.text) for row in self.said[begun:] if goes_to(row, who))

    async def agent_says(self, who: Identity, text: str) -> str:
        """小美, in the topic of the conversation on this account; returns what she reads there."""
        conversation = await self.conversation(who)
        if conversation.thread is None:
            await self.store.set_thread(conversation.id, f"topic-{conversation.id}")
        begun = len(self.said)
        thread = f"topic-{conversation.id}"
        await self.turns.accept(
            self.inbound(MEI, Kind.TEXT, text=text, staff=True, thread=thread, chat_id="desk", name="小美")
        )
        await self.turns.idle()
        return posted(self.said[begun:])

    def inbound(self, who: Identity, kind: Kind, **facts: object) -> Inbound:
        number = next(self.keys)
        self.now += 1
        known: dict[str, object] = {
            "identity": who,
            "key": f"k{number}",
            "chat_id": chat_of(who),
            "sent_at": self.now,
            "message_id": f"m{number}",
            "name": "李雷",
            "locale": "zh-CN",
        }
        return Inbound(kind=kind, **(known | facts))  # type: ignore[arg-type]  # facts by name

    async def code(self, who: Identity) -> str:
        text = await self.says(who, "/link")
        return text.partition("验证码：")[2].split()[0]

    async def link(self, first: Identity, second: Identity) -> None:
        await self.says(second, await self.code(first))
        await self.presses(second, "绑定")
        await self.presses(first, "绑定")
        assert await self.are_one(first, second)

    # What is seen

    def told(self, who: Identity) -> str:
        """Last."""
        return next(plain(row.content.text) for row in reversed(self.said) if goes_to(row, who))

    @property
    def posted(self) -> str:
        return posted(self.said)

    async def conversation(self, who: Identity) -> Conversation:
        found = await self.store.load(who)
        assert found
        return found

    async def are_one(self, first: Identity, second: Identity) -> bool:
        return (await self.conversation(first)).contact_id == (await self.conversation(second)).contact_id


def chat_of(who: Identity) -> str:
    return f"chat-{who.account_id}"


def goes_to(row: Outgoing, who: Identity) -> bool:
    return row.action is Action.SEND and (row.channel, row.to) == (who.channel, chat_of(who))


def posted(rows: list[Outgoing]) -> str:
    """But for the card."""
    posts = (row for row in rows if row.action is Action.POST and not row.card)
    return "\n".join(plain(row.content.text) for row in posts)


@asynccontextmanager
async def opened(words: Library) -> AsyncIterator[Street]:
    database = await Database.open(":memory:")
    try:
        yield Street(database, words)
    finally:
        await database.close()
