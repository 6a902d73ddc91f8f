"""Slips in kefu.yaml that can be told by sight, where YAML blames another line or says it in words of its own."""

import re
from collections.abc import Iterator

from ruamel.yaml.error import MarkedYAMLError

FULL_WIDTH = "the colon after '{}' is full-width (：); write : and a space"
UNCLOSED = "a quotation mark opened here is never closed"
UNSEEN = "an invisible character stands in this key; delete the line, and type it again"
WRAPPED = re.compile("[“”][^“”]*[“”]|[‘’][^‘’]*[‘’]|＂[^＂]*＂|＇[^＇]*＇")
SLIPS = (
    (re.compile(r" *\t"), "this line is indented with a tab; use spaces"),
    (re.compile(r"\s*[a-z_]+:\t"), "a tab stands behind the colon; use a space"),
    (re.compile(r" *[\u00a0\u2000-\u200b\u202f\u3000]"), "a full-width or no-break space is in front; type spaces"),
    (re.compile(r"\s*([a-z_]+)\s*："), FULL_WIDTH),
    (re.compile(r"\s*([a-z_]+):(?=[^\s:/]+$)"), "a space is missing after the colon of '{}'"),
    (re.compile(r"[^#]*[“”＂]"), "a quotation mark is not \" or '"),
    (re.compile(r"\s*[a-z_]+:\s+(?:\"[^\"]*|'[^']*)$"), UNCLOSED),
    (re.compile(r"(?:<{7}|={7}|>{7})(?: |$)"), "a merge of git is not finished here; keep one version"),
)


def by_sight(text: str) -> Iterator[tuple[int, str]]:
    """The lines that look wrong, and why; no more of them than the name of a key, as others may hold a secret."""
    for number, line in enumerate(text.splitlines(), 1):
        for slip, said in SLIPS:
            if found := slip.match(line):
                yield number, said.format(*found.groups())
                break


MISPLACED = "the indentation does not fit, or a colon is missing, here or in the line above"
BEGINNING = "a value cannot begin with |, >, ? or a comma; put it in quotation marks"
SIGN = "a value cannot begin with &, * or !; put it in quotation marks"
SAID = (
    (re.compile(r"'(.)' that cannot start any token"), "a value cannot begin with {}; put it in quotation marks"),
    (re.compile(r"alias|anchor|alphabetic or numeric character"), SIGN),
    (re.compile(r"comment or a line break|mapping keys|node content"), BEGINNING),
    (re.compile(r"block (?:end|mapping)|mapping values|expected ':'|sequence entries"), MISPLACED),
)
"""What YAML says, and what is meant."""


def sentence(error: MarkedYAMLError) -> tuple[int, str]:
    """The line, and what is wrong in it. Without the mark's snippet: it may show a secret."""
    opened = error.context_mark.line + 1 if error.context_mark else 1
    if "quoted scalar" in str(error.context) and "end of stream" in str(error.problem):
        return opened, UNCLOSED
    if "parsing a flow" in str(error.context):
        return opened, "a bracket opened here is not closed, or a comma is missing"
    line = error.problem_mark.line + 1 if error.problem_mark else 1
    for what, said in SAID:
        if found := what.search(str(error.problem)):
            return line, said.format(*found.groups())
    return line, f"not YAML: {error.problem}"


def in_key(key: str) -> str:
    """What is wrong with a key that is none of ours; "" where nothing can be seen of it."""
    name, colon, _ = key.partition("：")
    if colon:  # as in `shop：{name: 小店}`
        return FULL_WIDTH.format(name.strip())
    return "" if key.isprintable() else UNSEEN
