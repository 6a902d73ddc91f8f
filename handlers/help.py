"""How to talk to the bot."""

from handlers.scripts.declaration import declare

DECLARATION = declare(
    "help",
    script="help",
    text="shop",
    at_desk="",  # asked while staff have the conversation: only /end and /help are the bot's
)
