"""Every complaint names file, line and cure, all at once, in the admin's language."""

from pathlib import Path
from string import Formatter

import pytest

from handlers.scripts.check import check, checked
from handlers.scripts.declaration import declare
from handlers.scripts.loading import fresh
from handlers.scripts.messages import Table, table_of
from handlers.scripts.problem import Problem, usable
from storage.records import replace
from tests.handlers.scripts.shop import CANNED, DECLARATIONS, FEE, ORDER_LOOKUP, WELCOME, put


def told(folder: Path, language: str = "en") -> list[str]:
    return [line(problem, folder) for problem in check(folder, DECLARATIONS, language=language)]


def line(problem: Problem, folder: Path) -> str:
    return str(problem).removeprefix(f"{folder}/")


def test_good_scripts_leave_nothing_to_say(tmp_path: Path) -> None:
    assert told(put(tmp_path)) == []


def test_all_mistakes_of_all_files_are_told_at_once_in_order(tmp_path: Path) -> None:
    put(
        tmp_path,
        order_lookup=ORDER_LOOKUP.replace("{{ status }}", "{{ staus }}"),
        welcome=WELCOME.replace("  text:", "  txt:").replace("goto: order_lookup", "goto: order_lokup"),
    )
    assert told(tmp_path) == [
        "zh-CN/order_lookup.yaml:7: lines.found: 'staus' is not a blank that order_lookup fills;"
        " did you mean 'status'?",
        "zh-CN/welcome.yaml:5: lines: the line 'text' is missing; write it, or let `kefu init --missing` add ours",
        "zh-CN/welcome.yaml:6: lines: 'txt' is not a line that welcome says; did you mean 'text'?",
        "zh-CN/welcome.yaml:13: buttons.0.goto: 'order_lokup' is not a script; did you mean 'order_lookup'?",
    ]


def test_several_mistakes_of_one_line_are_always_told_in_the_same_order(tmp_path: Path) -> None:
    names = [f"line_{letter}" for letter in "abcdefgh"]
    needs = declare("fee", script="fee", **dict.fromkeys(names, ""))
    put(tmp_path, fee="handler: fee\ntriggers: [运费]\nlines: {}\n")
    found = check(tmp_path, (*DECLARATIONS, needs))
    assert [dict(problem.facts).get("line") for problem in found] == names


def test_the_same_in_chinese(tmp_path: Path) -> None:
    put(tmp_path, order_lookup=ORDER_LOOKUP.replace("{{ status }}", "{{ staus }}"))
    assert told(tmp_path, "zh-CN") == [
        "zh-CN/order_lookup.yaml:7: lines.found: order_lookup 不填写“staus”这个空；是不是想写“status”？"
    ]


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW"])
def test_all_languages_of_the_message_table_say_the_same_things(language: str) -> None:
    english, other = table_of("en"), table_of(language)
    assert english.keys() == other.keys()
    for code in english:
        assert bool(english[code][0]) == bool(other[code][0]), code
        assert bool(english[code][1]) == bool(other[code][1]), code
        assert blanks(english, code) == blanks(other, code), code


@pytest.mark.parametrize("language", ["zh-TW", "zh_HK.UTF-8", "zh-Hant-HK", "zh-TW,zh;q=0.9,en;q=0.8"])
def test_traditional_characters_for_those_who_read_them(tmp_path: Path, language: str) -> None:
    put(tmp_path, order_lookup=ORDER_LOOKUP.replace("{{ status }}", "{{ staus }}"))
    assert told(tmp_path, language) == [
        "zh-CN/order_lookup.yaml:7: lines.found: order_lookup 不填寫「staus」這個空格；是不是想寫「status」？"
    ]


def blanks(table: Table, code: str) -> set[str | None]:
    """Also proves that the sentence can be formatted at all."""
    return {name for part in table[code] for _, name, _, _ in Formatter().parse(part) if name is not None}


YAML_MISTAKES = [
    ("triggers: [a]\nlines:\n\ttext: hi\n", "3: this line is indented with a tab; use spaces"),
    ("triggers：[a]\nlines:\n  text: hi\n", "1: the colon after 'triggers' is full-width (：); write `triggers: `"),
    ("lines:\n  text：您好\n", "2: lines: the colon after 'text' is full-width (：); write `text: `"),
    ("lines:\n  text:hi\n", "2: lines: a space is missing after the colon; write `key: text`"),
    ("lines:\n  text: 'hi\n", "2: a quotation mark opened here is never closed; close it"),
    ('lines:\n  text: "hi\n  more: "a"\n', "2: a quotation mark opened here is never closed; close it"),
    ("lines:\n  text: 'hi\n# note\n  more: 'a'\n", "2: a quotation mark opened here is never closed; close it"),
    ('lines:\n  text: "hi\n    there"\n b: x\n', "4: the indentation does not fit, or a colon is missing"),
    ('buttons:\n  - label: "hi\n    goto: "menu"\n', "2: a quotation mark opened here is never closed; close it"),
    ("buttons:\n  - label:hi\n    goto: menu\n", "2: a space is missing after the colon; write `key:"),
    ("lines:\n  text:hi\n  more: x\n", "2: a space is missing after the colon; write `key: text`"),
    ("lines:\n  text:hi\n  # note\n  more: x\n", "2: a space is missing after the colon; write `key: text`"),
    (
        "lines:\n  text: |\n    at:home\n   more: x\n",
        "4: the indentation does not fit, or a colon is missing; begin it",
    ),
    ("lines:\n  text: - hi\n", "2: a text cannot begin with -; put the text in quotation marks"),
    ("%YAML 1.9\n---\nlines:\n  text: hi\n", "1: this is not YAML: "),
    ("lines:\n  text:\thi\n", "2: a tab stands before the text; use a space"),
    ("lines:\n\u3000text: hi\n  more: x\n", "2: a full-width or no-break space is in front here; delete it"),
    ("lines:\n\u00a0 text: hi\n  more: x\n", "2: a full-width or no-break space is in front here; delete it"),
    ("lines:\n  text:\u3000hi\n  more: x\n", "2: a full-width or no-break space is in front here; delete it"),
    ("lines:\n<<<<<<< HEAD\n  text: hi\n", "2: a merge of git is not finished here; keep one version"),
    ('lines:\n  text: "hi" there\n', "2: there are words after the closing quotation mark; put the whole text"),
    ("lines:\n  text: open: 9 to 5\n", "2: the text holds a colon and a space; put the text in quotation marks"),
    ("lines:\n  text: {{ shop }} hi\n", "2: a text that begins with {{ needs quotation marks; write it in '...'"),
    ("lines:\n  text: {{ shop }}\n", "2: a text that begins with {{ needs quotation marks; write it in '...'"),
    ("lines:\n  text: {shop}\n", "2: lines.text: a text that begins with {{ needs quotation marks"),
    ("lines:\n  text: @shop\n", "2: a text cannot begin with @; put the text in quotation marks"),
    ("triggers: [a, b\nlines:\n  text: hi\n", "1: a bracket opened here is not closed, or a comma is missing"),
    ("buttons:\n  - {label: [a]，goto: menu}\n", "2: the ， between the brackets is full-width; write , and a space"),
    ("buttons:\n  - {label：[a], goto：[b]}\n", "2: the ： between the brackets is full-width; write : and a space"),
    ("buttons: [{label: 'a，b：c', goto: menu]\n", "1: a bracket opened here is not closed, or a comma is missing"),
    ('lines:\n  text: "C:\\q"\n', "2: a backslash inside"),
    ("lines: {text: hi}\ntriggers: [\n", "2: a bracket opened here is not closed, or a comma is missing"),
    ("triggers: [a]\n lines:\n  text: hi\n", "2: the indentation does not fit, or a colon is missing; begin it"),
    ("lines:\n  text: hi\n b: x\n", "3: the indentation does not fit, or a colon is missing; begin it"),
    ("lines:\n  text: hi\n---\nlines: {}\n", "3: a second document begins here; delete the line ---"),
    ("lines: &a\n  text: *a\n", "1: *, & and ! have a meaning of their own here; put a text that begins"),
    ("lines:\n  text: !!python/object:os.system hi\n", "2: *, & and ! have a meaning of their own here"),
    ("lines: [[[[[[[[[[[[a]]]]]]]]]]]]\n", "1: too many levels inside each other; compare it"),
    ("lines:\n  ? [a]\n  : b\n", "2: a key must be a word; write `key: text`"),
    ("", "1: the file is empty; `kefu init` in an empty folder"),
    ("# nothing\n", "1: the file is empty; `kefu init` in an empty folder"),
    ("lines:\n  text: a\x07b\n", "2: an invisible control character is here; delete the line"),
    ("%YAML 3\n---\nlines: {}\n", "1: this is not YAML: "),
    ("lines:\n  text: hi\n  more words\n  last: x\n", "3: this line is neither `key: text` nor a comment; write"),
    ("// changed\ntriggers: [a]\nlines:\n  text: hi\n", "1: this line is neither `key: text` nor a comment; write"),
    (" words\n# note\n\nlines:\n  text: hi\n", "1: this line is neither `key: text` nor a comment; write"),
    ("lines:\n  text: |\n    hi\n// no\n    there\n  more: x\n", "4: this line is neither `key: text` nor a"),
    ("lines:\n  text: |\n    here:\n    you are\n  more words\n  last: x\n", "5: this line is neither `key: text`"),
    ("lines:\n  text: |\n  hi\n  there\n  more: x\n", "3: the text below | does not begin further in; put two"),
    ("lines:\n  text: |-  # note\n\n  hi\n", "4: the text below | does not begin further in; put two"),
    ("buttons:\n  – label: hi\n    goto: menu\n", "2: the dash is not a minus sign with a space behind it; write `- `"),
    ("triggers:\n  - a\n  —b\n  - c\nlines: {text: hi}\n", "3: the dash is not a minus sign with a space behind it"),
    ("buttons:\n  -label: hi\n    goto: menu\n", "2: the dash is not a minus sign with a space behind it; write `- `"),
    ("lines:\n  text: [shop] hi\n", "2: a text cannot begin with [; put the text in quotation marks"),
    ("lines:\n  text: {x} hi\n", "2: a text cannot begin with {; put the text in quotation marks"),
    ("lines:\n  text: , hi\n", "2: a text cannot begin with ,; put the text in quotation marks"),
    ("lines:\n  text: : hi\n", "2: a text cannot begin with :; put the text in quotation marks"),
    ("lines:\n  text: ? hi\n", "2: a text cannot begin with ?; put the text in quotation marks"),
    ("lines:\n  text: & hi\n", "2: a text cannot begin with &; put the text in quotation marks"),
    ("lines:\n  text: | hi\n", "2: behind | the text begins on the next line; begin a new line"),
    ("lines:\n  text: > hi\n", "2: behind > the text begins on the next line; begin a new line"),
    ("triggers: [a]\nlines:\n  more: a\ntext: b\n\n# note\n  last: c\n", "4: the indentation does not fit"),
    ("lines:\ntext:\n    a: hi\n  more:\n    b: x\n", "2: the indentation does not fit, or a colon is missing"),
    ("lines:\n    text: hi\n  more: x\n", "2: the indentation does not fit, or a colon is missing; begin it"),
    ("lines:\n text:\n    a: hi\n  more: 'a'\n", "2: the indentation does not fit, or a colon is missing; begin it"),
    ("triggers: [a],\nlines:\n  text: hi\n", "1: a comma is too many here; delete it: an entry ends with its line"),
    ("  text: hi\n  more: x\nbuttons: []\n", "1: the indentation does not fit, or a colon is missing; begin it"),
]
KEY_MISTAKES = [
    ("- a\n", "1: must be `key: text`; write one key a line"),
    ("hi\n", "1: must be `key: text`; write one key a line"),
    ("trigers: [a]\nlines: {text: hi}\n", "1: 'trigers' is not a key here; did you mean 'triggers'?"),
    ("zzz: 1\nlines: {text: hi}\n", "1: 'zzz' is not a key here; the keys are handler, triggers, lines, buttons"),
    ("lines: {text：hi, more: x}\n", "1: lines: the colon after 'text' is full-width (：); write `text: `"),
    ("lines: {text: a}\nlines: {text: b}\n", "2: 'lines' is already on line 1; keep one of them"),
    ("lines:\n  text: a\n  text: b\n", "3: lines: 'text' is already on line 2; keep one of them"),
    ("triggers: [a]\n", "1: the key 'lines' is missing; a script needs words"),
    ("lines: [a]\n", "1: lines: must be `key: text`; write one key a line"),
    ("lines:\n  text: [a]\n", "2: lines.text: must be text; write it on one line"),
    ("triggers: a\nlines: {text: hi}\n", "1: triggers: must be a list; write [one, two]"),
    ("triggers: [[a]]\nlines: {text: hi}\n", "1: triggers.0: must be text"),
    ("handler: sya\nlines: {text: hi}\n", "1: handler: 'sya' is not a handler; did you mean 'say'?"),
    (
        "handler: zzz\nlines: {text: hi}\n",
        "1: handler: 'zzz' is not a handler; the handlers are canned, order_lookup, say",
    ),
]
LINE_MISTAKES = [
    ("lines:\n  text:\n", "2: lines.text: the line is empty; write what the customer shall read"),
    (
        "lines:\n  text: #1 hi\n",
        "2: lines.text: the line is empty; write what the customer shall read, and put a text that",
    ),
    ("lines:\n  text: '  '\n", "2: lines.text: the line is empty"),
    ("lines:\n  text: hi\n  txt: x\n", "3: lines: 'txt' is not a line that say says; the lines are text"),
    ("lines:\n  text: hi\n  more: x\n", "3: lines: 'more' is not a line that say says; the lines are text"),
    ("lines:\n  text: |\n    hi\n    {{ nam }}\n", "4: lines.text: 'nam' is not a blank that say fills; did you mean"),
    ("lines:\n  text: hi {{ zzz }}\n", "2: lines.text: 'zzz' is not a blank that say fills; the blanks of this line"),
    ("lines:\n  text: hi {name}\n", "2: lines.text: {name} will be shown as it is; write {{ name }}, with two"),
    ("lines:\n  text: hi ｛｛ name ｝｝\n", "2: lines.text: the braces are full-width (｛｛); write {{ and }}"),
    (
        "lines:\n  text: hi {{ name\n",
        "2: lines.text: a blank is not closed, or holds more than a name; write {{ name }}",
    ),
    ("lines:\n  text: hi {{ name }, you\n", "2: lines.text: a blank is not closed, or holds more than a name; write"),
    ("lines:\n  text: hi {{ shop name }}\n", "2: lines.text: a blank is not closed, or holds more than a name; write"),
    (
        "lines:\n  text: x{% if name }b{% endif %}\n",
        "2: lines.text: {% is not closed with %}; write it like {% if name",
    ),
    ("lines:\n  text: x{% if shop name %}b{% endif %}\n", "2: lines.text: {% is not closed with %}; write it like"),
    (
        "lines:\n  text: x{% if name == ‘a’ %}b{% endif %}\n",
        "2: lines.text: ‘ cannot stand within {{ }} or {% %}; delete",
    ),
    ("lines:\n  text: hi {{ \u200bname }}\n", "2: lines.text: an invisible character (U+200B) cannot stand within"),
    ("lines:\n  text: hi { name }}\n", "2: lines.text: {name} will be shown as it is; write {{ name }}, with two"),
    ("lines:\n  text: hi { {name} }\n", "2: lines.text: {name} will be shown as it is; write {{ name }}, with two"),
    ("lines:\n  text: hi {nmae}\n", "2: lines.text: {nmae} will be shown as it is; write {{ name }}, with two"),
    ("lines:\n  text: |\n    hi\n    name }}\n", "4: lines.text: braces are left over here, and will be shown; write"),
    ("lines:\n  text: hi {{ name }}}\n", "2: lines.text: braces are left over here, and will be shown; write"),
    ("lines:\n  text: hi { {{ name }} } %}\n", "2: lines.text: braces are left over here, and will be shown; write"),
    ("lines:\n  text: hi ｛｛ name }}\n", "2: lines.text: the braces are full-width (｛｛); write {{ and }}"),
    ("lines:\n  text: hi\\nthere\n", '2: lines.text: \\n will be shown as it is; put the text in "...", or on several'),
    ("lines:\n  text: 'hi\\nthere'\n", '2: lines.text: \\n will be shown as it is; put the text in "...", or on'),
    ("lines:\n  text: |\n    hi\n    you\\nthere\n", "4: lines.text: \\n will be shown as it is; put the text in"),
    ("lines:\n  text: |\n    hi\n    {% if name %}\n", "4: lines.text: {% if %} is not closed; write {% endif %} in"),
    (
        "lines:\n  text: |\n    {% if name %}a{% endif %}{% if shop %}\n    b\n    c\n",
        "3: lines.text: {% if %} is not closed;",
    ),
    ("lines:\n  text: |\n    hi\n    {% endif %}\n", "4: lines.text: {% endif %} without {% if %}; delete it, or"),
    ("lines:\n  text: x{% if name = 'a' %}b{% endif %}\n", "2: lines.text: an `if` compares with two equals signs"),
    ("lines:\n  text: x{% fi name %}\n", "2: lines.text: 'fi' is not allowed in a line; use blanks"),
    ("lines:\n  text: x {# note\n", "2: lines.text: a note {# is not closed; write #}"),
    ("lines:\n  text: x{% if name %} #{{ name }}{% endif %}\n", "2: lines.text: what stands after # is not shown:"),
    ("lines:\n  text: order #1 is free\n", "2: lines.text: what stands after # is not shown: YAML takes it for a"),
    ("lines:\n  text: 'x {{ name.first }}'\n", "2: lines.text: nothing may follow a blank's name, neither . nor ["),
    ("lines:\n  text: 'x {{ name[0] }}'\n", "2: lines.text: nothing may follow a blank's name, neither . nor ["),
    ("lines:\n  text: 'x {{ name() }}'\n", "2: lines.text: a blank cannot be called; write the name alone"),
    ("lines:\n  text: 'x {{ name > 1 }}'\n", "2: lines.text: an `if` may compare with == and != only"),
    ("lines:\n  text: 'x {% set name = 1 %}'\n", "2: lines.text: 'assign' is not allowed in a line; use blanks"),
    ("lines:\n  text: 'x {{ name|safe }}'\n", "2: lines.text: 'safe' is not a filter of ours; the filters are "),
    ("lines:\n  text: 'x {{ name|upper(1) }}'\n", "2: lines.text: the filter 'upper' does not take these arguments"),
    ("lines:\n  text: 'x {{ name|default }}'\n", "2: lines.text: the filter 'default' does not take these"),
    (f"lines:\n  text: '{'{% if name %}' * 40}x{'{% endif %}' * 40}'\n", "2: lines.text: too many `if` inside each"),
    (f"lines:\n  text: {'很' * 700}\n", "2: lines.text: 2100 bytes without the blanks; one WeChat message holds 2000"),
]
MARKUP_MISTAKES = [
    ("1 < 2", "a bare < is not allowed; write &lt;"),
    ("A & B", "a bare & is not allowed; write &amp;"),
    ("A&nbsp;B", "a bare & is not allowed; write &amp;"),
    ("<u>x</u>", "<u> is not a tag of ours; the tags are a, b, code, i"),
    ("<b>x", "<b> is not closed; write </b> in the same line"),
    ("x</b>", "</b> closes nothing; delete it, or write <b> before"),
    ("<b><i>x</b></i>", "</b> comes before </i>; close <i> first"),
    ("<b>x <b>y</b></b>", "<b> inside <b>; close the first one before"),
    ('<b class="x">x</b>', "<b> takes nothing after its name; write <b>"),
    ("<a>x</a>", 'a link is written in another way; write <a href="https://...">words</a>'),
    ('<a href="javascript:alert(1)">x</a>', "'javascript:alert(1)' is not a web address; begin it with https://"),
    ('<a href="x{{ name }}">x</a>', "'x{{ … }}' is not a web address; begin it with https://"),
    ('<a href="https://x/{% if name %}a{% endif %}">x</a>', "'https://x/{% if … %}' is not a web address"),
    ('<a href="https://x/?a=1&b=2">x</a>', "a bare & is not allowed; write &amp;"),
    ("{% if name %}<b>{% endif %}x</b>", "</b> closes nothing; delete it"),
    ("{% if name %}{% elif shop %}<b>{% else %}x{% endif %}", "<b> is not closed"),
]
TRIGGER_AND_BUTTON_MISTAKES = [
    ("triggers: ['？！']\nlines: {text: hi}\n", "1: triggers.0: the trigger holds no letter or digit; write a word"),
    ("triggers: ['']\nlines: {text: hi}\n", "1: triggers.0: the trigger holds no letter or digit"),
    (f"triggers: [a, {'b' * 41}]\nlines: {{text: hi}}\n", "1: triggers.1: the trigger is longer than 40 characters"),
    ("triggers: [运费，包邮]\nlines: {text: hi}\n", "1: triggers.0: '运费，包邮' is one trigger: a full-width comma"),
    (f"triggers: [{'运费、' * 20}]\nlines: {{text: hi}}\n", "1: triggers.0: '运费、运费"),
    ("triggers: [您好！]\nlines: {text: hi}\n", None),
    ("triggers: [什么…到, when ... come]\nlines: {text: hi}\n", None),
    ("triggers: [多久…]\nlines: {text: hi}\n", "1: triggers.0: '多久…': a gap stands between two words"),
    ("triggers: [a…b…c…d]\nlines: {text: hi}\n", "1: triggers.0: 'a…b…c…d': a gap stands between two words"),
    ("triggers: [/运…费]\nlines: {text: hi}\n", "1: triggers.0: '/运…费': a gap stands between two words"),
    ("triggers: [运…费,\n  运……费]\nlines: {text: hi}\n", "2: triggers.1: '运……费' is already a trigger in"),
    ("lines: {text: hi}\nbuttons:\n  - label: 好\n    goto:\n", "4: buttons.0: a button needs 'label', and 'goto' or"),
    ("triggers: [a]\nlines: {text: hi}\nbuttons: x\n", "3: buttons: must be a list; write [one, two]"),
    ("lines: {text: hi}\nbuttons:\n  - label：好\n", "3: buttons.0: the colon after 'label' is full-width (：)"),
    ("lines: {text: hi}\nbuttons:\n  - 好\n", "3: buttons.0: must be `key: text`"),
    ("lines: {text: hi}\nbuttons:\n  - label: 好\n", "3: buttons.0: a button needs 'label', and 'goto' or 'url'"),
    ("lines: {text: hi}\nbuttons:\n  - goto: fee\n", "3: buttons.0: a button needs 'label', and 'goto' or 'url'"),
    ("lines: {text: hi}\nbuttons:\n  - {label: a, goto: fee, url: 'https://x'}\n", "3: buttons.0: a button cannot"),
    ("lines: {text: hi}\nbuttons:\n  - {label: a, gto: fee}\n", "3: buttons.0: 'gto' is not a key here; did you mean"),
    ("lines: {text: hi}\nbuttons:\n  - label: 活动 #1\n    goto: fee\n", "3: buttons.0.label: what stands after # is"),
    ("lines: {text: hi}\nbuttons:\n  - {label: '', goto: fee}\n", "3: buttons.0.label: the label is empty"),
    (f"lines: {{text: hi}}\nbuttons:\n  - {{label: {'a' * 76}, goto: fee}}\n", "3: buttons.0.label: the label is lo"),
    ("lines: {text: hi}\nbuttons:\n  - {label: '{{ name }}', goto: fee}\n", "3: buttons.0.label: a label cannot"),
    (f"lines: {{text: hi}}\nbuttons:\n  - {{label: a, goto: 'fee:{'x' * 61}'}}\n", "3: buttons.0.goto: longer than"),
    ("lines: {text: hi}\nbuttons:\n  - {label: a, url: 'ftp://x'}\n", "3: buttons.0.url: 'ftp://x' is not a web"),
]


@pytest.mark.parametrize(("text", "expected"), YAML_MISTAKES + KEY_MISTAKES + LINE_MISTAKES)
def test_a_mistake_is_told_with_its_line_and_its_cure(tmp_path: Path, text: str, expected: str) -> None:
    assert any(each.startswith(f"zh-CN/fee.yaml:{expected}") for each in told(put(tmp_path, fee=text))), told(tmp_path)


@pytest.mark.parametrize(("words", "expected"), MARKUP_MISTAKES)
def test_a_mistake_in_the_markup_is_told_on_its_own_line(tmp_path: Path, words: str, expected: str) -> None:
    put(tmp_path, fee=f"triggers: [运费]\nlines:\n  text: |\n    first\n    {words}\n")
    assert any(each.startswith(f"zh-CN/fee.yaml:5: lines.text: {expected}") for each in told(tmp_path)), told(tmp_path)


@pytest.mark.parametrize(("text", "expected"), TRIGGER_AND_BUTTON_MISTAKES)
def test_a_mistake_in_triggers_or_buttons_is_told(tmp_path: Path, text: str, expected: str | None) -> None:
    put(tmp_path, fee=text, welcome=WELCOME.replace("您好]", "早]"))
    found = [each for each in told(tmp_path) if each.startswith("zh-CN/fee.yaml:")]
    if expected is None:
        assert found == []
    else:
        assert any(each.startswith(f"zh-CN/fee.yaml:{expected}") for each in found), found


@pytest.mark.parametrize(
    "words",
    [
        "<b>{{ name }}</b> &amp; <i>x</i> <code>y</code> &lt;3 > 2 &quot;&#39;&gt;",
        '<a href="https://x.cn/?q={{ name }}&amp;b=2">看</a>',
        '<a href="{{ name }}">看</a>',
        "{% if name == 'a' and not shop %}<b>x</b>{% elif name != 'b' %}{{ name|upper }}{% else %}y{% endif %}",
        "{{ name|default('您', true)|trim }}{{ 'x' if name else 'y' }}{# a note #}",
    ],
)
def test_what_is_allowed_is_not_complained_of(tmp_path: Path, words: str) -> None:
    assert told(put(tmp_path, fee=f"triggers: [运费]\nlines:\n  text: |\n    {words}\n")) == []


def test_a_windows_editor_may_add_a_byte_order_mark_and_carriage_returns(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "zh-CN/fee.yaml").write_bytes(b"\xef\xbb\xbf" + FEE.replace("\n", "\r\n").encode())
    assert told(tmp_path) == []


def test_a_file_saved_in_gbk_is_told_on_the_first_foreign_line(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "zh-CN/fee.yaml").write_bytes(b"# x\ntriggers: [a]\nlines:\n  text: " + "运费".encode("gbk"))
    assert told(tmp_path) == [
        "zh-CN/fee.yaml:4: the file is not saved as UTF-8; in your editor choose 'Save as' and the encoding UTF-8"
    ]


def test_a_file_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    put(tmp_path, fee=FEE + "# x\n" * 20_000)
    assert told(tmp_path) == ["zh-CN/fee.yaml:1: the file is longer than 65536 bytes; shorten it"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = put(tmp_path / "scripts")
    (tmp_path / "secret.yaml").write_text(FEE)
    (folder / "zh-CN/secret.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "en").symlink_to(tmp_path)
    assert told(folder) == [
        "en:1: this is a link out of the scripts folder; copy the file itself here",
        "zh-CN/secret.yaml:1: this is a link out of the scripts folder; copy the file itself here",
    ]


def test_misplaced_and_misnamed_files_are_told_and_backups_are_not(tmp_path: Path) -> None:
    put(tmp_path)
    for name in (
        "fee.yaml",
        "zh-CN/Fee 2.yaml",
        "zh-CN/hours.yml",
        "zh-CN/.fee.yaml.swp",
        "zh-CN/fee.yaml~",
        "zh-CN/~$fee.yaml",
        "README.md",
    ):
        (tmp_path / name).write_text(FEE)
    (tmp_path / "chinese").mkdir()
    (tmp_path / "zh_tw").mkdir()
    (tmp_path / "_old").mkdir()
    assert told(tmp_path) == [
        "chinese:1: 'chinese' is not a language; name the folder like zh-CN or en, or _chinese to have it passed over",
        "fee.yaml:1: this file is not read; put it into the folder of its language and end its name with .yaml",
        "zh-CN/Fee 2.yaml:1: 'Fee 2' cannot be a script's name; "
        "use small letters a-z, digits and _ only; delete a copy",
        "zh-CN/hours.yml:1: under this name the file is not read; rename it to hours.yaml",
        "zh_tw:1: 'zh_tw' is not a language; did you mean 'zh-TW'?",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("welcome.yaml.txt", "under this name the file is not read; rename it to welcome.yaml"),
        ("welcome.yml", "under this name the file is not read; rename it to welcome.yaml"),
        ("welcome.YAML", "under this name the file is not read; rename it to welcome.yaml"),
        (
            "welcome (1).yaml",
            "'welcome (1)' cannot be a script's name; use small letters a-z, digits and _ only; delete",
        ),
    ],
)
def test_a_file_that_was_renamed_is_told_once_and_not_missed_as_well(tmp_path: Path, name: str, expected: str) -> None:
    put(tmp_path)
    (tmp_path / "zh-CN/welcome.yaml").rename(tmp_path / "zh-CN" / name)
    [said] = told(tmp_path)
    assert said.startswith(f"zh-CN/{name}:1: {expected}")


def test_scripts_in_a_folder_too_deep_are_pointed_out(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "zh-CN/more").mkdir()
    (tmp_path / "zh-CN/more/gifts.yaml").write_text(FEE)
    (tmp_path / "zh-CN/_old").mkdir()
    (tmp_path / "zh-CN/_old/gifts.yaml").write_text(FEE)
    [said] = told(tmp_path)
    assert said.startswith("zh-CN/more/gifts.yaml:1: this file is not read; put it into the folder of its language")
    assert usable(checked(tmp_path, DECLARATIONS).problems)


def test_a_folder_in_the_place_of_a_script_is_told_once(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "zh-CN/welcome.yaml").unlink()
    (tmp_path / "zh-CN/welcome.yaml").mkdir()
    assert told(tmp_path) == [
        "zh-CN/welcome.yaml:1: this is a folder, and no file; "
        "put the file in its place, or give the folder another name",
    ]


def test_a_mistake_in_the_default_language_is_not_told_of_the_others(tmp_path: Path) -> None:
    wrong = ORDER_LOOKUP.replace("handler: order_lookup", "handler: lookup").replace("goto: welcome", "goto: welcom")
    put(tmp_path, order_lookup=wrong)
    put(tmp_path, "en")
    assert [said.partition(": ")[0] for said in told(tmp_path)] == [
        "zh-CN/order_lookup.yaml:2",
        "zh-CN/order_lookup.yaml:11",
    ]


def test_no_folder_and_no_default_language(tmp_path: Path) -> None:
    assert told(tmp_path / "none") == [
        f"{tmp_path}/none:1: there is no folder with scripts here; create it with `kefu init`, or correct scripts.path"
    ]
    assert "zh-CN:1: no scripts in the default language 'zh-CN'; add the folder, or set default_language" in told(
        put(tmp_path, "en")
    )


def test_a_script_the_desk_needs_is_missing_in_one_language(tmp_path: Path) -> None:
    put(tmp_path)
    put(tmp_path, "en")
    (tmp_path / "en/welcome.yaml").unlink()
    assert told(tmp_path) == [
        "en/welcome.yaml:1: the script 'welcome' is missing, welcome needs it; "
        "let `kefu init --missing` add ours, or copy zh-CN/welcome.yaml and translate it"
    ]


def test_an_answer_of_the_shops_own_in_one_language_is_a_warning(tmp_path: Path) -> None:
    put(tmp_path)
    put(tmp_path, "en")
    (tmp_path / "en/fee.yaml").unlink()
    [problem] = check(tmp_path, DECLARATIONS)
    assert line(problem, tmp_path).startswith("en/fee.yaml:1: this script exists in zh-CN only; copy it")
    assert problem.severity == "warning"


def test_a_list_whose_places_count_is_as_long_as_it_has_to_be(tmp_path: Path) -> None:
    needs = replace(declare("fee", script="fee", numbers=""), in_order={"numbers": 3})
    put(tmp_path, fee="handler: fee\nlines:\n  numbers: one, two\n")
    [problem] = check(tmp_path, (*DECLARATIONS, needs))
    assert line(problem, tmp_path) == (
        "zh-CN/fee.yaml:3: lines.numbers: 2 are listed here; write 3, in order and with commas between"
    )
    for whole in ("零、一 壹，二", "|\n    零、一 壹，二", ">\n    零、\n    一 壹，\n    二"):
        put(tmp_path, fee=f"handler: fee\nlines:\n  numbers: {whole}\n")
        assert check(tmp_path, (*DECLARATIONS, needs)) == []


def test_what_is_left_to_translate_of_a_copied_folder_is_told(tmp_path: Path) -> None:
    """But not OK and Menu, nor what staff alone read; the desk has enough with what an admin has not done yet."""
    put(put(tmp_path), "ja", order_lookup=ORDER_LOOKUP.replace("请把订单号发给我，例如", "注文番号を送ってください："))
    for language in ("zh-CN", "ja"):
        (tmp_path / language / "desk_notes.yaml").write_text(FEE.replace("运费, 包邮", "本店"), "utf-8")
    assert told(tmp_path) == [
        "ja:1: 2 lines still read as in zh-CN; translate them; most are in fee.yaml (1), welcome.yaml (1)"
    ]
    assert fresh(tmp_path, DECLARATIONS, default_language="zh-CN").problems == []


def test_it_is_told_once_of_a_line_that_two_of_ours_share(tmp_path: Path) -> None:
    put(put(put(tmp_path), "zh-TW"), "ja", order_lookup=ORDER_LOOKUP.replace("请把订单号发给我，例如", "注文番号："))
    assert told(tmp_path) == [
        "ja:1: 2 lines still read as in zh-CN; translate them; most are in fee.yaml (1), welcome.yaml (1)"
    ]


def test_it_is_told_of_no_language_that_kefu_brings(tmp_path: Path) -> None:
    assert told(put(put(tmp_path), "zh-TW")) == []


def test_a_link_leads_to_a_script_of_this_folder_or_is_refused(tmp_path: Path) -> None:
    folder, elsewhere = put(tmp_path / "scripts"), put(tmp_path / "elsewhere")
    (folder / "zh-CN/postage.yaml").symlink_to(elsewhere / "zh-CN/fee.yaml")
    (folder / "en").symlink_to(elsewhere / "zh-CN")
    (folder / "zh-CN/fee.yaml").rename(folder / ".fee.yaml")
    (folder / "zh-CN/fee.yaml").symlink_to("../.fee.yaml")
    assert [(line(problem, folder).split(":")[0], problem.code) for problem in check(folder, DECLARATIONS)] == [
        ("en", "outside"),
        ("zh-CN/postage.yaml", "outside"),
    ]


def test_languages_must_agree_on_handlers_and_should_agree_on_buttons(tmp_path: Path) -> None:
    put(tmp_path)
    put(
        tmp_path,
        "en",
        fee="handler: welcome\ntriggers: [fee]\nlines: {text: hi, button: b}\n",
        order_lookup=ORDER_LOOKUP.replace("goto: welcome", "goto: fee"),
    )
    assert told(tmp_path) == [
        "en/fee.yaml:1: handler: here it is run by 'welcome', in zh-CN by 'say'; use the same in every language",
        "en/order_lookup.yaml:10: buttons: the buttons lead elsewhere than in zh-CN;"
        " use the same `goto` in every language",
    ]


def test_a_script_of_the_desk_must_be_run_by_its_handler(tmp_path: Path) -> None:
    put(tmp_path, welcome=WELCOME.replace("handler: welcome\n", ""))
    assert told(tmp_path) == [
        "zh-CN/welcome.yaml:1: handler: this script must be run by 'welcome'; write `handler: welcome`"
    ]


def test_a_trigger_in_two_scripts_is_told_at_the_second(tmp_path: Path) -> None:
    put(tmp_path, fee=FEE.replace("包邮", "查 订单！"))
    assert told(tmp_path) == [
        "zh-CN/order_lookup.yaml:3: triggers.0: '查订单' is already a trigger in fee.yaml:2; keep it in one script"
    ]


def test_a_script_that_nobody_reaches_is_a_warning(tmp_path: Path) -> None:
    [problem] = check(put(tmp_path, fee=FEE.replace("triggers: [运费, 包邮]\n", "")), DECLARATIONS)
    assert line(problem, tmp_path) == (
        "zh-CN/fee.yaml:1: no trigger and no button leads to this script; add a trigger, or a button elsewhere"
    )
    assert problem.severity == "warning"


def test_a_goto_may_carry_an_argument_and_may_lead_to_a_file_with_mistakes(tmp_path: Path) -> None:
    put(tmp_path, order_lookup="lines: [", welcome=WELCOME.replace("goto: order_lookup", "goto: order_lookup:A10086"))
    assert [each.split(":")[0] for each in told(tmp_path)] == ["zh-CN/order_lookup.yaml"]


def test_a_line_that_is_a_buttons_label_holds_words_only(tmp_path: Path) -> None:
    put(tmp_path, welcome=WELCOME.replace("button: 打招呼", "button: <b>打招呼</b>"))
    assert told(tmp_path) == [
        "zh-CN/welcome.yaml:9: lines.button: this line is a button's label: no tags; write words only"
    ]


def test_an_optional_line_may_be_empty_or_absent(tmp_path: Path) -> None:
    put(tmp_path, order_lookup=ORDER_LOOKUP.replace("  ask:", "  note:\n  ask:"))
    assert told(tmp_path) == []


def test_a_line_that_an_earlier_kefu_said_is_pointed_out_and_stops_nothing(tmp_path: Path) -> None:
    folder = put(tmp_path, fee=FEE + "  tariff: '{{ nobody }} fills {% this'\n")
    assert told(folder) == ["zh-CN/fee.yaml:5: lines: 'tariff' is not said any more; delete it"]
    assert [problem.severity for problem in check(folder, DECLARATIONS)] == ["warning"]
    assert fresh(folder, DECLARATIONS).loaded.triggered("运费", "zh-CN") == "fee"


def test_lines_that_the_admin_names_are_checked_like_any_other(tmp_path: Path) -> None:
    put(tmp_path, canned=CANNED)
    assert told(tmp_path) == []
    spoilt = CANNED.replace("{{ contact }}", "{{ contct }}").replace("谢谢您。", "<b>谢谢您。")
    assert told(put(tmp_path, canned=spoilt)) == [
        "zh-CN/canned.yaml:4: lines.shipping: 'contct' is not a blank that canned fills; did you mean 'contact'?",
        "zh-CN/canned.yaml:5: lines.thanks: <b> is not closed; "
        "write </b> in the same line, in the same branch of an `if`",
    ]


@pytest.mark.parametrize("name", ["退款", "Refund", "refund-time", "1st", "x" * 41, "send_button"])
def test_a_line_can_only_be_named_what_fits_behind_a_button_and_can_be_typed(tmp_path: Path, name: str) -> None:
    put(tmp_path, canned=CANNED.replace("thanks:", f"{name}:"))
    assert told(tmp_path) == [
        f"zh-CN/canned.yaml:5: lines: '{name}' cannot be the name of a line here; "
        "use small letters a-z, digits and _, at most 40"
    ]


def test_an_empty_line_of_the_admins_own_is_a_mistake(tmp_path: Path) -> None:
    put(tmp_path, canned=CANNED.replace("谢谢您。", ""))
    assert told(tmp_path) == [
        "zh-CN/canned.yaml:5: lines.thanks: the line is empty; "
        "write what the customer shall read, and put a text that begins with # in quotation marks"
    ]


def test_a_line_of_the_admins_own_that_a_language_lacks_is_pointed_out_and_stops_nothing(tmp_path: Path) -> None:
    put(tmp_path, canned=CANNED)
    put(tmp_path, "en", canned=CANNED.replace("  thanks: 谢谢您。\n", ""))
    problems = [each for each in check(tmp_path, DECLARATIONS) if each.path.stem == "canned"]
    assert [line(each, tmp_path) for each in problems] == [
        "en/canned.yaml:3: lines: the line 'thanks' exists in zh-CN only; copy it from there and translate it"
    ]
    assert [each.severity for each in problems] == ["warning"]
    assert usable(checked(tmp_path, DECLARATIONS).problems)


def test_a_language_may_do_without_lines_of_the_admins_own(tmp_path: Path) -> None:
    put(put(tmp_path, canned=CANNED), "en")
    assert [line(each, tmp_path) for each in check(tmp_path, DECLARATIONS)] == [
        "en/canned.yaml:1: this script exists in zh-CN only; copy it from there and translate it"
    ]
    assert usable(checked(tmp_path, DECLARATIONS).problems)
