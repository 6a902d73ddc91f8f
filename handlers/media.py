"""Pictures, voices, stickers: something that is not words."""

from handlers.exchange import Outcome, Turn
from handlers.scripts.declaration import declare
from storage.inbound import Media

DECLARATION = declare(
    "media",
    script="media",
    received="",  # a photo, a file, a place ...: the bot cannot look at it; a person is offered
    voice="",  # the bot cannot listen; please type, or a person
    sticker="",  # a light word
)


async def media(turn: Turn) -> Outcome:
    kinds = {attachment.media for attachment in turn.inbound.attachments}
    if kinds == {Media.STICKER}:
        return Outcome(replies=(turn.content("sticker", turn.button("menu")),))
    line = "voice" if kinds == {Media.VOICE} else "received"
    return Outcome(replies=(turn.content(line, turn.button("escalation"), turn.button("menu")),))
