"""The desk's chat, when its platform gives it another id."""

from collections.abc import Awaitable, Callable

from bots.desk_chats import DeskChats
from storage.store import Store


def moved_from(chat_id: str) -> str:
    """The bookmark that says where a chat of this id has moved. A desk that is configured anew has another id."""
    return f"moved.{chat_id}"


async def now_at(chat_id: str, store: Store) -> str:
    """Where a chat is that may have moved, perhaps more than once."""
    seen: set[str] = set()
    while (moved := await store.bookmark(moved_from(chat_id))) and moved not in seen:
        seen.add(chat_id := moved)
    return chat_id


def follow(desk: DeskChats, old: str, new: str, store: Store) -> Callable[[], Awaitable[None]] | None:
    """The chat of the desk is there from now on. What this returns writes it down, at however many calls it takes.

    None: it was known. The platform tells of a move in the chat and by every post to the old id that it refuses.
    """
    if not desk.follow(old, new):
        return None
    return lambda: store.set_bookmark(moved_from(old), new)
