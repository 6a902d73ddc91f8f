"""Flood control: a message a second to one chat with short bursts, 20 a minute to one group."""

from math import ceil

from bots.sandbox.telegram.refusal import busy
from bots.sandbox.telegram.world import Chat

PRIVATE = (3, 3.0)
GROUP = (20, 60.0)
"""(messages, seconds). The platform's own numbers for bursts are not published."""


def admit(chat: Chat, now: float) -> None:
    """Raises Refusal (429) when the bot has sent too much here lately."""
    most, seconds = PRIVATE if chat.type == "private" else GROUP
    chat.sends[:] = [at for at in chat.sends if at > now - seconds]
    if len(chat.sends) >= most:
        chat.refused += 1
        raise busy(max(1, ceil(chat.sends[0] + seconds - now)))
