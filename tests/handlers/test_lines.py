"""Lines that decide little are filled without Jinja2, and read the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup

from handlers.scripts.templates import Fill, compiled

BY_JINJA = "{% if a == '' %}{% endif %}"

fixed = st.text(alphabet=st.characters(exclude_characters="{}#\r"), max_size=20)
value = st.one_of(st.text(max_size=20), st.sampled_from((0, 7, "", "'", "it's", "5 > 3")), st.just(Markup("<b>1</b>")))


def filler(source: str) -> Fill:
    made = compiled(source)
    assert not isinstance(made, str)
    return made


@given(fixed, value, value)
def test_a_flat_line_reads_as_jinja_would_fill_it(words: str, a: object, b: object) -> None:
    source = f"{words}{{{{ a }}}} 100% %s \\ ' {{{{ b }}}}{words}."
    assert filler(source)({"a": a, "b": b}) == filler(f"{source}{BY_JINJA}")({"a": a, "b": b})


@given(fixed, value, value)
def test_a_line_that_leaves_out_what_is_empty_reads_as_jinja_would_fill_it(words: str, a: object, b: object) -> None:
    source = f"{{% if a %}}{words}{{{{ a }}}}{{% if b %}}, {{{{ b }}}}{{% endif %}}{{% else %}}-{{% endif %}}{words}."
    assert filler(source)({"a": a, "b": b}) == filler(f"{source}{BY_JINJA}")({"a": a, "b": b})


def test_a_blank_that_was_not_filled_is_said_by_its_name() -> None:
    with pytest.raises(UndefinedError, match="number"):
        filler("{{ number }}")({})


def test_a_blank_that_nothing_was_left_to_say_with_need_not_be_filled() -> None:
    assert filler("{{ a }}{% if b %}{{ c }}{% endif %}")({"a": "1", "b": ""}) == "1"
