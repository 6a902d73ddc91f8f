"""Whoever calls a person amid a return, or another form, says nothing twice: staff read how far it was."""

from dataclasses import replace

from handlers.desk.profile import TITLE_WORDS
from storage.inbound import Attachment
from storage.photos import CHANNEL
from tests.handlers.chat import TOPIC, Chat
from tests.handlers.returns.shop import open_shop
from tests.handlers.returns.talk import picture, to_summary

LABEL = "退换货"


def asked(chat: Chat) -> str:
    """What the card says that they came for."""
    return next(line for line in chat.posted.splitlines() if line.startswith("问题："))


def pictures_of(chat: Chat) -> list[Attachment]:
    return [each for row in chat.to_desk for each in row.content.attachments]


async def test_the_card_shows_what_a_return_was_about_so_far(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "碎了或坏了", "把手断了", picture("p1"))
    await talk.says("转人工")
    for shown in [LABEL, "A****", "青瓷杯子 × 1", "碎了或坏了", "照片 1 张", "把手断了"]:
        assert shown in asked(talk)
    assert "A1001" not in talk.posted


async def test_and_what_they_want_for_it(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "2", "碎了或坏了", "跳过", picture("p1"), picture("p2"), "发完了", "退货退款")
    await talk.says("转人工")
    for shown in ["青瓷杯子 × 2", "碎了或坏了", "照片 2 张", "退货退款"]:
        assert shown in asked(talk)


async def test_words_that_the_bot_made_nothing_of_stand_beside_it(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    await talk.says("这个到底要怎么弄啊我不会")
    await talk.says("转人工")
    assert asked(talk) == f"问题：{LABEL} A**** · 青瓷杯子 × 1：这个到底要怎么弄啊我不会"


async def test_an_answer_does_not_though_a_picture_came_after_it(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了", picture("p1"))
    await talk.says("转人工")
    assert asked(talk) == f"问题：{LABEL} A**** · 青瓷杯子 × 1 · 不想要了 · 退货退款"
    assert pictures_of(talk) == [picture("p1")]


async def test_so_do_the_words_with_which_a_person_is_called(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    await talk.says("我要投诉你们 转人工")
    assert asked(talk) == f"问题：{LABEL} A**** · 青瓷杯子 × 1：我要投诉你们 转人工"


async def test_and_those_with_which_it_began(talk: Chat) -> None:
    await to_summary(talk, "A1001 的杯子把手断了 要退货", "1")
    await talk.says("转人工")
    assert asked(talk).endswith("：A**** 的杯子把手断了 要退货")


async def test_the_topic_is_called_after_the_return(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "碎了或坏了")
    await talk.says("这个到底要怎么弄啊我不会")
    await talk.says("转人工")
    title = talk.to_desk[0].title
    assert title.startswith(f"#17 李雷 · Telegram · {LABEL} A**** · 青瓷杯子 × 1")
    assert len(title.partition("Telegram · ")[2]) <= TITLE_WORDS


async def test_the_photographs_go_to_the_topic(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "碎了或坏了", "跳过", picture("p1"))
    await talk.says("转人工")
    assert [each.channel for each in pictures_of(talk)] == [CHANNEL]
    assert talk.to_desk[0].card


async def test_so_do_pictures_that_nothing_has_asked_for(chat: Chat) -> None:
    await chat.says("", picture("p1"))
    await chat.says("转人工")
    assert pictures_of(chat) == [picture("p1")]


async def test_and_those_that_came_before_their_reason_was_known(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", picture("p1"))
    await talk.says("转人工")
    assert pictures_of(talk) == [picture("p1")]


async def test_a_picture_goes_there_once(talk: Chat) -> None:
    await talk.says("", picture("p1"))
    await to_summary(talk, "退货 A1001", "1", "碎了或坏了", "跳过")
    await talk.says("转人工")
    assert len(pictures_of(talk)) == 1


async def test_a_return_that_is_interrupted_is_what_it_is_about(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1", "不想要了")
    await talk.says("A10087 到哪了")
    await talk.says("转人工")
    assert asked(talk).startswith(f"问题：{LABEL} A**** · 青瓷杯子 × 1 · 不想要了")


async def test_an_order_that_is_still_to_be_proven_is_named_and_not_told(talk: Chat) -> None:
    await to_summary(talk, "退货 A10087")
    await talk.says("转人工")
    assert asked(talk).startswith(f"问题：{LABEL} A1**87")


async def test_looking_up_an_order_is_told_too(chat: Chat) -> None:
    await chat.says("查订单 A10087")
    await chat.says("1234")
    await chat.says("转人工")
    assert asked(chat) == "问题：查订单 A1**87"


async def test_several_goods_are_listed(chat: Chat) -> None:
    open_shop(chat, "A1002")
    await to_summary(chat, "你好", "退货 A1002", "全部")
    await chat.says("转人工")
    assert asked(chat) == f"问题：{LABEL} A**** · 青瓷杯子 × 2、竹茶盘 × 1"


async def test_a_form_that_has_run_out_is_nothing_that_they_are_at(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    await talk.waits(31 * 60)
    await talk.says("转人工")
    assert "青瓷杯子" not in asked(talk)


async def test_staff_read_it_in_their_language(talk: Chat) -> None:
    talk.speaks("en")
    await to_summary(talk, "I want to return A1001", "1", "Broken")
    await talk.says("agent")
    assert asked(talk).startswith(f"问题：{LABEL} A**** · 青瓷杯子 × 1 · 碎了或坏了")


async def test_who_calls_a_person_after_a_return_is_not_told_that_they_did_so_before(talk: Chat) -> None:
    """Its card has opened their topic, and nobody has spoken with them yet."""
    await to_summary(talk, "退货 A1001", "1", "碎了或坏了", "跳过", picture("p1"), "发完了", "退货退款")
    await talk.says("确认提交")
    talk.conversation = replace(talk.open, thread=TOPIC)
    told = await talk.says("转人工")
    assert "同事都看得到" in told
    for again in ["重新", "又"]:
        assert again not in told + talk.posted
