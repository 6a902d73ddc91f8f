"""From the bot to a person, and back."""

from dataclasses import replace

import pytest

from handlers.escalation import MOST_ENDED, OFTEN_SECONDS
from handlers.looks import as_it_looks
from storage.conversations import BOT, Owner, OwnerKind, Status
from storage.inbound import Kind
from storage.results import Action
from tests.handlers.chat import TOPIC, Chat, photo, sticker

ESCALATION = "escalation"


@pytest.mark.parametrize("words", ["转人工", "人工", "我要转人工！", "human", "talk to a human", "/human", "轉人工"])
async def test_asking_for_a_person_opens_the_conversation_at_the_desk(chat: Chat, words: str) -> None:
    assert await chat.says(words)
    assert (chat.open.status, chat.open.owner) == (Status.OPEN, Owner(OwnerKind.QUEUE))
    [card] = chat.to_desk
    assert (card.action, card.channel, card.opens) == (Action.POST, "slack", True)
    opened, handoff = chat.last.events
    assert (opened.name, handoff.name, handoff.details["reason"]) == ("opened", "handoff", "asked")


@pytest.mark.parametrize(
    ("goto", "asked"), [("shipping_fee", "运费"), ("returns:A10086", "退换货"), ("cancel", "取消")]
)
async def test_a_button_from_long_ago_is_told_by_what_it_says(chat: Chat, goto: str, asked: str) -> None:
    """Not by its id, which nobody at the desk knows."""
    await chat.taps(goto)
    chat.now += 1
    await chat.says("转人工")
    assert f"问题：{asked}" in chat.posted
    await chat.taps(goto)
    assert f"<b>{asked}</b>" in chat.to_desk[-1].content.text


async def test_the_customer_is_told_what_happens_next(chat: Chat) -> None:
    first = chat.line("queue", "position", position=1, ahead=0, minutes="")
    assert await chat.says("转人工") == f"{chat.line(ESCALATION, 'queued')}\n{first}"
    assert chat.labels == ["结束对话"]


async def test_the_card_says_who_and_what_and_masks_the_rest(chat: Chat) -> None:
    await chat.says("A10086 8000")
    await chat.says("8000")
    await chat.says("电话 13900008000 邮箱 lilei@example.com 订单 A10086 少了一盒")
    chat.now += 1
    await chat.says("转人工")
    [card] = chat.to_desk
    assert card.title.startswith("#17 李雷 · Telegram · ")
    for secret in ["8000", "13900008000", "lilei@example.com", "A10086"]:
        assert secret not in chat.posted + card.title
    for shown in ["#17", "李雷", "简体中文", "A1**86", "少了一盒", "机器人："]:
        assert shown in chat.posted
    assert [each.goto for each in card.content.buttons][:3] == ["desk:claim", "desk:transfer", "desk:resolve"]


async def test_the_card_keeps_the_marks_of_a_chinese_sentence_and_hides_what_is_written_wide(chat: Chat) -> None:
    await chat.says("你好")
    await chat.says(
        "我要投诉：少了一盒（茶叶），怎么办？电话１３９００００８０００，邮箱ｌｉｌｅｉ＠example.com，订单Ａ１００８６"
    )
    assert "问题：我要投诉：少了一盒（茶叶），怎么办？电话" in chat.posted
    for secret in ["8000", "８０００", "lilei", "ｌｉｌｅｉ", "A10086", "Ａ１００８６"]:
        assert secret not in chat.to_desk[0].content.text


async def test_the_card_asks_what_they_asked_before_they_wanted_a_person(at_desk: Chat) -> None:
    assert "茶叶受潮了怎么办啊" in at_desk.to_desk[0].title


async def test_the_number_of_a_button_is_not_what_they_came_for(chat: Chat) -> None:
    await chat.says("茶叶受潮了怎么办啊")
    chat.now += 1
    await chat.says(str(chat.labels.index("转人工") + 1))
    assert chat.to_desk[0].title == "#17 李雷 · Telegram · 茶叶受潮了怎么办啊"


@pytest.mark.parametrize("words", ["取消", "/cancel", "算了", "语言", "中文"])
async def test_nor_is_leaving_a_question_of_ours_or_choosing_a_language(chat: Chat, words: str) -> None:
    await chat.says("茶叶受潮了怎么办啊")
    chat.now += 1
    await chat.says("查订单")
    chat.now += 1
    await chat.says(words)
    chat.now += 1
    await chat.says("转人工")
    assert chat.to_desk[0].title == "#17 李雷 · Telegram · 查订单"


async def test_nor_is_one_that_they_chose_before(chat: Chat) -> None:
    await chat.says("运费")
    chat.now += 1
    await chat.says("1")
    chat.now += 1
    await chat.says("转人工")
    assert chat.to_desk[0].title == "#17 李雷 · Telegram · 运费"


@pytest.mark.parametrize(("said", "title"), [("茶叶受潮了怎么办啊", "茶叶受潮了怎么办啊"), ("", "[图片]")])
async def test_a_picture_tells_what_it_is_about_only_where_no_words_do(chat: Chat, said: str, title: str) -> None:
    if said:
        await chat.says(said)
    await chat.says("", photo())
    await chat.says("转人工")
    assert chat.to_desk[0].title == f"#17 李雷 · Telegram · {title}"


async def test_a_contacts_very_first_words_may_ask_for_a_person(chat: Chat) -> None:
    await chat.says("转人工")
    assert chat.to_desk[0].title == "#17 李雷 · Telegram · 转人工"


async def test_markup_in_a_customers_name_and_words_stays_words(chat: Chat) -> None:
    await chat.says("<b>&")
    await chat.says("转人工")
    assert "&lt;b&gt;&amp;" in chat.to_desk[0].content.text


async def test_after_several_misunderstood_messages_a_person_is_brought_in(chat: Chat) -> None:
    await chat.says("哞哞哞")
    await chat.says("喵喵喵")
    assert chat.open.status is Status.PENDING
    said = await chat.says("汪汪汪")
    assert said.startswith(f"{chat.line(ESCALATION, 'not_understood')}\n{chat.line(ESCALATION, 'queued')}")
    assert chat.last.events[-1].details["reason"] == "misunderstood"


async def test_something_understood_in_between_starts_the_count_again(chat: Chat) -> None:
    for words in ["哞哞哞", "喵喵喵", "菜单", "汪汪汪", "哞哞哞"]:
        await chat.says(words)
    assert chat.open.status is Status.PENDING


async def test_without_a_desk_it_is_honest(chat: Chat) -> None:
    chat.desk = None
    assert await chat.says("转人工") == chat.line(ESCALATION, "no_desk")
    assert chat.open.status is Status.PENDING
    for words in ["哞哞哞", "喵喵喵", "汪汪汪", "呱呱呱"]:
        assert await chat.says(words) == chat.line("fallback", "unknown")


@pytest.mark.parametrize(
    "words",
    [
        "A10086/8000",
        "A10086:8000",
        "尾号8000",
        "手机后四位是8000",
        "手机号：8000",
        "手机尾号:8000",
        "末四碼 80 00",
        "尾号是八零零零",
        "the last four are 8000",
        "it ends in 8000",
        "lilei＠example.com",
        "lilei@example。com",
        "li\u200blei@example.com",
    ],
)
async def test_the_card_hides_what_proves_an_order_however_it_was_typed(chat: Chat, words: str) -> None:
    await chat.says("A10086")
    await chat.says(words)
    await chat.says("转人工")
    shown = as_it_looks(chat.posted + chat.to_desk[0].title).replace(" ", "")
    assert "A1**86" in shown
    for secret in ["8000", "零零零", "lilei@"]:
        assert secret not in shown


@pytest.mark.parametrize(
    "words",
    [
        "杯子碎了，A1OO86",
        "我的订单：Ａ 10086，杯子碎了怎么办",
        "a 10086 杯子碎了",
        "杯子碎了 # a 10086",
        "A-1OO86 杯子碎了",
        "A1OO86，就是A10086，杯子碎了",
    ],
)
async def test_the_card_hides_an_orders_number_that_was_read_however_it_was_typed(chat: Chat, words: str) -> None:
    await chat.says(words)
    await chat.says("转人工")
    shown = as_it_looks(chat.posted + chat.to_desk[0].title).replace(" ", "").upper()
    assert "碎了" in shown
    for secret in ["0086", "OO86"]:
        assert secret not in shown


@pytest.mark.parametrize("words", ["我2024年买的手机 3999 元", "下面 2000 字的说明书", "2026-11-23 10:30 送到"])
async def test_other_digits_are_on_the_card(chat: Chat, words: str) -> None:
    await chat.says(words)
    await chat.says("转人工")
    assert words in chat.posted


@pytest.mark.parametrize("words", ["你好", "查订单", "A10086 8000", "转人工", "/menu", "哞哞哞", "3"])
async def test_while_staff_have_it_the_bot_is_silent_and_staff_read_everything(at_desk: Chat, words: str) -> None:
    await at_desk.says("还有一件事")
    assert await at_desk.says(words) == ""
    assert at_desk.posted == words


async def test_pictures_and_stickers_go_to_the_topic(at_desk: Chat) -> None:
    assert await at_desk.says("看", photo()) == ""
    assert at_desk.to_desk[0].content.attachments == (photo(),)
    assert await at_desk.says("", sticker()) == ""
    assert at_desk.to_desk[0].content.attachments == (sticker(),)


async def test_an_edit_of_what_the_bot_was_told_goes_to_the_topic_as_one(at_desk: Chat) -> None:
    assert await at_desk.edits("m1", "是两盒") == ""
    assert at_desk.posted == at_desk.line("desk", "edited", text="是两盒")


async def test_a_pressed_button_is_told_by_its_label(at_desk: Chat) -> None:
    assert await at_desk.taps("menu") == ""
    assert at_desk.posted == at_desk.line("desk", "pressed", label="菜单")


async def test_every_post_knows_its_topics_title(at_desk: Chat) -> None:
    await at_desk.says("在吗")
    assert at_desk.to_desk[0].title == "#17 李雷 · Telegram"


async def test_asking_again_by_the_button_is_answered(at_desk: Chat) -> None:
    assert await at_desk.taps("escalation") == at_desk.line(ESCALATION, "already")


async def test_help_is_still_answered(at_desk: Chat) -> None:
    assert await at_desk.says("/help") == at_desk.line("help", "at_desk")


async def test_the_opened_door_says_that_staff_read_along(at_desk: Chat) -> None:
    assert await at_desk.starts() == at_desk.line("welcome", "at_desk")


@pytest.mark.parametrize("words", ["/end", "结束对话", "1", "１"])
async def test_the_customer_can_leave(at_desk: Chat, words: str) -> None:
    assert await at_desk.says(words) == at_desk.line("end", "ended")
    assert at_desk.posted == at_desk.line("desk", "ended_by_customer", name="李雷")
    assert (at_desk.open.status, at_desk.open.owner) == (Status.RESOLVED, None)


async def test_leaving_by_the_button(at_desk: Chat) -> None:
    assert await at_desk.taps("end") == at_desk.line("end", "ended")


async def test_words_that_only_hold_the_trigger_to_leave_do_not(at_desk: Chat) -> None:
    assert await at_desk.says("别结束对话啊") == ""
    assert at_desk.open.status is Status.OPEN


async def test_with_nothing_to_leave_it_says_so(chat: Chat) -> None:
    assert await chat.says("/end") == chat.line("end", "nothing")


async def test_leaving_while_a_question_is_open_cancels_it(chat: Chat) -> None:
    await chat.says("查订单")
    assert await chat.says("/end") == chat.line("cancel", "cancelled")


async def test_after_it_is_resolved_the_bot_is_back(at_desk: Chat) -> None:
    await at_desk.agent_says("/resolve")
    assert await at_desk.says("菜单")
    assert (at_desk.open.status, at_desk.open.owner) == (Status.PENDING, BOT)


async def test_asking_again_reopens_the_same_topic_with_a_short_card(at_desk: Chat) -> None:
    await at_desk.agent_says("/resolve")
    assert (await at_desk.says("转人工")).startswith(at_desk.line(ESCALATION, "queued_again"))
    [card, *news] = at_desk.to_desk
    assert (card.card, card.opens) == (True, False)
    assert news, "a card that is written over rings nobody's telephone"
    assert at_desk.line("desk", "card_again", number="17", name="李雷") in at_desk.posted
    assert at_desk.open.thread == TOPIC


async def test_a_name_calls_no_colleague_when_they_ask_again(at_desk: Chat) -> None:
    await at_desk.agent_says("/resolve")
    await at_desk.turn(Kind.TEXT, text="转人工", name="@ann")
    assert "＠ann" in at_desk.posted
    assert "@ann" not in at_desk.posted


async def in_turn(chat: Chat, times: int, ended_by: str = "contact") -> list[bool]:
    """Calls a person and ends it again; returns whether staff were called, each time. A turn takes a second."""
    called = []
    for _ in range(times):
        chat.now += 1
        await chat.says("转人工")
        called.append(chat.open.status is Status.OPEN)
        if called[-1]:
            case = chat.open.case
            assert case is not None
            await (chat.says("/end") if ended_by == "contact" else chat.agent_says("/resolve"))
            chat.floor.past.insert(0, replace(case, closed_at=chat.now, closed_by=ended_by))
    return called


async def test_whoever_calls_a_person_and_ends_it_in_turn_keeps_staff_busy_only_so_often(chat: Chat) -> None:
    assert await in_turn(chat, 20) == [True] * MOST_ENDED + [False] * (20 - MOST_ENDED)
    assert await chat.says("转人工") == chat.line(ESCALATION, "too_often")
    assert chat.to_desk == []
    assert chat.open.status is not Status.OPEN
    await chat.says("菜单")
    assert chat.replies, "the bot is there all the same"


@pytest.mark.parametrize("wish", ["copy", "erase"])
async def test_nor_does_a_wish_about_their_data(chat: Chat, wish: str) -> None:
    await in_turn(chat, MOST_ENDED)
    assert await chat.taps(f"privacy:{wish}") == chat.line(ESCALATION, "too_often")
    assert chat.to_desk == []


async def test_a_few_minutes_later_they_are_heard_again(chat: Chat) -> None:
    await in_turn(chat, MOST_ENDED + 1)
    chat.now += OFTEN_SECONDS
    assert await in_turn(chat, 1) == [True]


async def test_what_staff_ended_is_not_held_against_them(chat: Chat) -> None:
    assert all(await in_turn(chat, 2 * MOST_ENDED, "slack:U7"))


async def test_a_customer_who_comes_back_after_leaving_can_be_answered_again(with_agent: Chat) -> None:
    await with_agent.leaves()
    await with_agent.says("我又回来了")
    assert not with_agent.open.blocked
    assert await with_agent.agent_says("欢迎") == "欢迎"


async def test_an_open_question_is_dropped(chat: Chat) -> None:
    await chat.says("查订单")
    await chat.says("转人工")
    assert "form" not in chat.timers
    assert chat.open.state.get("form") is None
