"""Pictures, voices, stickers: something that is not words."""

from handlers.exchange import Outcome, Turn
from handlers.scripts.declaration import declare
from handlers.state import photographed
from storage.inbound import Media

DECLARATION = declare(
    "media",
    script="media",
    received="",  # a photo, a file, a place ...: the bot cannot look at it; a person is offered
    voice="",  # the bot cannot listen; please type, or a person
    sticker="",  # a light word
)


async def media(turn: Turn) -> Outcome:
    if kinds(turn) == {Media.STICKER}:
        return Outcome(replies=(turn.content("sticker", turn.button("menu")),))
    reply = turn.content(unread(turn), turn.button("escalation"), turn.button("menu"))
    return Outcome(replies=(reply,), state=photographed(turn.state, turn.inbound.attachments))


def kinds(turn: Turn) -> set[Media]:
    return {attachment.media for attachment in turn.inbound.attachments}


def unread(turn: Turn) -> str:
    """The line that says why something that is not words tells the bot nothing."""
    return "voice" if kinds(turn) == {Media.VOICE} else "received"
