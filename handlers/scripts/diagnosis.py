"""What an admin meant where YAML only knows that it did not understand, and the line that has to be changed."""

import re
from collections.abc import Iterator
from itertools import pairwise

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from handlers.scripts.layout import indent, left_of_pipe, out_of_place, stray, written

START = r"\s*(?:- +)?"
TAB = re.compile(r" *\t")
ODD_SPACE = re.compile(r" *(?:- +)?(?:[a-z_]+:)?[\u00a0\u2000-\u200b\u202f\u3000]")
MERGE_MARK = re.compile(r"(?:<{7}|\|{7}|={7}|>{7})(?: |$)")
FULL_WIDTH_KEY = re.compile(START + r"['\"]?([a-z_]+|[a-z]{2,3}-[A-Z][A-Za-z-]+)['\"]?\s*：")
ODD_DASH = re.compile(r" *(?:[–—－−•][ \u3000]*|-)['\"]?[a-z_]+['\"]?:(?:\s|$)")
ODD_ITEM = re.compile(r" *(?:[–—－−•]|-(?=[^\s-]))")
ITEM = re.compile(r" *- ")
BRACES = re.compile(START + r"(?:[^\s'\"|>#]+:\s+)?\{\{")
COLON_IN_TEXT = re.compile(START + r"[^\s:'\"]+:\s+[^'\"|>].*:(\s|$)")
NO_SPACE_AFTER_COLON = re.compile(START + r"[a-z_]+:[^\s]")
TEXT_AFTER_QUOTE = re.compile(r".*?:\s+(\"[^\"]*\"|'[^']*')\s*[^\s#,\]}]")
VALUE = re.compile(START + r"[^\s:'\"#]+:\s+(\S.*)")
NEVER_FIRST = re.compile(r"[,:?&!](?:\s|$)|(?:\[[^\]]*\]|\{[^{}]*\})\s*[^\s,#\]}]")
"""What a text cannot begin with, though YAML takes it for the beginning of something else: `[a] b`."""
BESIDE_PIPE = re.compile(r"[|>][-+0-9]*\s+[^\s#]")
WIDE_IN_BRACKETS = re.compile(r"[\]}\"']\s*([，：])|[{,]\s*[A-Za-z_-]+\s*(：)")
"""Where YAML wants its own sign; elsewhere it may be one of the words."""
NARROW = {"，": ",", "：": ":"}
OPEN_QUOTE = re.compile(START + r"(?:[^\s:'\"#]+:\s+)?(?:\"(?:[^\"\\]|\\.)*|'(?:[^']|'')*)")
NEXT_ENTRY = re.compile(r"\s*(?:- |[^\s:]+:(?:\s|$)|#|$)")
OPENED = ("unclosed_quote", "open_bracket")
"""Told where it was opened, not where the parser missed its end."""
MISPLACED = ("indentation", "yaml", "space_after_colon")
"""Often said of a line because of another one above it."""

Finding = tuple[int, str, dict[str, str]]


def diagnosis(error: YAMLError, lines: list[str]) -> list[Finding]:
    """What is usually meant by the parser's complaint, seen from the lines around it."""
    return list(by_sight(lines)) or [at_the_mark(error, lines)]


def by_sight(lines: list[str]) -> Iterator[Finding]:
    """Mistakes that can be told without the parser, which often blames a later line for them."""
    for number, line in enumerate(lines, 1):
        if TAB.match(line):
            yield number, "tab", {}
        elif ODD_SPACE.match(line):
            yield number, "odd_space", {}
        elif MERGE_MARK.match(line):
            yield number, "merge_mark", {}
        elif match := FULL_WIDTH_KEY.match(line):
            yield number, "full_width_colon", {"key": match[1]}
        elif ODD_DASH.match(line) or (ODD_ITEM.match(line) and in_a_list(number, lines)):
            yield number, "odd_dash", {}


def in_a_list(number: int, lines: list[str]) -> bool:
    """A neighbour is an item, and begins as far in."""
    neighbours = (lines[at] for at in (number - 2, number) if 0 <= at < len(lines))
    return any(ITEM.match(line) and indent(line) == indent(lines[number - 1]) for line in neighbours)


def at_the_mark(error: YAMLError, lines: list[str]) -> Finding:
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return 1, "yaml", {"why": str(error).split("\n", 1)[0]}
    number = min(error.problem_mark.line + 1, len(lines))
    opened = min(error.context_mark.line + 1, len(lines)) if error.context_mark else number
    if quote := never_closed(lines[:number]):
        return quote, "unclosed_quote", {}
    if "mapping" in str(error.problem) and (above := no_space_above(number, lines)):
        return above, "space_after_colon", {}
    code, facts = understood(str(error.problem), str(error.context), lines[number - 1])
    if code in MISPLACED and (found := misplaced(number, lines)):
        return *found, {}
    return opened if code in OPENED else number, code, facts


def misplaced(number: int, lines: list[str]) -> tuple[int, str] | None:
    """The line, at this one or above it, because of which the parser takes this one to be out of place."""
    if words := left_of_pipe(number, lines):
        return words, "text_left_of_pipe"
    if above := stray(number, lines):
        return above, "stray_line"
    if above := out_of_place(number, lines):
        return above, "indentation"
    return None


def understood(problem: str, context: str, line: str) -> tuple[str, dict[str, str]]:
    if "end of stream" in problem and "quoted scalar" in context:
        return "unclosed_quote", {}
    if BRACES.match(line):
        return "braces", {}
    if found := wide_in_brackets(context, line) or badly_begun(line):
        return found
    if "parsing a flow" in context:
        return "open_bracket", {}
    if "cannot start any token" in problem:
        return first_character(problem)
    if "sequence entries are not allowed" in problem:
        return "bad_first_character", {"character": "-"}
    if "mapping values are not allowed" in problem and COLON_IN_TEXT.match(line):
        return "colon_in_text", {}
    return syntax(problem, context, line)


def wide_in_brackets(context: str, line: str) -> tuple[str, dict[str, str]] | None:
    wide = WIDE_IN_BRACKETS.search(line) if "parsing a flow" in context else None
    if wide is None:
        return None
    sign = wide[1] or wide[2]
    return "full_width_sign", {"sign": sign, "meant": NARROW[sign]}


def badly_begun(line: str) -> tuple[str, dict[str, str]] | None:
    words = match[1] if (match := VALUE.match(line)) else ""
    if BESIDE_PIPE.match(words):
        return "text_beside_pipe", {"sign": words[0]}
    return ("bad_first_character", {"character": words[0]}) if NEVER_FIRST.match(words) else None


def never_closed(lines: list[str]) -> int | None:
    """The line of the first quotation mark that swallows the next entry. The parser finds another one far below, and
    blames what comes after that.
    """
    for number, (line, after) in enumerate(pairwise(lines), 1):
        if OPEN_QUOTE.fullmatch(line) and NEXT_ENTRY.match(after):
            return number
    return None


def no_space_above(number: int, lines: list[str]) -> int | None:
    """`label:words` is a text to YAML, which stumbles over the entry that comes next, as far in."""
    above = written(lines[: number - 1])
    if not above or not NO_SPACE_AFTER_COLON.match(above[-1][1]):
        return None
    return above[-1][0] if begins_at(above[-1][1]) == begins_at(lines[number - 1]) else None


def begins_at(line: str) -> int:
    """How far in its key stands: behind the dash, where there is one."""
    return match.end() if (match := re.match(START, line)) else 0


def first_character(problem: str) -> tuple[str, dict[str, str]]:
    quoted = re.search(r"'(.+?)'", problem)
    character = quoted[1] if quoted else "?"
    return ("tab_inside", {}) if character == "\\t" else ("bad_first_character", {"character": character})


def syntax(problem: str, context: str, line: str) -> tuple[str, dict[str, str]]:
    if "unknown escape" in problem:
        return "backslash", {}
    if "','" in problem:
        return "comma_too_many", {}
    if TEXT_AFTER_QUOTE.match(line):
        return "text_after_quote", {}
    if NO_SPACE_AFTER_COLON.match(line):
        return "space_after_colon", {}
    if "mapping values" in problem or "block" in problem or "block" in context or "':'" in problem:
        return "indentation", {}
    return "yaml", {"why": problem}
