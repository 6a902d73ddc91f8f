"""Our own files, broken as a person breaks them: it is told where it is, and nothing changes in silence."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.catalogue import DECLARATIONS
from handlers.desk.policy_file import checked_desk
from handlers.fields.file import Reader
from handlers.hours.policy_file import checked_hours
from handlers.returns.policy_file import checked_policy
from handlers.scripts.check import Checked, checked
from handlers.scripts.problem import Problem
from handlers.surveys.policy_file import checked_surveys

ROOT = Path(__file__).parents[3]
SCRIPTS = ROOT / "scripts"
PATHS = sorted(SCRIPTS.glob("*/*.yaml"))
NEAR = 2
"""Lines between a slip and where it is told."""

Slip = Callable[[str], str]
KEY = r"^(\s*(?:- )?[a-z_]+):(\s|$)"


def swap(pattern: str, by: str) -> Slip:
    return lambda line: re.sub(pattern, by, line, count=1)


SLIPS: Mapping[str, Slip] = {
    "indented with a tab": swap(r"^ +(?=\S)", "\t"),
    "one space too many": swap(r"^(?=\s*(?:- )?[a-z_]+:)", " "),
    "two spaces too few": swap(r"^  (?=\s*(?:- )?[a-z_]+:)", ""),
    "a full-width colon": swap(KEY, r"\1：\2"),
    "a full-width colon and no space": swap(KEY, r"\1："),
    "no space behind the colon": swap(r"^(\s*(?:- )?[a-z_]+): (?=\S)", r"\1:"),
    "no colon": swap(r"^(\s*(?:- )?[a-z_]+): (?=\S)", r"\1 "),
    "a typographic dash": swap(r"^(\s*)- ", r"\1– "),
    "no space behind the dash": swap(r"^(\s*)- ", r"\1-"),
    "a full-width space": swap(r"^ +(?=(?:- )?[a-z_]+:)", "\u3000"),
    "a quotation mark less at the end": swap(r"^([^\"]*\"[^\"]*)\"$", r"\1"),
    "a quotation mark less at the beginning": swap(r"^([^\"]*)\"(\{\{[^\"]*\")$", r"\1\2"),
    "a brace less in front": swap(r"\{\{ (\w+) \}\}", r"{ \1 }}"),
    "a brace less behind": swap(r"\{\{ (\w+) \}\}", r"{{ \1 }"),
    "one brace instead of two": swap(r"\{\{ (\w+) \}\}", r"{\1}"),
    "no braces in front": swap(r"\{\{ (\w+) \}\}", r"\1 }}"),
    "no braces behind": swap(r"\{\{ (\w+) \}\}", r"{{ \1"),
    "a space between the braces": swap(r"\{\{ (\w+) \}\}", r"{ { \1 } }"),
    "full-width braces": swap(r"\{\{ (\w+) \}\}", r"｛｛ \1 ｝｝"),
    "a blank with another name": swap(r"\{\{ (\w+) \}\}", r"{{ \1number }}"),
    "a blank in Chinese": swap(r"\{\{ (\w+) \}\}", "{{ 订单号 }}"),
    "an if that does not end": swap(r"\{% endif %\}", ""),
    "half of an if's sign": swap(r"%\}", "}"),
    "a bracket less": swap(r"^(triggers: \[[^\]]*)\]$", r"\1"),
    "a goto to nowhere": swap(r"(goto: \w+)", r"\1_of_ours"),
    "a key with a typing mistake": swap(r"^(handler|triggers|lines|buttons):", r"\1x:"),
    "words in front": swap(r"^(?=[a-z]+:)", "// changed\n"),
    "a merge": swap(r"^(?=\s*[a-z_]+:)", "<<<<<<< HEAD\n"),
    "an asterisk": swap(r"^(\s*[a-z_]+: )(?=[^\"'|\[{\s])", r"\1*"),
    "an at sign": swap(r"^(\s*[a-z_]+: )(?=[^\"'|\[{\s])", r"\1@"),
    "a percent sign": swap(r"^(\s*[a-z_]+: )(?=[^\"'|\[{\s])", r"\1%"),
    "words behind a bracket": swap(r"^(  [a-z_]+: )(?=[^\"'|\[{\s])", r"\1[1] "),
    "words behind a pipe": swap(r"^(  [a-z_]+: )(?=[^\"'|\[{\s])", r"\1| "),
    "a number sign": swap(r"^(  [a-z_]+: [^\"'|\[{#]+?)([^\"'|\[{#]+)$", r"\1 #1 \2"),
    "a backslash n": swap(r"^(  [a-z_]+: [^\"'|\[{#]+)$", r"\1\\n"),
    "a tag that does not end": swap(r"^(  [a-z_]+: )(?=[^\"'|\[{\s])", r"\1<b>"),
    "a comma at the end": swap(r"^(triggers: .*\])$", r"\1,"),
}


@cache
def as_it_is() -> Checked:
    return checked(SCRIPTS, DECLARATIONS)


@cache
def lines_of(path: Path) -> list[str]:
    return path.read_text("utf-8").split("\n")


def meaning(found: Checked, path: Path) -> object:
    for source in found.sources:
        if source.path == path:
            buttons = [(each.label.value, each.goto, each.url) for each in source.buttons]
            return source.handler.value, source.triggers, {k: v.value for k, v in source.lines.items()}, buttons
    return None


def is_told(problem: Problem, path: Path, number: int) -> bool:
    """Near by, or where the lines begin of which one is missing."""
    return problem.path == path and (abs(problem.line - number) <= NEAR or problem.code == "line_missing")


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS.keys())
@settings(max_examples=3, deadline=None)
@given(data=st.data())
def test_a_slip_in_a_script_is_told_near_by(slip: Slip, data: st.DataObject) -> None:
    path, at = data.draw(st.sampled_from(places_of(slip)))
    lines = spoilt(slip, lines_of(path), at)
    found = checked(SCRIPTS, DECLARATIONS, drafts={path: "\n".join(lines).encode()})
    told = [each for each in found.problems if is_told(each, path, at + 1) and each.severity == "error"]
    is_harmless = meaning(found, path) == meaning(as_it_is(), path)
    assert told or is_harmless, (path.name, at + 1, lines[at], [str(problem) for problem in found.problems])


@cache
def places_of(slip: Slip) -> list[tuple[Path, int]]:
    return [(path, at) for path in PATHS for at, line in enumerate(lines_of(path)) if hit(slip, line)]


def hit(slip: Slip, line: str) -> bool:
    return not line.lstrip().startswith("#") and slip(line) != line


def spoilt(slip: Slip, lines: list[str], at: int) -> list[str]:
    return [*lines[:at], slip(lines[at]), *lines[at + 1 :]]


# The rules of the shop: the samples, as an admin who used everything in them has them

READER = Reader(languages=("zh-CN", "zh-TW", "en"))
AN_EXAMPLE = re.compile(r"^# (?= *- | *[a-z_]+:(?: |$)| +(?:zh-CN|zh-TW|en):)", re.MULTILINE)
WORDS_OF_ONE = re.compile(r"^# (?= {4}\S)", re.MULTILINE)
"""Of an address, below its language."""
NOT_OURS = re.compile(r"^(?:  - \{days: \[daily\], hours: \[\"00:00.*| *calendar: .*)\n", re.MULTILINE)
"""What is there for as long as nothing else is said, and a file that is not beside it."""
RULES = ("desk", "hours", "returns", "surveys")


@cache
def rules_of(name: str) -> list[str]:
    used = AN_EXAMPLE.sub("", (ROOT / f"config/{name}.sample.yaml").read_text("utf-8"))
    return (
        (NOT_OURS if name == "hours" else WORDS_OF_ONE if name == "returns" else AN_EXAMPLE).sub("", used).split("\n")
    )


def problems_of(name: str, lines: list[str]) -> tuple[object, list[Problem]]:
    path, draft = Path(f"{name}.yaml"), "\n".join(lines).encode()
    match name:
        case "desk":
            desk = checked_desk(path, READER, draft=draft)
            return desk.rules, desk.problems
        case "hours":
            hours = checked_hours(path, READER, draft=draft)
            return hours.rules, hours.problems
        case "surveys":
            surveys = checked_surveys(path, READER, draft=draft)
            return surveys.rules, surveys.problems
    returns = checked_policy(path, READER.languages, draft=draft)
    return returns.rules, returns.problems


SLIPS_IN_RULES: Mapping[str, Slip] = {
    name: SLIPS[name]
    for name in (
        "indented with a tab",
        "one space too many",
        "a full-width colon",
        "a full-width colon and no space",
        "no space behind the colon",
        "no colon",
        "a typographic dash",
        "no space behind the dash",
        "a full-width space",
        "an asterisk",
        "an at sign",
    )
} | {
    "a full-width colon within braces": swap(r"(\{[a-z]+): ", r"\1："),
    "full-width brackets": swap(r": \[([^\]\"]*)\]", r": 【\1】"),
    "a bracket less": swap(r": \[([^\]]*)\]", r": [\1"),
    "no brackets": swap(r"^( *[a-z_]+: )\[([^\]\"]*, [^\]\"]*)\]", r"\1\2"),
    "quotation marks of a word processor": swap(r"\"([^\"]*)\"", r"“\1”"),
    "a key with a typing mistake": swap(r"^( *(?:- )?(?!monthly|after_[dr])[a-z]+_[a-z]+):", r"\1x:"),
    "a date as it is spoken": swap(r"20\d\d-\d\d-\d\d", "10月1日"),
    "a date that does not exist": swap(r"20\d\d-\d\d-\d\d", "2027-02-30"),
    "hours as they are spoken": swap(r"\"\d\d:\d\d-\d\d:\d\d\"", "9点到18点"),
    "a number in words": swap(r"^( *[a-z_]+: )\d+", r"\1十"),
    "a comma at the end": swap(r"([\]}])$", r"\1,"),
}


@pytest.mark.parametrize("slip", SLIPS_IN_RULES.values(), ids=SLIPS_IN_RULES.keys())
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_a_slip_in_the_rules_is_told_near_by(slip: Slip, data: st.DataObject) -> None:
    places = [(name, at) for name in RULES for at, line in enumerate(rules_of(name)) if hit(slip, line)]
    name, at = data.draw(st.sampled_from(places))
    lines = spoilt(slip, rules_of(name), at)
    rules, problems = problems_of(name, lines)
    told = [problem for problem in problems if abs(problem.line - at - 1) <= NEAR]
    is_harmless = not problems and rules == problems_of(name, rules_of(name))[0]
    assert told or is_harmless, (name, at + 1, lines[at], [str(problem) for problem in problems])


@pytest.mark.parametrize("name", RULES)
def test_the_rules_that_are_broken_here_have_nothing_wrong_with_them(name: str) -> None:
    assert problems_of(name, rules_of(name))[1] == []


def test_a_key_with_a_character_that_nobody_sees_is_not_said_to_be_another_one(tmp_path: Path) -> None:
    """As pasted from a web page: the guess would be the very key that the admin reads there."""
    path = tmp_path / "desk.yaml"
    found = checked_desk(path, Reader(languages=["en"], default_language="en"), draft="\u200bcapacity: 5\n".encode())
    assert [(problem.line, problem.code) for problem in found.problems] == [(1, "key_unseen")]


def test_a_line_that_slipped_out_below_a_longer_text_is_the_one_that_is_told(tmp_path: Path) -> None:
    words = (
        "handler: desk_help",
        "lines:",
        "  in_topic: |",
        "    Commands: /claim",
        "outside: Here",
        "  account: You",
        "",
    )
    found = checked(tmp_path, DECLARATIONS, drafts={tmp_path / "en/desk_help.yaml": "\n".join(words).encode()})
    assert [each.line for each in found.problems if each.code == "indentation"] == [5]
