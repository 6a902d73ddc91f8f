"""Reactions: which one somebody put on a message, and which ones a bot may put."""

from collections.abc import Mapping, Sequence
from typing import Any

from telegram.constants import ReactionEmoji

from bots.channel import Rejected
from bots.emoji import bare

ALLOWED = {bare(str(emoji)): str(emoji) for emoji in ReactionEmoji}


def put(change: Mapping[str, Any]) -> str | None:
    """The emoji of a `message_reaction`; "" when none is left. None: it is none that others could read."""
    before, after = _emoji(change.get("old_reaction")), _emoji(change.get("new_reaction"))
    if before == after:
        return None  # stickers of a shop's own, or of a subscriber
    added = [emoji for emoji in after if emoji not in before]
    return (added or after or [""])[-1]


def reaction(emoji: str) -> list[dict[str, str]]:
    """As setMessageReaction takes it; "" is none. Raises Rejected for one that is not in Telegram's list."""
    if not emoji:
        return []
    allowed = ALLOWED.get(bare(emoji))
    if allowed is None:
        raise Rejected(f"Telegram lets no bot react with {emoji[:20]!r}")
    return [{"type": "emoji", "emoji": allowed}]


def _emoji(reactions: object) -> Sequence[str]:
    found = []
    for each in reactions if isinstance(reactions, list) else ():
        match each:
            case {"type": "emoji", "emoji": str(emoji)}:
                found.append(emoji)
    return found
