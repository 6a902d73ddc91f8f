"""An admin writes what customers are promised, and reads every mistake at once."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.desk.around import Around
from handlers.desk.policy_file import checked_desk
from handlers.fields.file import Reader
from handlers.promises.policy import NO_PROMISES, For, PromisePolicy
from handlers.promises.reading import FOR_KEYS, KEYS, RULE_KEYS
from handlers.scripts.problem import usable
from storage.desk import Priority, Promised

LANGUAGES = ("zh-CN", "zh-TW", "en")
AROUND = Around(channels=("telegram", "slack", "wechat"), desk_channel="slack")
MINUTE = 60.0
HOUR = 3600.0


def told(text: str, language: str = "en") -> list[str]:
    reader = Reader(languages=LANGUAGES, default_language="zh-CN", language=language)
    found = checked_desk(Path("desk.yaml"), reader, AROUND, draft=text.encode())
    return [str(problem).removeprefix("desk.yaml:") for problem in found.problems]


def promises(text: str) -> PromisePolicy:
    reader = Reader(languages=LANGUAGES, default_language="zh-CN")
    found = checked_desk(Path("desk.yaml"), reader, AROUND, draft=text.encode())
    assert usable(found.problems), [str(problem) for problem in found.problems]
    return found.rules.promises


def test_a_file_that_says_nothing_promises_nothing() -> None:
    assert promises("capacity: 3\n") == NO_PROMISES
    assert NO_PROMISES.rules == ()


def test_rules_say_whom_they_are_for_and_what_within_which_time() -> None:
    found = promises(
        "teams: {aftersales: }\n"
        "promises:\n"
        "  remind: [50, 100]\n"
        "  repeat_minutes: 0\n"
        "  rules:\n"
        "    - when: {teams: aftersales, tiers: [vip], priorities: [urgent, high], channels: [wechat], tags: [批发]}\n"
        "      first_response: 3m\n"
        "    - {first_response: 10m, next_response: 1h30m, resolution: 2d}\n"
    )
    vip, everybody = found.rules
    assert vip.when == For(
        teams=frozenset({"aftersales"}),
        tiers=frozenset({"vip"}),
        priorities=frozenset({Priority.URGENT, Priority.HIGH}),
        channels=frozenset({"wechat"}),
        tags=frozenset({"批发"}),
    )
    assert vip.terms == {Promised.FIRST_RESPONSE: 3 * MINUTE}
    assert everybody.terms == {
        Promised.FIRST_RESPONSE: 10 * MINUTE,
        Promised.NEXT_RESPONSE: 90 * MINUTE,
        Promised.RESOLUTION: 48 * HOUR,
    }
    assert (found.remind, found.repeat_seconds, found.stages) == ((50, 100), 0.0, (50, 100))


def test_what_is_not_said_of_reminders_is_as_usual() -> None:
    found = promises("promises: {rules: [{first_response: 10m}]}\n")
    assert (found.remind, found.repeat_seconds) == ((60, 90, 100), 15 * MINUTE)
    assert promises("promises: {remind: [], rules: [{first_response: 10m}]}\n").stages == (100,)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("10m", 600),
        ("10 min", 600),
        ("1h", 3600),
        ("1h 30m", 5400),
        ("２０分钟", 1200),
        ("3 小時", 10800),
        ("1天", 86400),
    ],
)
def test_times_may_be_written_as_people_do(written: str, seconds: float) -> None:
    found = promises(f"promises: {{rules: [{{resolution: '{written}'}}]}}\n")
    assert found.rules[0].terms == {Promised.RESOLUTION: seconds}


@pytest.mark.parametrize("written", ["10", "m", "0m", "30s", "-5m", "1.5h", "soon", "366d", "10m später"])
def test_what_is_no_time_is_told_with_an_example(written: str) -> None:
    assert told(f"promises:\n  rules:\n    - resolution: '{written}'\n") == [
        f"3: promises.rules.0.resolution: '{written}' is no time; "
        "write it like 10m, 4h or 2d: minutes, hours or days of opening hours"
    ]


MISTAKES = """\
teams: {sales: }
promises:
  remind: [60, 120]
  repeat: 5
  rules:
    - when: {teams: [sale], tiers: [gold], chanels: [wechat]}
      first_response: 10
    - when: {channels: [phone]}
"""


def test_every_mistake_is_told_with_its_line() -> None:
    assert told(MISTAKES) == [
        "3: promises.remind: '120' is not a whole number from 1 to 100; write one, in digits only",
        "4: promises: 'repeat' is not a key here; did you mean 'repeat_minutes'?",
        "6: promises.rules.0.when: 'chanels' is not a key here; did you mean 'channels'?",
        "6: promises.rules.0.when.teams: there is no team 'sale'; did you mean 'sales'?",
        "6: promises.rules.0.when.tiers: 'gold' is not possible here; possible are new, returning, vip",
        "7: promises.rules.0.first_response: '10' is no time; "
        "write it like 10m, 4h or 2d: minutes, hours or days of opening hours",
        "8: promises.rules.1: this promises nothing; say at least one of first_response, next_response, resolution",
        "8: promises.rules.1.when.channels: 'phone' is not possible here; possible are telegram, slack, wechat",
    ]
    chinese = told(MISTAKES, "zh-CN")
    assert (
        "7: promises.rules.0.first_response: “10”不是时长；请写成 10m、4h、2d 这样，即营业时间的分钟、小时、天"
        in chinese
    )
    assert len(told(MISTAKES, "zh-TW")) == len(chinese) == 8


def test_promises_without_rules_are_asked_for() -> None:
    assert told("promises:\n  remind: [60]\n") == ["2: promises: the key 'rules' is missing"]


def test_a_rule_below_one_that_is_for_everybody_is_never_reached() -> None:
    text = "promises:\n  rules:\n    - first_response: 10m\n    - {when: {tiers: [vip]}, first_response: 3m}\n"
    assert told(text) == [
        "4: promises.rules.1: this is never reached: line 3 fits whenever it would; move it up, or delete it"
    ]
    assert told(text.replace("- first", "- when: {tags: [vip]}\n      first")) == []


anything = st.recursive(
    st.sampled_from(["10m", "2d", "vip", "wechat", "urgent", "60", "", "ｘ", "1h1h"]),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(st.sampled_from([*KEYS, *RULE_KEYS, *FOR_KEYS, "x"]), below, max_size=4)
    ),
    max_leaves=20,
)
some_rules = st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(RULE_KEYS, anything)), max_size=3)


@settings(max_examples=150, deadline=None)
@given(anything | st.fixed_dictionaries({"rules": some_rules}, optional={"remind": anything}))
def test_whatever_is_saved_is_read_or_complained_of(written: object) -> None:
    reader = Reader(languages=LANGUAGES, default_language="zh-CN")
    text = json.dumps({"promises": written}, ensure_ascii=False).encode()
    found = checked_desk(Path("desk.yaml"), reader, AROUND, draft=text)
    assert all(problem.line >= 1 and problem.message for problem in found.problems)
    if usable(found.problems):
        assert all(rule.terms for rule in found.rules.promises.rules)


# The files that travel with the product

ROOT = Path(__file__).parents[3]
SAMPLE, SANDBOX = ROOT / "config/desk.sample.yaml", ROOT / "bots/sandbox/sample/desk.yaml"
AN_EXAMPLE = re.compile(r"^# (?= *- | *[a-z_]+:(?: |$)| +(?:zh-CN|zh-TW|en):)", re.MULTILINE)


def test_the_sample_promises_nothing_until_its_marks_are_taken_away() -> None:
    text = SAMPLE.read_text("utf-8")
    assert promises(text) == NO_PROMISES
    found = promises(AN_EXAMPLE.sub("", text))
    assert (found.remind, found.repeat_seconds) == (NO_PROMISES.remind, NO_PROMISES.repeat_seconds), "the defaults"
    assert [len(rule.terms) for rule in found.rules] == [3, 3]
    assert [rule.terms[Promised.FIRST_RESPONSE] for rule in found.rules] == [3 * MINUTE, 10 * MINUTE]


def test_the_sandbox_promises_something() -> None:
    assert promises(SANDBOX.read_text("utf-8")).rules


def test_capitals_make_no_other_word() -> None:
    assert told("promises: {rules: [{when: {tiers: [VIP]}, first_response: 10m}]}\n") == [
        "1: promises.rules.0.when.tiers: 'VIP' is not possible here; did you mean 'vip'?"
    ]
