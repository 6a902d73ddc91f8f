"""Who is in a channel of the desk now.

Slack lets only members write there. A button, a reaction, a form or a command is another matter: a public channel is
open to be looked at, a form may have been open since before somebody was removed, and of a reaction Slack does not even
say from which workspace it is. Among members are guests, such as suppliers who were invited into one channel: of what
they write Slack does not say that they are. They are staff only if the shop says so.
"""

import asyncio
from collections.abc import Awaitable, Callable, Container
from enum import Enum, auto
from typing import TypeVar

import structlog

from bots.channel import SendFailed, Unreachable
from bots.slack.api import Api
from bots.slack.installed import Installed
from bots.slack.waiting import done_within
from storage.latest import Latest

log = structlog.get_logger(__name__)

KNOWN_SECONDS = 60.0
SILENT_SECONDS = 60.0
"""After Slack did not say, so that one that hangs holds up one message of theirs and not each."""
REMEMBERED = 1000
PATIENCE = 1.5
"""Slack gives three seconds for the whole answer, in which a form has to be opened too."""
PAGE = 1000
PAGES = 10
Named = Callable[[], Container[str]]
"""The accounts (`slack:U0AB12CD`) that desk.yaml names as agents."""
Answer = TypeVar("Answer")


class Standing(Enum):
    COLLEAGUE = auto()
    GUEST = auto()
    """Of our workspace, in single channels of it."""
    NOBODY = auto()


UNASKED = {
    Standing.GUEST: "a guest of the workspace is no staff unless desk.yaml names them under agents, ignored",
    Standing.NOBODY: "not a member of the desk's workspace, ignored",
}


class Members:
    def __init__(self, api: Api, clock: Callable[[], float], named: Named) -> None:
        self.api = api
        self.clock = clock
        self.named = named
        self.patience = PATIENCE
        self.rooms: Latest[str, tuple[frozenset[str], float]] = Latest(REMEMBERED)
        """Who is in a channel, and until when that counts."""
        self.standings: Latest[str, tuple[Standing, float]] = Latest(REMEMBERED)
        """What somebody is in our workspace, and until when that counts."""
        self.asking: dict[str, asyncio.Task[Standing]] = {}
        """What Slack has not answered yet, also when nobody waits for it any more."""
        self.silent: Latest[str, float] = Latest(REMEMBERED)
        """Of whom Slack did not say in time, and until when their words do not wait for it again."""
        self.turns: Latest[str, asyncio.Lock] = Latest(REMEMBERED)

    async def let_write(self, channel: str, user: str, us: Installed) -> bool:
        """Whoever wrote in the channel is in it. Raises SendFailed when Slack says nothing, and never did: words are
        not held up by a Slack that is down, since who is a guest changes rarely."""
        async with self._turn_of(user):
            standing = await self._last_known(user, us)
        return self._is_staff(channel, user, standing)

    async def wait_turn(self, user: str) -> None:
        """Until what they wrote before goes on."""
        async with self._turn_of(user):
            pass

    async def include(self, channel: str, user: str, us: Installed) -> bool:
        """Raises SendFailed when Slack does not say: then nobody may command."""
        present, standing = await self._within(asyncio.gather(self._in(channel), self._standing(user, us)))
        if user not in present:
            log.warning("not a member of the desk, ignored", channel="slack", chat=channel, user=user)
            return False
        return self._is_staff(channel, user, standing)

    async def close(self) -> None:
        tasks = [*self.asking.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _last_known(self, user: str, us: Installed) -> Standing:
        known = self.standings.get(user)
        if known and (self.silent.get(user) or 0.0) > self.clock():
            return known[0]
        try:
            return await self._within(self._standing(user, us))
        except SendFailed:
            if known is None:
                raise
            self.silent.keep(user, self.clock() + SILENT_SECONDS)
            return known[0]

    def _turn_of(self, user: str) -> asyncio.Lock:
        """Slack's answers overtake each other; what somebody wrote goes on in the order in which it came."""
        lock = self.turns.use(user) or asyncio.Lock()
        self.turns.keep(user, lock)
        return lock

    async def _within(self, work: Awaitable[Answer]) -> Answer:
        asked = asyncio.ensure_future(work)
        try:
            if not await done_within(asked, self.patience):
                raise Unreachable("Slack does not say in time who is in the desk")
        finally:
            asked.cancel()
            await asyncio.gather(asked, return_exceptions=True)  # else asyncio tells of an error that nobody took
        return asked.result()

    def _is_staff(self, channel: str, user: str, standing: Standing) -> bool:
        is_staff = standing is Standing.COLLEAGUE or (standing is Standing.GUEST and f"slack:{user}" in self.named())
        if not is_staff:
            log.warning(UNASKED[standing], channel="slack", chat=channel, user=user)
        return is_staff

    async def _in(self, channel: str) -> frozenset[str]:
        known = self.rooms.get(channel)
        if known and known[1] > self.clock():
            return known[0]
        present, cursor = set[str](), ""
        for _ in range(PAGES):
            call = self.api.client.conversations_members(channel=channel, limit=PAGE, cursor=cursor or None)
            answer = await self.api.ask("conversations.members", call)
            listed, more = answer.get("members"), answer.get("response_metadata")
            present.update(str(user) for user in listed or ())
            cursor = str(more.get("next_cursor") or "") if isinstance(more, dict) else ""
            if not cursor:
                break
        self.rooms.keep(channel, (frozenset(present), self.clock() + KNOWN_SECONDS))
        return frozenset(present)

    async def _standing(self, user: str, us: Installed) -> Standing:
        known = self.standings.get(user)
        if known and known[1] > self.clock():
            return known[0]
        asking = self.asking.get(user)
        if asking is None:
            asking = self.asking[user] = asyncio.create_task(self._learn(user, us))
            asking.add_done_callback(lambda done: self._answered(user, done))
        return await asyncio.shield(asking)

    def _answered(self, user: str, asked: asyncio.Task[Standing]) -> None:
        del self.asking[user]
        if not asked.cancelled():
            asked.exception()  # else asyncio tells of an error for which nobody waited any more

    async def _learn(self, user: str, us: Installed) -> Standing:
        answer = await self.api.ask("users.info", self.api.client.users_info(user=user))
        standing = standing_of(answer.get("user"), us)
        self.standings.keep(user, (standing, self.clock() + KNOWN_SECONDS))
        return standing


def standing_of(person: object, us: Installed) -> Standing:
    """A person of our workspace, or of its organisation, whose account is in use."""
    match person:
        case {"team_id": str(team), **facts} if us.is_ours(team):
            if any(facts.get(no_colleague) for no_colleague in ("deleted", "is_bot", "is_stranger")):
                return Standing.NOBODY
            is_guest = facts.get("is_restricted") or facts.get("is_ultra_restricted")
            return Standing.GUEST if is_guest else Standing.COLLEAGUE
    return Standing.NOBODY
