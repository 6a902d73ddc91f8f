"""Why a request is declined: the policy's reasons, the desk's own, and staff's words."""

from collections.abc import Iterator

from handlers.desk.command import GOTO_LIMIT
from handlers.exchange import Turn, plain, script_in
from handlers.fields.words import Words, words_in
from handlers.returns.desk_words import CANNED, SCRIPT, staff_word
from handlers.returns.policy import Explanation, ReturnPolicy
from storage.content import Button
from storage.returns import Decision, Rma

OFFERED = (Explanation.WINDOW_OVER, Explanation.FINAL_SALE)
"""Of the policy's explanations, those that a person may come to as well."""
LABEL = 40


def told(turn: Turn, because: str, language: str) -> str:
    """`Rma.declined_because` in a language: staff's own words stay as they are."""
    return words(turn, because, language) or because


def words(turn: Turn, because: str, language: str) -> str:
    """What an id means; "" when it is the id of nothing that says anything."""
    if because in CANNED:
        return plain(script_in(turn.library, language, SCRIPT).line(f"reason_{because}"))
    return words_in(of_policy(turn.return_policy, because), language, turn.policy.default_language)


def of_policy(policy: ReturnPolicy, because: str) -> Words:
    rules = {rule.id: rule.because for rule in policy.rules}
    explanations = {str(explanation): said for explanation, said in policy.explanations.items()}
    return rules.get(because) or explanations.get(because) or {}


def choices(turn: Turn, rma: Rma) -> Iterator[Button]:
    """A button for each reason that needs no typing."""
    for because in CANNED:
        yield Button(label=staff_word(turn, f"reason_{because}_button"), goto=goto(rma, because))
    for because in of_shop(turn.return_policy):
        label = words(turn, because, turn.policy.default_language)
        if label and len(goto(rma, because).encode()) <= GOTO_LIMIT:
            yield Button(label=label if len(label) <= LABEL else f"{label[: LABEL - 1]}…", goto=goto(rma, because))


def is_known(turn: Turn, because: str) -> bool:
    return bool(words(turn, because, turn.policy.default_language))


def of_shop(policy: ReturnPolicy) -> tuple[str, ...]:
    rules = (rule.id for rule in policy.rules if rule.decision is Decision.DECLINE and rule.because)
    return (*OFFERED, *rules)


def goto(rma: Rma, because: str) -> str:
    return f"rma:decline:{rma.number}:{because}"
