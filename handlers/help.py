"""How to talk to the bot."""

from handlers.exchange import Outcome, Turn
from handlers.scripts.declaration import declare

DECLARATION = declare(
    "help",
    script="help",
    with_buttons="text",
    text="shop",
    at_desk="",  # asked while staff have the conversation: only /end and /help are the bot's
)


async def show_help(turn: Turn) -> Outcome:
    if turn.at_desk:
        return Outcome(replies=(turn.content("at_desk", turn.button("end")),))
    return Outcome(replies=(turn.content("text", *turn.script.buttons, shop=turn.policy.shop_name),))
