"""A shop's scripts that an older kefu took, under one that checks more and says more."""

from collections.abc import AsyncIterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from handlers.scripts.problem import Broken, Problem
from handlers.scripts.reload import Hearers, ReloadingShelf
from handlers.scripts.shelf import LoadedLibrary
from tests.handlers.scripts.shop import DECLARATIONS, FEE, ORDER_LOOKUP, WELCOME, put

ODD = FEE.replace("{{ shop }}", "{{ shop }}\\n谢谢")
SHORT = ORDER_LOOKUP.replace("  ask: 请把订单号发给我，例如 A10086。\n", "")


class Shop:
    """kefu over the shop's folder, and what its admin hears of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.heard: list[str] = []
        self.shelf = ReloadingShelf(
            folder / "scripts",
            DECLARATIONS,
            Hearers(self.broken, self.loaded, self.unwise),
            kept_in=folder / "var",
            brought=put(folder / "ours"),
        )

    async def settles(self) -> None:
        await self.shelf.follow(nothing())

    async def saves(self, **scripts: str) -> bool:
        put(self.folder / "scripts", **scripts)
        return await self.shelf.reload()

    def says(self, script: str, line: str, language: str = "zh-CN", **blanks: str) -> str:
        found = self.shelf.library.script(language, script)
        return found.line(line, **blanks) if found else "?"

    async def broken(self, problems: list[Problem]) -> None:
        self.heard.append(f"broken: {codes(problems)}")

    async def loaded(self, _library: LoadedLibrary) -> None:
        self.heard.append("in force")

    async def unwise(self, problems: list[Problem]) -> None:
        self.heard.append(f"look at: {codes(problems)}")


async def nothing() -> AsyncIterator[None]:
    looks: tuple[None, ...] = ()
    for look in looks:
        yield look


def codes(problems: list[Problem]) -> str:
    return ", ".join(problem.code for problem in problems)


def upgraded(folder: Path, **scripts: str) -> Shop:
    put(folder / "scripts", **scripts)
    return Shop(folder)


async def test_signs_that_were_no_mistake_before_do_not_keep_kefu_from_starting(tmp_path: Path) -> None:
    shop = upgraded(tmp_path, fee=ODD)
    await shop.settles()
    assert shop.says("fee", "text", shop="小店") == "满 99 元包邮，小店\\n谢谢。", "as it was said before"
    assert shop.heard == ["look at: backslash_n"]


async def test_what_the_newer_kefu_says_besides_is_said_in_our_words_until_the_shop_has_its_own(tmp_path: Path) -> None:
    shop = upgraded(tmp_path, order_lookup=SHORT)
    (tmp_path / "scripts/zh-CN/welcome.yaml").unlink()
    again = Shop(tmp_path)
    await again.settles()
    assert shop.says("order_lookup", "ask") == "请把订单号发给我，例如 A10086。"
    assert again.says("welcome", "button") == "打招呼"
    assert again.heard == ["look at: line_missing, goto_unknown, missing_declared"]


async def test_the_shops_own_mistakes_are_told_before_all_that_is_new(tmp_path: Path) -> None:
    shop = upgraded(tmp_path, welcome=WELCOME.replace("打招呼\n\n", "打招呼\\n\n"), order_lookup=SHORT)
    await shop.settles()
    assert shop.heard == ["look at: backslash_n, line_missing"]


async def test_a_language_of_the_shops_own_says_it_in_the_shops_first_language(tmp_path: Path) -> None:
    put(tmp_path / "scripts", "ja", order_lookup=SHORT)
    shop = upgraded(tmp_path)
    assert shop.says("order_lookup", "ask", "ja") == "请把订单号发给我，例如 A10086。"


async def test_old_mistakes_do_not_keep_new_words_back_and_new_mistakes_do(tmp_path: Path) -> None:
    shop = upgraded(tmp_path, fee=ODD, order_lookup=SHORT)
    await shop.settles()
    assert await shop.saves(fee=ODD.replace("99", "199"), order_lookup=SHORT)
    assert shop.says("fee", "text", shop="小店").startswith("满 199 元")
    assert not await shop.saves(fee=FEE, order_lookup=SHORT.replace("{{ status }}", "{status}\\n"))
    assert shop.says("fee", "text", shop="小店").startswith("满 199 元")
    assert shop.heard == [
        "look at: backslash_n, line_missing",
        "in force",
        "broken: line_missing, backslash_n, blank_single",
    ]


async def test_once_all_is_mended_the_same_mistake_is_one_again(tmp_path: Path) -> None:
    shop = upgraded(tmp_path, fee=ODD)
    assert await shop.saves()
    assert not await shop.saves(fee=ODD)
    assert shop.heard == ["in force", "broken: backslash_n"]


@pytest.mark.parametrize(
    "words",
    [
        "满 99 元包邮，{{ shp }}。",
        "满 99 元包邮，{shop }}。",
        "满 99 元包邮，｛｛ shop ｝｝。",
        "'{ % if shop % }满 99 元包邮{ % else % }满 199 元包邮{ % endif % }'",
        "不满 #99 元不包邮",
    ],
    ids=["a blank of another name", "half a blank", "a blank of a Chinese keyboard", "both halves of an if", "cut"],
)
async def test_what_tells_customers_something_wrong_still_keeps_kefu_from_starting(words: str, tmp_path: Path) -> None:
    with pytest.raises(Broken):
        upgraded(tmp_path, fee=f"triggers: [运费]\nlines:\n  text: {words}\n")


async def test_the_words_of_before_are_borne_rather_than_none_at_all(tmp_path: Path) -> None:
    """The archive is of an older kefu, too."""
    shop = upgraded(tmp_path)
    await shop.settles()
    put(tmp_path / "scripts", fee=ODD)
    keep(shop)
    again = upgraded(tmp_path, fee=FEE.replace("{{ shop }}", "{{ shp }}"))
    await again.settles()
    assert again.says("fee", "text", shop="小店") == "满 99 元包邮，小店\\n谢谢。"
    assert again.heard == ["broken: blank_unknown"]


def keep(shop: Shop) -> None:
    with ZipFile(shop.folder / "var/scripts.zip", "w") as archive:
        for path in (shop.folder / "scripts").rglob("*.yaml"):
            archive.write(path, path.relative_to(shop.folder))


async def test_an_admin_hears_once_of_what_is_in_force_and_yet_unwise(tmp_path: Path) -> None:
    retired = FEE + "  tariff: 8 元\n"
    shop = upgraded(tmp_path)
    await shop.settles()
    for text in (retired, retired + "# 再存一次\n", FEE, retired):
        assert await shop.saves(fee=text)
    assert shop.heard == [
        "in force",
        "look at: line_retired",
        "in force",
        "in force",
        "in force",
        "look at: line_retired",
    ]


async def test_what_was_unwise_at_the_start_is_no_news(tmp_path: Path) -> None:
    shop = upgraded(tmp_path, fee=FEE + "  tariff: 8 元\n")
    await shop.settles()
    assert await shop.saves(fee=FEE + "  tariff: 9 元\n")
    assert shop.heard == ["in force"]
