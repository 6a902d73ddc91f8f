"""Slips in kefu.yaml that can be told by sight, where YAML blames another line or says it in words of its own."""

import re
from collections.abc import Iterator

from ruamel.yaml.error import MarkedYAMLError

from config.problems import Facts, named

WRAPPED = re.compile("[“”][^“”]*[“”]|[‘’][^‘’]*[‘’]|＂[^＂]*＂|＇[^＇]*＇")
SLIPS = (
    (re.compile(r" *\t"), "tab"),
    (re.compile(r"\s*[a-z_]+:\t"), "tab_after_colon"),
    (re.compile(r" *[\u00a0\u2000-\u200b\u202f\u3000]"), "odd_space"),
    (re.compile(r"\s*(?P<key>[a-z_]+)\s*："), "full_width_colon"),
    (re.compile(r"\s*(?P<key>[a-z_]+):(?=[^\s:/]+$)"), "space_after_colon"),
    (re.compile(r"\s*[a-z_]+:\s*(?:｛|[［【][ -~，、：］】]*$)"), "odd_bracket"),  # not of a name like 【官方】小店
    (re.compile(r"[^#]*[“”＂]"), "odd_quote"),
    (re.compile(r"\s*[a-z_]+:\s+(?:\"[^\"]*|'[^']*)$"), "unclosed_quote"),
    (re.compile(r"(?:<{7}|={7}|>{7})(?: |$)"), "merge_mark"),
)


def by_sight(text: str) -> Iterator[tuple[int, str, Facts]]:
    """The lines that look wrong, and why; no more of them than the name of a key, as others may hold a secret."""
    for number, line in enumerate(text.splitlines(), 1):
        for slip, code in SLIPS:
            if found := slip.match(line):
                yield number, code, found.groupdict()
                break


MEANT = (
    (re.compile(r"'(?P<character>.)' that cannot start any token"), "first_character"),
    (re.compile(r"alias|anchor|tag handle|alphabetic or numeric character"), "first_of_name"),
    (re.compile(r"comment or a line break|mapping keys|node content"), "first_of_block"),
    (re.compile(r"block (?:end|mapping)|mapping values|expected ':'|sequence entries"), "indentation"),
)
"""What YAML says, and what is meant."""


def meant(error: MarkedYAMLError) -> tuple[int, str, Facts]:
    """The line, and what is wrong in it. Without the mark's snippet: it may show a secret."""
    opened = error.context_mark.line + 1 if error.context_mark else 1
    if "quoted scalar" in str(error.context) and "end of stream" in str(error.problem):
        return opened, "unclosed_quote", {}
    if "parsing a flow" in str(error.context):
        return opened, "open_bracket", {}
    line = error.problem_mark.line + 1 if error.problem_mark else 1
    for what, code in MEANT:
        if found := what.search(str(error.problem)):
            return line, code, found.groupdict()
    return line, "yaml", {"why": str(error.problem)}


RUN_ON = re.compile(r"(?P<key>\w+)\s*(?P<colon>[:：])", re.ASCII)
"""As in `shop：{name: 小店}` and `{port:8000}`, where YAML takes all of the value, or its beginning, into the key."""


def in_key(key: str) -> tuple[str, Facts] | None:
    """What is wrong with a key that has a value in it, and its name; that value may be a secret."""
    found = RUN_ON.match(key)
    if found is None:
        return None
    return "space_after_colon" if found["colon"] == ":" else "full_width_colon", {"key": named(found["key"])}
