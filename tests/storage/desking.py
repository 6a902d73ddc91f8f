"""What the desk writes, turn by turn, and the doors through which it is read."""

from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from storage.conversations import Conversation, Owner, OwnerKind, Status
from storage.desk import WAKE_TIMER, Agent, Case
from storage.inbound import Identity
from storage.results import Outgoing, Timer, TurnResult
from storage.store import Store
from tests.storage.samples import LIN, conversation_of, writes

ANNA = "slack:U1"
BEN = "slack:U2"
KEYS = count()


def queue(team: str = "") -> Owner:
    return Owner(OwnerKind.QUEUE, team)


def agent(account: str) -> Owner:
    return Owner(OwnerKind.AGENT, account)


def case(at: float = 10.0, **fields: Any) -> Case:
    return Case(**{"opened_at": at, "queued_at": at, "reason": "asked", "asked": "茶壶裂了", **fields})


@dataclass
class Shift:
    """A store, and the staff's turns."""

    store: Store

    async def moved(self, who: Identity, status: Status, owner: Owner | None, **result: Any) -> tuple[Outgoing, ...]:
        """One turn after which the conversation has this status and owner."""
        inbox_id = await self.store.accept(writes(f"shift-{next(KEYS)}", who), 1.0)
        assert inbox_id is not None
        known = await self.store.load(who) or Conversation(identity=who, chat_id=who.account_id)
        changed = replace(known, status=status, owner=owner)
        return await self.store.commit(inbox_id, TurnResult(conversation=changed, **result), 2.0)

    async def queued(self, who: Identity = LIN, at: float = 10.0, **fields: Any) -> None:
        new = case(at, **fields)
        await self.moved(who, Status.OPEN, queue(new.team), case=new)

    async def taken(self, who: Identity = LIN, account: str = ANNA, at: float = 20.0, **fields: Any) -> None:
        """By an agent whom the store comes to know with it."""
        open_ = (await conversation_of(self.store, who)).case
        assert open_
        now = replace(open_, **{"accepted_at": open_.accepted_at or at, **fields})
        await self.moved(who, Status.OPEN, agent(account), case=now, agents=(Agent(account=account, seen_at=at),))

    async def asleep(self, who: Identity = LIN, until: float = 99.0) -> None:
        timer = Timer(name=WAKE_TIMER, due_at=until)
        await self.moved(who, Status.SNOOZED, Owner(OwnerKind.WAKE, str(int(until))), timers=(timer,))

    async def resolved(self, who: Identity = LIN, at: float = 30.0, by: str = ANNA) -> None:
        open_ = (await conversation_of(self.store, who)).case
        assert open_
        await self.moved(who, Status.RESOLVED, None, case=replace(open_, closed_at=at, closed_by=by))


async def outside(store: Store, **result: Any) -> tuple[Outgoing, ...]:
    """A turn of staff about no conversation."""
    inbox_id = await store.accept(writes(f"outside-{next(KEYS)}", Identity("slack", "U1"), staff=True), 1.0)
    assert inbox_id is not None
    return await store.commit(inbox_id, TurnResult(**result), 2.0)
