"""What a message can lead to, and where a button leads."""

from handlers.cancel import LATE
from handlers.exchange import Turn
from handlers.forms.answers import Answer, Change, Move, Press
from handlers.numbers import place_in
from handlers.questions import FormHandler
from handlers.returns.view import NAME as OF_RETURNS
from storage.records import record

IN_FORM = "form"
"""What a button leads to that makes a move in the form that is open."""


@record(frozen=True, slots=True)
class ToScript:
    """Run this script's handler. An open form waits meanwhile."""

    id: str
    argument: str = ""
    after: tuple[str, ...] = ()
    """Scripts whose text is said first: they were asked for, too."""


@record(frozen=True, slots=True)
class ToForm:
    """A move in the form that is open."""

    move: Move


Pick = ToScript | ToForm
UNANSWERED = frozenset({"fallback", "media"})
"""The scripts to which a message leads that means nothing else: a script that has "thanks" for its trigger keeps it."""


def numbered(turn: Turn, form: FormHandler | None) -> Pick | None:
    """The number of a button in the menu shown last. Where numbers stand on the buttons nobody counts them."""
    offered = turn.state.offered
    index = place_in(turn.text) if offered else 0
    if not 1 <= index <= len(offered) or any(offer.label.isdecimal() for offer in offered):
        return None
    goto = offered[index - 1].goto
    return pressed(goto, form) if goto else None


def pressed(goto: str, form: FormHandler | None) -> Pick:
    script, _, argument = goto.partition(":")
    if script == IN_FORM:
        return ToForm(form_move(argument)) if form else late(argument)
    return ToScript(script, argument)


def leads_nowhere(pick: Pick) -> bool:
    return isinstance(pick, ToScript) and pick.id in UNANSWERED


def late(argument: str) -> ToScript:
    """A button of a form that is closed. Who confirms twice is shown what came of it."""
    return ToScript(OF_RETURNS) if argument.startswith("say:confirm:") else ToScript("cancel", LATE)


def form_move(argument: str) -> Move:
    match argument.partition(":"):
        case ("skip", _, _):
            return Press.SKIP
        case ("back", _, _):
            return Press.BACK
        case ("say", _, value):
            return Answer(text=value, pressed=True)
        case ("change", _, slot):
            return Change(slot)
        case _:
            return Press.RESUME
