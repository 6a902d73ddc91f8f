"""Two parsers read the scripts: what the quick one takes, it takes as the strict one does."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from handlers.scripts import parsing
from handlers.scripts.loading import fresh
from handlers.scripts.nodes import Node, Pairs
from handlers.scripts.parsing import Document, rooted, well_written
from handlers.scripts.reading import CONTROL
from tests.handlers.scripts.shop import DECLARATIONS, GOOD, put

ROOT = Path(__file__).parents[3]
SCRIPTS = sorted((ROOT / "scripts").glob("*/*.yaml"))
FOLDERS = ("scripts/zh-CN", "scripts/zh-TW", "scripts/en", "config", "bots/sandbox/sample")
BITS = (
    "{", "}", "[", "]", ":", ": ", ":\n", "- ", "-", "\n", "\n  ", "\n    ", "'", '"', "#", " # ", "|", "|\n", ">",
    "|-\n  ", "|2", "|#", "?", "? ", "!", "!!str ", "&a ", "*a", "%", "%YAML 1.2\n", "---\n", "...\n", "@", "`", ",",
    "，", "：", "\t", "\\", "\\n", "\\/", "\u2028", "\x85", "\ufeff", "\xa0", "\u3000", "{{ a }}", "{% if a %}",
    "<b>", "a: b", "~", "null", "text: ", "客服", " ", "  ", "😀", "\r", "=", "<<: ",
)  # fmt: skip
LINES = tuple(line for path in SCRIPTS[::7] for line in path.read_text("utf-8").splitlines())


def strictly(text: str) -> Node | None:
    return Document(YAML(typ="safe", pure=True).parse(text), text).root()


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_of_ours_is_read_quickly_and_as_strictly_as_ever(folder: str) -> None:
    for path in sorted((ROOT / folder).glob("*.yaml")):
        text = path.read_text("utf-8")
        assert well_written(text) == strictly(text) is not None, path


def test_pyyaml_without_libyaml_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "scripts/zh-CN/order_lookup.yaml").read_text("utf-8")
    quick = well_written(text)
    monkeypatch.setattr(parsing, "QUICK_LOADER", yaml.BaseLoader)
    assert well_written(text) == quick is not None


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """A few lines of ours, with something put in, taken out or both."""
    first = draw(st.integers(0, len(LINES) - 1))
    text = "\n".join(LINES[first : first + draw(st.integers(1, 12))])
    for _ in range(draw(st.integers(1, 3))):
        at, removed = draw(st.integers(0, len(text))), draw(st.sampled_from((0, 0, 1, 3)))
        text = text[:at] + draw(st.sampled_from(BITS)) + text[at + removed :]
    return text


@settings(max_examples=300, deadline=None)
@given(spoilt() | st.lists(st.sampled_from(BITS), min_size=1, max_size=14).map("".join))
def test_what_the_quick_parser_takes_of_a_spoilt_file_the_strict_one_reads_alike(text: str) -> None:
    quick = None if CONTROL.search(text) else well_written(text)
    if quick is None:
        return
    try:
        strict = strictly(text)
    except YAMLError as error:
        # ruamel alone minds blank lines at the beginning of a text, indented less than its words.
        assert "more indented follow up line than first" in str(error)  # noqa: PT017 - only where it is refused is it asked how
    else:
        assert quick == strict


@pytest.mark.parametrize(
    "text",
    [
        'lines:\n  text: "a\tb"\n',
        "lines:\n  text: a\u2028b\n",
        "lines:\n  text: a\x85b\n",
        "lines:\n  text: |\n    \tindented\n",
    ],
)
def test_what_they_would_read_differently_the_strict_one_reads(text: str) -> None:
    assert well_written(text) is None
    assert rooted(text) == strictly(text)


def test_a_comment_too_near_a_text_is_left_to_the_strict_one() -> None:
    text = "lines:\n  text: |# words\n    a\n"
    assert well_written(text) is None
    with pytest.raises(YAMLError):
        rooted(text)


def test_a_save_takes_one_file_apart_however_many_languages_there_are(tmp_path: Path) -> None:
    for language in ("de", "en", "fr", "ja", "ko", "zh-CN", "zh-TW"):
        more = {f"more_{number}": f"lines:\n  text: {language} {number}\n" for number in range(40)}
        put(tmp_path, language, **{name: f"{text}# {language}\n" for name, text in (GOOD | more).items()})
    fresh(tmp_path, DECLARATIONS)
    before = rooted.cache_info().misses
    with (tmp_path / "fr/fee.yaml").open("a", encoding="utf-8") as fee:
        fee.write("# edited\n")
    fresh(tmp_path, DECLARATIONS)
    assert rooted.cache_info().misses == before + 1


def test_a_value_that_was_left_out_stands_at_its_key() -> None:
    for text in ("a:\n\n# quickly\nb: c\n", "a:\n\n# \t strictly\nb: c\n"):
        root = rooted(text)
        assert isinstance(root, Pairs)
        assert root.pairs[0][1].line == 1
