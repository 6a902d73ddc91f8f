"""Which script a message is for."""

import re

from handlers.asked_together import asked_together
from handlers.cancel import LATE
from handlers.courtesy import said as courtesy
from handlers.exchange import Turn
from handlers.forms.answers import Answer, Change, Invalid, Json, Move, Press
from handlers.forms.form import FormState, Slot, asking
from handlers.forms.steps import accepts
from handlers.numbers import place_in
from handlers.order_numbers import order_number_in
from handlers.questions import FormHandler
from handlers.returns.numbers import only_rma_number, rma_number_in
from handlers.returns.spotting import words_of
from handlers.scripts.courtesies import GOODBYE, made_of
from handlers.scripts.matching import normal
from storage.inbound import Kind
from storage.link_codes import is_code
from storage.records import record

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
OF_RETURNS = "my_returns"
OF_PROOF = "returns_proof"
QUESTION = ("?", "吗", "吗?", "嗎", "嗎?", "呢", "呢?")
"""How a question of theirs ends, where any words would be an answer to ours. Full-width marks are read as plain."""
WHERE = re.compile(r"where\b|where'?s\b", re.IGNORECASE)
ASIDE = 36
"""Bytes beside an order's number: whoever says more where any words are an answer may well be answering."""
POLITE = frozenset({"welcome"})
"""Whoever greets and names an order in one breath wants the order."""


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


def pick(turn: Turn, form: FormHandler | None) -> Pick:
    """`form`: the one that is open."""
    if turn.inbound.kind is Kind.START:
        return started(turn.inbound.payload)
    if turn.inbound.kind is Kind.BUTTON:
        return pressed(turn.inbound.payload, form)
    return asked_for(turn, form) or (in_form(turn, form) if form else at_large(turn))


def pressed(goto: str, form: FormHandler | None) -> Pick:
    script, _, argument = goto.partition(":")
    if script == "form":
        return ToForm(form_move(argument)) if form else late(argument)
    return ToScript(script, argument)


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
    return ToScript(turn.library.triggered(name, turn.language) or "fallback", argument)


def in_form(turn: Turn, form: FormHandler) -> Pick:
    text = turn.text
    whole = turn.library.exactly(text, turn.language) if text else None
    if whole and not is_own(form, whole):
        return ToScript(whole)
    if only_rma_number(text):
        return ToScript(OF_RETURNS)
    answer, state = Answer(text=text, attachments=turn.inbound.attachments), turn.state.form
    slot = asking(form.form, state) if state is not None else None
    if slot is not None and slot.optional and says(turn, "heard_skip"):
        return ToForm(Press.SKIP)
    if slot is not None and slot.free:
        chosen = numbered(turn, form) if text.isdecimal() else None
        return chosen or asked_in_short(turn) or question(turn, form) or stopped(turn, slot) or ToForm(answer)
    return chosen_by_number(turn, form, slot) or led_elsewhere(turn, form) or answered(turn, form, slot, answer)


def chosen_by_number(turn: Turn, form: FormHandler, slot: Slot | None) -> Pick | None:
    """Before a number is taken for a correction of another answer: of how many, for instance."""
    if slot is None or slot.digits or not place_in(turn.text):
        return None
    is_answer = not isinstance(slot.parse(Answer(text=turn.text), turn.policy), Invalid)
    return None if is_answer else numbered(turn, form)


def led_elsewhere(turn: Turn, form: FormHandler) -> Pick | None:
    """Though the order that they name could be taken for an answer."""
    state = turn.state.form
    if state is not None and asks_where(turn, state):
        return ToScript("order_lookup")
    wants_return = form.form.name == "order_lookup" and turn.library.triggered(turn.text, turn.language) == "returns"
    return ToScript("returns") if wants_return else None


def answered(turn: Turn, form: FormHandler, slot: Slot | None, answer: Answer) -> Pick:
    text, state = turn.text, turn.state.form
    taken = state is not None and accepts(form.form, state, answer, turn.policy)
    if taken or (slot is not None and slot.digits and (text.isdecimal() or place_in(text))):
        return ToForm(answer)
    meanwhile = numbered(turn, form) or stopped(turn, slot) or aside(turn, form) or in_passing(turn)
    return meanwhile or ToForm(Press.RESUME if is_own_matter(turn, form) else answer)


def asked_in_short(turn: Turn) -> Pick | None:
    """Where any words are an answer: of another order, or of a return, and not much beside."""
    state, text = turn.state.form, turn.text
    if state is None or len(without_number(turn).encode()) > ASIDE:
        return None
    if asks_where(turn, state):
        return ToScript("order_lookup")
    return ToScript(OF_RETURNS) if rma_number_in(text) else None


def is_own_matter(turn: Turn, form: FormHandler) -> bool:
    """What began the form, or the order that it is about, was said once more."""
    if turn.text and turn.library.exactly(turn.text, turn.language):
        return True
    state, number = turn.state.form, order_number_in(turn.text, turn.policy)
    if state is None or number is None or number not in (state.filled.get("order"), state.filled.get("number")):
        return False
    script = turn.library.triggered(turn.text, turn.language)
    return normal(turn.text.upper()) == normal(number) or (script is not None and is_own(form, script))


def asks_where(turn: Turn, state: FormState) -> bool:
    """Another order than the form is about is asked for, and not named as the one that was meant."""
    number, about = order_number_in(turn.text, turn.policy), about_order(state)
    if number is None or about in (None, number):
        return False
    if without_number(turn) in words_of(turn.words("returns").line("called_order")):
        return False
    script = turn.library.triggered(turn.text, turn.language)
    return script == "order_lookup" or (script is None and WHERE.match(turn.text) is not None)


def without_number(turn: Turn) -> str:
    number = order_number_in(turn.text, turn.policy)
    return normal(turn.text.upper().replace(number, " ")) if number else turn.text


def about_order(state: FormState) -> Json:
    """The order that is returned, or is to be. Whoever looks one up may look another one up instead."""
    return state.filled.get("order") or (state.filled.get("number") if state.form == OF_PROOF else None)


def stopped(turn: Turn, slot: Slot | None) -> Pick | None:
    """They do not want to go on. Beside choices, "no need" may be said of those."""
    offers = slot is not None and slot.free and slot.choices
    return ToScript("cancel") if says(turn, "heard_stop") and not offers else None


def in_passing(turn: Turn) -> Pick | None:
    """Words that are no wrong answer, as they were none at all: the question waits."""
    kind = None if says(turn, "heard_skip") else courtesy(turn)
    if kind == GOODBYE:
        return ToScript(GOODBYE)
    return ToForm(Press.RESUME) if kind else None


def says(turn: Turn, line: str) -> bool:
    return bool(turn.text) and made_of(turn.text, words_of(turn.words("form").line(line)))


def question(turn: Turn, form: FormHandler) -> Pick | None:
    return aside(turn, form) if turn.text.endswith(QUESTION) else None


def aside(turn: Turn, form: FormHandler) -> Pick | None:
    """No answer to the question, but a question of theirs."""
    if rma_number_in(turn.text):
        return ToScript(OF_RETURNS)
    script = turn.library.triggered(turn.text, turn.language) if turn.text else None
    return ToScript(script) if script and not is_own(form, script) else None


def is_own(form: FormHandler, script: str) -> bool:
    return script in (form.form.name, form.form.words)


def at_large(turn: Turn) -> Pick:
    if not turn.text:
        return ToScript("media" if turn.inbound.attachments else "fallback")
    return numbered(turn, None) or meant(turn)


def numbered(turn: Turn, form: FormHandler | None) -> Pick | None:
    """The number of a button in the menu shown last."""
    index = place_in(turn.text) if turn.state.offered else 0
    if not 1 <= index <= len(turn.state.offered):
        return None
    goto = turn.state.offered[index - 1].goto
    return pressed(goto, form) if goto else None


def meant(turn: Turn) -> Pick:
    text, policy = turn.text, turn.policy
    if is_code(text) and not policy.order_number.fullmatch(text.strip().upper()):
        return ToScript("link")
    if rma_number_in(text):
        return ToScript(OF_RETURNS)
    script = turn.library.triggered(text, turn.language)
    if (script is None or script in POLITE) and order_number_in(text, policy):
        return ToScript("order_lookup")
    if script is None:
        return ToScript("media" if turn.inbound.attachments else "fallback")
    *others, last = asked_together(turn, script)
    return ToScript(last, after=tuple(others))


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
