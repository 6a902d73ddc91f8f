"""From YAML to nodes: libyaml reads what is well written, and ruamel judges the rest.

libyaml takes a twentieth of the time. ruamel is the stricter one and says better what is wrong, and it alone reads
YAML 1.2 where the two versions differ.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import yaml
from ruamel.yaml import YAML

from handlers.scripts.nodes import Items, Malformed, Node, Pairs, Scalar

MAX_DEPTH = 8
QUICK_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""PyYAML's wheels bring libyaml; PyYAML built where there is none reads the same, but slowly."""
READ_DIFFERENTLY = re.compile(r"[\t\r\x85\u2028\u2029\ufeff]|(?<!\S)[|>][-+0-9]*#|^\.\.\.", re.MULTILINE)
"""Tabs, what ends a line in YAML 1.1 alone, a comment too near, a document's end."""


@lru_cache(maxsize=1024)
def rooted(text: str) -> Node | None:
    """The root of the file's only document; None when it holds none. Raises Malformed or ruamel's YAMLError.

    Nodes never change, so a file that reads as before is not taken apart again when another one was saved.
    """
    return well_written(text) or Document(YAML(typ="safe", pure=True).parse(text), text).root()


def well_written(text: str) -> Pairs | None:
    """None for whatever is not: it may still be read, or it takes more to say what is wrong."""
    if READ_DIFFERENTLY.search(text):
        return None
    try:
        root = Document(yaml.parse(text, Loader=QUICK_LOADER), text).root()
    except (Malformed, yaml.YAMLError):
        return None
    return root if isinstance(root, Pairs) else None


class Document:
    """Made of the events of either parser. They have the same names, and carry no types."""

    def __init__(self, events: Iterable[Any], text: str) -> None:
        self._events: Iterator[Any] = iter(events)
        self._lines = text.removesuffix("\n").split("\n")
        self._last = len(self._lines)

    def root(self) -> Node | None:
        found: Node | None = None
        for event in self._events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent" and found is not None:
                raise Malformed(self._line(event.start_mark), "second_document")
            if kind not in ("StreamStartEvent", "DocumentStartEvent", "DocumentEndEvent", "StreamEndEvent"):
                found = self._node(event, kind, 0)
        return found

    def _node(self, event: Any, kind: str, depth: int) -> Node:
        line = self._line(event.start_mark)
        if kind == "AliasEvent" or event.anchor is not None or event.tag not in (None, "!"):
            raise Malformed(line, "alias_or_tag")
        if depth > MAX_DEPTH:
            raise Malformed(line, "too_deep")
        if kind == "ScalarEvent":
            return self._scalar(event, line)
        if kind == "SequenceStartEvent":
            return Items(tuple(self._items(depth + 1)), line)
        return Pairs(tuple(self._pairs(depth + 1)), line)

    def _scalar(self, event: Any, line: int) -> Scalar:
        value, style, end = event.value, event.style or "", event.end_mark
        if style == "" and value in ("", "~", "null"):
            return Scalar("", line, line)
        return Scalar(value, line, self._line(end), style, self._comment_behind(end) if style == "" else "")

    def _items(self, depth: int) -> Iterator[Node]:
        for event in self._events:
            kind = type(event).__name__
            if kind == "SequenceEndEvent":
                return
            yield self._node(event, kind, depth)

    def _pairs(self, depth: int) -> Iterator[tuple[Scalar, Node]]:
        for event in self._events:
            kind = type(event).__name__
            if kind == "MappingEndEvent":
                return
            if kind != "ScalarEvent":
                braces = kind == "MappingStartEvent" and event.flow_style
                raise Malformed(self._line(event.start_mark), "braces" if braces else "key_not_text")
            key = self._node(event, kind, depth)
            assert isinstance(key, Scalar)  # noqa: S101 - for the type checker: the kind was tested above
            following = next(self._events)
            value = self._node(following, type(following).__name__, depth)
            yield key, nothing_at(key) if isinstance(value, Scalar) and not value.value else value

    def _line(self, mark: Any) -> int:
        return min(int(mark.line) + 1, self._last)

    def _comment_behind(self, mark: Any) -> str:
        if mark.line >= self._last:
            return ""
        line = self._lines[mark.line]
        behind = line[mark.column :].strip()
        return behind if behind.startswith("#") and line[: mark.column].strip() else ""


def nothing_at(key: Scalar) -> Scalar:
    """To ruamel, a value that was left out stands where the next word does."""
    return Scalar("", key.line, key.line)
