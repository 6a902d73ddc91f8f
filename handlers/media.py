"""Pictures, voices, stickers: something that is not words."""

from handlers.scripts.declaration import declare

DECLARATION = declare(
    "media",
    script="media",
    received="",  # a photo, a file, a place ...: the bot cannot look at it; a person is offered
    voice="",  # the bot cannot listen; please type, or a person
    sticker="",  # a light word
)
