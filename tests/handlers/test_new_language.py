"""A language that the shop brings itself: what its admin writes in its folder is all that kefu knows of it."""

import re
import shutil
from pathlib import Path

import pytest

from handlers.catalogue import DECLARATIONS
from handlers.scripts.library import Library
from handlers.scripts.loading import fresh
from handlers.writing import clearly, small_words
from tests.handlers.chat import SCRIPTS, Chat

LANGUAGE = """
handler: language
triggers: [{triggers}]
lines:
  button: {button}
  name: {name}
  heard_name: {names}
  heard_small_words: {words}
  choose: {choose}
  chosen: {chosen}
"""
FRENCH = LANGUAGE.format(
    triggers="langue, français, parlez français",
    button="Langue",
    name="Français",
    names="francais, french, 法语, 法文",
    words="le, la, les, l, un, une, des, du, d, je, j, vous, me, mon, ma, mes, où, est, qu, que, pas, on, dans, pour",
    choose="Choisissez une langue",
    chosen="Très bien",
)
JAPANESE = LANGUAGE.format(
    triggers="言語, 日本語, ありがとう",
    button="言語",
    name="日本語",
    names="日语, 日文, japanese",
    words="です, ます, した, したい, ください, は, を, が, に, の, か",
    choose="言語を選んでください",
    chosen="日本語でご案内します",
)
GERMAN = LANGUAGE.format(
    triggers="sprache, guten tag",
    button="Sprache",
    name="Deutsch",
    names="german, 德语",
    words="der, die, das, ich, wo, ist, was, in, an, mein, und, nicht",
    choose="Bitte wählen",
    chosen="Gern",
)


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Ours, and copies of the English folder in which nothing but `language.yaml` is translated yet."""
    folder = tmp_path_factory.mktemp("shop") / "scripts"
    shutil.copytree(SCRIPTS, folder)
    for language, text in (("fr", FRENCH), ("ja", JAPANESE), ("de", GERMAN)):
        shutil.copytree(folder / "en", folder / language)
        (folder / language / "language.yaml").write_text(text, "utf-8")
    return fresh(folder, DECLARATIONS, default_language="zh-CN").loaded


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Vous pouvez me dire où est mon colis", "fr"),
        ("Je n'ai pas reçu ma commande", "fr"),
        ("on me dit que c'est dans le point relais", "fr"),
        ("Wo ist mein Paket, was ist in der Box", "de"),
        ("注文した商品を返品したいです", "ja"),
        ("荷物はいつ届きますか", "ja"),
        ("ありがとうございました、たすかりました", "ja"),
        ("where is my parcel please", "en"),
        ("Can you tell me what is on the menu", "en"),
        ("我的订单到哪了", "zh-CN"),
        ("我的訂單到哪裡了", "zh-TW"),
        ("优の茶具 我的订单在哪里", "zh-CN"),
    ],
)
async def test_who_writes_a_sentence_in_it_is_answered_in_it(chat: Chat, words: str, language: str) -> None:
    chat.locale = "nl"
    await chat.says(words)
    assert chat.open.language == language


@pytest.mark.parametrize("words", ["返品", "注文番号", "A10086", "iPhone 15 Pro", "Vase en verre", "colis"])
@pytest.mark.parametrize("language", ["fr", "ja", "en"])
async def test_names_and_nouns_switch_nobody(chat: Chat, words: str, language: str) -> None:
    await chat.says(f"/language {language}")
    await chat.says(words)
    assert chat.open.language == language


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("parlez français", "fr"),
        ("guten Tag", "de"),
        ("ありがとう", "ja"),
        ("hello", None),
        ("订单查询", "zh-CN"),
        ("shipping", "en"),
    ],
)
async def test_a_single_word_of_a_stranger_hints_at_it(chat: Chat, words: str, language: str | None) -> None:
    await chat.says(words)
    assert chat.open.language == language


@pytest.mark.parametrize(
    "words", ["/language french", "/language 法语", "français", "FRANÇAIS !", "en français", "/language fr"]
)
async def test_it_is_chosen_by_any_of_its_names(chat: Chat, words: str) -> None:
    assert await chat.says(words) == chat.line("language", "chosen", "fr", language="Français")
    assert chat.open.language == "fr"


def with_copy(shop: Path, language: str, *, upgraded: bool) -> Library:
    """Ours, and a copy that is to become Japanese. Where kefu was upgraded since, it lacks what customers say."""
    shutil.copytree(SCRIPTS, shop)
    shutil.copytree(shop / language, shop / "ja")
    path = shop / "ja/language.yaml"
    text = re.sub("(?m)^  name: .*", "  name: 日本語", path.read_text("utf-8"))
    path.write_text(re.sub(r"(?m)^  heard_.*\n", "", text) if upgraded else text, "utf-8")
    return fresh(shop, DECLARATIONS, default_language=language, bearing=True, brought=SCRIPTS).loaded


@pytest.mark.parametrize("upgraded", [False, True])
@pytest.mark.parametrize(
    ("language", "words", "name"), [("zh-CN", "我的订单到哪了", "中文"), ("en", "where is my parcel please", "English")]
)
async def test_words_that_a_folder_has_as_ours_take_nobody_from_ours(
    tmp_path: Path, language: str, words: str, name: str, upgraded: bool
) -> None:
    chat = Chat(with_copy(tmp_path / "scripts", language, upgraded=upgraded))
    for said in (words, f"/language {name}"):
        await chat.says("/language ja")
        await chat.says(said)
        assert chat.open.language == language


def test_of_two_languages_with_the_same_words_neither_is_clear() -> None:
    words = ("where", "is", "my")
    assert clearly("where is my parcel", small_words({"en": words})) == "en"
    assert clearly("where is my parcel", small_words({"en": words, "pt-BR": words})) is None
