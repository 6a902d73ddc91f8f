"""What is found by looking it up is what one finds who compares each trigger with the message, one by one."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.fuzz import ratio

from handlers.scripts.matching import normal
from handlers.scripts.nearby import Nearby, pieces
from handlers.scripts.phrases import FIRST_CJK

UNITS = [*"查订单運費1 ", "退货", "ship", "shipping", "shiping", "fee", "fees", "parcel", "parcle", "no"]
typed = st.lists(st.sampled_from(UNITS), max_size=8).map("".join) | st.text(max_size=12)
SCRIPTS = ["order_lookup", "returns", "fee"]
candidates = st.dictionaries(typed.map(normal), st.sampled_from(SCRIPTS), max_size=12)


@given(candidates, typed, st.integers(0, 3))
@example({"查订单": "order_lookup", "订单": "returns", "shipping fee": "fee"}, "我的订单 shiping", 3)
@example({"parcel fee ship": "fee", "parcel fee": "returns"}, "parcle", 3)
@example({"": "fee"}, "？", 3)
def test_the_nearest_come_first_and_nothing_that_is_far_comes_at_all(
    candidates: dict[str, str], text: str, limit: int
) -> None:
    scores = {script: max(of(candidates, script, normal(text))) for script in dict.fromkeys(candidates.values())}
    found = Nearby(candidates).scripts(text, len(SCRIPTS))
    assert set(found) == {script for script, score in scores.items() if score >= 0.6}
    assert all(scores[before] >= scores[after] - 1e-9 for before, after in pairwise(found))
    assert Nearby(candidates).scripts(text, limit) == found[:limit]


def test_of_equals_the_one_that_the_scripts_name_first_is_offered_first() -> None:
    assert Nearby({"退货费": "fee", "退货吗": "returns"}).scripts("退货", 3) == ["fee", "returns"]
    assert Nearby({"退货吗": "returns", "退货费": "fee"}).scripts("退货", 3) == ["returns", "fee"]


def of(candidates: dict[str, str], script: str, asked: str) -> list[float]:
    return [score(words, asked) for words, leads_to in candidates.items() if leads_to == script]


def score(words: str, asked: str) -> float:
    """How alike they are as a whole, or how much of the words was said, whichever is more."""
    own, said = pieces(words), pieces(asked)
    worth = [1.0 if each in said else 0.8 if misspelt(each, said) else 0.0 for each in own]
    covered = sum(sorted(worth, reverse=True)) / len(own) if own else 0.0
    return max(covered, ratio(words, asked) / 100) if asked else 0.0


def misspelt(word: str, said: frozenset[str]) -> bool:
    return len(word) >= 4 and is_latin(word) and any(is_latin(each) and ratio(word, each) >= 80 for each in said)


def is_latin(piece: str) -> bool:
    return piece[0] < FIRST_CJK
