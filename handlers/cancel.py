"""The contact gives up what they were filling in."""

from handlers.scripts.declaration import declare

DECLARATION = declare(
    "cancel",
    script="cancel",
    button="",  # the label of a button that leads here
    cancelled="",
    nothing="",  # there was nothing to cancel
)
