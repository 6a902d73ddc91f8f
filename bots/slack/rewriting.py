"""Changing what was sent: edits, deletions, reactions."""

import re
from collections.abc import Collection
from typing import Any

import structlog

from bots.channel import Rejected, ThreadGone, Unreachable
from bots.slack.api import Api
from bots.slack.blocks import message
from bots.slack.emoji import name_of
from storage.content import Content
from storage.results import Mark

log = structlog.get_logger(__name__)

MARKS = {Mark.DELIVERED: "white_check_mark", Mark.FAILED: "x"}
"""The names of emoji."""
TS = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}")


async def edit(api: Api, chat: str, message_id: str, content: Content) -> None:
    """No blocks take the earlier buttons away."""
    where = {"channel": chat, "ts": _ts(message_id)}
    await _changed(api, "chat.update", where | {"blocks": [], **message(content)})


async def unsend(api: Api, chat: str, message_id: str) -> None:
    if message_id.startswith("F"):
        # Slack did not say in which message it shows the files: the file goes, and with it all that it shows.
        await _unless(api, "files.delete", {"file": message_id}, "file_not_found", "file_deleted")
        return
    await _unless(api, "chat.delete", {"channel": chat, "ts": _ts(message_id)}, "message_not_found")


async def react(api: Api, us: str, chat: str, message_id: str, emoji: str, *, but: Collection[str]) -> None:
    """In place of what `us` put there before; `but`: names that stay."""
    where = {"channel": chat, "timestamp": _ts(message_id)}
    wanted = {name_of(emoji)} if emoji else set()
    before = await _ours(api, us, where)
    for name in before - wanted - set(but):
        await _unless(api, "reactions.remove", where | {"name": name}, "no_reaction")
    for name in wanted - before:
        await _unless(api, "reactions.add", where | {"name": name}, "already_reacted")


async def mark(api: Api, chat: str, message_id: str, mark: Mark) -> None:
    where = {"channel": chat, "timestamp": _ts(message_id)}
    await _unless(api, "reactions.add", where | {"name": MARKS[mark]}, "already_reacted")


async def _ours(api: Api, us: str, where: dict[str, str]) -> set[str]:
    call = api.client.reactions_get(**where, full=True)
    try:
        answer = await api.ask("reactions.get", call)
    except ThreadGone as gone:
        raise Rejected(str(gone)) from None
    except Unreachable as error:
        # Without the scope: reactions must not hold up what people say.
        if "missing_scope" not in str(error):
            raise
        log.warning("earlier reactions are not taken off", channel="slack", reason=str(error))
        return set()
    match answer:
        case {"message": {"reactions": [*reactions]}}:
            return {str(name) for name, users in map(_of, reactions) if us in users}
    return set()


def _of(reaction: Any) -> tuple[object, Collection[object]]:
    match reaction:
        case {"name": name, "users": [*users]}:
            return name, users
    return "", ()


async def _unless(api: Api, method: str, arguments: dict[str, Any], *done: str) -> None:
    """`done`: errors that say that it is so already."""
    try:
        await _changed(api, method, arguments)
    except Rejected as rejected:
        if not any(error in str(rejected) for error in done):
            raise


async def _changed(api: Api, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Of a message that is gone Slack says what it says of a thread that is gone: here, that nothing can be done."""
    try:
        return await api.post(method, arguments)
    except ThreadGone as gone:
        raise Rejected(str(gone)) from None


def _ts(message_id: str) -> str:
    if not TS.fullmatch(message_id):
        raise Rejected(f"no message of Slack has the id {message_id[:40]!r}")
    return message_id
