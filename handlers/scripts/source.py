"""A script as the admin wrote it: four keys, types checked, every word with its line."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from handlers.scripts.nodes import Items, Node, Pairs, Scalar
from handlers.scripts.problem import Complaints
from storage.records import record

KEYS = ("handler", "triggers", "lines", "buttons")
BUTTON_KEYS = ("label", "goto", "url")
FULL_WIDTH_COLON = re.compile(r"([A-Za-z][\w-]*)\s*：", re.ASCII)


@record(frozen=True, slots=True)
class SourceButton:
    label: Scalar
    goto: Scalar | None
    url: Scalar | None
    position: int
    """0 is the first, as in `buttons.0`."""


@record(frozen=True, slots=True)
class Source:
    path: Path
    language: str
    id: str
    handler: Scalar
    triggers: tuple[tuple[int, Scalar], ...]
    """With their positions, as in `triggers.0`."""
    lines: Mapping[str, Scalar]
    lines_at: int
    """The line of the key `lines`."""
    names_at: Mapping[str, int]
    buttons: tuple[SourceButton, ...]


def guess(word: str, words: Iterable[str]) -> str:
    """The word most likely meant; "" when none is near."""
    spelled = {each.casefold(): each for each in words}
    return next((spelled[near] for near in get_close_matches(word.casefold(), sorted(spelled), 1, 0.6)), "")


def source(path: Path, language: str, root: Node, complaints: Complaints) -> Source | None:
    """None when the file is no mapping with lines; other mistakes leave their key out and are complained of."""
    if not isinstance(root, Pairs):
        shape_complaint(root, "", complaints)
        return None
    keys = keyed(root, "", KEYS, complaints)
    handler = keys.get("handler", (None, Scalar("say", 1)))[1]
    lines_key, lines = keys.get("lines", (None, None))
    if lines_key is None or lines is None:
        complaints.error(root.line, "", "no_lines")
        return None
    said = pairs(lines, "lines", complaints)
    return Source(
        path=path,
        language=language,
        id=path.stem,
        handler=text(handler, "handler", complaints) or Scalar("", handler.line),
        triggers=tuple(triggers(keys, complaints)),
        lines=dict(texts(said, complaints)),
        lines_at=lines_key.line,
        names_at={name: key.line for name, (key, _) in said.items()},
        buttons=tuple(buttons(keys, complaints)),
    )


Keyed = dict[str, tuple[Scalar, Node]]


def keyed(node: Pairs, where: str, allowed: tuple[str, ...], complaints: Complaints) -> Keyed:
    """The pairs by key; unknown keys are left out."""
    known = unique(node, where, complaints)
    for name in list(known):
        if name not in allowed:
            line = known.pop(name)[0].line
            if not name.isprintable():
                complaints.error(line, where, "key_unseen")
                continue
            near = guess(name, allowed)
            complaints.error(line, where, "unknown_key", key=name, allowed=", ".join(allowed), guess=near)
    return known


def unique(node: Pairs, where: str, complaints: Complaints) -> Keyed:
    found: Keyed = {}
    for key, value in node.pairs:
        if welded := FULL_WIDTH_COLON.match(key.value):  # as in {id：slow, name: Slow}
            complaints.error(key.line, where, "full_width_colon", key=welded[1])
        elif key.value in found:
            complaints.error(key.line, where, "duplicate_key", key=key.value, first=str(found[key.value][0].line))
        else:
            found[key.value] = (key, value)
    return found


def pairs(node: Node, where: str, complaints: Complaints) -> Keyed:
    if isinstance(node, Pairs):
        return unique(node, where, complaints)
    shape_complaint(node, where, complaints)
    return {}


def shape_complaint(node: Node, where: str, complaints: Complaints) -> None:
    """`text：您好` and `text:您好` are words to YAML: say what is wrong with the colon."""
    words = node.value if isinstance(node, Scalar) else ""
    name = words.partition("：")[0].strip()
    if "：" in words and name.isidentifier() and name.isascii():
        complaints.error(node.line, where, "full_width_colon", key=name)
    elif words.partition(":")[1] and words.partition(":")[0].strip().isidentifier():
        complaints.error(node.line, where, "space_after_colon")
    else:
        complaints.error(node.line, where, "not_a_mapping")


def text(node: Node, where: str, complaints: Complaints) -> Scalar | None:
    if isinstance(node, Scalar):
        return node
    complaints.error(node.line, where, "braces" if in_braces(node) else "not_text")
    return None


def in_braces(node: Node) -> bool:
    """`{number}` without quotation marks is a mapping to YAML: one key, no value."""
    return isinstance(node, Pairs) and all(isinstance(value, Scalar) and not value.value for _, value in node.pairs)


def texts(said: Keyed, complaints: Complaints) -> Iterator[tuple[str, Scalar]]:
    for name, (_, node) in said.items():
        words = text(node, f"lines.{name}", complaints)
        if words is not None:
            yield name, words


def listed(keys: Keyed, name: str, complaints: Complaints) -> tuple[Node, ...]:
    if name not in keys:
        return ()
    node = keys[name][1]
    if isinstance(node, Items):
        return node.values
    if not (isinstance(node, Scalar) and not node.value):  # `buttons:` with nothing after it is an empty list
        complaints.error(node.line, name, "not_a_list")
    return ()


def triggers(keys: Keyed, complaints: Complaints) -> Iterator[tuple[int, Scalar]]:
    for position, node in enumerate(listed(keys, "triggers", complaints)):
        words = text(node, f"triggers.{position}", complaints)
        if words is not None:
            yield position, words


def buttons(keys: Keyed, complaints: Complaints) -> Iterator[SourceButton]:
    for position, node in enumerate(listed(keys, "buttons", complaints)):
        where = f"buttons.{position}"
        if not isinstance(node, Pairs):
            shape_complaint(node, where, complaints)
            continue
        found = keyed(node, where, BUTTON_KEYS, complaints)
        words = {name: text(value, f"{where}.{name}", complaints) for name, (_, value) in found.items()}
        label, goto, url = (words.get(name) for name in BUTTON_KEYS)
        if None in words.values():
            continue
        if goto is not None and url is None and not goto.value.strip():
            complaints.error(goto.line, where, "button_keys")
        elif label is None or (goto is None and url is None):
            complaints.error(node.line, where, "button_keys")
        elif goto is not None and url is not None:
            complaints.error(url.line, where, "button_both")
        else:
            yield SourceButton(label, goto, url, position)
