"""Long polling: updates are confirmed only when everything before them has been persisted."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

import structlog

from bots.channel import Unreachable
from bots.telegram.api import Api
from handlers.faults import why

log = structlog.get_logger(__name__)

Update = dict[str, Any]
Take = Callable[[Update], Awaitable[None]]
"""Persist an update; raises when it cannot."""

SLACK_SECONDS = 10.0
"""How much longer than Telegram's own wait we wait for its answer."""
BATCH = 100


class Polling:
    def __init__(self, api: Api, take: Take, allowed: Sequence[str], poll_seconds: int) -> None:
        self._api = api
        self._take = take
        self._allowed = allowed
        self._poll_seconds = poll_seconds
        self._offset: int | None = None
        """The first update that is not confirmed yet. Telegram keeps it, so a restart needs no memory of ours."""

    async def once(self) -> bool:
        """Take one batch. False: some of it could not be persisted and will come again. Raises SendFailed."""
        updates = await self._fetch()
        failed = await asyncio.gather(*(self._lane(lane) for lane in _lanes(updates)))
        missed = [update_id for update_id in failed if update_id is not None]
        if updates:
            self._offset = min(missed, default=updates[-1]["update_id"] + 1)
        return not missed

    async def _fetch(self) -> list[Update]:
        answer = await self._api.call(
            "getUpdates",
            self._poll_seconds + SLACK_SECONDS,
            offset=self._offset,
            timeout=self._poll_seconds,
            limit=BATCH,
            allowed_updates=self._allowed,
        )
        return sorted(_known(answer), key=lambda update: update["update_id"])

    async def _lane(self, updates: Iterable[Update]) -> int | None:
        """In order; the first that cannot be persisted holds back those after it. Returns its id."""
        for update in updates:
            update_id: int = update["update_id"]
            try:
                await self._take(update)
            except Exception as error:  # noqa: BLE001 - the boundary to storage: whatever it is, the update must come again
                log.error("update not persisted", update_id=update_id, **why(error))  # noqa: TRY400 - it could quote the message
                return update_id
        return None


def _known(answer: object) -> list[Update]:
    """Raises Unreachable."""
    updates: list[Any] = answer if isinstance(answer, list) else [None]
    if all(isinstance(each, dict) and isinstance(each.get("update_id"), int) for each in updates):
        return updates
    raise Unreachable("getUpdates answers with something else than updates")


def _lanes(updates: Iterable[Update]) -> Iterable[list[Update]]:
    """By chat. Each chat's are persisted in order, and all chats' side by side: storage commits in groups."""
    lanes: dict[object, list[Update]] = {}
    for update in updates:
        lanes.setdefault(_chat(update), []).append(update)
    return lanes.values()


def _chat(update: Update) -> object:
    match update:
        case {"message": {"chat": {"id": int(chat)}}} | {"edited_message": {"chat": {"id": int(chat)}}}:
            return chat
        case {"callback_query": {"message": {"chat": {"id": int(chat)}}}}:
            return chat
        case {"my_chat_member": {"chat": {"id": int(chat)}}} | {"message_reaction": {"chat": {"id": int(chat)}}}:
            return chat
        case {"chat_member": {"chat": {"id": int(chat)}}}:
            return chat
    return None
