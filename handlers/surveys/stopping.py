"""A contact does not want to be asked how it was any more, on any of their accounts; or may be asked again."""

from handlers import reporting
from handlers.exchange import Outcome, Turn, plain
from handlers.questions import joined
from handlers.scripts.declaration import declare
from storage.content import Button
from storage.desk import ContactChange

SCRIPT = "no_surveys"
AGAIN = "again"

DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    in_group="",
    stopped="",
    again_button="",
    again="",  # they may be asked from now on
    how="",  # below a question that comes unasked for
    may_be_empty="how",
)


async def no_surveys(turn: Turn) -> Outcome:
    """What they are told of their orders, requests and feedback comes as ever."""
    if not turn.inbound.private:
        return Outcome(replies=(turn.content("in_group"),))
    if turn.argument.strip().casefold() == AGAIN:
        return Outcome(
            replies=(turn.content("again"),),
            contacts=(ContactChange(declined=False),),
            events=(reporting.asking_allowed(turn),),
        )
    again = Button(label=plain(turn.script.line("again_button")), goto=f"{SCRIPT}:{AGAIN}")
    return Outcome(
        replies=(turn.content("stopped", again),),
        contacts=(ContactChange(declined=True),),
        events=(reporting.asking_declined(turn),),
    )


def with_way_out(turn: Turn, question: str) -> str:
    """Whoever is written to unasked reads how to end it."""
    return joined(question, turn.words(SCRIPT).line("how"))
