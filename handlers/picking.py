"""Which script a message is for."""

from handlers.contract import Policy
from handlers.forms.answers import Answer, Change, Move, Press
from handlers.forms.form import Slot, asking
from handlers.forms.steps import accepts
from handlers.order_numbers import order_number_in
from handlers.questions import FormHandler
from handlers.returns.numbers import only_rma_number, rma_number_in
from handlers.scripts.library import Library
from handlers.state import State
from storage.inbound import Inbound, Kind
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
QUESTION = ("?", "吗", "吗?", "嗎", "嗎?", "呢", "呢?")
"""How a question of theirs ends, where any words would be an answer to ours. Full-width marks are read as plain."""
POLITE = frozenset({"welcome"})
"""Whoever greets and names an order in one breath wants the order."""


@record(frozen=True, slots=True)
class Script:
    """Run this script's handler. An open form waits meanwhile."""

    id: str
    argument: str = ""


@record(frozen=True, slots=True)
class Reply:
    """A move in the form that is open."""

    move: Move


Pick = Script | Reply


@record(frozen=True, slots=True, kw_only=True)
class Choosing:
    """What the choice looks at."""

    inbound: Inbound
    text: str
    state: State
    form: FormHandler | None
    """The form that is open."""
    library: Library
    language: str
    policy: Policy

    def pick(self) -> Pick:
        if self.inbound.kind is Kind.START:
            return started(self.inbound.payload)
        if self.inbound.kind is Kind.BUTTON:
            return self.pressed(self.inbound.payload)
        return self.asked_for() or (self.in_form() if self.form else self.at_large())

    def pressed(self, goto: str) -> Pick:
        script, _, argument = goto.partition(":")
        if script == "form":
            return Reply(form_move(argument)) if self.form else late(argument)
        return Script(script, argument)

    def asked_for(self) -> Pick | None:
        """What comes before any question: a command, a button's label."""
        command = command_in(self.text)
        if command:
            return self.commanded(*command)
        said = self.text.casefold()
        for offer in self.state.offered if said else ():
            if offer.label.strip().casefold() == said:
                return self.pressed(offer.goto)
        return None

    def commanded(self, name: str, argument: str) -> Pick:
        wanted = COMMANDS.get(name, name)
        if self.library.script(self.language, wanted) is not None:
            return Script(wanted, argument)
        return Script(self.library.triggered(name, self.language) or "fallback", argument)

    def in_form(self) -> Pick:
        whole = self.library.exactly(self.text, self.language) if self.text else None
        if whole and not self.own(whole):
            return Script(whole)
        if only_rma_number(self.text):
            return Script(OF_RETURNS)
        answer = Answer(text=self.text, attachments=self.inbound.attachments)
        slot = self.open_slot()
        if slot is not None and slot.free:
            return self.numbered() or self.question() or Reply(answer)
        if self.accepted(answer) or (slot is not None and slot.digits and self.text.isdecimal()):
            return Reply(answer)
        return self.numbered() or self.aside() or Reply(Press.RESUME if whole else answer)

    def open_slot(self) -> Slot | None:
        form, state = self.form, self.state.form
        return asking(form.form, state) if form is not None and state is not None else None

    def accepted(self, answer: Answer) -> bool:
        form, state = self.form, self.state.form
        return form is not None and state is not None and accepts(form.form, state, answer, self.policy)

    def question(self) -> Pick | None:
        return self.aside() if self.text.endswith(QUESTION) else None

    def aside(self) -> Pick | None:
        """No answer to the question, but a question of theirs."""
        if rma_number_in(self.text):
            return Script(OF_RETURNS)
        script = self.library.triggered(self.text, self.language) if self.text else None
        return Script(script) if script and not self.own(script) else None

    def own(self, script: str) -> bool:
        return self.form is not None and script in (self.form.form.name, self.form.form.words)

    def at_large(self) -> Pick:
        if not self.text:
            return Script("media" if self.inbound.attachments else "fallback")
        return self.numbered() or self.meant()

    def numbered(self) -> Pick | None:
        """The number of a button in the menu shown last."""
        index = int(self.text) if self.text.isdecimal() and len(self.text) <= 2 else 0
        if not 1 <= index <= len(self.state.offered):
            return None
        goto = self.state.offered[index - 1].goto
        return self.pressed(goto) if goto else None

    def meant(self) -> Pick:
        if is_code(self.text) and not self.policy.order_number.fullmatch(self.text.strip().upper()):
            return Script("link")
        if rma_number_in(self.text):
            return Script(OF_RETURNS)
        script = self.library.triggered(self.text, self.language)
        if (script is None or script in POLITE) and order_number_in(self.text, self.policy):
            return Script("order_lookup")
        return Script(script or ("media" if self.inbound.attachments else "fallback"))


def started(payload: str) -> Script:
    """A deep link's payload: `order_A10086` asks for that order, `return_A10086` to send something of it back.

    Anything else only opens the door.
    """
    kind, _, argument = payload.partition("_")
    return Script(LINKED[kind], argument) if kind in LINKED and argument else Script("welcome")


def command_in(text: str) -> tuple[str, str] | None:
    """`/language en` -> ("language", "en"); what follows an @ is the bot's own name."""
    if not text.startswith("/") or len(text) < 2:
        return None
    name, _, argument = text[1:].partition(" ")
    return name.partition("@")[0].lower(), argument.strip()


def late(argument: str) -> Script:
    """A button of a form that is closed. Who confirms twice is shown what came of it."""
    return Script(OF_RETURNS if argument.startswith("say:confirm:") else "cancel")


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
