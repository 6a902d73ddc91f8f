"""Is a template's text kefu markup (storage/content.py) whatever its blanks hold?"""

import html
import re
from collections.abc import Iterator

from jinja2 import nodes

from handlers.scripts.templates import Fault

BLANK, CHOICE = "\ue000", "\ue001"
"""Stand where a blank, or an `if`, will put its words: from the private use area, no keyboard writes them."""

TAGS = {"b", "i", "code", "a"}
PIECE = re.compile(r"<(?P<close>/?)(?P<tag>[A-Za-z][\w-]*)(?P<rest>[^<>]*)>|(?P<lone><)|&(?P<entity>#?\w+;)?")
HREF = re.compile(r'\s+href="(?P<url>[^"]*)"\s*')
URL = re.compile(rf"(https?://|{BLANK})[^\s{CHOICE}]*", re.IGNORECASE)
ENTITIES = {"lt;", "gt;", "amp;", "quot;", "#39;"}


class Flat:
    """The text of some nodes in a row, with the template line of every character."""

    def __init__(self) -> None:
        self.text = ""
        self.starts: list[tuple[int, int]] = []

    def add(self, text: str, line: int) -> None:
        self.starts.append((len(self.text), line))
        self.text += text

    def line(self, position: int) -> int:
        start, line = next(((s, n) for s, n in reversed(self.starts) if s <= position), (0, 1))
        return line + self.text.count("\n", start, position)


def faults(tree: nodes.Template) -> Iterator[Fault]:
    for run in runs(tree.body):
        yield from scanned(run)


def runs(body: list[nodes.Node]) -> Iterator[Flat]:
    """The text itself, then that of each branch: a tag opens and closes in the same branch."""
    flat = Flat()
    branches: list[list[nodes.Node]] = []
    for node in body:
        if isinstance(node, nodes.Output):
            for part in node.nodes:
                known = isinstance(part, nodes.TemplateData)
                flat.add(part.data if isinstance(part, nodes.TemplateData) and known else BLANK, part.lineno)
        elif isinstance(node, nodes.If):
            flat.add(CHOICE, node.lineno)
            branches += [node.body, node.else_, *(other.body for other in node.elif_)]
    yield flat
    for branch in branches:
        yield from runs(branch)


def scanned(flat: Flat) -> Iterator[Fault]:
    opened: list[tuple[str, int]] = []
    for piece in PIECE.finditer(flat.text):
        line = flat.line(piece.start())
        fault = entity(piece) if piece["tag"] is None else tag(piece, opened, line)
        if fault is not None:
            yield line, *fault
    for name, line in opened:
        yield line, "tag_unclosed", {"tag": name}


Finding = tuple[str, dict[str, str]]


def entity(piece: re.Match[str]) -> Finding | None:
    if piece["lone"]:
        return "bare_less_than", {}
    if piece["entity"] in ENTITIES:
        return None
    return "bare_ampersand", {}


def tag(piece: re.Match[str], opened: list[tuple[str, int]], line: int) -> Finding | None:
    name = piece["tag"]
    if name not in TAGS:
        return "tag_unknown", {"tag": name, "allowed": ", ".join(sorted(TAGS))}
    if piece["close"]:
        return closing(name, opened)
    nested = name in (other for other, _ in opened)
    opened.append((name, line))
    if nested:
        return "tag_nested", {"tag": name}
    if name == "a":
        return link(piece["rest"])
    return ("tag_attribute", {"tag": name}) if piece["rest"].strip() else None


def closing(name: str, opened: list[tuple[str, int]]) -> Finding | None:
    if opened and opened[-1][0] == name:
        opened.pop()
        return None
    if name in (other for other, _ in opened):
        inner = opened[-1][0]
        while opened and opened.pop()[0] != name:
            continue
        return "tag_crossed", {"tag": name, "inner": inner}
    return "tag_not_open", {"tag": name}


def link(rest: str) -> Finding | None:
    href = HREF.fullmatch(rest)
    if href is None:
        return "link_form", {}
    url = href["url"]
    if not URL.fullmatch(url):
        return "link_address", {"url": url.replace(BLANK, "{{ … }}").replace(CHOICE, "{% if … %}")}
    return None if all(found["entity"] in ENTITIES for found in re.finditer(PIECE, url)) else ("bare_ampersand", {})


def visible(tree: nodes.Template) -> str:
    """What the customer reads before any blank is filled; of an `if`, all branches."""
    text = "".join(flat.text for flat in runs(tree.body))
    words = PIECE.sub(lambda piece: "" if piece["tag"] else piece[0], text)
    return html.unescape(words.replace(BLANK, "").replace(CHOICE, "")).strip()
