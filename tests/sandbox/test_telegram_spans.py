"""However a text is styled, every word of it is shown once and in order."""

import html

from hypothesis import given, settings
from hypothesis import strategies as st

from bots.sandbox.telegram import markup
from bots.sandbox.telegram.spans import spans, utf16

KINDS = ("bold", "italic", "code", "pre", "text_link", "underline", "bot_command")
WORDS = st.text(alphabet="ab <&好😀\n.:/")


@st.composite
def entities(draw: st.DrawFn) -> list[dict[str, object]]:
    """Also those that overlap, end too late or begin in the middle of a character."""
    numbers = st.integers(0, 12)
    return [
        {"type": draw(st.sampled_from(KINDS)), "offset": draw(numbers), "length": draw(numbers) + 1, "url": "http://a"}
        for _ in range(draw(st.integers(0, 4)))
    ]


@settings(deadline=None)
@given(WORDS, entities())
def test_spans_hold_the_whole_text(words: str, styled: list[dict[str, object]]) -> None:
    found = spans(words, styled)
    units = "".join(span.text for span in found).encode("utf-16-le", "surrogatepass")
    assert not found or units.decode("utf-16-le", "surrogatepass") == words
    assert all(span.text for span in found)


@settings(deadline=None)
@given(st.lists(st.tuples(WORDS, st.sampled_from(("", "b", "i", "code")))))
def test_markup_is_read_as_it_was_written(runs: list[tuple[str, str]]) -> None:
    source = "".join(f"<{tag}>{html.escape(words)}</{tag}>" if tag else html.escape(words) for words, tag in runs)
    assert markup.visible(source) == "".join(words for words, _ in runs)
    assert sum(entity["length"] for entity in markup.entities(source)) == sum(
        utf16(words) for words, tag in runs if tag
    )
