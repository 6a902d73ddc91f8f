"""Who is in a chat of the desk now.

Whoever writes in a private group is in it; in a public one anybody may. A button is another matter: it may have been
forwarded, and stays on the phone of somebody who was removed.
"""

from collections.abc import Callable

import structlog

from bots.telegram.api import Api
from bots.telegram.writer import destination
from storage.latest import Latest

log = structlog.get_logger(__name__)

KNOWN_SECONDS = 60.0
REMEMBERED = 1000
PATIENCE = 5.0


class Members:
    def __init__(self, api: Api, clock: Callable[[], float]) -> None:
        self._api = api
        self._clock = clock
        self._known: Latest[tuple[str, str], tuple[bool, float]] = Latest(REMEMBERED)
        """Whether they are, and until when that counts."""

    async def include(self, chat: str, account_id: str) -> bool:
        """Raises SendFailed when Telegram does not say: then nobody may command."""
        known = self._known.get((chat, account_id))
        if known and known[1] > self._clock():
            return known[0]
        is_member = await self._ask(chat, account_id)
        if not is_member:
            log.warning("not a member of the desk, ignored", channel="telegram", chat=chat, user=account_id)
        self._known.keep((chat, account_id), (is_member, self._clock() + KNOWN_SECONDS))
        return is_member

    async def _ask(self, chat: str, account_id: str) -> bool:
        member = await self._api.call("getChatMember", PATIENCE, **destination(chat, None), user_id=int(account_id))
        match member:
            case {"status": "creator" | "administrator" | "member"} | {"status": "restricted", "is_member": True}:
                return True
        return False
