"""The desk in memory: what a test says is going on there."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.desk.facts import changed
from storage.desk import Agent, Astray, Case, ContactChange, ContactFile, Held, Waiting
from storage.inbound import Identity
from storage.links import CodeChecked, CodeVerdict, Link, Party


@dataclass
class MemoryFloor:
    """Implements `Floor`."""

    staff: list[Agent] = field(default_factory=list)
    busy: dict[str, int] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)
    holding: list[Held] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    past: list[Case] = field(default_factory=list)
    lost: list[Astray] = field(default_factory=list)

    async def agents(self) -> Sequence[Agent]:
        return self.staff

    async def load(self) -> Mapping[str, int]:
        return self.busy

    async def queue(self) -> Sequence[Waiting]:
        return self.waiting

    async def held(self, account: str | None = None) -> Sequence[Held]:
        return [each for each in self.holding if account in (None, each.owner)]

    async def waits(self, team: str, limit: int) -> Sequence[tuple[float, float]]:
        return [(0.0, seconds) for seconds in self.waited[:limit]]

    async def cases(self, contact_id: int, limit: int) -> Sequence[Case]:
        return self.past[:limit]

    async def astray(self) -> Sequence[Astray]:
        return self.lost


@dataclass
class MemoryContacts:
    """Implements `ContactDoor`."""

    files: dict[int, ContactFile] = field(default_factory=dict)

    def write(self, contact_id: int, changes: Sequence[ContactChange]) -> None:
        """What a turn changes in a contact's file, as the store does it."""
        if changes:
            known = self.files.get(contact_id) or ContactFile(contact_id=contact_id, since=0.0)
            self.files[contact_id] = changed(known, changes)

    async def of(self, contact_id: int) -> ContactFile | None:
        await asyncio.sleep(0)  # other turns go on meanwhile
        return self.files.get(contact_id)


class NoLinks:
    """Implements `LinkDoor`: nobody has a second account. What links do is tried on the real store."""

    def new_code(self) -> str:
        return "BCDF-GHJK"

    def hashed(self, code: str) -> str:
        return code

    def next_number(self) -> int:
        return 1

    async def check(self, identity: Identity, contact_id: int, code: str, now: float) -> CodeChecked:
        return CodeChecked(CodeVerdict.WRONG)

    async def party(self, identity: Identity) -> Party | None:
        return None

    async def party_of(self, conversation_id: int) -> Party | None:
        return None

    async def of(self, link_id: int) -> Link | None:
        return None

    async def active(self, contact_id: int) -> list[Link]:
        return []


NO_LINKS = NoLinks()


async def nobody_before(_since: float) -> tuple[float, ...]:
    """No newcomer has taken a place."""
    return ()
