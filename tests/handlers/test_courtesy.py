"""Thanks, an "ok", a goodbye or an emoji and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.scripts.shelf import LoadedLibrary
from tests import our_scripts


@pytest.fixture(scope="module")
def words() -> LoadedLibrary:
    return our_scripts.library()


@pytest.mark.parametrize(
    "said",
    [
        *(
            "谢谢",
            "谢谢！！",
            "谢谢谢谢",
            "好的，谢谢您～",
            "好的好的",
            "嗯嗯",
            "嗯嗯嗯，知道了",
            "辛苦了",
            "ok",
            "OK!",
            "okkkk",
        ),
        *(
            "谢 谢",
            "多謝",
            "謝謝喔",
            "不用了，谢谢",
            "没有了，谢谢",
            "麻烦您了",
            "收到[抱拳]",
            "[玫瑰][玫瑰]",
            "/:rose",
            "/:@)",
            "ＯＫ",
        ),
        *(
            "thanks",
            "Thankss",
            "thnaks",
            "Thank you so much!!!",
            "ok thanks",
            "ok, thank you 🙏",
            "that's all, thanks",
            "great, thanks a lot",
        ),
        *("👍", "🙏🙏", "❤️", "👍🏽", "👨‍👩‍👧", "😊。", "🌹"),
    ],
)
def test_thanks_in_many_ways(words: LoadedLibrary, said: str) -> None:
    assert words.courtesy(said) == "thanks"


@pytest.mark.parametrize(
    "said",
    [
        *(
            "再见",
            "拜拜",
            "拜拜啦",
            "好的，谢谢，再见！",
            "先这样，谢谢",
            "晚安",
            "掰掰",
            "謝謝，再見",
            "/:bye",
            "[再见]",
        ),
        *("bye", "Bye bye!", "thanks, bye 👋", "good byee", "see you later", "OK thank you, have a nice day!"),
    ],
)
def test_a_goodbye_is_known_as_one(words: LoadedLibrary, said: str) -> None:
    assert words.courtesy(said) == "goodbye"


@pytest.mark.parametrize(
    "said",
    [
        *(
            "谢谢，那我的订单呢",
            "好的，什么时候发货",
            "谢谢？",
            "好吗",
            "可以吗？",
            "ok?",
            "不好",
            "不行",
            "不可以",
            "好慢",
            "一点都不好",
        ),
        *(
            "thanks, and my order?",
            "thanks for nothing",
            "not ok",
            "thank you but it is broken",
            "bye the way where is it",
            "good question",
        ),
        *(
            "",
            "   ",
            "？？？",
            "!!!",
            "...",
            "1",
            "88",
            "A10086",
            "🆘",
            "😡",
            "谢谢😡",
            "👎",
            "👍？",
            "查订单",
            "转人工",
            "退货",
            "亲",
            "您",
            "了",
        ),
        *("谢谢" * 60, "/help", "/end", "tank", "think", "thanks http://x.cn"),
    ],
)
def test_whoever_says_anything_else_is_heard(words: LoadedLibrary, said: str) -> None:
    assert words.courtesy(said) is None


def test_none_of_these_words_leads_anywhere_by_being_a_part_of_a_message(words: LoadedLibrary) -> None:
    assert words.triggered("谢谢，你们卖不卖乌龙茶", "zh-CN") is None
    assert words.triggered("good evening where is my parcel", "en") != "thanks"
    assert all(button.goto not in ("thanks", "goodbye") for button in words.near("谢谢拜拜呢", "zh-CN"))


@given(
    st.lists(st.sampled_from(["谢谢", "好的", "ok", "thanks", "👍", "嗯", "[抱拳]"]), min_size=1, max_size=8),
    st.sampled_from("，。！ ~"),
)
def test_any_number_of_them_is_still_one(words: LoadedLibrary, said: list[str], between: str) -> None:
    assert words.courtesy(between.join(said)) == "thanks"


@given(st.text(max_size=100))
def test_no_message_upsets_it(words: LoadedLibrary, text: str) -> None:
    assert words.courtesy(text) in (None, "thanks", "goodbye")
