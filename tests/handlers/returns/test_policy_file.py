"""A shop writes its policy, and reads every mistake at once, where it is and what to do."""

import re
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from handlers.returns import reading
from handlers.returns.policy import CountedFrom, Explanation, Extension, Products, ReturnPolicy
from handlers.returns.policy_file import checked_policy
from handlers.returns.presets import preset
from handlers.scripts.problem import Broken, usable
from storage.returns import Decision, Resolution

LANGUAGES = ("zh-CN", "zh-TW", "en")
ROOT = Path(__file__).parents[3]
SAMPLE, SANDBOX = ROOT / "config/returns.sample.yaml", ROOT / "bots/sandbox/sample/returns.yaml"
AN_EXAMPLE = re.compile(r"^# (?= *- | *[a-z_]+:(?: |$)| +(?:zh-CN|zh-TW|en):| {4})", re.MULTILINE)


def told(text: str, languages: Sequence[str] = ("en",), default: str = "en", language: str = "en") -> list[str]:
    """What `kefu check` says of a policy with this in it (and an address)."""
    found = checked_policy(
        Path("returns.yaml"), languages, default_language=default, language=language, draft=text.encode()
    )
    return [
        str(problem).removeprefix("returns.yaml:") for problem in found.problems if "no_address" not in problem.code
    ]


def policy(text: str, languages: Sequence[str] = ("en",), default: str = "en") -> ReturnPolicy:
    found = checked_policy(Path("returns.yaml"), languages, default_language=default, draft=text.encode())
    assert usable(found.problems), [str(problem) for problem in found.problems]
    return found.rules


# What a shop writes


def test_the_sample_says_only_that_the_address_is_missing() -> None:
    found = checked_policy(SAMPLE, LANGUAGES)
    assert [problem.code for problem in found.problems] == ["policy_no_address"]
    assert found.rules == preset("cn-7day")


def test_every_example_of_the_sample_works_once_the_marks_are_taken_away() -> None:
    text = AN_EXAMPLE.sub("", SAMPLE.read_text("utf-8"))
    found = checked_policy(SAMPLE, LANGUAGES, draft=text.encode())
    assert [str(problem) for problem in found.problems] == []
    assert found.rules.address["en"].startswith("Returns, Example Shop, 1 Some Road")
    assert [rule.id for rule in found.rules.rules][:3] == ["too_often", "worn", "small"]
    assert [reason.id for reason in found.rules.reasons] == ["changed_mind", "broken"]
    assert found.rules.extensions[1].ordered_until == "2027-02-20"


def test_the_sandbox_s_policy_leaves_nothing_to_say() -> None:
    assert checked_policy(SANDBOX, LANGUAGES).problems == []


def test_the_example_of_the_readme_works_and_its_mistake_reads_as_shown() -> None:
    section = (ROOT / "README.md").read_text("utf-8").partition("## The policy for returns")[2]
    example = section.partition("```yaml\n")[2].partition("```")[0]
    assert policy(example, ("zh-CN", "en"), "zh-CN").rules[0].id == "small"
    [mistake] = told(example.replace("approve", "aprove"), ("zh-CN", "en"), "zh-CN")
    assert f"returns.yaml:{mistake}\n" in section


def test_a_name_of_a_preset_is_a_whole_policy() -> None:
    assert policy("preset: eu-14day\n") == preset("eu-14day")


FRENCH_REASONS = """
reasons:
  - {id: no_longer_wanted, label: {en: I changed my mind, fr: J'ai changé d'avis}, resolutions: [refund]}
"""
FRENCH_WINDOWS = """
windows:
  - {days: 14, because: {en: The fourteen days are over., fr: Les quatorze jours sont passés.}}
"""
FRENCH_EXPLANATIONS = """
explanations:
  not_shipped: {en: Not sent yet., fr: Pas encore expédié.}
  cancelled: {en: It was cancelled., fr: Elle a été annulée.}
  refunded: {en: It was refunded., fr: Elle a été remboursée.}
  window_over: {en: The time is over., fr: Le délai est passé.}
  final_sale: {en: It cannot be sent back., fr: Elle ne peut pas être retournée.}
"""


def test_it_is_told_which_words_of_a_preset_a_language_of_the_shops_own_lacks() -> None:
    lacks = "the preset has no words in fr; write your own here, or its readers will get those in en"
    assert told("preset: eu-14day\n", ("en", "fr")) == [
        f"1: explanations: {lacks}",
        f"1: reasons: {lacks}",
        f"1: windows: {lacks}",
    ]
    written = f"{FRENCH_REASONS}{FRENCH_EXPLANATIONS}"
    assert told(written, ("en", "fr")) == [f"2: windows: {lacks}"]
    assert told(f"{written}{FRENCH_WINDOWS}", ("en", "fr")) == []
    assert told("enabled: false\n", ("en", "fr")) == []


def test_a_shop_whose_first_language_no_preset_speaks_is_told_what_its_customers_get() -> None:
    assert told("preset: none\n", ("fr",), "fr")[0].endswith("its readers will get those in zh-CN")


def test_without_a_name_china_s_seven_days_are_meant() -> None:
    assert policy("refund_days: 3\n").windows == preset("cn-7day").windows


def test_the_shop_s_windows_and_rules_come_before_those_of_the_preset() -> None:
    found = policy(
        "windows:\n  - {tags: sale, days: 0}\n  - {skus: [TEA-1, TEA-2], days: 3, counted_from: shipped}\n"
        "rules:\n  - {id: small, decision: approve, amount_up_to: 99.50, currencies: CNY}\n"
    )
    ours, shipped, *presets = found.windows
    assert (ours.products, ours.days) == (Products(tags=frozenset({"sale"})), 0)
    assert (shipped.products.skus, shipped.counted_from) == (frozenset({"TEA-1", "TEA-2"}), CountedFrom.SHIPPED)
    assert tuple(presets) == preset("cn-7day").windows
    assert (found.rules[0].amount_up_to, found.rules[1:]) == (Decimal("99.50"), preset("cn-7day").rules)


def test_faults_may_be_shown_for_as_long_as_the_preset_gives_unless_the_shop_says_so() -> None:
    quality_days = [
        each.quality_days for each in policy("windows: [{tags: a, days: 0}, {tags: b, days: 99}]\n").windows
    ]
    assert quality_days[:2] == [15, 99]
    assert policy("windows: [{days: 3, quality_days: 9}]\n").windows[0].quality_days == 9


def test_the_shop_s_reasons_replace_those_of_the_preset_and_sub_reasons_inherit() -> None:
    found = policy(
        "reasons:\n"
        "  - id: broken\n    label: Broken\n    quality: yes\n    photos: 2\n    resolutions: [exchange, refund_only]\n"
        "    sub_reasons:\n      - {id: chipped, label: Chipped, photos: 1, resolutions: refund}\n"
        "      - {id: dead, label: Dead}\n"
    )
    assert [reason.id for reason in found.reasons] == ["broken"]
    chipped, dead = found.reason("chipped"), found.reason("dead")
    assert chipped is not None
    assert dead is not None
    assert (chipped.quality, chipped.postage, chipped.photos) == (True, "shop", 1)
    assert chipped.resolutions == (Resolution.REFUND,)
    assert (dead.photos, dead.resolutions) == (2, (Resolution.EXCHANGE, Resolution.REFUND_ONLY))
    assert [reason.id for reason in found.lineage("dead")] == ["broken", "dead"]


def test_more_days_for_a_tier_and_for_a_season() -> None:
    found = policy("extensions:\n  - {days: 7, tiers: vip}\n  - {days: 9, ordered_from: 2026-12-01}\n")
    assert found.extensions == (
        Extension(days=7, tiers=frozenset({"vip"})),
        Extension(days=9, ordered_from="2026-12-01"),
    )


def test_fewer_days_to_send_back_move_the_preset_s_reminders_too() -> None:
    assert policy("send_back_days: 14\n").remind_days == (7, 12)
    assert policy("send_back_days: 14\nremind_days: [10, 3]\n").remind_days == (3, 10)
    assert policy("remind_days: []\n").remind_days == ()
    assert policy("remind_days:\n").remind_days == (14, 25)


def test_words_without_a_language_are_the_shop_s_own() -> None:
    assert policy("address: 1 Some Road\n").address == {"en": "1 Some Road"}


def test_an_explanation_is_replaced_alone() -> None:
    found = policy("explanations: {cancelled: It was cancelled long ago.}\n")
    assert found.explanations[Explanation.CANCELLED] == {"en": "It was cancelled long ago."}
    assert found.explanations[Explanation.REFUNDED] == preset("cn-7day").explanations[Explanation.REFUNDED]


def test_a_shop_may_say_everything_itself() -> None:
    found = policy("preset: none\nwindows: [{days: 30}]\nrules: [{id: all, decision: approve}]\n")
    assert (len(found.windows), [rule.decision for rule in found.rules]) == (1, [Decision.APPROVE])


# What it reads when something is wrong


def test_all_mistakes_are_told_at_once_in_order() -> None:
    text = """\
preset: cn-7days
refund_days: soon
windows:
  - days: 7
    tag: [sale]
rules:
  - id: small
    decision: aprove
    amount_up_to: 12,50
"""
    assert told(text) == [
        "1: preset: 'cn-7days' is not possible here; did you mean 'cn-7day'?",
        "2: refund_days: 'soon' is not a whole number from 1 to 3650; write one, in digits only",
        "5: windows.0: 'tag' is not a key here; did you mean 'tags'?",
        "8: rules.0.decision: 'aprove' is not possible here; did you mean 'approve'?",
        "9: rules.0.amount_up_to: '12,50' is not an amount; write it like 200 or 199.50",
    ]


def test_signs_within_quotation_marks_belong_to_the_name() -> None:
    found = policy("windows: [{days: 3, tags: ['【sale】', '家电、数码', \"a, b\"]}]\n")
    assert found.windows[0].products.tags == {"【sale】", "家电、数码", "a, b"}


def test_the_same_in_chinese() -> None:
    assert told("preset: cn-7days\n", language="zh-CN") == ["1: preset: 这里不能写“cn-7days”；是不是想写“cn-7day”？"]
    assert told("windows: [{days: x}]\n", language="zh-TW") == [
        "1: windows.0.days: 「x」不是 0 到 3650 的整數；請寫這個範圍內的，只寫數字"
    ]


FILES = [
    ("", "1: the file is empty; `kefu init` in an empty folder writes one that works"),
    ("seven days\n", "1: must be `key: text`; write one key a line"),
    ("preset： cn-7day\n", "1: the colon after 'preset' is full-width (：); write `preset: `"),
    ("refund_days: 3\nrefund_days: 4\n", "2: 'refund_days' is already on line 1; keep one of them"),
    ("refund_day: 3\n", "1: 'refund_day' is not a key here; did you mean 'refund_days'?"),
    ("refund_days: [3]\n", "1: refund_days: must be text; write it on one line"),
    ("refund_days: 0\n", "1: refund_days: '0' is not a whole number from 1 to 3650; write one, in digits only"),
    ("enabled: maybe\n", "1: enabled: 'maybe' is neither true nor false; write true or false"),
    ("remind_days: [14, 28]\n", "1: remind_days: the reminder of day 28 comes too late; all is over after 28 days"),
    ("windows: 7\n", "1: windows: must be a list; write [one, two]"),
    ("windows: [7]\n", "1: windows.0: must be `key: text`; write one key a line"),
    ("explanations: {canceled: Gone.}\n", "1: explanations: 'canceled' is not a key here; did you mean 'cancelled'?"),
]
WINDOWS = [
    ("- tags: sale", "2: windows.0: the key 'days' is missing"),
    ("- days: -1", "2: windows.0.days: '-1' is not a whole number from 0 to 3650; write one, in digits only"),
    (
        "- {days: 9, quality_days: 3}",
        "2: windows.0.quality_days: fewer days than the 9 without a fault; write 9 or more",
    ),
    (
        "- {days: 9, counted_from: order}",
        "2: windows.0.counted_from: 'order' is not possible here; did you mean 'ordered'",
    ),
    (
        "- {days: 9, tags: 【sale】}",
        "2: windows.0.tags.0: '【sale】' is read as one name, signs and all; write [one, two]",
    ),
    ("- days: 9\n    tags: sale]", "3: windows.0.tags.0: 'sale]' is read as one name, signs and all; write [one, two]"),
    ("- {days: 9, tags: [“sale”]}", "2: windows.0.tags.0: '“sale”' is read as one name, signs and all; write [one"),
    ("- days: 9\n    tags: tea, cup", "3: windows.0.tags.0: 'tea, cup' is read as one name, signs and all; write [one"),
    ("- {days: 9, tags: [tea、cup]}", "2: windows.0.tags.0: 'tea、cup' is one entry: a full-width comma does not"),
    ("- {days: 9, tags: [a, '']}", "2: windows.0.tags.1: a word of the list is empty; write it, or delete the line"),
    (
        "- {days: 9}\n  - {days: 3, tags: tea}",
        "3: windows.1: this is never reached: line 2 fits whenever it would; move",
    ),
    (
        "- {days: 9, tags: [tea, cup], skus: X}\n  - {days: 3, tags: [TEA]}",
        "3: windows.1: this is never reached: line 2 fits whenever it would; move it up, or delete it",
    ),
]
EXTENSIONS = [
    ("- tiers: vip", "2: extensions.0: the key 'days' is missing"),
    (
        "- days: 9",
        "2: extensions.0.days: these days would be everybody's; name tiers or dates, or lengthen the windows",
    ),
    (
        "- {days: 9, ordered_from: 1.12.}",
        "2: extensions.0.ordered_from: '1.12.' is not a date; write it like 2026-11-01",
    ),
    (
        "- {days: 9, ordered_from: 2026-12-24, ordered_until: 2026-12-01}",
        "2: extensions.0.ordered_until: this is before ordered_from; exchange the two dates",
    ),
]
REASONS = [
    ("- label: Broken", "2: reasons.0: the key 'id' is missing"),
    ("- id: broken", "2: reasons.0: the key 'label' is missing"),
    ("- {id: Broken!, label: Broken}", "2: reasons.0.id: 'Broken!' cannot be an id; use at most 24 small letters a-z"),
    ("- {id: a, label: A}\n  - {id: a, label: B}", "3: reasons.1.id: 'a' is already the id on line 2; give each an id"),
    ("- {id: a, label: A}\n  - {id: b, label: a}", "3: reasons.1.label: 'a' is already the label on line 2; give each"),
    (
        "- {id: a, label: A, sub_reasons: [{id: a, label: B}]}",
        "2: reasons.0.sub_reasons.0.id: 'a' is already the id on line 2; give each an id of its own",
    ),
    (f"- {{id: a, label: {'long ' * 20}}}", "2: reasons.0.label.en: longer than 75 characters; shorten it"),
    ("- id: a\n    label: A #1", "3: reasons.0.label.en: what stands after # is not shown: YAML takes it for a"),
    ("- {id: a, label: 'A\\nB'}", "2: reasons.0.label.en: \\n will be shown as it is; put the text in"),
    ("- id: a\n    label:\n      en: #A", "4: reasons.0.label.en: the words in en, the default language, are missing"),
    ("- {id: a, label: '<b>A</b>'}", "2: reasons.0.label.en: blanks and tags are not filled here; write words only"),
    ("- {id: a, label: '{{ shop }}'}", "2: reasons.0.label.en: blanks and tags are not filled here; write words only"),
    (
        "- {id: a, label: A, postage: us}",
        "2: reasons.0.postage: 'us' is not possible here; possible are customer, shop",
    ),
    (
        "- {id: a, label: A, resolutions: [refnd]}",
        "2: reasons.0.resolutions: 'refnd' is not possible here; did you mean",
    ),
    (
        "- {id: a, label: A, resolutions: []}",
        "2: reasons.0.resolutions: nothing is offered; choose from refund, refund_",
    ),
    ("- {id: a, label: A, photos: 11}", "2: reasons.0.photos: 11 photos are asked for, 10 are the most; ask for fewer"),
]
RULES = [
    (
        "- {id: a, decision: review, currencies: [人民币]}",
        "2: rules.0.currencies: '人民币' is not a currency; write it",
    ),
    ("- decision: review", "2: rules.0: the key 'id' is missing"),
    ("- id: a", "2: rules.0: the key 'decision' is missing"),
    ("- {id: a, decision: decline}", "2: rules.0.decision: nobody is declined without being told why; add `because:`"),
    ("- {id: quality, decision: review}", "2: rules.0.id: the preset has a rule 'quality' already; give yours another"),
    (
        "- {id: a, decision: review, amount_over: 200, amount_up_to: 200.00}",
        "2: rules.0.amount_over: no amount is over 200 and up to 200.00; correct one of the two",
    ),
    (
        "- {id: a, decision: review, reasons: [sise]}",
        "2: rules.0.reasons: 'sise' is not the id of a reason; did you mean 'size'?",
    ),
    (
        "- {id: a, decision: review, reasons: [size], quality: true}",
        "2: rules.0.quality: none of the reasons has `quality: true`; delete this, or correct the reasons",
    ),
    (
        "- {id: a, decision: review, reasons: [size], resolutions: [refund, replacement]}",
        "2: rules.0.resolutions: no reason of this rule offers 'replacement'; they offer exchange, refund",
    ),
    (
        "- {id: a, decision: approve}\n  - {id: b, decision: review, amount_over: 500}",
        "3: rules.1: this is never reached: line 2 fits whenever it would; move it up, or delete it",
    ),
    (
        "- {id: a, decision: review, amount_over: 100}\n  - {id: b, decision: review, amount_over: 500, tiers: vip}",
        "3: rules.1: this is never reached: line 2 fits whenever it would; move it up, or delete it",
    ),
    (
        "- {id: a, decision: review, reasons: size}\n  - {id: b, decision: review, reasons: [too_small]}",
        "3: rules.1: this is never reached: line 2 fits whenever it would; move it up, or delete it",
    ),
    (
        "- {id: a, decision: review, quality: true}\n  - {id: b, decision: review, reasons: [damaged, flawed]}",
        "3: rules.1: this is never reached: line 2 fits whenever it would; move it up, or delete it",
    ),
]
LISTS = {"windows": WINDOWS, "extensions": EXTENSIONS, "reasons": REASONS, "rules": RULES}


@pytest.mark.parametrize(("text", "said"), FILES)
def test_mistakes_of_the_file(text: str, said: str) -> None:
    assert [problem for problem in told(text) if problem.startswith(said)], told(text)
    assert len(told(text)) == 1


@pytest.mark.parametrize(
    ("part", "text", "said"), [(part, text, said) for part, cases in LISTS.items() for text, said in cases]
)
def test_mistakes_of_a_part(part: str, text: str, said: str) -> None:
    problems = told(f"{part}:\n  {text}\n")
    assert len(problems) == 1
    assert problems[0].startswith(said)


@pytest.mark.parametrize(
    "rules",
    [
        "- {id: a, decision: approve, tags: tea}\n  - {id: b, decision: review, tags: tea}",
        "- {id: a, decision: review, amount_over: 500}\n  - {id: b, decision: review, amount_over: 100}",
        "- {id: a, decision: review, currencies: CNY}\n  - {id: b, decision: review}",
        "- {id: a, decision: review, reasons: [too_small]}\n  - {id: b, decision: review, reasons: [size]}",
        "- {id: a, decision: review, earlier_returns_over: 3}\n  - {id: b, decision: review, pieces_over: 3}",
    ],
)
def test_a_rule_that_is_reached_now_and_then_is_left_alone(rules: str) -> None:
    assert told(f"rules:\n  {rules}\n") == []


def test_without_a_preset_something_must_be_said_of_everything_else() -> None:
    assert told("preset: none\nwindows:\n  - {tags: tea, days: 3}\n") == [
        "2: windows: no window is for everything else; add a last one without categories, tags and skus"
    ]
    assert told("reasons: []\n") == ["1: reasons: there are no reasons; a customer must be able to choose one"]


def test_what_a_list_leaves_unread_is_told_of_its_own_line() -> None:
    text = "rules:\n  - id: a\n    decision: review\n    reasons:\n      - size\n      - sise\n"
    assert told(text) == ["6: rules.0.reasons: 'sise' is not the id of a reason; did you mean 'size'?"]


# Languages


def test_words_must_be_in_the_default_language_and_should_be_in_the_others() -> None:
    assert told("address: {en: 1 Some Road}\n", LANGUAGES, "zh-CN") == [
        "1: address: the words in zh-TW are missing; its readers will get those in zh-CN",
        "1: address: the words in zh-CN, the default language, are missing; write them",
    ]


def test_a_language_without_scripts_is_a_slip() -> None:
    assert told("address: {zh-CN: 上海, zhTW: 上海}\n", ("zh-CN", "zh-TW"), "zh-CN") == [
        "1: address: there are no scripts in 'zhTW'; did you mean 'zh-TW'?",
        "1: address: the words in zh-TW are missing; its readers will get those in zh-CN",
    ]


def test_words_after_a_number_sign_would_be_lost() -> None:
    assert told("address: Gate #4, or gate # 5\n") == [
        "1: address.en: what stands after # is not shown: YAML takes it for a comment; put the text in quotation"
        " marks '...'"
    ]


def test_a_policy_that_may_be_used_can_still_be_improved(tmp_path: Path) -> None:
    path = tmp_path / "returns.yaml"
    path.write_text("preset: cn-7day\n")
    found = checked_policy(path, ["en"], default_language="en")
    assert usable(found.problems)
    assert str(found.problems[0]).endswith(
        "returns.yaml:1: address: it is not said where to send things back to; staff will have to tell; add `address:`"
    )
    assert checked_policy(path, ["en"], draft=b"enabled: false\n").problems == []


def test_a_policy_with_mistakes_is_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "returns.yaml"
    path.write_text("preset: cn\n")
    with pytest.raises(Broken, match=r"returns\.yaml:1: preset: 'cn' is not possible here"):
        checked_policy(path, ["en"]).fresh(bearing=False)


# Whatever is written

WORDS = st.one_of(
    st.sampled_from(["refund", "approve", "size", "tea", "7", "0", "200", "true", "2026-11-01", "ordered", "en", ""]),
    st.text(max_size=8),
)
KEYS = st.sampled_from((*reading.KEYS, *reading.WINDOW_KEYS, *reading.REASON_KEYS, *reading.RULE_KEYS, "en"))
TREES = st.recursive(WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5))


@settings(deadline=None)
@given(st.dictionaries(KEYS, TREES, max_size=5))
def test_whatever_is_written_is_a_policy_or_told_with_a_line(tree: dict[str, object]) -> None:
    path = Path("returns.yaml")
    found = checked_policy(path, ["en"], default_language="en", draft=dumped(tree))
    assert all(problem.line >= 1 and str(problem) for problem in found.problems)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_whatever_bytes_there_are(data: bytes) -> None:
    found = checked_policy(Path("returns.yaml"), ["en"], default_language="en", draft=data)
    assert all(problem.line >= 1 and str(problem) for problem in found.problems)


def dumped(tree: object) -> bytes:

    stream = BytesIO()
    YAML(typ="safe", pure=True).dump(tree, stream)
    return stream.getvalue()
