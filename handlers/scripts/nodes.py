"""A YAML file as text with line numbers: mappings, lists and scalars, nothing constructed."""

from collections.abc import Iterator
from dataclasses import dataclass

MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Scalar:
    value: str
    """As written: `123`, `no` and `2026-01-01` stay words. "" for nothing and for `~`."""
    line: int
    end: int = 0
    literal: bool = False
    """Written after `|`: the words start one line further down and keep their lines."""
    cut: bool = False
    """Unquoted, and YAML took what follows ` #` for a comment."""


@dataclass(frozen=True, slots=True)
class Items:
    values: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Pairs:
    pairs: tuple[tuple[Scalar, "Node"], ...]
    line: int


Node = Scalar | Items | Pairs


class Malformed(Exception):
    """YAML, but not of the kind a script may be made of."""

    def __init__(self, line: int, code: str, **facts: str) -> None:
        super().__init__(code)
        self.line = line
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Event:
    """What the reader needs of ruamel's events, which carry no types."""

    kind: str
    line: int
    end: int
    value: str
    style: str
    flow: bool
    named: bool
    """It has an anchor, is an alias or has a tag."""
    cut: bool


def document(events: Iterator[Event]) -> Node | None:
    """The only document of the file; None when it holds none."""
    found: Node | None = None
    for event in events:
        if event.kind == "DocumentStart" and found is not None:
            raise Malformed(event.line, "second_document")
        if event.kind in ("StreamStart", "DocumentStart", "DocumentEnd", "StreamEnd"):
            continue
        found = node(event, events, 0)
    return found


def node(event: Event, events: Iterator[Event], depth: int) -> Node:
    if event.named:
        raise Malformed(event.line, "alias_or_tag")
    if depth > MAX_DEPTH:
        raise Malformed(event.line, "too_deep")
    match event.kind:
        case "Scalar":
            return scalar(event)
        case "SequenceStart":
            return Items(tuple(items(events, depth)), event.line)
        case _:
            return Pairs(tuple(pairs(events, depth)), event.line)


def scalar(event: Event) -> Scalar:
    nothing = not event.style and event.value in ("~", "null")
    return Scalar("" if nothing else event.value, event.line, event.end, event.style == "|", event.cut)


def items(events: Iterator[Event], depth: int) -> Iterator[Node]:
    for event in events:
        if event.kind == "SequenceEnd":
            return
        yield node(event, events, depth + 1)


def pairs(events: Iterator[Event], depth: int) -> Iterator[tuple[Scalar, Node]]:
    for event in events:
        if event.kind == "MappingEnd":
            return
        if event.kind != "Scalar":
            raise Malformed(event.line, "braces" if event.flow and event.kind == "MappingStart" else "key_not_text")
        key = node(event, events, depth + 1)
        assert isinstance(key, Scalar)  # noqa: S101 - for the type checker: the kind was tested above
        yield key, node(next(events), events, depth + 1)
