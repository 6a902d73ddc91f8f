"""Contacts of a shop, and runs of campaigns that ask them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from storage.campaigns import Begun, Candidate, Run, TargetSettled, TargetStatus
from storage.conversations import Conversation
from storage.database import Database
from storage.inbound import Identity, Kind
from storage.results import TurnResult
from storage.sqlite import SqliteStore
from storage.sqlite.campaigns.door import SqliteCampaigns
from storage.sqlite.campaigns.news import SqliteNews
from storage.sqlite.campaigns.runs import SqliteRuns
from storage.sqlite.campaigns.schedules import SqliteSchedules
from tests.storage.samples import writes

NOW = 1_000_000.0
LATER = NOW + 86_400
KEYS = count()


async def anybody(_candidate: Candidate) -> bool:
    return True


@dataclass
class Shop:
    database: Database

    def __post_init__(self) -> None:
        self.store = SqliteStore(self.database)
        self.campaigns = SqliteCampaigns(self.database)
        self.runs = SqliteRuns(self.database)
        self.schedules = SqliteSchedules(self.database)
        self.news = SqliteNews(self.database)

    async def wrote(self, who: Identity, at: float = NOW, **fields: Any) -> Conversation:
        """A contact who is known from now on, with what a turn may change of them."""
        known = await self.store.load(who) or Conversation(identity=who, chat_id=who.account_id)
        result = {name: fields.pop(name) for name in ("contacts", "links", "returns") if name in fields}
        changed = replace(known, messages=known.messages + 1, last_message_at=at, **fields)
        await self.turn(who, TurnResult(conversation=changed, **result))
        found = await self.store.load(who)
        assert found is not None
        return found

    async def crowd(self, size: int, channel: str = "telegram") -> None:
        for number in range(size):
            await self.wrote(Identity(channel, f"u{number}"))

    async def turn(self, who: Identity, result: TurnResult) -> None:
        inbox_id = await self.store.accept(writes(f"campaign-{next(KEYS)}", who), NOW)
        assert inbox_id is not None
        await self.store.commit(inbox_id, result, NOW)

    async def changes(self, *changes: Any) -> None:
        """By a member of staff."""
        await self.turn(Identity("slack", "U1"), TurnResult(campaigns=changes))

    async def begins(self, campaign: str = "nps", **fields: Any) -> Run:
        await self.changes(begun(campaign, **fields))
        return await self.run(campaign)

    async def run(self, campaign: str = "nps") -> Run:
        return next(each for each in await self.campaigns.latest() if each.campaign == campaign)

    async def gathered(self, run: Run) -> None:
        while await self.runs.gather(run, anybody):
            pass

    async def targets(self, run: Run) -> dict[str, str]:
        """Account to status, with the reason behind it."""
        rows = await self.database.look_up(
            "SELECT c.account_id, t.status, t.why FROM campaign_targets AS t "
            "JOIN conversations AS c ON c.id = t.conversation_id WHERE t.run_id = ? ORDER BY c.account_id",
            (run.id,),
        )
        return {account: f"{status} {why}".strip() for account, status, why in rows}

    async def rings(self, run: Run, most: int, now: float, channel: str = "telegram") -> Sequence[Identity]:
        """Give so many their turn, and tell whose timers came."""
        await self.runs.ring(run.id, channel, most, now, now + 600)
        due = await self.store.claim_timers(now)
        assert all(each.inbound.kind is Kind.TIMER for each in due)
        return [each.inbound.identity for each in due]

    async def settles(self, run: Run, who: Identity, status: TargetStatus, why: str = "", due_at: float = 0.0) -> None:
        known = await self.store.load(who)
        change = TargetSettled(run_id=run.id, status=status, why=why, due_at=due_at)
        await self.turn(who, TurnResult(conversation=known, campaigns=(change,)))


def begun(campaign: str = "nps", **fields: Any) -> Begun:
    return Begun(**{"campaign": campaign, "scheduled_at": NOW, "at": NOW, "ends_at": LATER, **fields})
