"""What is said to a customer who only thanks or takes leave."""

from handlers.exchange import Outcome, Turn
from handlers.scripts.courtesies import GOODBYE, THANKS
from handlers.scripts.declaration import declare
from storage.content import Content

WORDS = {
    "text": "",  # the bot has served them, and the conversation ends with it
    "again": "",  # it has ended before, or is not over yet
    "may_be_empty": "text again",
}
THANKS_DECLARATION = declare(THANKS, script=THANKS, **WORDS)
GOODBYE_DECLARATION = declare(GOODBYE, script=GOODBYE, **WORDS)


async def kind(turn: Turn) -> Outcome:
    text = turn.script.line("text")
    return Outcome(replies=(Content(text=text),) if text else ())
