"""What can be done here, as the buttons of its script."""

from handlers.exchange import Outcome, Turn
from handlers.scripts.declaration import declare

DECLARATION = declare(
    "menu",
    script="menu",
    with_buttons="text",
    button="",  # the label of a button that leads here
    text="shop",  # above the buttons
)


async def menu(turn: Turn) -> Outcome:
    return Outcome(replies=(turn.content("text", *turn.script.buttons, shop=turn.policy.shop_name),))
