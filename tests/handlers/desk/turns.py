"""A turn by itself, with what is known of its contact."""

import itertools
from collections.abc import Sequence
from functools import cache

from handlers.contract import Policy
from handlers.desk.places import Place, Places
from handlers.desk.policy import DEFAULT_POLICY, DeskPolicy
from handlers.exchange import Turn, script_in
from handlers.returns.presets import preset
from handlers.scripts.library import Library
from handlers.state import BLANK
from handlers.surveys.policy import NO_SURVEYS
from storage.conversations import Conversation
from storage.desk import ContactFile
from storage.inbound import Inbound
from storage.orders import Order
from storage.results import Entry, EntryKind
from tests.desk_fakes import MemoryContacts, MemoryFloor
from tests.handlers.chat import LEI, library
from tests.handlers.memories import Memories
from tests.handlers.shop import NOW, Shop
from tests.standing import AlwaysOpen

CONTACT = 5
numbers = itertools.count(1)


@cache
def words() -> Library:
    return library()


def turn_of(
    text: str = "",
    *,
    now: float = NOW,
    timezone: str = "Asia/Shanghai",
    file: ContactFile | None = None,
    orders: Sequence[Order] = (),
    said: Sequence[tuple[float, str]] = (),
    shop_is_down: bool = False,
    policy: DeskPolicy = DEFAULT_POLICY,
) -> Turn:
    """`said`: earlier messages, each so many seconds ago (below zero)."""

    async def transcript(_conversation: int, limit: int) -> list[Entry]:
        entries = [Entry(kind=EntryKind.INCOMING, author="contact", text=each, at=now + ago) for ago, each in said]
        return entries[-limit:]

    memories = Memories(
        shop=Shop(orders={order.number: order for order in orders}, down=shop_is_down),
        contacts=MemoryContacts(files={CONTACT: file} if file else {}),
    )
    proven = {order.number: now + 1000.0 for order in orders}
    return Turn(
        inbound=Inbound(identity=LEI, key=f"k{next(numbers)}", chat_id="chat-1", text=text, sent_at=now),
        text=text,
        conversation=Conversation(id=17, contact_id=CONTACT, identity=LEI, chat_id="chat-1", proven=proven),
        state=BLANK,
        script=script_in(words(), "zh-CN", "fallback"),
        library=words(),
        language="zh-CN",
        policy=Policy(timezone=timezone),
        return_policy=preset("cn-7day"),
        desk_policy=policy,
        survey_policy=NO_SURVEYS,
        places=Places(Place("slack")),
        hours=AlwaysOpen(),
        doors=memories.doors(MemoryFloor(), transcript),
        now=now,
    )
