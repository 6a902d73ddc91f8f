"""Which of an order's goods somebody wants to send back, told in one breath."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.overheard import heard_words
from handlers.returns.choosing import Chosen, Shown, chosen_in
from storage.records import replace
from tests.handlers.chat import Chat, library
from tests.handlers.returns.shop import CUP, arrived, open_shop
from tests.handlers.returns.talk import filled, form_of, to_summary

R = "returns"
CUPS, TRAY, VASE = 0, 1, 2
ALL_WORDS = ("全部", "都退", "all", "everything", "both")
LEFT_OUT = heard_words(library(), R, "heard_left_out")
GOODS = ("Celadon cup", "Bamboo tray", "Glass vase")
NAMES = {
    "fr": ("Théière en fonte", "Assiette bleue", "Vase à fleurs"),
    "ja": ("陶器のマグカップ", "竹のトレイ", "ガラスの花瓶"),
    "ru": ("Чугунный чайник", "Синяя тарелка", "Стеклянная ваза"),
    "ko": ("도자기 머그컵", "대나무 쟁반", "유리 꽃병"),
}


async def asked_which(chat: Chat) -> Chat:
    """Of two cups, a tray and a vase."""
    open_shop(chat, "A1008")
    await to_summary(chat, "你好", "退货")
    return chat


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("除了杯子都退", [TRAY, VASE]),
        ("除了杯子", [TRAY, VASE]),
        ("除了杯子，其他的也都退", [TRAY, VASE]),
        ("除第一個以外全部", [TRAY, VASE]),
        ("都退，杯子留着", [TRAY, VASE]),
        ("杯子不退，其他都退", [TRAY, VASE]),
        ("不要杯子，剩下的退", [TRAY, VASE]),
        ("其他的留着，只退茶盘", [TRAY]),
        ("只退花瓶", [VASE]),
        ("只退花瓶 杯子不退", [VASE]),
        ("花瓶退一个 杯子留着", [VASE]),
        ("茶盘和花瓶两个都退", [TRAY, VASE]),
        ("everything but the tray and the vase", [CUPS]),  # in whatever language: the goods are named in Chinese
    ],
)
async def test_all_is_told_of_what_goes_back_and_what_stays(chat: Chat, words: str, goods: list[int]) -> None:
    await asked_which(chat)
    words = words.replace("the tray", "竹茶盘").replace("the vase", "花瓶")
    said = await chat.says(words)
    assert filled(chat)["items"] == goods
    assert chat.line(R, "items_more", items="").partition("：")[0] not in said


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("前两个", [CUPS, TRAY]),
        ("前面兩個都退", [CUPS, TRAY]),
        ("最后一个", [VASE]),
        ("倒数第二个", [TRAY]),
        ("第一个和最后一个", [CUPS, VASE]),
        ("the first two", [CUPS, TRAY]),
        ("the last one", [VASE]),
        ("last two please", None),
        ("1-2", [CUPS, TRAY]),
        ("第二到第三个", [TRAY, VASE]),
        ("1 to 2", [CUPS, TRAY]),
        ("2~9", None),
        ("前四个", None),
    ],
)
async def test_goods_are_told_by_where_they_stand(chat: Chat, words: str, goods: list[int] | None) -> None:
    await asked_which(chat)
    await chat.says(words)
    assert form_of(chat)["gathered"].get("items") == goods


@pytest.mark.parametrize("words", ["坏的都退", "大号的全退", "all the red ones"])
async def test_all_of_a_kind_that_no_name_tells_are_not_all(chat: Chat, words: str) -> None:
    await asked_which(chat)
    await chat.says(words)
    assert "items" not in filled(chat)


@pytest.mark.parametrize("words", ["我买的都退", "所有的都退", "这个订单的全部都退", "all of them"])
async def test_all_that_was_bought_is_all(chat: Chat, words: str) -> None:
    await asked_which(chat)
    await chat.says(words)
    assert filled(chat)["items"] == "all"


@pytest.mark.parametrize("words", ["两个都退", "俩都退", "兩個都要", "both"])
async def test_two_of_three_kinds_are_not_all_of_them(chat: Chat, words: str) -> None:
    await asked_which(chat)
    assert await chat.says(words) == chat.line(R, "bad_items")
    assert "items" not in filled(chat)


@pytest.mark.parametrize("words", ["两个都退", "俩都退", "两个都要", "both"])
async def test_both_kinds_of_two_are_all_of_them_and_their_pieces_are_asked_for(chat: Chat, words: str) -> None:
    open_shop(chat, "A1002")
    await to_summary(chat, "你好", "退货")
    assert await chat.says(words) == chat.line(R, "ask_quantity", item="青瓷杯子", left=2)
    assert filled(chat)["items"] == [CUPS, TRAY]


@pytest.mark.parametrize("words", ["三件都退", "全部", "都退了吧"])
async def test_as_many_as_there_are_pieces_are_all_pieces(chat: Chat, words: str) -> None:
    open_shop(chat, "A1002")
    await to_summary(chat, "你好", "退货")
    assert await chat.says(words) == chat.line(R, "ask_reason")
    assert filled(chat)["items"] == "all"


@pytest.mark.parametrize("words", ["一个都退", "1个都要退"])
async def test_so_many_of_one_kind_are_no_more_than_that(talk: Chat, words: str) -> None:
    await talk.says("退货")
    assert await talk.says(words) == talk.line(R, "ask_reason")
    assert filled(talk)["quantity:0"] == 1


async def test_what_is_not_sent_back_after_all_is_taken_from_the_request(chat: Chat) -> None:
    open_shop(chat, "A1008")
    await to_summary(chat, "你好", "退货", "茶盘和花瓶都退", "不想要了", "跳过")
    said = await chat.says("花瓶不退")
    assert "竹茶盘 × 1" in said
    assert "花瓶" not in said
    assert "青瓷杯子" not in said


@pytest.mark.parametrize(
    ("words", "goods"), [("花瓶也退", [TRAY, VASE]), ("还有花瓶", [TRAY, VASE]), ("花瓶", [VASE]), ("只退花瓶", [VASE])]
)
async def test_what_is_sent_back_as_well_is_added_to_the_request(chat: Chat, words: str, goods: list[int]) -> None:
    open_shop(chat, "A1008")
    await to_summary(chat, "你好", "退货", "只退茶盘", "不想要了", "跳过")
    await chat.says(words)
    assert filled(chat)["items"] == goods


@pytest.mark.parametrize(
    ("words", "goods"),
    [("不对，花瓶", [VASE]), ("其实是花瓶", [VASE]), ("actually 花瓶", [VASE]), ("花瓶", [TRAY, VASE])],
)
async def test_who_corrects_themselves_while_choosing_has_not_chosen_both(
    chat: Chat, words: str, goods: list[int]
) -> None:
    await asked_which(chat)
    await to_summary(chat, "茶盘", words)
    assert form_of(chat)["gathered"]["items"] == goods


@pytest.mark.parametrize(
    ("words", "count"),
    [("除了一个都退", 2), ("留一个，其他退", 2), ("all but one", 2), ("keep two", 1), ("俩杯子", 2), ("a couple", 2)],
)
async def test_how_many_of_three_is_told_by_how_many_stay(chat: Chat, words: str, count: int) -> None:
    open_shop(chat, "A1009")
    chat.shop.orders["A1009"] = arrived("A1009", replace(CUP, quantity=3))
    await to_summary(chat, "你好", "退货", words)
    assert filled(chat)["quantity:0"] == count


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("all but the last", {CUPS, TRAY}),
        ("all except for the cup", {TRAY, VASE}),
        ("everything apart from the cup and the tray", {VASE}),
        ("not the cup", {TRAY, VASE}),
        ("keep the cup, return the rest", {TRAY, VASE}),
        ("I'll keep the cup and return everything else", {TRAY, VASE}),
        ("the cup and the tray but not the vase", {CUPS, TRAY}),
        ("just the tray", {TRAY}),
        ("all three", {CUPS, TRAY, VASE}),
        ("both the cup and the vase", {CUPS, VASE}),
        ("the cup is fine, return the rest", {TRAY, VASE}),
        # what only sounds like it
        ("除了 cup 其他都好", {CUPS}),
        ("everything is fine except the cup", {CUPS}),
        ("cup 碎了，其他的都好", {CUPS}),
        ("the cup broke, the others are fine", {CUPS}),
        ("the cup broke, the other one is ok", {CUPS}),
        ("全部都好，就 cup 碎了", {CUPS}),
        ("只退 cup，其他的不用", {CUPS}),
        ("cup，其他原因", {CUPS}),
        ("想换别的颜色", None),
        ("其他原因", None),
        ("不是 cup 的问题", {CUPS}),
        ("I don't want the cup", {CUPS}),
        ("the cup doesn't keep drinks warm", {CUPS}),
        ("you did not send the tray", {TRAY}),
        ("the cup, but the handle is loose", {CUPS}),
        ("除了 cup，还要退 vase", {CUPS, VASE}),
        ("cup 不退色", {CUPS}),
        ("cup 不退货只退款", {CUPS}),
        ("cup 留有划痕", {CUPS}),
        ("cup 不要了", {CUPS}),
        ("no idea", None),
        ("not the plate", None),
        ("不是 cup，是 tray", {TRAY}),
        ("cup 不是我买的", {CUPS}),
        ("只退 cup tray 不退", {CUPS}),
        ("cup 退一个 tray 不退", {CUPS}),
        ("cup 留着 tray 退", {TRAY}),
        ("1退 2不退", {CUPS}),
        ("return the cup and keep the tray", {CUPS}),
        ("keep the cup return the tray", {TRAY}),
        ("cup tray 不退", {VASE}),
        ("cup 不退 tray", {VASE}),
        ("keep the cup and the tray", {VASE}),
        ("cup 不退 其他退", {TRAY, VASE}),
    ],
)
def test_words_tell_which(words: str, goods: set[int] | None) -> None:
    found = chosen_in(words, shown(numbers=True))
    assert (set(found.which) if found else None) == goods


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("杯子都退", {0, 1}),
        ("除了杯子都退", {2, 3, 4}),
        ("杯子不退，其他退", {2, 3, 4}),
        ("小号杯子", {1}),
        ("杯子", None),
        ("围巾", {3}),
        ("两条围巾", {3, 4}),
        ("围巾都退", {3, 4}),
        ("一条围巾和茶盘", {2, 3}),
    ],
)
def test_goods_of_one_kind_are_told_together_or_apart(words: str, goods: set[int] | None) -> None:
    items = ("大号杯子", "小号杯子", "竹茶盘", "羊毛围巾", "羊毛围巾")
    found = chosen_in(words, replace(shown(numbers=True), items=items, pieces=(1, 1, 1, 1, 1)))
    assert (set(found.which) if found else None) == goods


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("cup 碎了，tray 没事", {CUPS}),
        ("tray 裂了，cup 倒是好的", {TRAY}),
        ("the cup is broken, the tray is fine", {CUPS}),
        ("everything arrived fine except the cup", {CUPS}),
        ("cup broke. rest is ok", {CUPS}),
        ("the cup, not the tray", {CUPS}),
        ("都退吧，cup 除外", {TRAY, VASE}),
        ("cup 以外都退", {TRAY, VASE}),
        ("留 cup 和 tray，vase 退", {VASE}),
        ("cup 退货，其他的换货", {CUPS, TRAY, VASE}),
        # what may be read in two ways is asked
        ("cup 不退tray退", None),
        ("不退 cup tray坏了", None),
        ("cup 坏了 tray 不退", None),
        ("the cup is broken but the tray is fine", None),
        ("not the cup but the tray", None),
        ("return the cup keep the tray", None),
        ("the tray instead of the cup", None),
        ("everything except the cup, the tray", None),
        ("cup 是好的", None),
        ("不要 cup，要 tray", None),
        ("tray 要，其他不要", None),
        ("cup 坏了，都退", None),
        ("我要 cup，其他都退", None),
        ("cup 收下，其他退", None),
        ("the cup stays, the rest goes back", None),
        ("全部退，cup 留一下", None),
        ("都退，不包括 cup", None),
        ("碎的那几个都退", None),
    ],
)
def test_what_is_fine_stays_and_what_is_not_plain_is_asked(words: str, goods: set[int] | None) -> None:
    found = chosen_in(words, shown(numbers=True))
    assert (set(found.which) if found else None) == goods


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("两个杯子都退", None),
        ("三个杯子都退", {0, 1}),
        ("杯子都退", {0, 1}),
        ("两个大号杯子都退", {0}),
        ("both cups", None),
    ],
)
def test_so_many_of_several_kinds_are_all_of_them_only_where_there_are_no_more(
    words: str, goods: set[int] | None
) -> None:
    items = ("大号杯子 cup", "小号杯子 cup", "竹茶盘")
    found = chosen_in(words, replace(shown(numbers=True), items=items))
    assert (set(found.which) if found else None) == goods


CHINESE = (
    ("退{}", "{}退", "{}碎了", "只退{}", "{}要换"),
    ("{}不退", "不退{}", "{}留着", "{}别退", "保留{}", "{}没问题", "{}是好的"),
    ("", "其他都退", "其他的不退", "都退", "全部退"),
    ("，", "。", "，但是", " ", ""),
)
ENGLISH = (
    ("return the {}", "the {} is broken", "only the {}", "send back the {}"),
    ("keep the {}", "the {} is fine", "I don't want to return the {}", "I'll keep the {}"),
    ("", "return the rest", "everything", "the others are fine"),
    (", ", "; ", ". ", " and ", ", but ", " but ", " "),
)


@given(st.data(), st.sampled_from([CHINESE, ENGLISH]))
def test_nothing_is_chosen_of_which_it_was_said_that_it_stays(
    data: st.DataObject, language: tuple[tuple[str, ...], ...]
) -> None:
    goes, stays, of_others, between = language
    kept = data.draw(st.sets(st.sampled_from((CUPS, TRAY, VASE)), min_size=1))
    names = data.draw(st.permutations((CUPS, TRAY, VASE)))
    told = [data.draw(st.sampled_from(stays if each in kept else goes)).format(GOODS[each]) for each in names]
    words = data.draw(st.sampled_from(between)).join([*told, data.draw(st.sampled_from(of_others))])
    found = chosen_in(words, shown(numbers=data.draw(st.booleans())))
    assert found is None or not found.which & kept


@given(st.text(max_size=60), st.booleans())
def test_whatever_is_said_chooses_only_what_is_there(words: str, numbers: bool) -> None:
    within_bounds(chosen_in(words, shown(numbers=numbers)))


BITS = [
    "cup",
    "tray",
    "除了",
    "不退",
    "都退",
    "两个",
    "其他",
    "，",
    "前",
    "最后",
    "一个",
    "all",
    "but",
    "the",
    "keep",
    "1",
    "9",
]


@given(st.lists(st.sampled_from(BITS), max_size=8), st.sampled_from(["", " "]))
def test_however_the_words_are_thrown_together(bits: list[str], between: str) -> None:
    within_bounds(chosen_in(between.join(bits), shown(numbers=True)))


def within_bounds(found: Chosen | None) -> None:
    if found is not None:
        assert found.which
        assert found.which <= {CUPS, TRAY, VASE}
        assert len(found.which) == len(GOODS) or not found.every_piece


def shown(*, numbers: bool) -> Shown:
    return Shown(items=GOODS, pieces=(2, 1, 1), all_words=ALL_WORDS, left_out_words=LEFT_OUT, numbers=numbers)


@pytest.mark.parametrize(
    ("language", "words", "goods"),
    [
        ("fr", "la théière", {0}),
        ("fr", "Théières et l'assiette", {0, 1}),
        ("fr", "le vase et la théière, s'il vous plaît", {0, 2}),
        ("ja", "マグカップです", {0}),
        ("ja", "トレイと花瓶を返品したいです", {1, 2}),
        ("ru", "чайник", {0}),
        ("ko", "머그컵이요", {0}),
        ("ko", "쟁반하고 꽃병", {1, 2}),
    ],
)
def test_goods_are_known_by_names_in_any_letters(language: str, words: str, goods: set[int]) -> None:
    shown = Shown(items=NAMES[language], pieces=(1, 1, 1), all_words=ALL_WORDS, left_out_words=LEFT_OUT, numbers=True)
    assert chosen_in(words, shown) == Chosen(frozenset(goods), whole=False)


@pytest.mark.parametrize(
    "words",
    [
        "la théière, mais pas le vase",
        "je garde le vase",
        "tout sauf la théière",
        "sauf l'assiette",
    ],
)
def test_what_a_language_lists_for_leaving_out_chooses_nothing(words: str) -> None:
    """Only of Chinese and English it is known what such words are said of. In others we ask once more."""
    left_out = ("mais", "pas", "sauf", "garde")
    shown = Shown(items=NAMES["fr"], pieces=(1, 1, 1), all_words=("tout",), left_out_words=left_out, numbers=True)
    assert chosen_in(words, shown) is None


def test_what_stays_is_heard_however_much_is_said_before_it() -> None:
    long = "the vase that my aunt brought home for us " * 20
    assert chosen_in(f"{long}rather stays here", shown(numbers=True)) is None
    assert chosen_in(f"{long}is what I return", shown(numbers=True)) == Chosen(frozenset({VASE}), whole=False)
