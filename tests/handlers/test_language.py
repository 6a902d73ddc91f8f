"""Which language somebody is answered in."""

import pytest

from handlers.language import from_locale, known_by
from handlers.scripts.library import Library
from handlers.writing import Writing, chinese, clearly, holds_no_word, perhaps
from tests.handlers.chat import Chat

LANGUAGES = ("zh-CN", "en", "zh-TW")


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("zh-hans", "zh-CN"),
        ("zh_CN", "zh-CN"),
        ("zh", "zh-CN"),
        ("zh-hant", "zh-TW"),
        ("zh_TW", "zh-TW"),
        ("zh-HK", "zh-TW"),
        ("zh-Hant-HK", "zh-TW"),
        ("en", "en"),
        ("en_US", "en"),
        ("de", "en"),
        ("pt-br", "en"),
        (None, None),
        ("", None),
    ],
)
def test_a_profile_says_which_language_its_owner_reads(locale: str | None, language: str | None) -> None:
    assert from_locale(locale, LANGUAGES) == language


@pytest.mark.parametrize(
    ("text", "writing"),
    [
        ("我的订单到哪了", Writing.SIMPLIFIED),
        ("我的訂單到哪裡了", Writing.TRADITIONAL),
        ("謝謝", Writing.TRADITIONAL),
        ("你好，在不在", Writing.CHINESE),
        ("where is my order", Writing.ENGLISH),
        ("I can't find the number", Writing.ENGLISH),
        ("iPhone 15 Pro Max", None),
        ("Wang Xiao Ming A10086", None),
        ("Wang Xiao Ming, a 10086", Writing.ENGLISH),
        ("İade etmek istiyorum", None),
        ("ok", None),
        ("A10086 8000", None),
        ("12345", None),
        ("hello", None),
        ("lilei@example.com", None),
        ("顺", None),
        ("😀😀", None),
        ("", None),
    ],
)
def test_what_a_text_shows_clearly(text: str, writing: Writing | None, scripts: Library) -> None:
    assert clearly(text, known_by(scripts)) == writing


@pytest.mark.parametrize("text", ["A10086", "10086", "iphone15"])
def test_a_number_alone_is_in_no_language(text: str, scripts: Library) -> None:
    assert holds_no_word(text)
    assert clearly(text, known_by(scripts)) is perhaps(text) is None


@pytest.mark.parametrize("text", ["shipping", "A10086 where", "A10086 在哪", "订单A10086", "can't"])
def test_words_beside_a_number_are_looked_at(text: str) -> None:
    assert not holds_no_word(text)


@pytest.mark.parametrize("text", ["这", "说", "国", "单", "货", "发", "钱", "谢", "请", "问"])
def test_a_character_that_only_the_mainland_writes_is_simplified(text: str) -> None:
    assert chinese(text) is Writing.SIMPLIFIED


@pytest.mark.parametrize("text", ["這", "說", "國", "單", "貨", "發", "錢", "謝", "請", "問"])
def test_a_character_that_the_mainland_writes_no_more_is_traditional(text: str) -> None:
    assert chinese(text) is Writing.TRADITIONAL


async def test_the_first_words_decide_over_the_profile(chat: Chat) -> None:
    chat.locale = "en"
    assert await chat.says("我想问问运费多少") == chat.line("shipping_fee", "text", shop="客服小店", name="李雷")


async def test_a_single_word_of_a_stranger_hints_at_a_language(chat: Chat) -> None:
    assert await chat.says("menu") == chat.line("menu", "text", "en", shop="客服小店")


async def test_a_single_word_does_not_outweigh_a_profile(chat: Chat) -> None:
    chat.locale = "zh-hant"
    assert await chat.says("menu") == chat.line("menu", "text", "zh-TW", shop="客服小店")


@pytest.mark.parametrize("words", ["nihao", "Ni Hao!", "ni hao, zai ma?", "zaima", "rengong"])
async def test_chinese_in_latin_letters_is_answered_in_chinese(chat: Chat, words: str) -> None:
    await chat.says(words)
    assert chat.open.language == "zh-CN"
    assert chat.replies[0].text != chat.line("fallback", "unknown")
    await chat.says("wo de dingdan")
    assert chat.open.language == "zh-CN"


@pytest.mark.parametrize(("locale", "language"), [("zh-hant", "zh-TW"), ("en", "en")])
async def test_it_does_not_outweigh_a_profile_either(chat: Chat, locale: str, language: str) -> None:
    chat.locale = locale
    assert await chat.says("nihao") == chat.line("welcome", "first", language, shop="客服小店", name="李雷")


async def test_without_any_sign_it_is_the_shops_own(chat: Chat) -> None:
    assert await chat.says("ok") == chat.line("welcome", "first", shop="客服小店", name="李雷")


async def test_writing_another_language_switches(chat: Chat) -> None:
    await chat.says("你好，我想问问运费")
    assert await chat.says("where is my order please") == chat.line("order_lookup", "ask_number", "en")
    assert chat.open.language == "en"


@pytest.mark.parametrize("words", ["ok", "A10086", "8000", "1", "hello", "😀", "李雷"])
async def test_short_words_do_not_switch(chat: Chat, words: str) -> None:
    await chat.says("/language en")
    await chat.says("where is my order")
    await chat.says(words)
    assert chat.open.language == "en"


@pytest.mark.parametrize("profile", ["en", "zh-CN", "zh-TW"])
@pytest.mark.parametrize(
    ("words", "language"),
    [("说中文", "zh-CN"), ("請說中文", "zh-TW"), ("说英文", "en"), ("can you speak english", "en")],
)
async def test_who_names_a_language_is_answered_in_it_at_once(
    chat: Chat, profile: str, words: str, language: str
) -> None:
    chat.locale = profile
    name = {"zh-CN": "简体中文", "zh-TW": "繁體中文", "en": "English"}[language]
    assert await chat.says(words) == chat.line("language", "chosen", language, language=name)
    assert chat.open.language == language


@pytest.mark.parametrize(("profile", "language"), [("zh-TW", "zh-TW"), ("zh-CN", "zh-CN"), ("en", "zh-CN")])
@pytest.mark.parametrize("words", ["speak chinese", "chinese please", "中文", "/language chinese"])
async def test_chinese_is_written_as_the_profile_reads(chat: Chat, profile: str, language: str, words: str) -> None:
    chat.locale = profile
    await chat.says(words)
    assert chat.open.language == language


@pytest.mark.parametrize("words", ["/language en", "/lang en", "English please", "english", "/language English"])
async def test_english_is_spoken_once_it_was_chosen(chat: Chat, words: str) -> None:
    await chat.says("你好")
    assert await chat.says(words) == chat.line("language", "chosen", "en", language="English")
    assert await chat.says("zq") == chat.line("fallback", "unknown", "en")


@pytest.mark.parametrize("words", ["/language zh-TW", "/language zh_tw", "繁體", "繁體中文", "/language 繁体"])
async def test_traditional_chinese_is_chosen(chat: Chat, words: str) -> None:
    await chat.says(words)
    assert chat.open.language == "zh-TW"


@pytest.mark.parametrize("words", ["语言", "/language", "/language klingon"])
async def test_otherwise_each_language_is_offered_by_its_own_name(chat: Chat, words: str) -> None:
    assert await chat.says(words) == chat.line("language", "choose")
    assert set(chat.labels) == {"简体中文", "繁體中文", "English"}
    await chat.presses("English")
    assert chat.open.language == "en"


async def test_a_language_whose_scripts_were_taken_away_is_forgotten(chat: Chat) -> None:
    await chat.says("你好")
    chat.speaks("ja")
    assert await chat.says("zq") == chat.line("fallback", "unknown")


async def test_chinese_that_both_ways_of_writing_share_follows_the_profile(chat: Chat) -> None:
    chat.locale = "zh-HK"
    await chat.says("你好")
    assert await chat.says("zq") == chat.line("fallback", "unknown", "zh-TW")


@pytest.mark.parametrize("answer", ["lilei at example.com", "li lei"])
async def test_an_answer_in_latin_letters_says_nothing_of_the_language(chat: Chat, answer: str) -> None:
    await chat.says("A10086")
    assert await chat.says(answer) == chat.line("order_lookup", "bad_factor")
