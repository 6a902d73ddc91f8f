"""Which script a message is for while a form is open: its answer, unless it is clearly something else."""

import re
import unicodedata

from handlers.asked_together import FAQ
from handlers.courtesy import said as courtesy
from handlers.exchange import Turn
from handlers.feedback.classifying import severity_of
from handlers.feedback.words import SCRIPT as FEEDBACK
from handlers.forms.answers import Answer, Invalid, Json, Press
from handlers.forms.below import RETURNS_PROOF, family
from handlers.forms.form import FormState, Slot, asking
from handlers.forms.steps import accepts
from handlers.numbers import place_in
from handlers.order_lookup import beside_others
from handlers.order_numbers import order_number_in, order_numbers_in
from handlers.order_proof import PROOFS, TOGETHER_MOST
from handlers.order_proof import SCRIPT as ORDERS
from handlers.overheard import overheard, tells_what_is_wrong, wished
from handlers.picks import Pick, ToForm, ToScript, numbered
from handlers.questions import FormHandler
from handlers.returns.numbers import only_rma_number, rma_number_in
from handlers.returns.reasons import tells_why
from handlers.returns.view import NAME as OF_RETURNS
from handlers.returns.wording import ANOTHER_ORDER
from handlers.returns.wording import NAME as RETURN
from handlers.scripts.courtesies import GOODBYE
from handlers.scripts.denials import PART
from handlers.scripts.matching import normal
from handlers.writing import is_wordless
from storage.tasks import Severity

QUESTION = ("?", "吗", "吗?", "嗎", "嗎?", "呢", "呢?")
"""How a question of theirs ends, where any words would be an answer to ours. Full-width marks are read as plain."""
WHEN = re.compile(
    r"多久|几天|幾天|哪|什么时候|什麼時候|何时|何時|\b(?:how long|when|where)\b",
    re.IGNORECASE,
)
"""退款多久到 asks, and does not choose a refund."""
WHERE = re.compile(r"where\b|where'?s\b", re.IGNORECASE)
WHY = re.compile(r"为什么|为啥|為什麼|為啥|點解|点解|\bwhy\b", re.IGNORECASE)
"""The question says what it is asked for."""
LOOKED_UP = re.compile(r"[我想要请請帮幫]*查|(?:look|check|track)\b")
"""Whoever wants to look another order up does not mean that one instead."""
ASIDE = 36
"""Bytes beside an order's number: whoever says more where any words are an answer may well be answering."""


def in_form(turn: Turn, form: FormHandler) -> Pick:
    text = turn.text
    answer, state = Answer(text=text, attachments=turn.inbound.attachments), turn.state.form
    slot = asking(form.form, state) if state is not None else None
    whole = turn.library.exactly(text, turn.language) if text else None
    if whole and not is_own(form, whole) and not is_reply(turn, form, slot, whole, answer):
        return ToScript(whole)
    if only_rma_number(text):
        return ToScript(OF_RETURNS)
    if says(turn, "heard_wait"):
        return ToForm(Press.RESUME)
    if slot is not None and slot.optional and says(turn, "heard_skip"):
        return ToForm(Press.SKIP)
    if slot is not None and slot.free and is_question_mark(text):
        return ToForm(Press.RESUME)
    if slot is not None and slot.free:
        chosen = numbered(turn, form) if text.isdecimal() else None
        return chosen or asked_in_short(turn) or question(turn, form) or stopped(turn, slot) or ToForm(answer)
    return chosen_by_number(turn, form, slot) or led_elsewhere(turn, form) or answered(turn, form, slot, answer)


def is_reply(turn: Turn, form: FormHandler, slot: Slot | None, script: str, answer: Answer) -> bool:
    """A common question may be worded as an answer is: 假货, why something is sent back, or a note about it; and
    手机号换了, why a proof cannot be given. Whoever is asked for feedback, and complains, is heard: a person is called.
    """
    state, known = turn.state.form, turn.library.script(turn.language, script)
    if cannot_tell(turn, form, slot):
        return True
    if form.form.name == FEEDBACK and severity_of(turn, turn.text) is Severity.SEVERE:
        return True
    if state is None or slot is None or known is None or known.handler != FAQ:
        return False
    if slot.free:
        return form.form.name == RETURN and tells_why(turn.library, turn.text, turn.return_policy)
    return accepts(form.form, state, answer, turn.policy)


def cannot_tell(turn: Turn, form: FormHandler, slot: Slot | None) -> bool:
    return slot is not None and bool(slot.cannot) and overheard(turn, form.form.words, slot.cannot)


def is_question_mark(text: str) -> bool:
    """Only marks: whoever waits for us sends a 「？」. An emoji may well be what they want to say."""
    return bool(text) and is_wordless(text) and not any(unicodedata.category(each) == "So" for each in text)


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
        return ToScript(ORDERS)
    if form.form.name == RETURN and WHEN.search(turn.text):
        script = turn.library.triggered(turn.text, turn.language)
        return ToScript(OF_RETURNS) if script == OF_RETURNS else None
    if form.form.name in PROOFS and wants_another(turn):
        return ToForm(Press.BACK)
    if form.form.name != ORDERS:
        return None
    if tells_of_a_return(turn):
        return ToScript(RETURN)
    asks_anew = len(beside_others(turn, order_numbers_in(turn.text, turn.policy))) > TOGETHER_MOST
    return ToScript(ORDERS) if asks_anew else None


def tells_of_a_return(turn: Turn) -> bool:
    """What is wrong with goods that were to be looked up counts more, as it does where nothing is open; a return that
    waits may have asked for it.
    """
    script, waits = turn.library.triggered(turn.text, turn.language), turn.state.form.below if turn.state.form else None
    if script == RETURN or (waits is not None and family(waits) == RETURN):
        return script == RETURN
    return script in (None, ORDERS) and tells_what_is_wrong(turn)


def answered(turn: Turn, form: FormHandler, slot: Slot | None, answer: Answer) -> Pick:
    text, state = turn.text, turn.state.form
    taken = state is not None and accepts(form.form, state, answer, turn.policy)
    if taken or (slot is not None and slot.digits and (text.isdecimal() or place_in(text))):
        return ToForm(answer)
    if cannot_tell(turn, form, slot):
        return ToForm(answer)
    meanwhile = numbered(turn, form) or stopped(turn, slot) or aside(turn, form) or in_passing(turn)
    return meanwhile or ToForm(Press.RESUME if is_own_matter(turn, form) else answer)


def asked_in_short(turn: Turn) -> Pick | None:
    """Where any words are an answer: of another order, or of a return, and not much beside."""
    state, text = turn.state.form, turn.text
    if state is None or len(without_number(turn).encode()) > ASIDE:
        return None
    if asks_where(turn, state):
        return ToScript(ORDERS)
    renamed = order_meant_instead(turn, state)
    if renamed:
        return ToScript(RETURN, renamed)
    return ToScript(OF_RETURNS) if rma_number_in(text) else None


def order_meant_instead(turn: Turn, state: FormState) -> str | None:
    """是订单A1002; 不是A1001，是A1002; 我要退A1002: no note about the order that the form has."""
    number = another_order(turn, state)
    if number is None or state.form != RETURN:
        return None
    is_corrected = str(about_order(state)) in turn.text.upper()
    return number if is_only_named(turn) or is_corrected or wants_back(turn, number) else None


def wants_back(turn: Turn, number: str) -> bool:
    """In one breath: a fault in one part of a note makes no order of what another part names, such as a telephone."""
    parts = [part for part in PART.split(turn.text) if order_number_in(part, turn.policy) == number]
    return any(turn.library.triggered(part, turn.language) == RETURN for part in parts)


def is_own_matter(turn: Turn, form: FormHandler) -> bool:
    """What began the form, or the order that it is about, was said once more."""
    if turn.text and turn.library.exactly(turn.text, turn.language):
        return not tells_why(turn.library, turn.text, turn.return_policy)
    state, number = turn.state.form, order_number_in(turn.text, turn.policy)
    if state is None or number is None or number not in (state.filled.get("order"), state.filled.get("number")):
        return False
    script = turn.library.triggered(turn.text, turn.language)
    return normal(turn.text.upper()) == normal(number) or (script is not None and is_own(form, script))


def asks_where(turn: Turn, state: FormState) -> bool:
    """Another order than the form is about is asked for, and not named as the one that was meant."""
    if another_order(turn, state) is None or is_only_named(turn):
        return False
    if tells_what_is_wrong(turn):  # 上次订单A1002也是坏的 tells of it
        return False
    script = turn.library.triggered(turn.text, turn.language)
    return script == ORDERS or (script is None and WHERE.match(turn.text) is not None)


def another_order(turn: Turn, state: FormState) -> str | None:
    """Than the form is about, which is about one."""
    number, about = order_number_in(turn.text, turn.policy), about_order(state)
    return None if about in (None, number) else number


def wants_another(turn: Turn) -> bool:
    """换一个订单: than the one that is shown, or asked about. It is no exchange, though it sounds like one."""
    return says(turn, "heard_another", ORDERS)


def is_only_named(turn: Turn) -> bool:
    """An order, as in 是订单A1002."""
    rest = without_number(turn)
    return LOOKED_UP.match(rest) is None and wished(turn.library, rest, *ANOTHER_ORDER)


def without_number(turn: Turn) -> str:
    number = order_number_in(turn.text, turn.policy)
    return normal(turn.text.upper().replace(number, " ")) if number else turn.text


def about_order(state: FormState) -> Json:
    """The order that is returned, or is to be. Whoever looks one up may look another one up instead."""
    return state.filled.get("order") or (state.filled.get("number") if state.form == RETURNS_PROOF else None)


def stopped(turn: Turn, slot: Slot | None) -> Pick | None:
    """They do not want to go on. Beside choices, "no need" may be said of those."""
    offers = slot is not None and slot.free and slot.choices
    return ToScript("cancel") if says(turn, "heard_stop") and not offers else None


def in_passing(turn: Turn) -> Pick | None:
    """Words that are no wrong answer, as they were none at all: the question waits."""
    kind = None if says(turn, "heard_skip") else courtesy(turn)
    if kind == GOODBYE:
        return ToScript(GOODBYE)
    return ToForm(Press.RESUME) if kind or WHY.search(turn.text) else None


def says(turn: Turn, line: str, script: str = "form") -> bool:
    return bool(turn.text) and wished(turn.library, turn.text, (script, line))


def question(turn: Turn, form: FormHandler) -> Pick | None:
    return aside(turn, form) if turn.text.endswith(QUESTION) else None


def aside(turn: Turn, form: FormHandler) -> Pick | None:
    """No answer to the question, but a question of theirs."""
    if rma_number_in(turn.text):
        return ToScript(OF_RETURNS)
    script = turn.library.triggered(turn.text, turn.language) if turn.text else None
    if script is None or is_own(form, script) or only_tells_how_slow(turn, script):
        return None
    return ToScript(script)


def only_tells_how_slow(turn: Turn, script: str) -> bool:
    """太慢了 looks an order up where nothing else is under way; here it is why they send it back, if anything."""
    return script == ORDERS and turn.library.asked(turn.text, turn.language) is None


def is_own(form: FormHandler, script: str) -> bool:
    return script in (form.form.name, form.form.words)
