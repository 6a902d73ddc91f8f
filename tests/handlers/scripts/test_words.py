"""The words that travel with the product: complete, agreed and clean in every language."""

from pathlib import Path

import pytest

from handlers.catalogue import DECLARATIONS
from handlers.scripts.check import check
from handlers.scripts.library import Library
from handlers.scripts.shelf import LoadedLibrary
from tests import our_scripts

SCRIPTS = Path(__file__).parents[3] / "scripts"
LANGUAGES = ("zh-CN", "en", "zh-TW")
LEFT_EMPTY = {("wechat_menu_middle", "scan_button"), ("wechat_menu_right", "scan_button")}
"""One button that scans is enough for a menu."""
WITH_EMPTY = {("en", "desk_commands")}
"""Most commands have no other English name than their own."""


@pytest.fixture(scope="module")
def words() -> LoadedLibrary:
    return our_scripts.library()


def test_our_own_scripts_leave_nothing_to_say() -> None:
    assert [str(problem) for problem in check(SCRIPTS, DECLARATIONS)] == []


def test_three_languages_are_complete(words: LoadedLibrary) -> None:
    assert words.languages == LANGUAGES
    for language in LANGUAGES:
        assert {path.name for path in (SCRIPTS / language).iterdir()} == {
            path.name for path in (SCRIPTS / "zh-CN").iterdir()
        }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_can_be_said(words: LoadedLibrary, language: str) -> None:
    for declared in DECLARATIONS:
        script = words.script(language, declared.script or "shipping_fee")
        assert script is not None
        assert script.language == language
        for line, blanks in declared.lines.items():
            is_said = bool(script.line(line, **dict.fromkeys(blanks, "<7>")))
            may_be_empty = (language, script.id) in WITH_EMPTY
            assert may_be_empty or is_said is ((script.id, line) not in LEFT_EMPTY), line
            script.line(line, **dict.fromkeys(blanks, ""))


@pytest.mark.parametrize("path", sorted(SCRIPTS.glob("*/*.yaml")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_file_begins_by_telling_the_admin_what_it_is_for(path: Path) -> None:
    lines = path.read_text("utf-8").split("\n")
    comments = [line for line in lines if line.lstrip().startswith("#")]
    assert lines[0].startswith("# ")
    assert "kefu check" in "\n".join(comments)
    chinese = any("\u4e00" <= character <= "\u9fff" for comment in comments for character in comment)
    assert chinese == path.parent.name.startswith("zh")


@pytest.mark.parametrize(
    ("language", "said", "script"),
    [
        ("zh-CN", "查订单", "order_lookup"),
        ("zh-CN", "订单 A1001 要退货", "returns"),
        ("zh-CN", "快递压坏了，我要退款", "returns"),
        ("zh-CN", "退款到哪了？", "my_returns"),
        ("en", "refund for my order please", "returns"),
        ("en", "where is my refund?", "my_returns"),
        ("zh-TW", "我的訂單想換貨", "returns"),
        ("zh-CN", "你好，我的快递到哪了？", "order_lookup"),
        ("zh-CN", "您好 请问能开发票吗", "invoice"),
        ("zh-CN", "转人工！！", "escalation"),
        ("zh-CN", "在吗", "welcome"),
        ("zh-CN", "where is my order", "order_lookup"),
        ("zh-CN", "我要取消订单", "order_changes"),
        ("zh-CN", "取消", "cancel"),
        ("zh-TW", "請問運費怎麼算", "shipping_fee"),
        ("zh-TW", "我要找真人客服", "escalation"),
        ("zh-TW", "哈囉", "welcome"),
        ("en", "Hello there", "welcome"),
        ("en", "please let me talk to a human", "escalation"),
        ("en", "How much is the shipping?", "shipping_fee"),
        ("en", "/help", "help"),
        ("en", "cancel please", "cancel"),
        ("en", "I wonder when it will arrive at the end of May", None),
        ("en", "hi, the zip of the jacket broke on the second day", None),
    ],
)
def test_what_customers_say_finds_its_script(words: Library, language: str, said: str, script: str | None) -> None:
    assert words.triggered(said, language) == script


@pytest.mark.parametrize(
    ("language", "said", "script"),
    [
        ("zh-CN", "查订但", "order_lookup"),
        ("zh-CN", "怎么付钱", "payment_methods"),
        ("zh-TW", "付款的方式", "payment_methods"),
        ("en", "oder status", "order_lookup"),
        ("en", "what is your shiping fee", "shipping_fee"),
    ],
)
def test_a_typing_error_is_forgiven(words: Library, language: str, said: str, script: str) -> None:
    assert [button.goto for button in words.near(said, language)][:1] == [script]


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
def test_a_request_is_summed_up_in_lines(scripts: Library, language: str) -> None:
    script = scripts.script(language, "returns")
    assert script
    names = ("number", "items", "reason", "note", "photos", "resolution", "variant", "amount", "postage")
    told = script.line("summary", **{name: name for name in names})
    assert len(told.splitlines()) == 9, "a line break behind a block is kept"
    without = script.line("summary", **{name: "" if name in ("note", "photos", "postage") else name for name in names})
    assert len(without.splitlines()) == 6
