"""How content looks in a WeChat text message."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bots.channel import MENU_SIGNS, Capabilities, TextUnit
from bots.delivery.degrade import parts
from bots.delivery.runs import escape
from bots.sandbox.wechat.links import draw
from bots.wechat.words import LIMIT, menu_size, size, text_of
from bots.wechat.xml_text import legal
from storage.content import Button, Content
from storage.records import replace

WECHAT = Capabilities(
    buttons=True, captions=False, text_limit=LIMIT, text_unit=TextUnit.BYTES, menu_size=menu_size, max_buttons=25
)
LOOKUP = Button(label="查订单", goto="order_lookup:A10086")
CANCEL = Button(label="取消", goto="cancel")


def test_a_menu_is_numbered_and_every_line_can_be_tapped() -> None:
    shop = Button(label="商城", url="https://shop.example/?a=1&b=2")
    text = text_of(Content(text="<b>您好</b>", buttons=(LOOKUP, shop)))
    assert text == (
        "您好\n\n"
        '1. <a href="weixin://bizmsgmenu?msgmenucontent=查订单&msgmenuid=order_lookup:A10086">查订单</a>\n'
        '2. <a href="https://shop.example/?a=1&b=2">商城</a>'
    )


def test_a_scale_of_numbers_is_not_numbered_once_more() -> None:
    text = text_of(Content(text="几分？", buttons=tuple(Button(label=str(n), goto=f"survey:7:{n}") for n in (1, 2, 0))))
    assert draw(text).text == "几分？\n\n1\n2\n0"
    assert [tap.menu_id for tap in draw(text).taps] == ["survey:7:1", "survey:7:2", "survey:7:0"]


def test_below_a_question_for_digits_no_line_has_a_number_that_would_be_a_wrong_answer() -> None:
    asked = Content(text="几件？", buttons=(Button(label="1", goto="form:say:1"), CANCEL), numbered=False)
    assert draw(text_of(asked)).text == "几件？\n\n1\n取消"
    assert [tap.menu_id for tap in draw(text_of(asked)).taps] == ["form:say:1", "cancel"]
    assert text_of(replace(asked, text="长" * 640)).endswith("\n\n1\n取消")


def test_the_longest_scale_and_its_question_are_one_message() -> None:
    stars = tuple(Button(label="⭐" * n, goto=f"survey:123456789:{n}") for n in range(1, 6))
    ten = tuple(Button(label=str(n), goto=f"survey:123456789:{n}") for n in range(11))
    worded = tuple(Button(label="非常非常满意，谢谢", goto=f"survey:123456789:{n}") for n in range(11))
    for buttons in (stars, ten, worded):
        content = Content(text="刚才的服务您还满意吗？" * 5, buttons=buttons)
        assert parts(content, WECHAT, str) == [content]
        assert len(draw(text_of(content)).taps) == len(buttons)


def test_a_menu_that_is_too_long_with_links_goes_without_them() -> None:
    text = text_of(Content(text="长" * 500, buttons=(LOOKUP,) * 10))
    assert "href" not in text
    assert text.endswith("10. 查订单")


def test_a_goto_the_platform_might_not_give_back_is_a_number_only() -> None:
    text = text_of(Content(buttons=(Button(label="查", goto="order lookup & more"),)))
    assert text == "1. 查"


def test_what_xml_cannot_carry_is_left_out_of_addresses_too() -> None:
    shop = Button(label="商\x02城", url="https://shop.example/\x01a")
    for words in ("您好", "长" * 650):  # with the menu's links, and without
        text = text_of(Content(text=words, buttons=(shop, LOOKUP)))
        assert "https://shop.example/a" in text
        assert text == legal(text)


def test_nothing_to_say_is_no_message() -> None:
    assert text_of(Content(text=" \x00 ")) == ""


LABELS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="<>"), min_size=1)
GOTOS = st.from_regex(r"[a-z_]{1,20}(:[A-Z0-9-]{1,20})?", fullmatch=True)


@settings(deadline=None)
@given(
    buttons=st.lists(st.builds(Button, label=LABELS.map(str.strip).filter(bool), goto=GOTOS), max_size=3, min_size=1)
)
def test_a_tap_brings_back_the_label_and_the_goto(buttons: list[Button]) -> None:
    first = text_of(Content(text="您好", buttons=tuple(buttons)))
    taps = draw(first).taps
    if taps:  # else there was no room for links
        assert [(tap.label, tap.said, tap.menu_id) for tap in taps] == [
            (legal(button.label), legal(button.label), button.goto) for button in buttons
        ]


@settings(deadline=None)
@given(words=st.text(max_size=700), labels=st.lists(LABELS, max_size=25))
def test_no_message_is_longer_than_the_platform_takes(words: str, labels: list[str]) -> None:
    buttons = tuple(Button(label=label[:40], goto="menu") for label in labels)
    for part in parts(Content(text=escape(words), buttons=buttons), WECHAT, lambda attachment: attachment.name):
        assert size(text_of(part)) <= LIMIT


BEGINNINGS = st.sampled_from(["<a ", "</a>", "<A\n", "长", "好 ", "a", "<", "1 < 2 "])


@settings(deadline=None)
@given(words=st.lists(BEGINNINGS).map(lambda few: few * 200), labels=st.lists(LABELS, max_size=3))
def test_words_that_look_like_links_are_counted_as_they_are_sent(words: list[str], labels: list[str]) -> None:
    buttons = tuple(Button(label=label[:40], goto="menu") for label in labels)
    sent = [
        text_of(part) for part in parts(Content(text=escape("".join(words)), buttons=buttons), WECHAT, lambda _: "")
    ]
    assert max(map(size, sent), default=0) <= LIMIT
    assert "".join(sent).count("长") >= words.count("长")


def test_a_full_message_of_links_fits() -> None:
    [part] = parts(Content(text=escape("<a>" * 24 + "a" * 1928)), WECHAT, lambda _: "")
    assert size(text_of(part)) <= 2000


@settings(deadline=None)
@given(labels=st.lists(LABELS, min_size=1, max_size=25), url=st.sampled_from(["", "https://shop.example/商城"]))
def test_a_menu_takes_no_more_than_is_reckoned_with(labels: list[str], url: str) -> None:
    buttons = [Button(label=label, url=url) if url else Button(label=label, goto="menu") for label in labels]
    assert menu_size(buttons) <= 4 * sum(len(label) + len(url) + MENU_SIGNS for label in labels)


@settings(deadline=None)
@given(length=st.integers(500, 700), count=st.integers(1, 25))
def test_every_button_is_offered_however_long_the_words(length: int, count: int) -> None:
    buttons = tuple(Button(label=f"订单 {number}", goto="menu") for number in range(count))
    sent = [text_of(part) for part in parts(Content(text="长" * length, buttons=buttons), WECHAT, lambda _: "")]
    assert "".join(sent).count("长") == length
    assert all(f"{number}. " in sent[-1] for number in range(1, count + 1))
    assert max(map(size, sent)) <= 2000
