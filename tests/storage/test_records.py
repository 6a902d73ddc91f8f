"""What is replaced in a record is all that differs, and the record before stays as it was."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.state import BLANK, State
from storage.content import Content
from storage.conversations import Conversation, Status
from storage.inbound import Identity, Inbound, Kind
from storage.records import factory, record, replace
from storage.results import Outgoing, TurnResult

CONVERSATION = Conversation(identity=Identity("telegram", "1"), chat_id="1")
MADE = [CONVERSATION, BLANK, Content(text="x"), Identity("slack", "U1"), Outgoing(channel="telegram")]


@record(frozen=True, slots=True)
class Alone:
    word: str


class Written:
    """What a class says of itself, before it is a record or a dataclass."""

    word: str
    count: int = 1
    tags: list[str] = dataclasses.field(default_factory=list)
    language: str = dataclasses.field(default="en", compare=False)
    after: str = dataclasses.field(kw_only=True)


def dataclass_of(name: str, made: Any) -> Any:
    return made(frozen=True, slots=True)(type(name, (), dict(vars(Written))))


ONE, TWIN = dataclass_of("Twin", record), dataclass_of("Twin", dataclasses.dataclass)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (("a",), {"after": "b"}),
        (("a", 2, ["x"], "zh-CN"), {"after": "b"}),
        (("a", 2, ("x",)), {"after": "b"}),
        (("a",), {"after": "b", "language": "zh-CN"}),
        (("a",), {}),
        ((), {"after": "b"}),
        (("a", 1, [], "en", "b"), {}),
        (("a",), {"after": "b", "other": 1}),
    ],
    ids=repr,
)
def test_a_record_is_made_told_compared_and_hashed_as_a_frozen_dataclass(
    given: tuple[object, ...], named: dict[str, object]
) -> None:
    def seen(kind: Any) -> object:
        try:
            one, same, other = kind(*given, **named), kind(*given, **named), kind("other", after="b")
        except TypeError as refused:
            return str(refused)
        hashed = isinstance(one.tags, tuple) and hash(one)
        return repr(one), one == same, one == other, one != same, one == "a", hashed, one.tags is same.tags

    assert seen(ONE) == seen(TWIN)


def test_what_cannot_be_hashed_is_refused_by_its_own_name() -> None:
    with pytest.raises(TypeError, match="list"):
        hash(ONE("a", after="b"))


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


@pytest.mark.parametrize(
    "kind", [Content, Identity, Inbound, Outgoing, State, TurnResult], ids=lambda each: each.__name__
)
def test_a_factory_makes_what_the_class_does(kind: type) -> None:
    new: Any = factory(kind)
    fields = dataclasses.fields(kind)
    needed: dict[str, Any] = {each.name: "needed" for each in fields if each.default is dataclasses.MISSING}
    assert new(**needed) == kind(**needed)
    assert type(new(**needed)) is kind
    for field in fields:
        assert new(**{**needed, field.name: "given"}) == kind(**{**needed, field.name: "given"})


def test_a_factory_asks_for_what_has_no_default() -> None:
    with pytest.raises(TypeError, match="channel"):
        factory(Outgoing)(to="1")  # type: ignore[call-arg]  # mypy refuses it, too
    with pytest.raises(TypeError, match="nickname"):
        factory(Content)(nickname="x")  # type: ignore[call-arg]  # mypy refuses it, too


def test_a_factory_gives_no_two_records_the_same_dict() -> None:
    with pytest.raises(TypeError, match="Conversation"):
        factory(Conversation)


def test_a_factory_checks_what_the_class_checks() -> None:
    inbound = factory(Inbound)(identity=Identity("slack", "U1"), key="k", chat_id="1", text="a\ud83d", sent_at=0.0)
    assert inbound.text == "a\ufffd"


def test_a_record_that_checks_its_fields_checks_them_again() -> None:
    inbound = Inbound(identity=Identity("telegram", "1"), key="k", kind=Kind.TEXT, chat_id="1", sent_at=0.0)
    half = replace(inbound, text="a\ud83d")
    assert half == dataclasses.replace(inbound, text="a\ud83d")
    half.text.encode()
