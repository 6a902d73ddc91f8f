"""Which script a message is for."""

from handlers.asked_together import asked_together
from handlers.courtesy import is_courtesy
from handlers.exchange import Turn
from handlers.in_form import in_form, wants_another
from handlers.order_numbers import is_number_or_proof, order_number_in
from handlers.order_shown import ANOTHER
from handlers.overheard import said_alone, tells_what_is_wrong
from handlers.picks import Pick, ToScript, numbered, pressed
from handlers.questions import FormHandler
from handlers.returns.numbers import rma_number_in
from handlers.returns.view import NAME as OF_RETURNS
from handlers.returns.wording import AGREED
from storage.inbound import Kind
from storage.link_codes import is_code

COMMANDS = {
    "start": "welcome",
    "order": "order_lookup",
    "orders": "order_lookup",
    "human": "escalation",
    "agent": "escalation",
    "lang": "language",
}
"""Commands are the ids of scripts; these are other names for some."""
LINKED = {"order": "order_lookup", "return": "returns"}
POLITE = frozenset({"welcome"})
"""Whoever greets and names an order in one breath wants the order."""
GIVING_WAY = POLITE | {"order_lookup"}
"""What is wrong with the goods of an order counts more than the order."""
NAMING_ORDERS = frozenset({None, "order_lookup", "returns"})
"""What may be heard in the name of another order: 换一个 begins an exchange, too."""
OVER = frozenset({"order_lookup", "returns", OF_RETURNS})
"""Whoever says thanks for what has come, 退款收到了，谢谢, does not ask for it."""


def pick(turn: Turn, form: FormHandler | None) -> Pick:
    """`form`: the one that is open."""
    if turn.inbound.kind is Kind.START:
        return started(turn.inbound.payload)
    if turn.inbound.kind is Kind.BUTTON:
        return pressed(turn.inbound.payload, form)
    return asked_for(turn, form) or (in_form(turn, form) if form else at_large(turn))


def asked_for(turn: Turn, form: FormHandler | None) -> Pick | None:
    """What comes before any question: a command, a button's label."""
    command = command_in(turn.text)
    if command:
        return commanded(turn, *command)
    said = turn.text.casefold()
    for offer in turn.state.offered if said else ():
        if offer.label.strip().casefold() == said:
            return pressed(offer.goto, form)
    return None


def commanded(turn: Turn, name: str, argument: str) -> Pick:
    wanted = COMMANDS.get(name, name)
    if turn.library.script(turn.language, wanted) is not None:
        return ToScript(wanted, argument)
    return ToScript(turn.library.exactly(name, turn.language) or "fallback", argument)


def at_large(turn: Turn) -> Pick:
    if not turn.text:
        return not_understood(turn)
    return numbered(turn, None) or meant(turn)


def meant(turn: Turn) -> Pick:
    text, policy = turn.text, turn.policy
    if is_code(text) and not policy.order_number.fullmatch(text.strip().upper()):
        return ToScript("link")
    if rma_number_in(text):
        return ToScript(OF_RETURNS)
    script = turn.library.triggered(text, turn.language)
    if script in NAMING_ORDERS and not order_number_in(text, policy) and wants_another(turn):
        return ToScript("order_lookup", ANOTHER)
    if script in OVER and not order_number_in(text, policy) and is_courtesy(turn):
        script = None
    if (script is None or script in GIVING_WAY) and tells_what_is_wrong(turn):
        return ToScript("returns")
    if (script is None or script in POLITE) and (order_number_in(text, policy) or is_number_or_proof(text)):
        return ToScript("order_lookup")
    if script is None:
        return not_understood(turn)
    *others, last = asked_together(turn, script)
    return ToScript(last, after=tuple(others))


def not_understood(turn: Turn) -> ToScript:
    if confirms_again(turn):
        return ToScript(OF_RETURNS)
    return ToScript("media" if turn.inbound.attachments else "fallback")


def confirms_again(turn: Turn) -> bool:
    """Whoever is in a hurry sends it twice: shown is what came of the first."""
    if turn.state.intent != "returns":
        return False
    return bool(turn.text) and said_alone(turn.library, turn.text, *AGREED)


def started(payload: str) -> ToScript:
    """A deep link's payload: `order_A10086` asks for that order, `return_A10086` to send something of it back.

    Anything else only opens the door.
    """
    kind, _, argument = payload.partition("_")
    return ToScript(LINKED[kind], argument) if kind in LINKED and argument else ToScript("welcome")


def command_in(text: str) -> tuple[str, str] | None:
    """`/language en` -> ("language", "en"); what follows an @ is the bot's own name."""
    if not text.startswith("/") or len(text) < 2:
        return None
    name, _, argument = text[1:].partition(" ")
    return name.partition("@")[0].lower(), argument.strip()
