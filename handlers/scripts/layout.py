"""Where the lines of a YAML file stand: which of them is out of place, when the parser stumbles over a later one."""

import re
from itertools import pairwise

ENTRY = re.compile(r" *(?:- |-$|['\"]?[^\s:#'\"][^:#'\"]*['\"]?\s*:(?:\s|$))")
NOTHING = re.compile(r"\s*(?:#|$)")
OPENS = re.compile(r".*:\s*(?:#.*)?$")
"""A key with nothing behind it: what belongs to it follows, further in."""
PIPE = re.compile(r".*:\s+[|>][-+0-9]*\s*(?:#.*)?$")
"""The same before a text of several lines."""
STEP = 2
"""So much further in than its key does an entry begin in our own files."""

Line = tuple[int, str]
"""With its number, 1 is the first."""


def stray(number: int, lines: list[str]) -> int | None:
    """Words above this line that are no entry, and belong to none: a comment that lost its #, a key its colon."""
    run: list[Line] = []
    for above, line in reversed(beside_texts(lines[: number - 1])):
        if ENTRY.match(line):
            run = [each for each in run if indent(each[1]) <= indent(line)]
            break
        run.append((above, line))
    return run[-1][0] if run else None


def left_of_pipe(number: int, lines: list[str]) -> int | None:
    """Words below a `|`, down to this line, that begin no further in than its key."""
    for (_, key), (below, line) in pairwise(written(lines[:number])):
        if PIPE.match(key) and indent(line) <= indent(key) and not ENTRY.match(line):
            return below
    return None


def out_of_place(number: int, lines: list[str]) -> int | None:
    """An entry above this line that stands further left, or right, than its neighbours."""
    above = [each for each in written(lines[: number - 1]) if ENTRY.match(each[1])]
    here = indent(lines[number - 1])
    if above and indent(above[0][1]) > here:
        return above[0][0]  # the first one of all is further in than a later one
    parents = [place for place, (_, line) in enumerate(above) if indent(line) < here]
    if not parents:
        return None
    place = parents[-1]
    before, suspect, row = above[max(place - 1, 0)], above[place], above[place + 1 :]
    if place and OPENS.match(before[1]) and indent(suspect[1]) - indent(before[1]) in (0, 1):
        # What the key before it opens should begin further in.
        return suspect[0] if row and indent(row[0][1]) > here else None
    if row and here - indent(suspect[1]) >= STEP:
        return row[0][0] if indent(row[0][1]) > here else None
    nearest = next((line for _, line in reversed(above[:place]) if indent(line) <= here), "")  # not words below a |
    slipped_out = not row and not OPENS.match(suspect[1]) and nearest != "" and indent(nearest) == here
    return suspect[0] if slipped_out else None


def beside_texts(lines: list[str]) -> list[Line]:
    """What is written, but for the texts below a `|`: their words may look like anything."""
    beside: list[Line] = []
    for number, line in written(lines):
        in_text = beside and PIPE.match(beside[-1][1]) and indent(line) > indent(beside[-1][1])
        if not in_text:
            beside.append((number, line))
    return beside


def written(lines: list[str]) -> list[Line]:
    """Neither blank nor comments."""
    return [(number, line) for number, line in enumerate(lines, 1) if not NOTHING.match(line)]


def indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
