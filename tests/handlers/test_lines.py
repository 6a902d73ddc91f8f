"""Lines that decide nothing are filled without Jinja2, and read the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup

from handlers.scripts.templates import Fill, compiled

BY_JINJA = "{% if a %}{% endif %}"


def filler(source: str) -> Fill:
    made = compiled(source)
    assert not isinstance(made, str)
    return made


@given(
    st.text(alphabet=st.characters(exclude_characters="{}#\r"), max_size=20),
    st.one_of(st.text(max_size=20), st.integers(), st.just(Markup("<b>1</b>"))),
    st.text(max_size=20),
)
def test_a_flat_line_reads_as_jinja_would_fill_it(words: str, a: object, b: str) -> None:
    source = f"{words}{{{{ a }}}} 100% %s {{{{ b }}}}{words}."
    assert filler(source)({"a": a, "b": b}) == filler(f"{source}{BY_JINJA}")({"a": a, "b": b})


def test_a_blank_that_was_not_filled_is_said_by_its_name() -> None:
    with pytest.raises(UndefinedError, match="number"):
        filler("{{ number }}")({})
