"""What a contact says to a question, and what is made of it."""

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import StrEnum
from typing import TypeAlias

from handlers.contract import Policy
from storage.inbound import Attachment
from storage.records import record

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


@record(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the contact said to a question."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    pressed: bool = False
    """`text` is the value of a choice, not somebody's words."""
    kept: tuple[str, ...] = ()
    """Ids of what was kept of the attachments, for a slot that asks for them."""
    refused: tuple[str, ...] = ()
    """Lines that say why others were not."""
    put_by: bool = False
    """Whether what it brings is asked for is not known yet: the form holds it until it is."""


class Press(StrEnum):
    """What else can be done with a question."""

    SKIP = "skip"
    BACK = "back"
    CANCEL = "cancel"
    RESUME = "resume"
    """Something else was answered in between: ask again."""


@record(frozen=True, slots=True)
class Change:
    """Answer an earlier question anew."""

    slot: str


Move = Answer | Press | Change


@record(frozen=True, slots=True)
class Valid:
    value: Json


@record(frozen=True, slots=True)
class More:
    """A part of an answer: it is kept, and the question stays open."""

    gathered: Json
    line: str
    """What is said to it."""
    blanks: Mapping[str, object] = field(default_factory=dict)
    but: str = ""
    """The line that says what was wrong with the rest of it, without blanks."""


@record(frozen=True, slots=True)
class Invalid:
    line: str = ""
    """The line that says what is wrong with it; "": the slot's own `retry`."""
    blanks: Mapping[str, object] = field(default_factory=dict)
    tells: Mapping[str, Json] = field(default_factory=dict)
    """What it answers all the same, by slot: questions that come later need not be asked."""


Parsed = Valid | More | Invalid
Parse = Callable[[Answer, Policy], Parsed]
Spot = Callable[[str, Policy], Json]
"""The value amid other words, or None: contacts tell several things at once, and correct themselves."""
