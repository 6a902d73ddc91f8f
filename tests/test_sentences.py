"""What is said at the terminal and of kefu.yaml: every sentence in every language, named rightly where it is said."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest

from bots.words import Said
from config import problems
from storage.sentences import MODULES, table
from tests.config.test_words_of_problems import is_han

ROOT = Path(__file__).parent.parent
KINDS = {"bots.words": ("Said", "worded"), "storage.words": ("Trouble",)}
"""Of each room that has words: what makes its sentences."""
ROOMS = ("bots", "handlers", "storage")
TABLES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    **{room: {language: table(room, language) for language in MODULES} for room in KINDS},
    "config": problems.TABLES,  # a room that imports none of ours
}
MARKED = {**dict.fromkeys(KINDS, r"\{(guess|asked)\}"), "config": r"\{(guess|value)\}"}
"""Blanks that bring their own marks or room."""
CHINESE = [(room, language) for room in TABLES for language in MODULES if language != "en"]


def modules() -> Iterator[ast.Module]:
    tables = {Path(import_module(f"{room}.{name}").__file__ or "") for room in KINDS for name in MODULES.values()}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if path not in tables:
                yield ast.parse(path.read_text("utf-8"))


TREES = list(modules())


def blanks(text: str) -> set[str]:
    """Also proves that the sentence can be formatted at all."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def texts(tree: ast.AST) -> set[str]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def said(kinds: tuple[str, ...]) -> Iterator[tuple[ast.Call, set[str]]]:
    """Each sentence that is made, with the codes it may have."""
    for tree in TREES:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds:
                yield node, texts(node.args[0])


def facts_of(call: ast.Call) -> set[str] | None:
    """None where they are given as a whole."""
    if any(word.arg is None for word in call.keywords) or not all(isinstance(arg, ast.Dict) for arg in call.args[1:]):
        return None
    named = {word.arg for word in call.keywords if word.arg}
    return named.union(*(texts(key) for arg in call.args[1:] if isinstance(arg, ast.Dict) for key in arg.keys if key))


@pytest.mark.parametrize(("room", "language"), CHINESE)
def test_every_sentence_is_there_in_chinese_and_names_the_same_facts(room: str, language: str) -> None:
    english, chinese = TABLES[room]["en"], TABLES[room][language]
    assert list(chinese) == list(english)
    for code, sentence in english.items():
        assert blanks(chinese[code]) == blanks(sentence), code


@pytest.mark.parametrize(("room", "kinds"), KINDS.items())
def test_whoever_says_a_sentence_says_one_that_is_there_and_gives_what_it_names(
    room: str, kinds: tuple[str, ...]
) -> None:
    english = TABLES[room]["en"]
    for call, codes in said(kinds):
        given = facts_of(call)
        for code in codes:
            assert code in english, f"line {call.lineno}: there is no sentence {code}"
            assert given is None or blanks(english[code]) <= given, f"line {call.lineno}: {code}"


@pytest.mark.parametrize("room", KINDS)
def test_every_sentence_is_said_somewhere(room: str) -> None:
    written = {text for tree in TREES for text in texts(tree)}
    assert TABLES[room]["en"].keys() - written == set()


@pytest.mark.parametrize(("room", "language"), CHINESE)
def test_no_character_of_the_other_way_of_writing_slips_in(room: str, language: str) -> None:
    encoding = {"zh-CN": "gb2312", "zh-TW": "big5"}[language]
    for text in TABLES[room][language].values():
        "".join(filter(is_han, text)).encode(encoding)


@pytest.mark.parametrize(("room", "language"), CHINESE)
def test_chinese_has_its_own_punctuation_and_room_around_latin_words(room: str, language: str) -> None:
    foreign = "“”" if language == "zh-TW" else "「」"
    for code, text in TABLES[room][language].items():
        assert not set(foreign) & set(text), (code, text)
        for before, after in pairwise(re.sub(MARKED[room], "", text)):
            assert not (is_han(before) and after in ",;:?!()"), (code, text)
            assert not (is_han(before) and after.isascii() and (after.isalnum() or after in "{`")), (code, text)
            assert not (before.isascii() and (before.isalnum() or before in "}`") and is_han(after)), (code, text)


def test_a_sentence_within_a_sentence_is_told_in_the_same_language() -> None:
    guess = Said("guess", {"guess": "paid"})
    said = Said("not_a_column", {"name": "{why}", "guess": guess})
    assert str(said) == "'{why}' is not a column; did you mean 'paid'?"
    assert said.told("zh-TW") == "沒有「{why}」這一欄；是不是想寫「paid」？"


def test_a_kefu_that_runs_well_loads_no_words() -> None:
    program = "import sys; import bots.app.running; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(done.stdout.split())
    assert KINDS.keys() <= loaded
    assert not {f"{room}.{module}" for room in KINDS for module in MODULES.values()} & loaded
