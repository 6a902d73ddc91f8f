"""What the library answers: the right words, in the right language, with every blank made harmless."""

import html
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup

from handlers.scripts.loading import fresh
from handlers.scripts.problem import Broken
from handlers.scripts.shelf import LoadedLibrary, LoadedScript
from handlers.scripts.templates import compiled
from storage.content import Button
from tests.handlers.scripts.shop import DECLARATIONS, FEE, ORDER_LOOKUP, put
from tests.standing import FixedShelf

ENGLISH_FEE = "# Fees.\ntriggers: [shipping fee, fee]\nlines:\n  text: Free from 99.\n"
HELP = "# Help.\ntriggers: [/halp, faq]\nlines:\n  text: Ask.\n"


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> LoadedLibrary:
    folder = put(tmp_path_factory.mktemp("scripts"), help=HELP)
    english = put(folder, "en", fee=ENGLISH_FEE)
    (english / "en/welcome.yaml").write_text(
        "handler: welcome\ntriggers: [hi, hello]\nlines: {text: Hello, button: Hello}\n"
    )
    return fresh(english, DECLARATIONS).loaded


def script(words: LoadedLibrary, script_id: str, language: str = "zh-CN") -> LoadedScript:
    found = words.script(language, script_id)
    assert found is not None
    return found


def test_a_line_is_filled_and_its_blanks_are_escaped(words: LoadedLibrary) -> None:
    said = script(words, "order_lookup").line("found", number="A<1>", status="\"运\"&'输'")
    assert said == "订单 A&lt;1&gt; 目前：&quot;运&quot;&amp;&#39;输&#39;。"


def test_an_if_leaves_no_empty_lines_behind(words: LoadedLibrary) -> None:
    assert script(words, "welcome").line("text", name="") == "您好，\n这里是<b>客服小店</b>。"
    assert script(words, "welcome").line("text", name="小李").startswith("小李，您好")


def test_a_line_inside_a_line_keeps_its_markup(words: LoadedLibrary) -> None:
    inner = Markup("<b>A1</b>")
    assert script(words, "order_lookup").line("found", number=inner, status="").startswith("订单 <b>A1</b>")


def test_an_optional_line_that_was_left_out_says_nothing(words: LoadedLibrary) -> None:
    assert script(words, "order_lookup").line("note", text="x") == ""


def test_a_handler_that_asks_for_the_impossible_is_told(words: LoadedLibrary) -> None:
    with pytest.raises(KeyError):
        script(words, "order_lookup").line("nonsense")
    with pytest.raises(UndefinedError):
        script(words, "order_lookup").line("found", number="A1")


def test_buttons_lead_to_scripts_or_to_the_web(words: LoadedLibrary) -> None:
    assert script(words, "welcome").buttons == (
        Button(label="查订单", goto="order_lookup"),
        Button(label="官网", url="https://example.com/?a=1&b=2"),
    )


def test_a_language_without_a_script_gets_the_default_languages(words: LoadedLibrary) -> None:
    assert script(words, "help", "en").language == "zh-CN"
    assert script(words, "fee", "en").language == "en"
    assert script(words, "fee", "fr").language == "zh-CN"
    assert words.script("zh-CN", "nonsense") is None
    assert words.languages == ("zh-CN", "en")
    assert FixedShelf(words).library is words


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("查订单", "order_lookup"),
        ("查 订单！", "order_lookup"),
        ("我想查订单谢谢", "order_lookup"),
        ("ＦＥＥ", "fee"),
        ("Fee?", "fee"),
        ("coffee", None),
        ("fees", None),
        ("运费fee", "fee"),
        ("what is the shipping-fee", "fee"),
        ("你好", "welcome"),
        ("你好呀😊", "welcome"),
        ("您好，运费", "fee"),
        ("你好，我昨天买的衣服破了想换一件", None),
        ("shipping", None),
        ("/help", "help"),
        ("／HELP now", "help"),
        ("/help@shop_bot", "help"),
        ("/halp", "help"),
        ("halp", "help"),
        ("please halp me", None),
        ("/nonsense 查订单", None),
        ("", None),
        ("？！", None),
    ],
)
def test_a_trigger_is_found_within_a_sentence(words: LoadedLibrary, said: str, found: str | None) -> None:
    assert words.triggered(said, "zh-CN") == found


@pytest.mark.parametrize(
    ("said", "found"), [("查订单。", "order_lookup"), ("我想查订单", None), ("/help", "help"), ("/nonsense", None)]
)
def test_a_text_that_is_a_trigger_whole(words: LoadedLibrary, said: str, found: str | None) -> None:
    assert words.exactly(said, "zh-CN") == found


def test_the_longer_trigger_wins_and_then_the_readers_language(tmp_path: Path) -> None:
    folder = put(tmp_path, fee=FEE.replace("包邮", "物流费"), help=HELP.replace("faq", "运费险"))
    put(folder, "en", fee=FEE, order_lookup=ORDER_LOOKUP, help=HELP.replace("faq", "包邮吗").replace("/halp", "运费呢"))
    words = fresh(folder, DECLARATIONS).loaded
    assert words.triggered("物流费多少", "zh-CN") == "fee"
    assert words.triggered("有运费险吗", "zh-CN") == "help"


def test_near_offers_what_looks_alike_by_its_label(words: LoadedLibrary) -> None:
    assert words.near("查订但", "zh-CN") == [Button(label="查订单", goto="order_lookup")]
    assert words.near("shiping fee", "en") == [Button(label="shipping fee", goto="fee")]
    assert words.near("please tell me the shiping fee for my town", "en")[0].goto == "fee"
    assert words.near("完全不相干的话", "zh-CN") == []
    assert words.near("？", "zh-CN") == []
    assert words.near("查订但", "fr")[0].goto == "order_lookup"
    assert words.near("查订但", "zh-CN", limit=0) == []


def test_broken_scripts_are_not_loaded_and_all_is_told(tmp_path: Path) -> None:
    put(tmp_path, fee="triggers：[a]", welcome="- a\n")
    with pytest.raises(Broken) as broken:
        fresh(tmp_path, DECLARATIONS, language="zh-CN")
    assert [problem.path.name for problem in broken.value.problems] == ["fee.yaml", "welcome.yaml"]
    assert "全角冒号" in str(broken.value)


def test_warnings_are_kept_for_the_admin(tmp_path: Path) -> None:
    put(tmp_path, fee=FEE.replace("运费, 包邮", "运费，包邮"))
    assert [problem.code for problem in fresh(tmp_path, DECLARATIONS).problems] == ["trigger_comma"]


FILLED = compiled(
    '<b>{{ a }}</b> {% if b %}{{ b }}{% endif %} <a href="https://x/?q={{ a }}">{{ a|default("x") }}</a>|'
)


@given(st.text(), st.text())
def test_whatever_a_blank_holds_the_customer_reads_it_literally(a: str, b: str) -> None:
    assert not isinstance(FILLED, str)
    said = FILLED({"a": a, "b": b})
    visible = html.unescape(said.replace("<b>", "").replace("</b>", ""))
    assert a in visible
    assert b in visible
    assert said.count("<") == 4
    assert said.count('"') == 2


@given(st.text(max_size=600), st.sampled_from(["zh-CN", "en", "fr"]))
def test_no_message_upsets_the_library(words: LoadedLibrary, text: str, language: str) -> None:
    words.triggered(text, language)
    words.exactly(text, language)
    assert len(words.near(text, language)) <= 3
