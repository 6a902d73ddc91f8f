"""What is replaced in a record is all that differs, and the record before stays as it was."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.state import BLANK
from storage.content import Content
from storage.conversations import Conversation, Status
from storage.inbound import Identity, Inbound, Kind
from storage.records import record, replace
from storage.results import Outgoing

CONVERSATION = Conversation(identity=Identity("telegram", "1"), chat_id="1")
MADE = [CONVERSATION, BLANK, Content(text="x"), Identity("slack", "U1"), Outgoing(channel="telegram")]


@record(frozen=True, slots=True)
class Alone:
    word: str


@pytest.mark.parametrize("old", MADE, ids=lambda each: type(each).__name__)
def test_it_makes_what_dataclasses_would_make(old: Any) -> None:
    first = dataclasses.fields(old)[0].name
    assert replace(old, **{first: "another"}) == dataclasses.replace(old, **{first: "another"})
    assert replace(old) == old
    assert replace(old) is not old


@pytest.mark.parametrize("old", MADE, ids=lambda each: type(each).__name__)
def test_one_that_differs_in_anything_is_another(old: Any) -> None:
    for field in dataclasses.fields(old):
        other = replace(old, **{field.name: "another"})
        assert other != old
        assert old != other
    assert old != Alone("a")


@given(st.sampled_from(Status), st.integers(min_value=0), st.text())
def test_the_record_before_stays_as_it_was(status: Status, messages: int, name: str) -> None:
    after = replace(CONVERSATION, status=status, messages=messages, name=name)
    assert (after.status, after.messages, after.name) == (status, messages, name)
    assert Conversation(identity=Identity("telegram", "1"), chat_id="1") == CONVERSATION


def test_a_record_of_one_field_can_be_replaced_too() -> None:
    assert replace(Alone("a"), word="b") == Alone("b")


def test_a_field_that_no_record_has_is_refused() -> None:
    with pytest.raises(AttributeError, match="nickname"):
        replace(CONVERSATION, nickname="x")  # type: ignore[call-arg]  # mypy refuses it, too


def test_a_record_that_checks_its_fields_checks_them_again() -> None:
    inbound = Inbound(identity=Identity("telegram", "1"), key="k", kind=Kind.TEXT, chat_id="1", sent_at=0.0)
    half = replace(inbound, text="a\ud83d")
    assert half == dataclasses.replace(inbound, text="a\ud83d")
    half.text.encode()
