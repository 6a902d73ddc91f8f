"""Whatever is to be said, each platform gets parts that it takes, and nobody's words are lost between them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.channel import Capabilities, TextUnit
from bots.delivery.cutting import cut, place_to_cut
from bots.delivery.degrade import apart, joined, parts, plainer
from bots.delivery.markup import length, to_plain, visible, visible_length
from bots.delivery.runs import escape
from storage.content import Button, Content
from storage.inbound import Attachment, Media

RICH = Capabilities(buttons=True, media=frozenset({Media.PHOTO}), text_limit=4096, max_buttons=3)
POOR = Capabilities(buttons=False, text_limit=600, text_unit=TextUnit.BYTES)
TRACK, HUMAN = Button(label="查订单", goto="order_lookup"), Button(label="转人工 <1 min", goto="escalation")
PHOTO = Attachment(media=Media.PHOTO, channel="telegram", ref="p", name="box.jpg")
VOICE = Attachment(media=Media.VOICE, channel="telegram", ref="v")

PIECES = [
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    '<a href="https://kefu.cn/x">',
    "</a>",
    "&amp;",
    "&lt;",
    "\n",
    "\n\n",
    " ",
    "。",
]
PIECES += ["👨‍👩‍👧", "🇨🇳", "é", "👍🏽", "你好", "word "]
markup = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=60).map("".join)
units = st.sampled_from(TextUnit)


def describe(attachment: Attachment) -> str:
    return f"[{attachment.media} {attachment.name}]"


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(markup, st.integers(8, 60), units)
def test_no_words_are_lost_where_a_text_is_cut(text: str, limit: int, unit: TextUnit) -> None:
    cuts = cut(text, limit, unit)
    assert squeezed("".join(map(visible, cuts))) == squeezed(visible(text))


@given(markup.filter(lambda text: "<a" not in text), st.integers(8, 60), units)
def test_every_part_fits_and_none_is_empty(text: str, limit: int, unit: TextUnit) -> None:
    for part in cut(text, limit, unit):
        assert 0 < visible_length(part, unit) <= limit
        assert visible(part).strip()


links = st.builds(
    lambda words, path, label: f'{words}<a href="https://kefu.cn/{path}">{label}</a>',
    st.sampled_from(["", "你好", "\n", "word ", "。"]),
    st.text("abc", max_size=30),
    st.text("水壶x", min_size=1, max_size=6),
)


@given(st.lists(links, min_size=1, max_size=40).map("".join), st.integers(100, 200), units)
def test_every_part_fits_with_the_addresses_of_its_links(text: str, limit: int, unit: TextUnit) -> None:
    """Where they cannot be tapped they are written out."""
    cuts = cut(text, limit, unit)
    assert all(0 < visible_length(part, unit) <= limit for part in cuts)
    assert squeezed("".join(map(visible, cuts))) == squeezed(visible(text))


def test_a_link_whose_address_fits_nowhere_is_not_cut_into_many() -> None:
    text = f'看这里：<a href="https://kefu.cn/{"x" * 300}">不锈钢水壶</a>'
    assert len(cut(text, 100, TextUnit.BYTES)) <= 2


@given(st.text(min_size=1), st.integers(4, 60), units)
def test_a_place_to_cut_always_moves_on(words: str, limit: int, unit: TextUnit) -> None:
    end = place_to_cut(words, limit, unit)
    assert 1 <= end <= len(words)
    assert end == 1 or length(words[:end], unit) <= limit


@pytest.mark.parametrize(
    ("text", "limit", "cuts"),
    [
        ("one two\n\nthree four", 15, ["one two", "three four"]),
        ("one two\nthree four", 15, ["one two", "three four"]),
        ("你好。再见。谢谢", 7, ["你好。再见。", "谢谢"]),
        ("It is 3.50. Thank you", 15, ["It is 3.50.", "Thank you"]),
        ("<b>one two three</b>", 9, ["<b>one two</b>", "<b>three</b>"]),
        ('<a href="https://k.cn">' + "x" * 30 + "</a>", 50, None),
        ("a&amp;b&lt;c", 3, ["a&amp;b", "&lt;c"]),
        ("ab👨‍👩‍👧cd", 5, ["ab", "👨‍👩‍👧", "cd"]),
        ("🇨🇳🇨🇳🇨🇳", 5, ["🇨🇳🇨🇳", "🇨🇳"]),
        ("cafe\u0301", 4, ["caf", "e\u0301"]),
        ("   \n ", 1, []),
    ],
)
def test_a_text_is_cut_where_it_can_still_be_read(text: str, limit: int, cuts: list[str] | None) -> None:
    assert cut(text, limit, TextUnit.CHARACTERS) == (cuts if cuts is not None else [text])


def test_what_fits_is_sent_as_it_is() -> None:
    content = Content(text="<b>hi</b>", buttons=(TRACK,))
    assert parts(content, RICH, describe) == [content]


@given(markup, units)
def test_what_is_sent_as_it_is_fits_and_says_something(text: str, unit: TextUnit) -> None:
    content = Content(text=text)
    if parts(content, replace(RICH, text_limit=40, text_unit=unit), describe) == [content]:
        assert visible(text).strip()
        assert visible_length(text, unit) <= 40


def test_a_link_around_nothing_is_no_message() -> None:
    assert parts(Content(text='<a href="https://kefu.cn/x">\n</a>'), RICH, describe) == []


def test_buttons_become_a_numbered_menu_where_there_are_none() -> None:
    (part,) = parts(Content(text="hi", buttons=(TRACK, HUMAN)), POOR, describe)
    assert to_plain(part.text) == "hi\n\n1. 查订单\n2. 转人工 <1 min"
    assert not part.buttons


def test_below_a_question_for_digits_buttons_become_lines_without_numbers() -> None:
    (part,) = parts(Content(text="hi", buttons=(TRACK, HUMAN), numbered=False), POOR, describe)
    assert to_plain(part.text) == "hi\n\n查订单\n转人工 <1 min"


def test_an_answer_is_not_numbered_where_a_question_for_digits_follows_it() -> None:
    answer, question = Content(text="9–18", buttons=(TRACK,)), Content(text="1234?", buttons=(HUMAN,), numbered=False)
    assert not joined((answer, question)).numbered
    assert joined((answer, answer)).numbered


@pytest.mark.parametrize("numbered", [True, False])
def test_buttons_below_a_long_text_are_numbered_as_they_would_be_below_a_short_one(numbered: bool) -> None:
    content = Content(text="x" * 5000, buttons=(TRACK,), attachments=(PHOTO,), numbered=numbered)
    assert [part.numbered for part in parts(content, RICH, describe) if part.buttons] == [numbered]


def test_a_link_in_a_menu_shows_where_it_leads() -> None:
    (part,) = parts(Content(text="hi", buttons=(Button(label="shop", url="https://k.cn/?a=1&b=2"),)), POOR, describe)
    assert to_plain(part.text) == "hi\n\n1. shop (https://k.cn/?a=1&b=2)"


def test_buttons_beyond_what_is_shown_go_on_as_numbers() -> None:
    buttons = tuple(Button(label=f"b{number}", goto="x") for number in range(1, 6))
    (part,) = parts(Content(text="hi", buttons=buttons), RICH, describe)
    assert part.buttons == buttons[:3]
    assert part.text == "hi\n\n4. b4\n5. b5"


def test_buttons_are_under_the_last_part() -> None:
    first, *_, last = parts(Content(text="word " * 2000, buttons=(TRACK,)), RICH, describe)
    assert not first.buttons
    assert last.buttons == (TRACK,)


def test_a_photo_stays_a_photo_and_a_voice_message_is_told_in_words() -> None:
    (part,) = parts(Content(text="look", attachments=(PHOTO, VOICE)), RICH, describe)
    assert part == Content(text="look\n\n[voice ]", attachments=(PHOTO,))


def test_two_photos_go_one_by_one() -> None:
    assert parts(Content(text="look", attachments=(PHOTO, PHOTO)), RICH, describe) == [
        Content(text="look", attachments=(PHOTO,)),
        Content(attachments=(PHOTO,)),
    ]


ALBUMS = replace(RICH, album=3)


def test_photos_go_as_albums_where_a_platform_has_them() -> None:
    content = Content(text="look", attachments=(PHOTO,) * 7)
    assert parts(content, ALBUMS, describe) == [
        Content(text="look", attachments=(PHOTO,) * 3),
        Content(attachments=(PHOTO,) * 3),
        Content(attachments=(PHOTO,)),
    ]


def test_only_photos_that_follow_each_other_make_an_album() -> None:
    able = replace(ALBUMS, media=frozenset({Media.PHOTO, Media.VOICE}))
    made = parts(Content(attachments=(PHOTO, PHOTO, VOICE, VOICE, PHOTO)), able, describe)
    assert [part.attachments for part in made] == [(PHOTO, PHOTO), (VOICE,), (VOICE,), (PHOTO,)]


def test_photos_with_buttons_go_one_by_one_as_albums_have_none() -> None:
    made = parts(Content(text="look", attachments=(PHOTO, PHOTO), buttons=(TRACK,)), ALBUMS, describe)
    assert [(len(part.attachments), len(part.buttons)) for part in made] == [(1, 0), (1, 1)]


def test_an_album_that_was_refused_is_taken_apart() -> None:
    assert apart(Content(text="look", attachments=(PHOTO, PHOTO))) == [
        Content(text="look", attachments=(PHOTO,)),
        Content(attachments=(PHOTO,)),
    ]


def test_nothing_makes_no_parts() -> None:
    assert parts(Content(text=" \n"), RICH, describe) == []


def test_what_a_platform_refused_is_told_in_words_alone() -> None:
    content = Content(text="<b>a &amp; b</b>", buttons=(TRACK,), attachments=(PHOTO,))
    (plain,) = plainer(content, RICH, describe)
    assert plain == Content(text="a &amp; b\n\n[photo box.jpg]\n\n1. 查订单")
    assert plainer(plain, RICH, describe) == [], "there is nothing plainer than that"


def test_replies_are_joined_with_all_their_buttons() -> None:
    together = joined([Content(text="one", buttons=(TRACK,)), Content(buttons=(HUMAN,)), Content(text="two")])
    assert together == Content(text="one\n\ntwo", buttons=(TRACK, HUMAN))


@given(
    markup, st.lists(st.builds(Button, label=st.text(min_size=1, max_size=20), goto=st.just("x")), max_size=6), units
)
def test_every_channel_gets_only_what_it_can_show(text: str, buttons: list[Button], unit: TextUnit) -> None:
    content = Content(text=text, buttons=tuple(buttons), attachments=(PHOTO, VOICE))
    for capabilities in (replace(RICH, text_limit=80, text_unit=unit), replace(POOR, text_limit=80, text_unit=unit)):
        made = parts(content, capabilities, describe)
        shown = squeezed("".join(visible(part.text) for part in made))
        for part in made:
            assert part != Content()
            assert len(part.buttons) <= (capabilities.max_buttons if capabilities.buttons else 0)
            assert {each.media for each in part.attachments} <= capabilities.media
        in_words = buttons[3:] if capabilities.buttons else buttons
        assert all(squeezed(button.label) in shown for button in in_words)


def test_measuring_is_not_fooled_by_escapes() -> None:
    assert parts(Content(text=escape("<" * 200)), POOR, describe) == [Content(text="&lt;" * 200)]


BARE = Capabilities(
    buttons=True,
    media=frozenset({Media.PHOTO}),
    captions=False,
    text_limit=40,
    menu_size=lambda buttons: 10 * len(buttons),
)
"""A platform that shows a text or a file in a message, and buttons as words."""


def test_where_files_have_no_captions_words_and_files_go_apart() -> None:
    assert parts(Content(text="yours", attachments=(PHOTO, PHOTO), buttons=(TRACK,)), BARE, describe) == [
        Content(text="yours", buttons=(TRACK,)),
        Content(attachments=(PHOTO,)),
        Content(attachments=(PHOTO,)),
    ]


def test_a_menu_for_which_the_words_leave_no_room_is_a_message_of_its_own() -> None:
    fits, fits_not = Content(text="x" * 20, buttons=(TRACK, HUMAN)), Content(text="x" * 21, buttons=(TRACK, HUMAN))
    assert parts(fits, BARE, describe) == [fits]
    assert parts(fits_not, BARE, describe) == [Content(text="x" * 21), Content(buttons=(TRACK, HUMAN))]
