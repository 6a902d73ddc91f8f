"""From a file's bytes to nodes with line numbers; whatever is wrong is said in plain words."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from handlers.scripts.nodes import Event, Malformed, Node, document
from handlers.scripts.problem import Complaints

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
TAB = re.compile(r" *\t")
FULL_WIDTH_KEY = re.compile(r"\s*(?:- +)?['\"]?([a-z_]+)['\"]?\s*：")
BRACES = re.compile(r"\s*(?:- +)?(?:[^\s'\"|>#]+:\s+)?\{\{")
COLON_IN_TEXT = re.compile(r"\s*(?:- +)?[^\s:'\"]+:\s+[^'\"|>].*:(\s|$)")


def read(path: Path, limit: int, complaints: Complaints, draft: bytes | None = None) -> Node | None:
    """None: nothing could be read, and the complaints say why. A `draft` is read in place of what is on disk."""
    body = bytes_of(path, limit, complaints) if draft is None else draft
    text = None if body is None else decoded(body, limit, complaints)
    return None if text is None else parsed(text, complaints)


def bytes_of(path: Path, limit: int, complaints: Complaints) -> bytes | None:
    """At most one more than the limit."""
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        complaints.error(1, "", "unreadable", why=error.strerror or type(error).__name__)
        return None


def decoded(body: bytes, limit: int, complaints: Complaints) -> str | None:
    if len(body) > limit:
        complaints.error(1, "", "file_too_long", limit=str(limit))
        return None
    try:
        return body.decode("utf-8-sig")  # Notepad begins a file with a byte order mark
    except UnicodeDecodeError as error:
        complaints.error(body[: error.start].count(b"\n") + 1, "", "not_utf8")
        return None


def parsed(text: str, complaints: Complaints) -> Node | None:
    text = text.replace("\r\n", "\n")
    if control := CONTROL.search(text):
        complaints.error(text.count("\n", 0, control.start()) + 1, "", "control_character")
        return None
    try:
        root = rooted(text)
    except Malformed as error:
        complaints.error(error.line, "", error.code, **error.facts)
    except YAMLError as error:
        for line, code, facts in diagnosis(error, text.split("\n")):
            complaints.error(line, "", code, **facts)
    except (ValueError, RecursionError) as error:  # ruamel on a nonsense number or a thousand brackets
        complaints.error(1, "", "yaml", why=type(error).__name__)
    else:
        if root is None:
            complaints.error(1, "", "empty_file")
        return root
    return None


@lru_cache(maxsize=256)
def rooted(text: str) -> Node | None:
    """Nodes never change, so a file that reads as before is not taken apart again when another one was saved."""
    return document(events(text))


def events(text: str) -> Iterator[Event]:
    lines = text.removesuffix("\n").split("\n")
    for event in YAML(typ="safe", pure=True).parse(text):
        yield seen(event, lines)


def seen(event: Any, lines: list[str]) -> Event:
    kind = type(event).__name__.removesuffix("Event")
    tag = getattr(event, "tag", None)
    style = getattr(event, "style", None) or ""
    return Event(
        kind=kind,
        line=min(event.start_mark.line + 1, len(lines)),
        end=min(event.end_mark.line + 1, len(lines)),
        value=getattr(event, "value", None) or "",
        style=style,
        flow=bool(getattr(event, "flow_style", False)),
        named=kind == "Alias" or getattr(event, "anchor", None) is not None or (tag not in (None, "!")),
        cut=kind == "Scalar" and not style and comment_follows(event.end_mark, lines),
    )


def comment_follows(mark: Any, lines: list[str]) -> bool:
    rest = lines[mark.line][mark.column :] if mark.line < len(lines) else ""
    return rest.lstrip().startswith("#") and bool(lines[mark.line][: mark.column].strip())


Finding = tuple[int, str, dict[str, str]]


def diagnosis(error: YAMLError, lines: list[str]) -> list[Finding]:
    """What is usually meant by the parser's complaint, seen from the lines around it."""
    return list(everywhere(lines)) or [at_the_mark(error, lines)]


def everywhere(lines: list[str]) -> Iterator[Finding]:
    """Mistakes that can be told by sight, and that the parser often blames on a later line."""
    for number, line in enumerate(lines, 1):
        if TAB.match(line):
            yield number, "tab", {}
        elif match := FULL_WIDTH_KEY.match(line):
            yield number, "full_width_colon", {"key": match[1]}


def at_the_mark(error: YAMLError, lines: list[str]) -> Finding:
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return 1, "yaml", {"why": str(error).split("\n", 1)[0]}
    number = min(error.problem_mark.line + 1, len(lines))
    line = lines[number - 1]
    problem = str(error.problem)
    opened = min(error.context_mark.line + 1, len(lines)) if error.context_mark else number
    if "end of stream" in problem and "quoted scalar" in str(error.context):
        return opened, "unclosed_quote", {}
    if BRACES.match(line):
        return number, "braces", {}
    if "flow sequence" in str(error.context) or "flow mapping" in str(error.context):
        return opened, "open_bracket", {}
    if "cannot start any token" in problem:
        return number, "bad_first_character", {"character": character(problem)}
    if "mapping values are not allowed" in problem and COLON_IN_TEXT.match(line):
        return number, "colon_in_text", {}
    return number, *syntax(problem, str(error.context), line)


def character(problem: str) -> str:
    quoted = re.search(r"'(.+?)'", problem)
    return quoted[1] if quoted else "?"


def syntax(problem: str, context: str, line: str) -> tuple[str, dict[str, str]]:
    if "unknown escape" in problem:
        return "backslash", {}
    if re.search(r":\s+(\"[^\"]*\"|'[^']*')\s*[^\s#]", line):
        return "text_after_quote", {}
    if re.search(r"^\s*(- )?[a-z_]+:[^\s]", line):
        return "space_after_colon", {}
    if "mapping values" in problem or "block" in problem or "block" in context or "':'" in problem:
        return "indentation", {}
    return "yaml", {"why": problem}
