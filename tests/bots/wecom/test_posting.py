"""What kefu posts into the group, within WeCom's limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from structlog.testing import capture_logs

from bots.channel import Busy, ChannelError, File, Rejected, ShutOut, TooLarge, Unreachable
from bots.delivery.degrade import parts
from bots.delivery.markup import to_plain
from bots.delivery.runs import escape
from bots.sandbox.wecom.drawing import drawn
from bots.wecom.markdown import to_markdown
from bots.wecom.tickets import number_above
from storage.content import Button, Content
from storage.inbound import Attachment, Identity, Media
from storage.records import replace
from tests.bots.wecom.shop import DESK, WAKE_UP, Shop, open_shop

RESOLVE = Button(label="结束会话", goto="desk:resolve")
PHOTO = File(media=Media.PHOTO, name="", mime="image/jpeg", data=b"\xff\xd8\xff kettle")


def described(attachment: Attachment) -> str:
    return f"[{attachment.media}]"


async def send(shop: Shop, content: Content, *files: File, thread: str | None = "#17") -> None:
    """As delivery does: what fits into one message at a time."""
    for part in parts(content, shop.wecom.capabilities, described) if not files else [content]:
        await shop.wecom.send(DESK, part, thread=thread, files=files)


async def test_the_number_stands_in_every_post(shop: Shop) -> None:
    await send(shop, Content(text="李雷：还在吗"))
    await send(shop, Content(text="长" * 5000))
    assert all(text.startswith("#17 ") for text in shop.texts())
    assert len(shop.texts()) == 3


async def test_a_post_that_begins_with_its_number_does_not_say_it_twice(shop: Shop) -> None:
    thread, posted = await shop.wecom.open_thread(
        DESK, "#17 李雷 · 微信", Content(text="<b>#17 李雷</b>，来自微信"), number=17
    )
    assert (thread, shop.texts()) == ("#17", ["#17 李雷，来自微信"])
    assert posted


async def test_a_customers_own_number_sign_is_not_taken_for_the_number(shop: Shop) -> None:
    await send(shop, Content(text="#18 是什么"))
    assert shop.texts() == ["#17 #18 是什么"]


async def test_what_is_about_no_conversation_cannot_be_quoted_as_if_it_were(shop: Shop) -> None:
    await send(shop, Content(text="#17 李雷 等了 5 分钟"), thread=None)
    await send(shop, Content(text="今天有 3 个会话"), thread=None)
    assert shop.texts() == ["· #17 李雷 等了 5 分钟", "今天有 3 个会话"]
    assert shop.group.threads == {}


async def test_a_short_text_with_buttons_is_a_card(shop: Shop) -> None:
    await send(shop, Content(text="李雷 来了\n问题：灯不亮", buttons=(RESOLVE,)))
    (card,) = shop.group.screen.shown
    assert (card.text, card.buttons) == ("#17 李雷 来了\n问题：灯不亮", ("结束会话",))


async def test_a_long_text_stands_above_its_card(shop: Shop) -> None:
    await shop.wecom.open_thread(DESK, "#17 李雷 · 微信", Content(text="#17 李雷"), number=17)
    await send(shop, Content(text="很长" * 200, buttons=(RESOLVE,)))
    _, text, card = shop.group.screen.shown
    assert text.text.startswith("#17 很长")
    assert (card.text, card.buttons) == ("#17 李雷 · 微信", ("结束会话",))


async def test_buttons_that_open_pages_are_links(shop: Shop) -> None:
    link = Button(label="后台", url="https://shop.example/?a=1&b=2")
    await send(shop, Content(text="订单", buttons=(link,)))
    (shown,) = shop.group.screen.shown
    assert [(span.text, span.href) for span in shown.spans if span.href] == [("后台", "https://shop.example/?a=1&b=2")]


async def test_who_is_asked_by_name_is_called(shop: Shop) -> None:
    asked = '<a href="agent:wecom:xiaomei">小美</a> 和 <a href="agent:slack:U7">阿博</a>，请看'
    await send(shop, Content(text=asked))
    assert shop.group.sent[-1]["markdown"]["content"] == "#17 <@xiaomei> 和 阿博，请看"
    await send(
        shop, Content(text="<@all> 和 <a href='agent:wecom:a b'>谁</a>".replace("<@", "&lt;@").replace("'", '"'))
    )
    assert "<@" not in shop.group.sent[-1]["markdown"]["content"]


async def test_every_card_has_a_task_of_its_own(shop: Shop) -> None:
    for _ in range(3):
        await send(shop, Content(text="李雷 来了", buttons=(RESOLVE,)))
    tasks = [body["template_card"]["task_id"] for body in shop.group.sent]
    assert len(set(tasks)) == 3
    assert all(task.startswith("17-") for task in tasks)


async def test_who_is_asked_by_name_beside_buttons_is_called_above_them(shop: Shop) -> None:
    """Cards call nobody."""
    await shop.wecom.open_thread(DESK, "#17 李雷 · 微信", Content(text="#17 李雷"), number=17)
    asked = '任务 1：请 <a href="agent:wecom:xiaomei">小美</a> 跟进'
    await send(shop, Content(text=asked, buttons=(RESOLVE,)))
    assert shop.group.sent[-2]["markdown"]["content"] == "#17 任务 1：请 <@xiaomei> 跟进"
    assert (shop.texts()[-1], shop.group.screen.shown[-1].buttons) == ("#17 李雷 · 微信", ("结束会话",))


@pytest.mark.parametrize(("thread", "title"), [("#17", "#17 李雷 · 微信"), (None, "客服 机器人")])
async def test_of_many_buttons_every_one_can_be_pressed(shop: Shop, thread: str | None, title: str) -> None:
    """A number that is typed instead of a button goes to the customer."""
    await shop.wecom.open_thread(DESK, "#17 李雷 · 微信", Content(text="#17 李雷"), number=17)
    buttons = tuple(Button(label=f"回复{each}", goto=f"desk:r:{each}") for each in range(1, 9))
    await send(shop, Content(text="常用回复", buttons=buttons), thread=thread)
    _, first, second = shop.group.screen.shown
    assert first.text.endswith("常用回复")
    assert (second.text, second.buttons) == (title, ("回复7", "回复8"))
    shop.mei.press("回复7")
    press = await shop.inbox.next()
    assert (press.payload, press.thread) == ("desk:r:7", thread)


async def test_a_picture_comes_with_its_number_before_it(shop: Shop) -> None:
    await send(shop, Content(text="李雷："), PHOTO)
    text, picture = shop.group.screen.shown
    assert (text.text, picture.media) == ("#17 李雷：", ("photo",))
    assert shop.standin.file(picture.files[0].id).data == PHOTO.data


async def test_words_do_not_come_twice_when_the_picture_behind_them_has_to_wait(shop: Shop) -> None:
    shop.standin.refuse(45009, after=1)
    with pytest.raises(Busy):
        await send(shop, Content(text="李雷："), PHOTO)
    await send(shop, Content(text="李雷："), PHOTO)
    assert [(shown.text, shown.media) for shown in shop.group.screen.shown] == [("#17 李雷：", ()), ("", ("photo",))]


async def test_a_file_without_words_has_a_number_all_the_same(shop: Shop) -> None:
    await send(shop, Content(), File(media=Media.FILE, name="发票.pdf", mime="application/pdf", data=b"%PDF-1"))
    number, file = shop.group.screen.shown
    assert (number.text, file.files[0].name, file.files[0].kind) == ("#17", "发票.pdf", "file")


async def test_what_wecom_would_not_show_goes_as_a_file(shop: Shop) -> None:
    voice = File(media=Media.VOICE, name="", mime="audio/ogg", data=b"OggS voice")
    await send(shop, Content(), voice)
    assert [(each.kind, each.name) for each in shop.group.screen.shown[-1].files] == [("file", "voice.ogg")]


async def test_a_large_file_goes_in_pieces(shop: Shop) -> None:
    data = bytes(range(256)) * 5000
    await send(shop, Content(), File(media=Media.FILE, name="a.bin", mime="application/octet-stream", data=data))
    assert shop.standin.file(shop.group.screen.shown[-1].files[0].id).data == data


async def test_a_file_that_wecom_takes_from_nobody_is_refused_and_nothing_is_posted(shop: Shop) -> None:
    huge = File(media=Media.FILE, name="a.bin", mime="", data=bytes(20 * 1024 * 1024 + 1))
    with pytest.raises(TooLarge):
        await send(shop, Content(text="看"), huge)
    with pytest.raises(Rejected):
        await send(shop, Content(text="看"), File(media=Media.FILE, name="a", mime="", data=b"1"))
    assert shop.texts() == []


async def test_more_than_thirty_a_minute_wait(shop: Shop) -> None:
    for number in range(29):
        await send(shop, Content(text=f"第 {number} 条"))
    with pytest.raises(Busy) as busy:
        await send(shop, Content(text="两条"), PHOTO)
    assert busy.value.seconds == 60
    shop.clock.now += 60
    await send(shop, Content(text="两条"), PHOTO)
    assert len(shop.texts()) == 31


async def test_a_picture_that_has_to_wait_is_not_brought_to_wecom_anew_at_every_try(shop: Shop) -> None:
    for number in range(29):
        await send(shop, Content(text=f"第 {number} 条"))
    for _ in range(3):
        with pytest.raises(Busy):
            await send(shop, Content(text="看"), PHOTO)
    assert shop.standin.heard["aibot_upload_media_init"] == 1
    shop.clock.now += 60
    await send(shop, Content(text="看"), PHOTO, replace(PHOTO, data=PHOTO.data + b"!"))
    assert shop.standin.heard["aibot_upload_media_init"] == 2
    shown = [file.id for each in shop.group.screen.shown for file in each.files]
    assert [shop.standin.file(each).data for each in shown] == [PHOTO.data, PHOTO.data + b"!"]


async def test_what_was_brought_to_wecom_long_ago_is_brought_there_anew(shop: Shop) -> None:
    """It keeps a file for three days."""
    for _ in range(2):
        await send(shop, Content(text="看"), PHOTO)
        shop.clock.now += 3601
    assert shop.standin.heard["aibot_upload_media_init"] == 2


async def test_what_wecom_forgot_early_is_brought_there_anew_once(shop: Shop) -> None:
    await send(shop, Content(text="一"), PHOTO)
    shop.standin.media.files.clear()
    await send(shop, Content(text="二"), PHOTO)
    assert [(shown.text, shown.media) for shown in shop.group.screen.shown[2:]] == [("#17 二", ()), ("", ("photo",))]
    shop.standin.refuse(40007, after=1, times=2)
    with pytest.raises(Rejected):
        await send(shop, Content(text="三"), PHOTO)
    assert shop.standin.heard["aibot_upload_media_finish"] == 3


async def test_more_than_a_thousand_an_hour_wait(shop: Shop) -> None:
    for _ in range(40):
        for _ in range(25):
            await shop.wecom.send(DESK, Content(text="又一条"))
        shop.clock.now += 61
    with pytest.raises(Busy) as busy:
        await send(shop, Content(text="再一条"))
    assert busy.value.seconds == pytest.approx(3600 - 40 * 61)


@pytest.mark.parametrize(
    ("errcode", "kind"), [(45009, Busy), (-1, Unreachable), (846609, Unreachable), (45002, Rejected), (44004, Rejected)]
)
async def test_each_refusal_says_what_to_do_next(shop: Shop, errcode: int, kind: type[Exception]) -> None:
    shop.standin.refuse(errcode)
    with pytest.raises(kind):
        await send(shop, Content(text="在吗"))
    assert shop.texts() == []


async def test_a_sleeping_group_is_reached_by_its_webhook_and_asked_to_wake_the_bot() -> None:
    async with open_shop(asleep=True) as shop:
        with capture_logs() as logs:
            await send(shop, Content(text="李雷：<b>还在</b>吗"))
            await send(shop, Content(text="李雷：在吗"))
        assert shop.texts() == [WAKE_UP, "#17 李雷：还在吗", "#17 李雷：在吗"]
        assert [line["log_level"] for line in logs if "asleep" in line["event"]] == ["error"]
        with pytest.raises(Exception, match="has to @ it"):
            await shop.wecom.check()
        shop.mei.say("醒醒")
        await shop.inbox.next()
        await shop.wecom.check()
        await send(shop, Content(text="李雷：谢谢"))
        assert shop.group.screen.shown[-1].author == shop.standin.bot_name


async def test_a_sleeping_group_without_a_webhook_keeps_everything_waiting() -> None:
    async with open_shop(asleep=True, webhook=SecretStr("")) as shop:
        with pytest.raises(ShutOut):
            await send(shop, Content(text="李雷：还在吗"))
        with pytest.raises(ShutOut):
            await send(shop, Content(), PHOTO)
        assert shop.texts() == []


async def test_the_operator_reads_of_every_group_that_sleeps() -> None:
    async with open_shop(asleep=True, teams=("wrAFTER",), webhook=SecretStr("")) as shop:
        shop.standin.group("wrAFTER", "售后群", asleep=True)
        for chat in (DESK, "wrAFTER"):
            with pytest.raises(ShutOut):
                await shop.wecom.send(chat, Content(text="李雷：还在吗"), thread="#17")
        with pytest.raises(ChannelError, match=f"group {DESK}: .*group wrAFTER: "):
            await shop.wecom.check()


async def test_the_webhook_is_the_main_groups_and_no_teams() -> None:
    async with open_shop(teams=("wrAFTER",)) as shop:
        shop.standin.group("wrAFTER", "售后群", asleep=True)
        with pytest.raises(ShutOut):
            await shop.wecom.send("wrAFTER", Content(text="李雷：还在吗"), thread="#17")
        assert shop.texts() == []


async def test_a_long_text_by_webhook_is_cut_and_the_webhooks_own_limit_kept() -> None:
    async with open_shop(asleep=True) as shop:
        await send(shop, Content(text="长" * 1500))
        assert [len(text.encode()) <= 2048 for text in shop.texts()] == [True] * 4
        for _ in range(16):
            await send(shop, Content(text="又一条"))
        with pytest.raises(Busy):
            await send(shop, Content(text="又一条"))


async def test_every_piece_of_a_long_text_by_webhook_says_which_conversation_it_is_about() -> None:
    """Whoever quotes a piece answers there, whatever number the customer wrote at its beginning."""
    async with open_shop(asleep=True) as shop:
        await send(shop, Content(text="\n".join(["长" * 600] + [f"#99 {'短' * 600}"] * 3)))
        woken, *pieces = shop.texts()
        assert woken == WAKE_UP
        assert len(pieces) > 2
        assert {number_above(each) for each in pieces} == {17}
        assert all(len(each.encode()) <= 2048 for each in pieces)


async def test_a_piece_about_no_conversation_leads_to_none() -> None:
    async with open_shop(asleep=True) as shop:
        await shop.wecom.send(DESK, Content(text="\n".join(["长" * 600, f"#99 {'短' * 600}"])))
        assert [number_above(each) for each in shop.texts()] == [None] * 3


async def test_a_webhook_that_does_not_answer_tells_nobody_its_address() -> None:
    async with open_shop(asleep=True) as shop:
        shop.standin.push_key = "another key"
        with capture_logs() as logs, pytest.raises(Unreachable) as failed:
            await send(shop, Content(text="在吗"))
        assert "sandbox-push-key" not in f"{failed.value}{logs}"


@given(
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\u200b\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"),
        max_size=80,
    )
)
def test_somebodys_words_stay_words(words: str) -> None:
    shown = drawn(to_markdown(escape(words)))
    assert "".join(span.text for span in shown) == words
    assert not any(span.styles or span.href for span in shown)


@given(st.text(st.sampled_from("ab*_~`[]()<>#@-| \\\n例"), max_size=60))
def test_no_signs_however_they_stand_call_or_style_anything(words: str) -> None:
    shown = drawn(to_markdown(escape(words)))
    assert "".join(span.text for span in shown) == words
    assert not any(span.styles or span.href for span in shown)
    assert "<@" not in to_markdown(escape(words))


@given(
    st.lists(
        st.sampled_from(["<b>粗</b>", "<i>斜</i>", "<code>A*1_2</code>", '<a href="https://a.cn/_x_">链</a>', "字 "])
    )
)
def test_scripts_markup_looks_as_it_was_meant(pieces: list[str]) -> None:
    wanted = {"粗": (("bold",), ""), "斜": (("italic",), ""), "链": ((), "https://a.cn/_x_"), "A*1_2": (("code",), "")}
    shown = [(span.text, span.styles, span.href) for span in drawn(to_markdown("、".join(pieces)))]
    assert [each for each in shown if each[0] in wanted] == [
        (text, *wanted[text]) for piece in pieces for text in wanted if text in to_plain(piece)
    ]


async def test_what_was_posted_of_a_conversation_is_forgotten_with_its_customer(shop: Shop) -> None:
    await shop.wecom.open_thread(DESK, "#17 李雷 · 微信", Content(text="#17 李雷"), number=17)
    shop.wecom.forget(Identity("wechat", "oLi"), 17)
    await send(shop, Content(text="很长" * 200, buttons=(RESOLVE,)))
    *_, card = shop.group.screen.shown
    assert (card.text, card.buttons) == ("#17", ("结束会话",))
