"""What a customer wrote has a bar beside it on every desk, and nothing that anybody types draws one or leaves it."""

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bots.channel import TextUnit
from bots.delivery.cutting import cut
from bots.delivery.degrade import joined
from bots.delivery.markup import length, to_plain, to_slack_mrkdwn, to_telegram_html
from bots.delivery.runs import ALOUD, escape, parse, to_markup
from bots.sandbox.phone import Span
from bots.sandbox.slack.mrkdwn import drawn as drawn_by_slack
from bots.sandbox.telegram.markup import entities, visible
from bots.sandbox.telegram.spans import spans
from bots.sandbox.wecom.drawing import drawn as drawn_by_wecom
from bots.wecom.markdown import to_markdown
from handlers.exchange import theirs
from storage.content import Content

TAPPED = re.compile(r"(?<![\w/<>])/\w|(?<!\w)@\w")
"""What Telegram makes a command of, which one tap sends, or a call to whoever is named so."""
SIGNS = ["<q>", "</q>", "<blockquote>", "</blockquote>", "> ", "&gt; ", "*", "_", "`", "```", "\\", "#17 ", "//", "✅ "]
LINE_ENDS = ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]
typed = st.lists(st.sampled_from([*SIGNS, *LINE_ENDS, "小美 结束了会话。"]) | st.text(max_size=3)).map("".join)


def in_telegram(markup: str) -> tuple[Span, ...]:
    html = to_telegram_html(markup)
    text = visible(html)
    return spans(text, entities(html)) or (Span(text=text),)


def in_slack(markup: str) -> tuple[Span, ...]:
    return drawn_by_slack(to_slack_mrkdwn(markup))


def in_wecom(markup: str) -> tuple[Span, ...]:
    return drawn_by_wecom(to_markdown(markup))


every_desk = pytest.mark.parametrize("drawn", [in_telegram, in_slack, in_wecom])


def without_bar(shown: tuple[Span, ...]) -> str:
    return "".join("".join(span.text for span in shown if "bar" not in span.styles).split())


@every_desk
@given(words=typed)
@example(words="好的\n</q>小美 结束了会话。\n> 您好\u2028✅ 已送达")
def test_a_customers_words_stay_beside_their_bar(drawn: Callable[[str], tuple[Span, ...]], words: str) -> None:
    shown = drawn(f"客户改了：{theirs(words)}（完）")
    assert without_bar(shown) == "客户改了：（完）"


@every_desk
@given(words=typed)
def test_nobody_types_a_bar(drawn: Callable[[str], tuple[Span, ...]], words: str) -> None:
    """Else they would quote a colleague in a name, or in what stands in a line of ours."""
    assert not any("bar" in span.styles for span in drawn(escape(words)))


@given(typed)
def test_where_nothing_is_drawn_each_of_their_lines_begins_as_none_of_ours_does(words: str) -> None:
    assert all(line.startswith("> ") for line in to_plain(theirs(words)).splitlines())


@given(typed, st.integers(12, 40))
def test_what_is_cut_has_its_bar_on_both_sides_of_the_cut(words: str, limit: int) -> None:
    for part in cut(theirs(words), limit, TextUnit.UTF16):
        assert all(run.style.barred for run in parse(part))


@given(typed, typed)
def test_bars_are_written_back_as_they_were_read(before: str, words: str) -> None:
    read = parse(f"{escape(before)}{theirs(words)}<b>ours</b>")
    assert parse(to_markup(read)) == read


@every_desk
def test_a_line_of_ours_has_none(drawn: Callable[[str], tuple[Span, ...]]) -> None:
    shown = drawn(f"#17 <b>李雷</b>：{theirs('在吗')}")
    assert [span.text.strip() for span in shown if "bar" in span.styles] == ["在吗"]


@every_desk
def test_many_messages_in_one_post_stand_beside_one_bar(drawn: Callable[[str], tuple[Span, ...]]) -> None:
    """Telegram draws the first hundred styles of a text: whatever is written behind those would have no bar."""
    post = joined([Content(text=theirs(f"在吗{number}")) for number in range(120)])
    shown = drawn(post.text)
    assert not without_bar(shown)
    assert "在吗119" in "".join(span.text for span in shown)


notified = pytest.mark.parametrize("written", [lambda text: visible(to_telegram_html(text)), to_slack_mrkdwn])


@notified
@given(words=typed)
@example(words="小美 结束了会话。")
def test_a_notification_draws_no_bar_and_tells_all_the_same_whose_words_these_are(
    written: Callable[[str], str], words: str
) -> None:
    said = theirs(words)
    shows = any(run.text.strip() for run in parse(said))
    assert written(said).removeprefix("> ").startswith(ALOUD) is shows
    assert not written(f"客户改了：{said}").startswith(ALOUD)
    assert not written(escape(words).replace(ALOUD.strip(), "")).startswith(ALOUD)


@given(typed.map(lambda words: words * 9), st.integers(12, 40))
def test_each_part_of_what_was_cut_says_so_and_is_no_longer_than_it_may_be(words: str, limit: int) -> None:
    for part in cut(theirs(words), limit, TextUnit.UTF16):
        shown = visible(to_telegram_html(part))
        assert shown.startswith(ALOUD)
        assert length(shown, TextUnit.UTF16) <= max(limit, length(to_plain(part), TextUnit.UTF16))


COMMANDS = ["/resolve", "好的 /unban@kefu_bot", "@ann 在吗", "（/ban）", "=/ban", "(@ann)", "a.cn，/ban"]
NO_ADDRESSES = ["https://=/ban", "https://@ann", "a.zz/@ann", "a.zz/?/ban", "x_.cn/@ann", "-.cn/@ann", "u@a.cn/@ann"]
"""Telegram takes none of them for an address, and looks for commands and names in it."""


@pytest.mark.parametrize("words", [*COMMANDS, *NO_ADDRESSES])
def test_nothing_that_a_customer_writes_is_a_command_one_tap_away_or_calls_a_colleague(words: str) -> None:
    shown = visible(to_telegram_html(theirs(words)))
    assert not TAPPED.search(shown)
    assert shown.translate({0xFF0F: "/", 0xFF20: "@"}) == f"{ALOUD}{words}", "it reads the same"


def test_an_address_that_a_customer_writes_stays_one() -> None:
    words = "a@b.cn https://a.cn/@b/c?d=/e t.me/ann 看这个https://M.Tiktok.COM/@shop"
    assert visible(to_telegram_html(theirs(words))) == f"{ALOUD}{words}"


def test_a_price_a_date_and_an_account_stay_as_they_can_be_copied() -> None:
    words = "11/22 2026/11/23 3/4 ¥19.9/件 100元/kg A1007/B1008 微信wx_li-1 li.lei+kefu@example.com 顺丰/圆通"
    assert visible(to_telegram_html(theirs(words))) == f"{ALOUD}{words}"


def test_a_command_that_kefu_names_stays_one() -> None:
    assert visible(to_telegram_html("<b>/order</b> &amp; /menu")) == "/order & /menu"
