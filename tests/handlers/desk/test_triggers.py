"""Which trigger calls a person, whatever an admin has written and whoever writes."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from handlers.desk.matching import heard
from handlers.desk.policy import DeskPolicy, Tier, Trigger, When
from handlers.desk.routing import Facts, fits
from handlers.desk.triggers import (
    SOON,
    WORDS_ONLY,
    Spoken,
    asked_again,
    is_stuck,
    may_call,
    needs_contact,
    triggered,
)
from handlers.state import Question
from tests.handlers.desk.test_routing import facts, whens

triggers = st.builds(Trigger, name=st.sampled_from("abc"), when=whens, angry=st.booleans())
policies = st.lists(triggers, max_size=4).map(lambda listed: DeskPolicy(triggers=tuple(listed)))
ways = st.builds(Spoken, freely=st.booleans(), answered=st.booleans())
contacts = st.tuples(st.sampled_from(Tier), st.frozensets(st.sampled_from(["vip", "wholesale"])), st.integers(0, 1000))


@given(policies, facts, ways)
def test_whoever_is_called_by_a_trigger_fits_it_and_none_before_it_did(
    policy: DeskPolicy, known: Facts, spoken: Spoken
) -> None:
    found = triggered(policy, known, spoken)
    for each in policy.triggers:
        if each is found:
            assert fits(each.when, known)
            break
        assert triggered(replace(policy, triggers=(each,)), known, spoken) is None


@given(policies, facts)
def test_in_an_answer_to_a_question_of_ours_only_angry_words_and_intents_are_heard(
    policy: DeskPolicy, known: Facts
) -> None:
    found = triggered(policy, replace(known, intent=""), WORDS_ONLY)
    assert found is None or (found.angry and bool(found.when.words))


@given(policies, facts)
def test_who_somebody_is_takes_nothing_from_the_bot_that_it_can_answer(policy: DeskPolicy, known: Facts) -> None:
    found = triggered(policy, known, Spoken(answered=True))
    assert found is None or found.when.words or found.when.intents


@given(policies, facts, ways, contacts)
def test_the_contact_s_file_is_read_whenever_it_could_matter(
    policy: DeskPolicy, known: Facts, spoken: Spoken, contact: tuple[Tier, frozenset[str], int]
) -> None:
    tier, tags, value = contact
    other = replace(known, tier=tier, tags=tags, order_value=type(known.order_value)(value))
    if triggered(policy, known, spoken) != triggered(policy, other, spoken):
        assert needs_contact(policy, known, spoken)


@given(policies, facts, ways)
def test_whoever_is_called_was_near_it_by_their_words_alone(policy: DeskPolicy, known: Facts, spoken: Spoken) -> None:
    said = known.said[-1] if known.said else heard("")
    assert may_call(policy, said, spoken) or triggered(policy, replace(known, said=(said,)), spoken) is None


words = st.sampled_from(["支付方式", "支付 方式？", "运费", "", "！"])
talks = st.lists(st.tuples(words, st.sampled_from(["甲", "乙"]), st.integers(0, 2 * int(SOON))), max_size=8)


@given(talks, st.integers(0, 5))
def test_a_question_is_counted_while_words_and_answer_stay_the_same_and_an_hour_has_not_passed(
    talk: list[tuple[str, str, int]], limit: int
) -> None:
    last: Question | None = None
    at, times, before = 0.0, 0, ("", "")
    for asked, answer, pause in talk:
        at += pause
        said = asked.strip("？！").replace(" ", "")
        times = times + 1 if (said, answer) == before and pause <= SOON and last is not None else 1
        before = (said, answer)
        last = asked_again(last, asked, answer, at)
        assert (last.times if last else 0) == (times if said else 0)
        assert is_stuck(DeskPolicy(same_question=limit), last) == bool(said and 0 < limit <= times)


def test_a_trigger_that_asks_for_nothing_of_the_contact_reads_nothing() -> None:
    policy = DeskPolicy(triggers=(Trigger(name="a", when=When(words=("骗子",))),))
    assert not needs_contact(policy, Facts(said=(heard("骗子"),)), Spoken())
