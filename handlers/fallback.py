"""The bot did not understand."""

from handlers.scripts.declaration import declare

DECLARATION = declare(
    "fallback",
    script="fallback",
    near="",  # above buttons to what may be meant
    unknown="",  # nothing near; the menu's button and a person's are under it
)
