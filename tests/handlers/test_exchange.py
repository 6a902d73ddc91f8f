"""Two parts of one turn decide: nothing of either is lost, and where only one can count it is the later."""

from dataclasses import fields, replace
from typing import Any

from handlers.exchange import Outcome
from handlers.state import State
from storage.content import Content
from storage.conversations import Conversation, Status
from storage.desk import Case
from storage.inbound import Identity
from storage.results import Timer

ONE = {"conversation", "state", "case", "understood"}
TALK = Conversation(identity=Identity("telegram", "1"), chat_id="chat-1")
HELD = Case(opened_at=1.0, reason="asked")


def said(part: str, names: list[str]) -> Outcome:
    """Something of each kind; which words stand for it does not matter here."""
    each: dict[str, Any] = {name: (f"{part} {name}",) for name in names}
    return Outcome(**each)


def test_all_that_both_decide_is_done_in_their_order() -> None:
    many = [each.name for each in fields(Outcome) if each.name not in ONE | {"timers"}]
    both = said("first", many).and_then(said("then", many))
    assert {name: getattr(both, name) for name in many} == {name: (f"first {name}", f"then {name}") for name in many}


def test_a_later_decision_counts_and_silence_is_none() -> None:
    earlier = Outcome(conversation=TALK, state=State(misunderstood=1), case=HELD)
    assert earlier.and_then(Outcome(replies=(Content(text="好的"),))).case == HELD
    decided = Outcome(conversation=replace(TALK, status=Status.OPEN), state=State(misunderstood=2))
    both = earlier.and_then(decided)
    assert (both.conversation, both.state, both.case) == (decided.conversation, decided.state, HELD)


def test_a_message_is_understood_only_if_both_understood_it() -> None:
    puzzled = Outcome(understood=False)
    assert [puzzled.and_then(Outcome()).understood, Outcome().and_then(puzzled).understood] == [False, False]
    assert Outcome().and_then(Outcome()).understood


def test_nothing_rings_that_was_called_off_after_it_was_set() -> None:
    warning, close = Timer(name="warn", due_at=1.0), Timer(name="close", due_at=2.0)
    both = Outcome(timers=(warning, close)).and_then(Outcome(cancelled_timers=("warn",)))
    assert both.timers == (close,)


def test_what_was_called_off_may_be_set_anew() -> None:
    """The store calls off first and sets then."""
    anew = Timer(name="form", due_at=9.0)
    both = Outcome(cancelled_timers=("form",)).and_then(Outcome(timers=(anew,)))
    assert (both.cancelled_timers, both.timers) == (("form",), (anew,))
