"""What an admin's markup becomes on each platform, and that nobody's words are ever lost or taken for markup."""

import time
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bots.channel import TextUnit
from bots.delivery.markup import to_plain, to_slack_mrkdwn, to_telegram_html, visible, visible_length
from bots.delivery.mrkdwn import ZERO_WIDTH
from bots.delivery.runs import escape, parse, to_markup
from bots.slack.blocks import blocks
from bots.wecom.markdown import to_markdown
from handlers.exchange import marked
from storage.content import Button, Content

PIECES = ["<b>", "</b>", "<i>", "</i>", "<code>", "</code>", '<a href="https://kefu.cn/?a=1&amp;b=2">', "</a>"]
PIECES += ["<", ">", "&", "&amp;", "&lt;", "&nbsp;", "<a href='javascript:x'>", "*", "_", "`", "~", ":ok:", "\n", " "]
MANY = 80_000
markup = st.lists(st.sampled_from(PIECES) | st.text(max_size=4)).map("".join)


class Seen(HTMLParser):
    """What Telegram shows of its HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


def test_words_without_markup_are_left_as_they_are() -> None:
    assert to_plain("查订单 A10086") == to_telegram_html("查订单 A10086") == to_slack_mrkdwn("查订单 A10086")


@pytest.mark.parametrize(
    ("written", "plain", "telegram", "slack"),
    [
        ("a <b>b</b> c", "a b c", "a <b>b</b> c", "a *b* c"),
        ("<b><i>both</i></b>", "both", "<b><i>both</i></b>", "*_both_*"),
        ("<b>1<i>2</b>3</i>", "123", "<b>1</b><b><i>2</i></b><i>3</i>", "*1*¦*_2_*¦_3_"),
        ("订单<b>A100</b>已发货", "订单A100已发货", "订单<b>A100</b>已发货", "订单¦*A100*¦已发货"),
        ("1 &lt; 2 &amp;&#39;&#34;", "1 < 2 &'\"", "1 &lt; 2 &amp;'\"", "1 &lt; 2 &amp;'\""),
        ("<u>x</u> </b>", "<u>x</u> </b>", "&lt;u&gt;x&lt;/u&gt; &lt;/b&gt;", "&lt;u&gt;x&lt;/u&gt; &lt;/b&gt;"),
        ("a > b", "a > b", "a &gt; b", "a &gt; b"),
        ("<b>unclosed", "unclosed", "<b>unclosed</b>", "*unclosed*"),
        ("<b>two\nlines </b>", "two\nlines ", "<b>two\nlines </b>", "*two*\n*lines* "),
        ("<code>a_b</code>", "a_b", "<code>a_b</code>", "`a_b`"),
        (
            '<a href="https://kefu.cn/?a=1&amp;b=|">here</a>!',
            "here (https://kefu.cn/?a=1&b=|)!",
            '<a href="https://kefu.cn/?a=1&amp;b=|">here</a>!',
            "<https://kefu.cn/?a=1&amp;b=%7C|here>!",
        ),
        ("<a href='javascript:x'>here</a>", "here", "here", "here"),
    ],
)
def test_a_line_reads_the_same_on_every_platform(written: str, plain: str, telegram: str, slack: str) -> None:
    assert to_plain(written) == plain
    assert to_telegram_html(written) == telegram
    assert to_slack_mrkdwn(written).replace(ZERO_WIDTH, "¦") == slack


@pytest.mark.parametrize(
    ("typed", "slack"),
    [
        ("*not bold*", "*¦not bold*"),
        ("2*3=6", "2*3=6"),
        ("SN_12_34", "SN_12_34"),
        ("A2*****09 ****", "A2*****09 ****"),
        ("at 10:30:45", "at 10:30:45"),
        (":smile: :100:", ":¦smile: :¦100:"),
        ("> quoted", "¦&gt; quoted"),
        ("<!channel>", "&lt;!channel&gt;"),
    ],
)
def test_what_a_customer_typed_formats_nothing_in_slack(typed: str, slack: str) -> None:
    assert to_slack_mrkdwn(escape(typed)).replace(ZERO_WIDTH, "¦") == slack


@pytest.mark.parametrize("shown", [to_slack_mrkdwn, to_telegram_html, to_plain, to_markdown])
@pytest.mark.parametrize("typed", ["`" * MANY, "*`" * MANY, ":a::" + "a" * MANY, "a" + "_" * MANY + "a", "[a" * MANY])
def test_nothing_that_a_customer_types_keeps_kefu_busy(shown: Callable[[str], str], typed: str) -> None:
    begun = time.process_time()
    shown(escape(typed))
    assert time.process_time() - begun < 1, "looked through anew for each sign, it takes seconds"


@given(st.text())
@example('it\'s "so" <b>')
def test_escaped_words_come_back_whole(words: str) -> None:
    assert to_plain(escape(words)) == to_plain(marked(words)) == words


@given(markup)
def test_no_words_are_lost_on_the_way_to_telegram(text: str) -> None:
    seen = Seen(to_telegram_html(text))
    assert seen.text == visible(text)
    assert set(seen.tags) <= {"b", "i", "code", "a"}


@given(markup)
def test_no_words_are_lost_when_a_text_is_written_back(text: str) -> None:
    assert parse(to_markup(parse(text))) == parse(text)


@given(st.text(alphabet="ab1 \n单<>&*_~`:"))
def test_plain_words_reach_slack_whole(words: str) -> None:
    shown = to_slack_mrkdwn(escape(words)).replace(ZERO_WIDTH, "")
    assert shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == words


@given(markup)
def test_slack_sees_no_angle_bracket_that_is_not_a_link(text: str) -> None:
    mrkdwn = to_slack_mrkdwn(text)
    assert mrkdwn.count("<") == mrkdwn.count(">") == mrkdwn.count("<https://kefu.cn/?a=1&amp;b=2|")


def test_a_platform_counts_what_it_shows() -> None:
    assert visible_length("<b>你好</b>😀&amp;", TextUnit.CHARACTERS) == 4
    assert visible_length("<b>你好</b>😀&amp;", TextUnit.UTF16) == 5
    assert visible_length("<b>你好</b>😀&amp;", TextUnit.BYTES) == 11


CALLED = 'Would <a href="agent:slack:U7">May &amp; Co</a> take it?'


def test_staff_read_commands_as_their_app_lets_them_be_typed() -> None:
    line = "<code>/transfer 售后</code> 转给小组，<code>//</code> 开头是备注，<code>/etc/kefu</code>"
    assert to_slack_mrkdwn(line).replace(ZERO_WIDTH, "") == "`!transfer 售后` 转给小组，`//` 开头是备注，`/etc/kefu`"
    assert to_telegram_html(line) == line


def test_and_so_are_their_chinese_names_and_those_on_buttons() -> None:
    assert to_slack_mrkdwn("<code>/认领</code>") == "`!认领`"
    assert to_slack_mrkdwn("<code>/转给 售后</code>") == "`!转给 售后`"
    content = Content(text="是想用", buttons=(Button(label="/转给 售后", goto="desk:transfer:售后"),))
    _, actions = blocks(content)
    assert [each["text"]["text"] for each in actions["elements"]] == ["!转给 售后"]


def test_a_member_of_staff_is_called_on_their_own_channel() -> None:
    assert to_slack_mrkdwn(CALLED) == "Would <@U7> take it?"
    telegram = CALLED.replace("agent:slack:U7", "agent:telegram:77")
    assert to_telegram_html(telegram) == 'Would <a href="tg://user?id=77">May &amp; Co</a> take it?'


def test_elsewhere_their_name_is_but_a_word() -> None:
    assert to_telegram_html(CALLED) == "Would May &amp; Co take it?"
    assert to_slack_mrkdwn(CALLED.replace("slack", "telegram")) == "Would May &amp; Co take it?"
    assert to_plain(CALLED) == "Would May & Co take it?"
    assert to_markdown(CALLED) == "Would May & Co take it?"
