"""The turn failed: sorry to the contact, the case to the desk."""

from handlers.scripts.declaration import declare

DECLARATION = declare(
    "apology",
    script="apology",
    sorry="",
    sorry_at_desk="",  # the same while staff have the conversation: they were told
)
