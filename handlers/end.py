"""The contact ends a conversation with staff themselves."""

from handlers.scripts.declaration import declare

DECLARATION = declare(
    "end",
    script="end",
    button="",  # the label of a button that leads here
    ended="",
    nothing="",  # there was no conversation with staff
)
