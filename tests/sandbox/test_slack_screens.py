"""What people see in Slack, and what a page can do on their screens."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.web.async_client import AsyncWebClient

from bots.delivery.markup import to_slack_mrkdwn
from bots.sandbox.phone import ShownFile, Span
from bots.sandbox.slack import SlackStandIn
from bots.sandbox.slack.mrkdwn import drawn
from bots.sandbox.slack.words import typed
from tests.sandbox.slack_app import App, actions, labelled, section

PNG = b"\x89PNG\r\n\x1a\n a scratched kettle"
SHOP = "https://shop.example/?a=1&b=2"


def bold(text: str, **more: Any) -> Span:
    return Span(text=text, styles=("bold",), **more)


@pytest.mark.parametrize(
    ("mrkdwn", "spans"),
    [
        ("hello", (Span(text="hello"),)),
        ("", (Span(text=""),)),
        ("*a* b", (bold("a"), Span(text=" b"))),
        ("*_a_*", (Span(text="a", styles=("bold", "italic")),)),
        ("`*a*`", (Span(text="*a*", styles=("code",)),)),
        ("~a~", (Span(text="a"),)),
        ("a*b*c *a", (Span(text="a*b*c *a"),)),
        ("a\n> *b*", (Span(text="a\n"), Span(text="b", styles=("bold", "bar")))),
        ("&gt; b\nc", (Span(text="b\n", styles=("bar",)), Span(text="c"))),
        ("2 &lt; 3 &amp;amp; x\u200b", (Span(text="2 < 3 &amp; x"),)),
        ("<https://shop.example/?a=1&amp;b=2>", (Span(text=SHOP, href=SHOP),)),
        ("*<https://a.cn|the shop>*", (bold("the shop", href="https://a.cn"),)),
        ("*the <https://a.cn|shop>*", (bold("the "), bold("shop", href="https://a.cn"))),
        ("<mailto:a@b.cn|a@b.cn> <mailto:c@d.cn>", (Span(text="a@b.cn c@d.cn"),)),
        ("<javascript:alert(1)|win>", (Span(text="win"),)),
        ("<@U0LI> in <#C1|help> <!channel> <@U9>", (Span(text="@Li <3 in #help @channel @U9"),)),
    ],
)
def test_markup_is_drawn_as_slack_draws_it(mrkdwn: str, spans: tuple[Span, ...]) -> None:
    assert drawn(mrkdwn, lambda user: {"U0LI": "Li <3"}.get(user, user)) == spans


@given(st.text(alphabet=st.sampled_from("ab<>&|;#!:/.19 \n例"), max_size=40))
def test_what_is_typed_without_marks_is_seen_as_it_was_typed(text: str) -> None:
    said = text.replace("\n", "\na")  # a line that begins with > has a bar beside it
    assert "".join(span.text for span in drawn(typed(f"a{said}"))) == f"a{said}"


@given(st.text(alphabet=st.sampled_from("ab*_~`<>|@# \n\u200b"), max_size=60))
def test_no_marks_however_they_stand_lose_a_word(text: str) -> None:
    seen = "".join(span.text for span in drawn(typed(text)))
    assert [letter for letter in seen if letter in "ab"] == [letter for letter in text if letter in "ab"]


@given(
    st.lists(
        st.sampled_from(["<b>粗</b>", "<i>斜</i>", "<code>A*1_2</code>", '<a href="https://a.cn/_x_">链</a>', "字 "])
    )
)
def test_scripts_markup_looks_as_it_was_meant(pieces: list[str]) -> None:
    styled = [(span.text, span.styles, span.href) for span in drawn(to_slack_mrkdwn("、".join(pieces)))]
    wanted = {"粗": (("bold",), ""), "斜": (("italic",), ""), "链": ((), "https://a.cn/_x_")}
    wanted |= {"A*1_2": (("code",), "")}
    assert [(text, styles, href) for text, styles, href in styled if text in wanted] == [
        (text, *wanted[text]) for piece in pieces for text in wanted if text in piece
    ]


async def test_blocks_are_drawn_in_rows_and_some_buttons_open_pages(
    standin: SlackStandIn, client: AsyncWebClient
) -> None:
    li = standin.customer("U0LI", "Li")
    plain = {"type": "section", "text": {"type": "plain_text", "text": "*not bold*"}}
    page = labelled("Track", url="https://a.cn")
    blocks = [section("*Hi*"), plain, actions(labelled("Yes"), page), {"type": "divider"}, actions(labelled("No"))]
    await client.chat_postMessage(channel="D0LI", text="for the notification", blocks=blocks)
    [shown] = li.screen.shown
    assert shown.spans == (bold("Hi"), Span(text="\n"), Span(text="*not bold*"))
    assert (shown.buttons, shown.rows, shown.links) == (("Yes", "Track", "No"), (2, 1), ("", "https://a.cn", ""))


async def test_a_message_carries_its_time_and_what_was_done_to_it(
    standin: SlackStandIn, client: AsyncWebClient
) -> None:
    desk = standin.desk_channel("C0DESK", "desk")
    han = desk.agent("U0HAN", "Han")
    said = han.upload(PNG, "kettle", "see *this*")
    han.edit(said, "see _that_ <@U0KEFUBOT>")
    await client.reactions_add(channel="C0DESK", timestamp=said, name="eyes")
    shown = desk.screen.shown[-1]
    assert (shown.at, shown.message_id, shown.author) == (float(said), said, "Han")
    assert shown.spans[1] == Span(text="that", styles=("italic",))
    assert (shown.text, shown.edited, shown.marks, shown.media) == ("see that @kefu", True, ("eyes",), ("photo",))
    assert desk.threads[said].shown == [shown]
    with pytest.raises(LookupError, match="one edits only one's own"):
        desk.agent("U0EVE", "Eve").edit(said, "no")
    with pytest.raises(LookupError, match="no thread"):
        han.say("hello", thread="1.000001")


@pytest.mark.parametrize(
    ("again", "edited"), [({"text": "two"}, True), ({"text": "two", "blocks": [section("2")]}, False)]
)
async def test_the_bots_rewritten_words_are_marked_and_its_rewritten_blocks_are_not(
    standin: SlackStandIn, client: AsyncWebClient, again: dict[str, Any], edited: bool
) -> None:
    li = standin.customer("U0LI", "Li")
    ts = (await client.chat_postMessage(channel="D0LI", text="one", blocks=[actions(labelled("Yes"))]))["ts"]
    await client.reactions_add(channel="D0LI", timestamp=ts, name="eyes")
    await client.chat_update(channel="D0LI", ts=ts, **again)
    [shown] = li.screen.shown
    assert (shown.edited, shown.buttons, shown.marks) == (edited, (), ("eyes",))


@pytest.mark.parametrize(
    ("name", "data", "kind", "mime"),
    [
        ("kettle.jpg", b"?", "photo", "image/jpeg"),
        ("kettle", PNG, "photo", "image/png"),
        ("note", b"OggS", "voice", "audio/ogg"),
        ("note.m4a", b"?", "voice", "audio/mp4"),
        ("bill.pdf", b"%PDF", "file", "application/pdf"),
        ("bill.xyz", b"?", "file", "application/octet-stream"),
    ],
)
async def test_a_file_is_what_its_name_or_its_bytes_say_and_can_be_opened(
    standin: SlackStandIn, name: str, data: bytes, kind: str, mime: str
) -> None:
    li = standin.customer("U0LI", "Li")
    li.upload(data, name)
    [shown] = li.screen.shown
    [file] = shown.files
    assert (shown.media, file) == ((kind,), ShownFile(id=file.id, kind=kind, name=name, mime=mime, size=len(data)))
    assert standin.file(file.id).data == data


async def test_what_the_bot_sends_can_be_opened(standin: SlackStandIn, client: AsyncWebClient) -> None:
    li = standin.customer("U0LI", "Li")
    await client.files_upload_v2(content=PNG, filename="kettle.png", channel="D0LI")
    [file] = li.screen.shown[0].files
    assert (file.kind, file.name, standin.file(file.id).data) == ("photo", "kettle.png", PNG)
    with pytest.raises(LookupError, match="no file 'F9'"):
        standin.file("F9")


async def test_one_may_press_on_an_old_message_though_a_newer_one_says_the_same(
    standin: SlackStandIn, client: AsyncWebClient, app: App
) -> None:
    li = standin.customer("U0LI", "Li")
    desk = standin.desk_channel("C0DESK", "desk")
    han = desk.agent("U0HAN", "Han")
    parents = [
        (await client.chat_postMessage(channel=room, text="?", blocks=[actions(labelled("Yes"))]))["ts"]
        for room in ("D0LI", "D0LI", "C0DESK", "C0DESK")
    ]
    li.press("Yes", parents[0])
    li.press("Yes")
    han.press("Yes", message_id=parents[2])
    han.press("Yes")
    await standin.settled()
    presses = [told.payload["message"]["ts"] for told in standin.deliveries if told.sort == "interactive"]
    assert presses == parents
    with pytest.raises(LookupError, match="no button"):
        li.press("No", parents[0])
    with pytest.raises(LookupError, match="no button"):
        li.press("Yes", "1.000001")


async def test_the_home_tab_is_told_of_and_its_buttons_are_pressed(
    standin: SlackStandIn, client: AsyncWebClient, app: App
) -> None:
    li = standin.customer("U0LI", "Li")
    published: list[int] = []
    li.home.on_change = published.append
    view = {"type": "home", "blocks": [section("*Menu*"), actions(labelled("Orders"))]}
    await client.views_publish(user_id="U0LI", view=view)
    [home] = li.home.shown
    assert (published, home.spans, home.buttons) == ([0], (bold("Menu"),), ("Orders",))
    li.press("Orders", home.message_id)
    li.press("Orders")
    await standin.settled()
    assert [told.payload["container"]["type"] for told in standin.deliveries] == ["view", "view"]
    with pytest.raises(LookupError, match="no button"):
        li.press("Orders", "1.000001")


class Ended:
    """Waits until so many things were told, or given up."""

    def __init__(self, standin: SlackStandIn) -> None:
        self.happened = asyncio.Event()
        standin.telling.on_ended = lambda _: self.happened.set()

    async def next(self) -> None:
        await asyncio.wait_for(self.happened.wait(), 60)
        self.happened.clear()


async def test_a_button_that_nobody_answers_to_is_marked_until_it_is_pressed_again(
    standin: SlackStandIn, client: AsyncWebClient, app: App
) -> None:
    li = standin.customer("U0LI", "Li")
    await client.chat_postMessage(channel="D0LI", text="?", blocks=[actions(labelled("Yes"))])
    await client.views_publish(user_id="U0LI", view={"type": "home", "blocks": [actions(labelled("Orders"))]})
    await standin.settled()
    ended = Ended(standin)
    app.answers = [500, 500]
    for label in ("Yes", "Orders"):
        li.press(label)
        await ended.next()
    assert (li.screen.shown[0].failed, li.home.shown[0].failed) == (True, True)
    for label in ("Yes", "Orders"):
        li.press(label)
        await ended.next()
    assert (li.screen.shown[0].failed, li.home.shown[0].failed) == (False, False)


async def test_a_command_that_failed_is_told_of_in_a_grey_line(standin: SlackStandIn, app: App) -> None:
    li = standin.customer("U0LI", "Li")
    ended = Ended(standin)
    app.answers = [500]
    li.command("hello")
    await ended.next()
    [line] = li.screen.shown
    assert (line.notice, line.text) == (True, "/kefu failed with the error “dispatch_failed”")


async def test_the_desk_lists_its_topics_as_they_come(standin: SlackStandIn, client: AsyncWebClient) -> None:
    standin.flood_control = False
    desk = standin.desk_channel("C0DESK", "desk")
    han = desk.agent("U0HAN", "Han")
    told: list[list[str]] = []
    desk.on_topics(lambda: told.append(list(desk.topics.values())))
    han.say("morning", thread=han.say("morning, all"))

    async def post(text: str, **more: Any) -> str:
        return str((await client.chat_postMessage(channel="C0DESK", text=text, **more))["ts"])

    card = await post("card", blocks=[section("*#7 Li*\nasks for a person"), actions(labelled("Claim"))])
    alert = await post("a script does not check")
    await post("hello", thread_ts=card)
    assert desk.topics == {card: "#7 Li"}
    han.say("I mend it", thread=alert)
    await client.chat_update(channel="C0DESK", ts=card, text="card", blocks=[section("*#7 Li Lei*")])
    assert list(desk.topics.items()) == [(card, "#7 Li Lei"), (alert, "a script does not check")]
    assert told == [["#7 Li"], ["#7 Li", "a script does not check"], ["#7 Li Lei", "a script does not check"]]


async def test_who_joins_the_desk_is_told_of_once_and_opens_no_thread(standin: SlackStandIn) -> None:
    desk = standin.desk_channel("C0DESK", "desk")
    desk.agent("U0HAN", "Han")
    desk.agent("U0HAN", "Han")
    desk.agent("U0MEI", "小美", locale="zh-CN")
    assert [(shown.text, shown.notice) for shown in desk.screen.shown] == [
        ("Han joined #desk", True),
        ("小美 加入了 #desk", True),
    ]
    assert (desk.threads, desk.topics) == ({}, {})


async def test_another_language_of_the_profile_is_what_the_app_hears_next(
    standin: SlackStandIn, client: AsyncWebClient
) -> None:
    standin.customer("U0LI", "Li").set_language("en-US")
    assert (await client.users_info(user="U0LI", include_locale=True))["user"]["locale"] == "en-US"


async def test_a_long_run_draws_nothing(client: AsyncWebClient) -> None:
    lean = SlackStandIn(keep_history=False)
    await lean.start()
    client.base_url = lean.api_base
    li, desk = lean.customer("U0LI", "Li"), lean.channel("C0DESK", "desk")
    desk.agent("U0HAN", "Han").say("morning")
    li.upload(PNG, "kettle.png")
    card = await client.chat_postMessage(channel="C0DESK", text="card", blocks=[actions(labelled("Claim"))])
    await client.chat_postMessage(channel="C0DESK", text="hello", thread_ts=card["ts"])
    await client.views_publish(user_id="U0LI", view={"type": "home", "blocks": [actions(labelled("Orders"))]})
    assert [screen.shown for screen in (li.screen, li.home, desk.screen)] == [[], [], []]
    assert (desk.threads, desk.topics) == ({}, {})
    await lean.close()
