"""Who is in a channel of the desk now.

Slack lets only members write there. A button, a reaction, a form or a command is another matter: a public channel is
open to be looked at, a form may have been open since before somebody was removed, and of a reaction Slack does not even
say from which workspace it is.
"""

import asyncio
from collections.abc import Callable

import structlog

from bots.channel import Unreachable
from bots.slack.api import Api
from bots.slack.installed import Installed
from bots.slack.waiting import done_within
from storage.latest import Latest

log = structlog.get_logger(__name__)

KNOWN_SECONDS = 60.0
REMEMBERED = 1000
PATIENCE = 1.5
"""Slack gives three seconds for the whole answer, in which a form has to be opened too."""
PAGE = 1000
PAGES = 10


class Members:
    def __init__(self, api: Api, clock: Callable[[], float]) -> None:
        self.api = api
        self.clock = clock
        self.patience = PATIENCE
        self.rooms: Latest[str, tuple[frozenset[str], float]] = Latest(REMEMBERED)
        """Who is in a channel, and until when that counts."""
        self.colleagues: Latest[str, tuple[bool, float]] = Latest(REMEMBERED)
        """Whether somebody works in our workspace, and until when that counts."""

    async def include(self, channel: str, user: str, us: Installed) -> bool:
        """Raises SendFailed when Slack does not say: then nobody may command."""
        answers = asyncio.gather(self._in(channel), self._colleague(user, us))
        try:
            if not await done_within(answers, self.patience):
                raise Unreachable("Slack does not say in time who is in the desk")
        finally:
            answers.cancel()
            await asyncio.gather(answers, return_exceptions=True)  # else asyncio tells of an error that nobody took
        present, colleague = answers.result()
        if user in present and colleague:
            return True
        log.warning("not a member of the desk, ignored", channel="slack", chat=channel, user=user)
        return False

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

    async def _colleague(self, user: str, us: Installed) -> bool:
        """A person of our workspace, or of its organisation, whose account is in use."""
        known = self.colleagues.get(user)
        if known and known[1] > self.clock():
            return known[0]
        answer = await self.api.ask("users.info", self.api.client.users_info(user=user))
        match answer.get("user"):
            case {"team_id": str(team), **person}:
                colleague = us.is_ours(team) and not (person.get("deleted") or person.get("is_bot"))
            case _:
                colleague = False
        self.colleagues.keep(user, (colleague, self.clock() + KNOWN_SECONDS))
        return colleague
