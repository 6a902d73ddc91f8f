"""Which goods are picked by the numbers of their buttons, however these are written."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.returns.places import numbered

SHOWN = 5
HAN = "一二三四五六七八九"
WAYS = (str, lambda place: f"第{place}个", lambda place: f"第{HAN[place - 1]}个", lambda place: HAN[place - 1])


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=4),
    st.sampled_from(WAYS),
    st.sampled_from(["和", "、", "，", ", ", " ", " and ", "\n", "跟", " 与 "]),
    st.sampled_from(["", "都退", "吧", "。"]),
)
def test_all_that_are_told_are_picked_or_none(places: list[int], way: type[str], between: str, behind: str) -> None:
    picked = numbered(between.join(map(way, places)) + behind, SHOWN)
    assert picked == ([place - 1 for place in places] if max(places) <= SHOWN else [])


@given(st.text())
def test_whatever_is_written_picks_nothing_that_is_not_offered(text: str) -> None:
    assert set(numbered(text, SHOWN)) <= set(range(SHOWN))
    assert numbered(text, 0) == []
