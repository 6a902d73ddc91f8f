"""Customers with several accounts, and the steps in which those are linked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from storage.conversations import Conversation
from storage.database import Database
from storage.inbound import Identity
from storage.links import Agreed, CodeShown, CodeVerdict, Joined, LinkChange, Party, Proposed, Undone
from storage.results import TurnResult
from storage.sqlite import SqliteStore
from storage.sqlite.links import SqliteLinks
from tests.storage.samples import LIN, writes

LIN_ON_WECHAT = Identity("wechat", "o-lin")
WANG = Identity("slack", "wang")
KEYS = count()
NOTHING: Mapping[str, Any] = {}


class Letters:
    """As unpredictable as a test wants it."""

    def __init__(self) -> None:
        self._numbers = count()

    def __call__(self, letters: str) -> str:
        return letters[next(self._numbers) % len(letters)]


@dataclass
class Linking:
    database: Database

    def __post_init__(self) -> None:
        self.store = SqliteStore(self.database)
        self.links = SqliteLinks(self.database, choice=Letters())
        self.now = 100.0

    async def writes(self, who: Identity, facts: Mapping[str, Any] = NOTHING, **result: Any) -> None:
        """A turn of theirs, after which their conversation has these facts. Raises Conflict."""
        inbox_id = await self.store.accept(writes(f"link-{next(KEYS)}", who), self.now)
        assert inbox_id is not None
        known = replace(await self.store.load(who) or conversation(who), **facts)
        await self.store.commit(inbox_id, TurnResult(conversation=known, **result), self.now)

    async def decides(self, who: Identity, *changes: LinkChange) -> None:
        await self.writes(who, links=changes)

    async def shown(self, who: Identity, seconds: float = 300.0) -> str:
        code = self.links.new_code()
        shown = CodeShown(identity=who, hash=self.links.hashed(code), at=self.now, expires_at=self.now + seconds)
        await self.decides(who, shown)
        return code

    async def proposed(self, first: Identity, second: Identity, code: str = "") -> int:
        number = self.links.next_number()
        hashed = self.links.hashed(code) if code else ""
        proposal = Proposed(
            id=number, first=first, second=second, by="contact", at=self.now, expires_at=self.now + 600, code=hashed
        )
        await self.decides(second, proposal)
        return number

    async def agrees(self, who: Identity, number: int) -> None:
        await self.decides(who, Agreed(id=number, identity=who, at=self.now))

    async def joins(self, who: Identity, number: int) -> None:
        """Whoever agrees last keeps their contact."""
        link = await self.links.of(number)
        assert link
        other = link.other(who)
        assert other
        mine, theirs = await self.party(who), await self.party(other)
        joined = Joined(
            id=number,
            identity=who,
            moved=other,
            stays=who,
            from_contact=theirs.contact_id,
            into_contact=mine.contact_id,
            at=self.now,
        )
        await self.decides(who, joined)

    async def linked(self, first: Identity = LIN_ON_WECHAT, second: Identity = LIN) -> int:
        for each in (first, second):
            await self.writes(each)
        number = await self.proposed(first, second)
        await self.agrees(first, number)
        await self.joins(second, number)
        return number

    async def undone(self, who: Identity, number: int) -> None:
        link = await self.links.of(number)
        assert link
        ends = {"from_contact": link.from_contact, "into_contact": link.into_contact}
        await self.decides(who, Undone(id=number, by="contact", at=self.now, **ends))

    async def party(self, who: Identity) -> Party:
        found = await self.links.party(who)
        assert found
        return found

    async def types(self, who: Identity, code: str) -> CodeVerdict:
        known = await self.store.load(who)
        checked = await self.links.check(who, known.contact_id if known else 0, code, self.now)
        return checked.verdict


def conversation(who: Identity) -> Conversation:
    return Conversation(identity=who, chat_id=f"chat-{who.account_id}")


__all__ = ["LIN", "LIN_ON_WECHAT", "WANG", "Letters", "Linking"]
