"""What the channels are told when kefu starts again."""

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field

from bots.app.channels import Channels
from bots.channel import FindInboxId
from storage.content import Content
from storage.inbound import Identity, Inbound, Kind
from storage.results import Outgoing, TurnResult
from storage.store import Fate, Settlement
from tests.engine_fakes import FakeChannel, MemoryStore

NOON = 1_800_000_000.0
PLATFORMS = {"telegram", "slack_bolt", "slack_sdk", "wechatpy", "requests", "cryptography", "icalendar"}
"""The libraries that only a channel, or a calendar of holidays, has a use for."""


@dataclass(slots=True)
class Passive(FakeChannel):
    may_be_asked: list[int] = field(default_factory=list)
    finds: list[FindInboxId] = field(default_factory=list)

    async def offer(self, outgoing: Outgoing, content: Content) -> bool:
        return False

    def left(self, inbox_ids: Iterable[int], find: FindInboxId) -> None:
        self.may_be_asked = sorted(inbox_ids)
        self.finds.append(find)

    def concluded(self, inbox_id: int) -> None:
        """Nobody waits here."""


async def accepted(store: MemoryStore, text: str, channel: str = "wechat", at: float = NOON) -> int:
    identity = Identity(channel, "oLi")
    inbound = Inbound(identity=identity, key=text, chat_id="oLi", kind=Kind.TEXT, text=text, sent_at=at)
    inbox_id = await store.accept(inbound, at)
    assert inbox_id is not None
    return inbox_id


async def answered(store: MemoryStore, inbox_id: int, at: float = NOON) -> Outgoing:
    answer = Outgoing(channel="wechat", to="oLi", content=Content(text="好"), answers=inbox_id, created_at=at)
    (row,) = await store.commit(inbox_id, TurnResult(outgoing=(answer,)), at)
    return row


async def test_a_platform_that_asks_again_is_expected_for_what_it_was_not_answered() -> None:
    store, wechat = MemoryStore(), Passive("wechat")
    sent = await answered(store, await accepted(store, "发货了吗"))
    await store.settle(Settlement(outgoing=sent, fate=Fate.DELIVERED, at=NOON))
    waits = await accepted(store, "到哪里了")
    await answered(store, waits)
    unheard = await accepted(store, "在吗")
    await accepted(store, "hello", channel="telegram")
    await accepted(store, "上午就问了", at=NOON - 3600)

    await Channels({"wechat": wechat}, None, {"wechat": wechat}, store).recover(NOON + 5)
    assert wechat.may_be_asked == [waits, unheard]
    assert await wechat.finds[0]("在吗") == unheard


def test_a_start_reads_no_library_of_a_channel_that_it_may_not_need() -> None:
    asked = "import sys, bots.app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True, timeout=240)
    assert not PLATFORMS & set(done.stdout.split())
