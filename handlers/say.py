"""Scripts without decisions: an FAQ entry says its text and shows its buttons."""

from handlers.exchange import Outcome, Turn
from handlers.scripts.declaration import declare

DECLARATION = declare("say", text="shop name", with_buttons="text")
"""Any number of scripts; `name` may be ""."""


async def say(turn: Turn) -> Outcome:
    name, shop = turn.conversation.name, turn.policy.shop_name
    return Outcome(replies=(turn.content("text", *turn.script.buttons, shop=shop, name=name),))
