"""A line's words, without what makes some of them bold."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.content import without_tags

LINES = st.lists(
    st.sampled_from(["<b>", "</b>", "<i>", "</code>", '<a href="https://shop">', "</a>", "包裹", "&lt;", " "])
)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("您的包裹在路上。", "您的包裹在路上。"),
        ("<b>A10086</b>：已发货", "A10086：已发货"),
        ("<code>SF1</code>，<i>杭州</i>", "SF1，杭州"),
        ('见<a href="https://shop/help">帮助</a>。', "见帮助。"),
        ("1 &lt; 2", "1 &lt; 2"),
        ("3 < 4", "3 < 4"),
    ],
)
def test_only_the_words_stay(line: str, words: str) -> None:
    assert without_tags(line) == words


@given(LINES)
def test_whatever_tags_a_line_has_none_is_left(pieces: list[str]) -> None:
    line = "".join(pieces)
    assert without_tags(line) == re.sub("<[^<>]*>", "", line)
