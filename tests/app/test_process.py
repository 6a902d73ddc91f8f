"""The process is made ready once, and what stands in it stays as it was."""

from enum import Enum, Flag, auto

import pytest

from bots.app.process import find_members_at_once
from storage.results import Action


class Colour(Enum):
    RED = 1
    CRIMSON = RED


class Right(Flag):
    READ = auto()
    WRITE = auto()
    BOTH = READ | WRITE


def test_members_are_found_by_name_as_before() -> None:
    find_members_at_once()
    find_members_at_once()
    assert (Action.SEND, Action["SEND"], Action("send")) == (Action.SEND,) * 3
    assert (Colour.CRIMSON.value, Colour.CRIMSON.name) == (1, "RED")
    assert Right.BOTH == Right.READ | Right.WRITE
    with pytest.raises(AttributeError, match="GREEN"):
        Colour.GREEN  # type: ignore[attr-defined]  # noqa: B018
