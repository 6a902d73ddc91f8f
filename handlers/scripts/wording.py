"""The lines of one script against what its handler declares."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from jinja2 import nodes

from handlers.scripts import markup, templates
from handlers.scripts.declaration import Declaration
from handlers.scripts.matching import SEPARATED
from handlers.scripts.nodes import Scalar
from handlers.scripts.ours import LANGUAGES
from handlers.scripts.problem import Complaints
from handlers.scripts.source import Source, guess

WELL_BRACED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
SINGLE_BRACES = re.compile(r"\{[\s{]*([A-Za-z_]\w*)[\s}]*\}")
LEFT_OVER = re.compile(r"\}\s*\}|\{\s*[{%]|%\s*\}|\0[}]|[{]\0")
"""Where \0 stands for what is well written."""
FULL_WIDTH_BRACES = re.compile(r"[｛｝]")
BACKSLASH_N = re.compile(r"\\n")
BEYOND_WORDS = re.compile("[{}<&｛｝\r]")
"""Without any of these, a line can have nothing wrong with it but its length."""
SURELY_WORDS = re.compile(r"#(?:\d|\{|[^\s#]+#)")
"""A number, a blank or a #topic#: nobody begins a comment so."""
FREE_NAME = re.compile(r"(?!.*button$)[a-z][a-z0-9_]{0,39}")
"""Of a line that an admin names: short enough to stand behind a button, and no label by its name."""


def check_lines(source: Source, declaration: Declaration, limits: Mapping[str, int], complaints: Complaints) -> None:
    for name in sorted(declaration.lines.keys() - declaration.may_be_empty - source.names_at.keys()):
        code = "line_missing" if source.language in LANGUAGES else "line_untranslated"
        complaints.error(source.lines_at, "lines", code, line=name)
    for name, words in source.lines.items():
        blanks = declaration.blanks(name)
        if name in declaration.retired:
            complaints.warn(source.names_at[name], "lines", "line_retired", line=name)
        elif blanks is None:
            unknown_line(source, name, declaration, complaints)
        elif name not in declaration.lines and not FREE_NAME.fullmatch(name):
            complaints.flaw(source.names_at[name], "lines", "line_name", line=name)
        elif words.value.strip():
            check_line(name, words, declaration.handler, blanks, limits, complaints)
            check_order(name, words, declaration, complaints)
        elif name not in declaration.may_be_empty:
            complaints.error(words.line, f"lines.{name}", "line_empty")


def check_order(name: str, words: Scalar, declaration: Declaration, complaints: Complaints) -> None:
    """One too few, and all that follow are taken for their neighbours."""
    count, needed = len(SEPARATED.split(words.value.strip())), declaration.in_order.get(name)
    if needed not in (None, count):
        complaints.error(words.line, f"lines.{name}", "line_count", count=str(count), needed=str(needed))


def unknown_line(source: Source, name: str, declaration: Declaration, complaints: Complaints) -> None:
    facts = {"line": name, "handler": declaration.handler, "allowed": ", ".join(sorted(declaration.lines))}
    near = guess(name, declaration.lines.keys() - source.names_at.keys())
    complaints.flaw(source.names_at[name], "lines", "line_unknown", guess=near, **facts)


def check_line(
    name: str, words: Scalar, handler: str, blanks: frozenset[str], limits: Mapping[str, int], complaints: Complaints
) -> None:
    where = f"lines.{name}"
    try:
        faults = faults_of(words.value, handler, blanks)
    except templates.Unparsable as error:
        line, code, facts = (1, "cut", {}) if words.cut else error.fault
        complaints.error(at(words, line), where, code, **facts)
        return
    check_cut(words, where, complaints)
    check_escapes(words, where, complaints)
    for line, code, facts in faults:  # none is for looks: a blank is empty, or both halves of an {% if %} are said
        complaints.error(at(words, line), where, code, **facts)
    if not faults:
        check_length(name, words, limits, complaints)


def check_cut(words: Scalar, where: str, complaints: Complaints) -> None:
    if SURELY_WORDS.match(words.cut):
        complaints.error(words.line, where, "cut")
    elif words.cut:
        complaints.warn(words.line, where, "cut")


def check_escapes(words: Scalar, where: str, complaints: Complaints) -> None:
    """`\\n` begins a new line between "..." only; elsewhere the customer would read it."""
    found = None if words.style == '"' else BACKSLASH_N.search(words.value)
    if found:
        complaints.flaw(at(words, words.value.count("\n", 0, found.start()) + 1), where, "backslash_n")


@lru_cache(maxsize=8192)
def faults_of(words: str, handler: str, blanks: frozenset[str]) -> tuple[templates.Fault, ...]:
    """Raises templates.Unparsable.

    Remembered: an admin's editor has everything checked at every pause in typing.
    """
    if not BEYOND_WORDS.search(words):
        return ()
    tree = templates.parse(words)
    return *template_faults(tree, handler, blanks), *braces(words, blanks), *markup.faults(tree)


@lru_cache(maxsize=8192)
def visible(words: str) -> str:
    if not BEYOND_WORDS.search(words):
        return words.strip()
    return markup.visible(templates.parse(words))


def at(words: Scalar, line: int) -> int:
    """The file's line of a template's line: exact after `|`, elsewhere where the words begin."""
    return min(words.line + line, max(words.end, words.line)) if words.literal else words.line


def template_faults(tree: nodes.Template, handler: str, blanks: frozenset[str]) -> Iterator[templates.Fault]:
    seen = list(templates.allowed(tree))
    if sum(isinstance(found, nodes.If) for found in seen) > templates.MAX_IFS:
        yield 1, "template_too_long", {"limit": str(templates.MAX_IFS)}
    for found in seen:
        if isinstance(found, tuple):
            yield found
        elif isinstance(found, nodes.Name) and found.name not in blanks:
            yield unknown_blank(found, handler, blanks)


def unknown_blank(blank: nodes.Name, handler: str, blanks: frozenset[str]) -> templates.Fault:
    facts = {"blank": blank.name, "handler": handler, "guess": guess(blank.name, blanks)}
    facts["allowed"] = ", ".join(sorted(blanks))
    return blank.lineno, "blank_unknown" if blanks else "blank_none", facts


def braces(words: str, blanks: frozenset[str]) -> Iterator[templates.Fault]:
    """Those that are no blank to Jinja2, and would be shown."""
    if wide := FULL_WIDTH_BRACES.search(words):
        yield words.count("\n", 0, wide.start()) + 1, "blank_full_width", {}
        return
    rest = WELL_BRACED.sub(lambda found: "\0" + "\n" * found[0].count("\n"), words)
    for number, line in enumerate(rest.split("\n"), 1):
        meant = [blank for blank in SINGLE_BRACES.findall(line) if blank in blanks or guess(blank, blanks)]
        for blank in meant:
            yield number, "blank_single", {"blank": blank, "meant": blank if blank in blanks else guess(blank, blanks)}
        if not meant and LEFT_OVER.search(line):
            yield number, "braces_left", {}


def check_length(name: str, words: Scalar, limits: Mapping[str, int], complaints: Complaints) -> None:
    text = visible(words.value)
    if label(name):
        if "<" in words.value:
            complaints.flaw(words.line, f"lines.{name}", "label_line")
        if len(text) > limits["label"]:
            complaints.error(words.line, f"lines.{name}", "label_long", limit=str(limits["label"]))
    elif len(text.encode()) > limits["line"]:
        facts = {"bytes": str(len(text.encode())), "limit": str(limits["line"])}
        complaints.warn(words.line, f"lines.{name}", "line_too_long", **facts)


def label(name: str) -> bool:
    """A line that handlers show as a button's label, by its name."""
    return name == "button" or name.endswith("_button")
