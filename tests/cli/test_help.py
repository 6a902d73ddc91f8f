"""What commands explain in the language of the terminal: themselves by --help, and what is kept of a person."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from typer.main import get_command

from bots.cli.program import app
from storage.sentences import table
from storage.sqlite.persons.tables import TABLES
from tests.cli.terminal import kefu
from tests.config.test_words_of_problems import is_han

LANGUAGES = {"zh-CN": ("gb2312", "“”"), "zh-TW": ("big5", "「」")}
"""The characters and the quotation marks of each."""
TITLES = ("Usage", "Options", "Arguments", "Commands", "[default", "[required")
LOCALES = {"zh-CN": "zh_CN.UTF-8", "zh-TW": "zh_TW.UTF-8"}


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name, each in getattr(command, "commands", {}).items():
        yield from commands(each, (*path, name))


def squeezed(text: str) -> str:
    """Without frames, and what breaks lines."""
    return "".join(sign for sign in text if sign not in " \n│")


COMMANDS = dict(commands(get_command(app)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_explains_itself_in_chinese_and_no_line_is_cut_off(path: tuple[str, ...], language: str) -> None:
    shown = kefu(*path, "--help", LC_ALL=LOCALES[language], COLUMNS="80")
    assert shown.exit_code == 0
    told, words = table("bots.cli.help", language), squeezed(shown.stdout)
    assert squeezed(told[" ".join(path)].partition("\n")[0]) in words
    for each in COMMANDS[path].params:
        english = squeezed(each.help)
        assert english not in words, english
    assert not [title for title in TITLES if title in words]
    assert "…" not in shown.stdout


def test_in_english_it_is_as_it_stands_at_the_command() -> None:
    kefu("check", "--help", LC_ALL="zh_CN.UTF-8")
    shown = kefu("check", "--help", LC_ALL="en_US.UTF-8").stdout
    assert "Usage: kefu check" in shown
    assert "Options" in shown
    assert "Check only the scripts of this folder, no settings." in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_explained_that_is_not_there(language: str) -> None:
    known = {"epilog", "--help", *(" ".join(path) for path in COMMANDS)}
    for path, command in COMMANDS.items():
        for name in (max(param.opts, key=len) for param in command.params):
            known |= {name, f"{' '.join(path)} {name}", f"{' '.join(path)} {name} default"}
    assert table("bots.cli.help", language).keys() - known == set()
    assert list(table("bots.cli.help", language)) == list(table("bots.cli.help", "zh-CN"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_each_table_holds_of_a_person_is_told_in_chinese(language: str) -> None:
    assert list(table("bots.cli.held", language)) == [name for name, each in TABLES.items() if each.theirs]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ["bots.cli.help", "bots.cli.held"])
def test_it_is_written_as_all_chinese_of_ours(room: str, language: str) -> None:
    encoding = LANGUAGES[language][0]
    foreign = "".join(marks for other, (_, marks) in LANGUAGES.items() if other != language)
    for text in table(room, language).values():
        "".join(filter(is_han, text)).encode(encoding)
        assert not set(foreign) & set(text), text
        assert "\n" not in text.partition("\n\n")[0], f"its first paragraph is shown in one line: {text}"
        for before, after in pairwise(text):
            assert not (is_han(before) and after in ",;:?!()"), text
            assert not (is_han(before) and after.isascii() and after.isalnum()), text
            assert not (before.isascii() and before.isalnum() and is_han(after)), text
