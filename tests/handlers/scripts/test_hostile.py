"""Scripts from somebody who means harm, or from a cat on the keyboard: refused with a line, never an exception."""

import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError

from handlers.scripts import markup
from handlers.scripts.check import check
from handlers.scripts.loading import fresh
from handlers.scripts.templates import ENVIRONMENT, parse
from handlers.scripts.wording import braces, template_faults, visible
from tests.handlers.scripts.shop import DECLARATIONS, FEE, WELCOME, put

ESCAPES = [
    "{{ ''.__class__ }}",
    "{{ ''['__class__'] }}",
    "{{ ''|attr('__class__') }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ self }}",
    "{{ range(10**9) }}",
    "{{ 'a' * 10**9 }}",
    "{{ 10 ** 10 ** 10 }}",
    "{{ name.__class__ }}",
    "{{ name|format(name) }}",
    "{{ name|center(1000000000) }}",
    "{{ name|safe }}",
    "{{ '%s'|format('x') }}",
    "{{ [1, 2] }}",
    "{{ lipsum() }}",
    "{{ name is defined }}",
    "{% for x in range(9) %}{% for y in range(10**9) %}{% endfor %}{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% set name = 'x' %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% extends 'x' %}",
    "{% block b %}{% endblock %}",
    "{% autoescape false %}{{ name }}{% endautoescape %}",
    "{% filter upper %}{{ name }}{% endfilter %}",
    "{% with name = 1 %}{% endwith %}",
    "{% call name() %}{% endcall %}",
    "{{ " + "(" * 2000 + "1" + ")" * 2000 + " }}",
    "{{ " + "9" * 10_000 + " }}",
    "{{ " + "not " * 500 + "name }}",
    "{{ " + "name and " * 3000 + "name }}",
    "{% if name %}x{% endif %}" * 2500,
    "{% if name %}" + "{% elif name %}x" * 2500 + "{% endif %}",
    "{{ name }}<script>alert(1)</script>",
    "<b onclick=alert(1)>x</b>",
]


@pytest.mark.parametrize("template", ESCAPES, ids=lambda template: template[:40])
def test_a_template_that_wants_more_than_words_is_refused(tmp_path: Path, template: str) -> None:
    put(tmp_path, fee=f"triggers: [运费]\nlines:\n  text: |\n    x\n    {template}\n")
    problems = check(tmp_path, DECLARATIONS)
    assert problems
    assert {problem.severity for problem in problems} == {"error"}
    assert all(problem.path.name == "fee.yaml" and 4 <= problem.line <= 5 for problem in problems)


@pytest.mark.parametrize("template", ["{{ name.__class__ }}", "{{ name['__class__'].__mro__ }}"])
def test_the_sandbox_is_a_second_wall(template: str) -> None:
    with pytest.raises(SecurityError):
        ENVIRONMENT.from_string(template).render(name="x")


YAML_BOMBS = [
    "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nlines: *c\n",
    "lines: &x\n  <<: *x\n  text: hi\n",
    "[" * 30_000,
    "{a: " * 10_000,
    "lines:\n" + "".join(" " * depth + "a:\n" for depth in range(1, 300)),
    "lines: !!python/object/apply:os.system ['true']\n",
    "- " * 20_000,
    "%TAG ! tag:x,2000:\n--- !x\na: b\n",
    "lines: {text: hi}\n" * 3000,
]


@pytest.mark.parametrize("text", YAML_BOMBS, ids=lambda text: text[:20])
def test_yaml_made_to_explode_is_refused(tmp_path: Path, text: str) -> None:
    put(tmp_path, fee=text)
    assert any(problem.path.name == "fee.yaml" for problem in check(tmp_path, DECLARATIONS))


SNIPPETS = (
    "{{", "}}", "{%", "%}", "{#", "{{ name }}", "{{ nme }}", "{% if name %}", "{% endif %}", "<b>", "</b>",
    '<a href="', "&amp;", "&", "<", ": ", "：", "- ", "\t", "'", '"', "|", ">", "*", "&x", "!!str", "[", "]", "{", "}",
    "---\n", "#", "\n", "  ", "text:", "lines:", "buttons:", "triggers: ", "\u2028", "\ufeff", "\x85", "😊", "?",
    "%", "@", "`", "~",
)  # fmt: skip
FUZZ = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=80, deadline=None
)
Mutation = tuple[int, int, str]
MUTATIONS = st.lists(
    st.tuples(
        st.integers(0, 200),
        st.integers(0, 12),
        st.one_of(st.sampled_from(SNIPPETS), st.text(string.printable, max_size=3), st.text(max_size=3)),
    ),
    min_size=1,
    max_size=4,
)


def mutated(text: str, mutations: list[Mutation]) -> str:
    for position, removed, added in mutations:
        at = position % (len(text) + 1)
        text = text[:at] + added + text[at + removed :]
    return text


@FUZZ
@given(st.sampled_from([FEE, WELCOME]), MUTATIONS)
def test_a_spoilt_script_renders_or_is_told_with_a_line_inside_the_file(
    tmp_path: Path, good: str, mutations: list[Mutation]
) -> None:
    name = "fee" if good == FEE else "welcome"
    text = mutated(good, mutations)
    put(tmp_path)
    (tmp_path / f"zh-CN/{name}.yaml").write_bytes(text.encode("utf-8", "replace"))
    lines = max(len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")), 1)
    problems = check(tmp_path, DECLARATIONS)
    assert all(str(problem) for problem in problems)
    assert all(1 <= problem.line <= lines for problem in problems if problem.path.stem == name)
    if all(problem.severity == "warning" for problem in problems):
        script = fresh(tmp_path, DECLARATIONS).loaded.script("zh-CN", name)
        assert script is not None
        script.line("text", name="<x>", shop="&")


@FUZZ
@given(st.binary(max_size=200))
def test_any_bytes_at_all_are_answered_with_problems(tmp_path: Path, body: bytes) -> None:
    put(tmp_path)
    (tmp_path / "zh-CN/fee.yaml").write_bytes(body)
    for problem in check(tmp_path, DECLARATIONS):
        assert str(problem)


@given(st.text(st.characters(exclude_characters="{}<&｛｝\r", exclude_categories=["Cs", "Co"])))
def test_words_alone_have_nothing_wrong_with_them_and_are_read_as_they_are(words: str) -> None:
    tree = parse(words)
    assert [*template_faults(tree, "fee", frozenset()), *braces(words, frozenset()), *markup.faults(tree)] == []
    assert markup.visible(tree) == visible(words)
