"""Several questions in one message: 运费多少，能货到付款吗？"""

import re

from handlers.exchange import Turn
from handlers.order_numbers import order_number_in
from handlers.order_proof import SCRIPT as ORDERS
from handlers.overheard import heard_in
from handlers.returns.wording import NAME as RETURNS

CLAUSE = re.compile(r"[,、]|以及|和|跟|\b(?:and|nor)\b", re.IGNORECASE)
ALIKE = re.compile(r"都|也没|也沒|\b(?:and my|neither|both)\b", re.IGNORECASE)
"""One thing is said of all of them: 发票和快递都没收到."""
SENTENCE = re.compile(r"[?!。;\n]+|另外|还有|還有|顺便|順便|\balso\b", re.IGNORECASE)
"""What parts one question from the next. Full-width marks were read as plain ones."""
TOO = re.compile(r"(?!.*\b(?:website|site|app|page)\b).*(?:也(?:是|一样|一樣)?|\b(?:too|as well))\W*", re.IGNORECASE)
"""What was said before is so of these goods: my link is broken and my cup too."""
FAQ = "say"
GOING_ON = frozenset({ORDERS, RETURNS, "escalation"})
"""Handlers whose answer is not the end of it, and so comes last."""
MOST = 3
"""Answers in one breath."""
LONGEST = 200
"""Characters: whoever writes more tells a story, and questions are not its parts."""


def asked_together(turn: Turn, script: str) -> tuple[str, ...]:
    """What answers the message: `script`, and the others that are asked for beside it, as they are told."""
    sentences = [each for each in SENTENCE.split(turn.text) if each.strip()]
    if len(turn.text) > LONGEST or (len(sentences) < 2 and CLAUSE.search(turn.text) is None):
        return (script,)
    found = dict.fromkeys(each for sentence in sentences for each in asked_in(turn, sentence))
    handlers = {each: handler_of(turn, each) for each in found}
    going_on = [each for each in found if handlers[each] in GOING_ON]
    answers = [each for each in found if handlers[each] == FAQ]
    if script not in found or len(going_on) > 1 or len(found) > len(going_on) + len(answers):
        return (script,)
    return (*answers[: MOST - len(going_on)], *going_on)


def asked_in(turn: Turn, sentence: str) -> list[str]:
    """What the clauses of a sentence ask for: 还没发货，能改地址吗 does not ask where the order is."""
    clauses = (asked_by(turn, each, sentence) for each in CLAUSE.split(sentence) if each.strip())
    found = [each for each in clauses if each is not None and handler_of(turn, each) != "welcome"]
    is_answered = any(handler_of(turn, each) == FAQ for each in found)
    if not is_answered or ALIKE.search(sentence):
        return found
    return [each for each in found if handler_of(turn, each) != ORDERS]


def asked_by(turn: Turn, clause: str, sentence: str) -> str | None:
    """Who names an order and nothing else that is known, 我要查A10086, asks where it is; what is faulty is returned."""
    script = turn.library.triggered(clause, turn.language)
    if script is not None:
        return script
    faulty = sentence if TOO.fullmatch(clause) else clause
    if heard_in(turn.library, faulty, RETURNS, "heard_begin"):
        return RETURNS
    return ORDERS if order_number_in(clause, turn.policy) else None


def handler_of(turn: Turn, script: str) -> str:
    known = turn.library.script(turn.language, script)
    return known.handler if known is not None else ""
