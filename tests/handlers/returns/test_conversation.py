"""Customers send things back: from the first word to the request with its number."""

from dataclasses import replace
from decimal import Decimal

import pytest

from storage.photos import Unusable
from storage.returns import Decision, Resolution, RmaStatus
from tests.handlers.chat import Chat, voice
from tests.handlers.returns.shop import POLICY, open_shop
from tests.handlers.returns.talk import confirmed, filled, form_of, picture, to_summary

R = "returns"


async def test_from_the_first_word_to_the_number(talk: Chat) -> None:
    assert await talk.says("我要退货") == talk.line(R, "ask_quantity", item="青瓷杯子", left=2)
    assert await talk.presses("2") == talk.line(R, "ask_reason")
    assert await talk.presses("不想要了") == talk.line(R, "ask_note")
    summary = await talk.presses("跳过")
    assert "青瓷杯子 × 2，¥116.00" in summary
    said = await talk.presses("确认提交")
    assert "R10001" in said
    (rma,) = talk.returns.rmas.values()
    assert (rma.order_number, rma.reason, rma.resolution) == ("A1001", "changed_mind", Resolution.REFUND)
    assert [(line.line, line.quantity) for line in rma.lines] == [(0, 2)]
    assert rma.amount == Decimal("116.00")
    assert (rma.decision, rma.rule, rma.status) == (Decision.APPROVE, "small", RmaStatus.AWAITING_SHIPMENT)
    assert "文一西路 969 号" in said
    assert [(each.actor, each.after) for each in talk.returns.books["R10001"]] == [
        ("contact", "requested"),
        ("policy", "approved"),
        ("policy", "awaiting_shipment"),
    ]
    assert "return:R10001:expire" in talk.timers
    assert talk.open.state.get("form") is None


@pytest.mark.parametrize("words", ["没有", "没有了", "不用了", "略过", "skip", "无。"])
async def test_who_has_nothing_to_add_is_not_quoted_with_it(talk: Chat, words: str) -> None:
    for step in ("我要退货", "2", "不想要了"):
        await talk.says(step)
    await talk.says(words)
    assert filled(talk)["note"] is None
    assert "说明" not in talk.replies[0].text


async def test_only_where_a_number_is_a_count_no_button_has_one(talk: Chat) -> None:
    await talk.says("我要退货")
    assert (talk.labels, [each.numbered for each in talk.replies]) == (["1", "2", "上一步", "取消"], [False])
    await talk.says("2")
    assert [each.numbered for each in talk.replies] == [True]
    assert await talk.says("1") == talk.line(R, "ask_note")


async def test_words_about_one_of_several_are_no_button_where_any_words_are_an_answer(talk: Chat) -> None:
    for step in ("我要退货", "2", "不想要了"):
        await talk.says(step)
    await talk.says("第二个")
    assert filled(talk)["note"] == "第二个"


@pytest.mark.parametrize("words", ["嗯确认", "好的，确认", "确认吧", "是的没问题", "确认提交！"])
async def test_a_request_is_confirmed_in_many_words(talk: Chat, words: str) -> None:
    for step in ("我要退货", "2", "不想要了", "跳过"):
        await talk.says(step)
    assert "R10001" in await talk.says(words)


@pytest.mark.parametrize("words", ["不确认", "确认什么？", "好不好"])
async def test_what_is_no_clear_yes_confirms_nothing(talk: Chat, words: str) -> None:
    for step in ("我要退货", "2", "不想要了", "跳过"):
        await talk.says(step)
    await talk.says(words)
    assert not talk.returns.rmas


# The order


async def test_a_stranger_proves_the_order_and_goes_on_with_the_return(chat: Chat) -> None:
    open_shop(chat)
    assert await chat.says("我要退货") == chat.line("order_lookup", "ask_number")
    assert await chat.says("A1001") == chat.line("order_lookup", "ask_factor", number="A1001")
    assert await chat.says("8000") == chat.line(R, "ask_quantity", item="青瓷杯子", left=2)


async def test_a_wrong_proof_is_refused_as_ever_and_the_right_one_goes_on(chat: Chat) -> None:
    open_shop(chat)
    await chat.says("退货 A1001")
    assert await chat.says("1234") == chat.line("order_lookup", "refused")
    assert await chat.says("8000") == chat.line(R, "ask_quantity", item="青瓷杯子", left=2)


async def test_of_several_proven_orders_one_is_chosen(chat: Chat) -> None:
    open_shop(chat, "A1001", "A1006")
    await chat.says("你好")
    assert await chat.says("退货") == chat.line(R, "ask_order")
    assert {"A1001", "A1006"} <= set(chat.labels)
    assert await chat.presses("A1001") == chat.line(R, "ask_quantity", item="青瓷杯子", left=2)


async def test_another_order_than_those_offered_is_proven_first(chat: Chat) -> None:
    open_shop(chat, "A1001", "A1006")
    await chat.says("你好")
    await chat.says("退货")
    assert await chat.says("A1003") == chat.line("order_lookup", "ask_factor", number="A1003")
    assert await chat.says("8000") == chat.line(R, "ask_quantity", item="青瓷杯子", left=2)


async def test_the_button_of_an_order_begins_with_that_order(chat: Chat) -> None:
    open_shop(chat, "A1001", "A1006")
    await chat.says("你好")
    assert await chat.taps("returns:A1006") == chat.line(R, "ask_reason")


async def test_a_link_begins_with_its_order(chat: Chat) -> None:
    open_shop(chat)
    assert await chat.starts("return_A1001") == chat.line("order_lookup", "ask_factor", number="A1001")
    assert await chat.says("8000") == chat.line(R, "ask_quantity", item="青瓷杯子", left=2)


async def test_somebody_elses_order_by_button_must_be_proven(talk: Chat) -> None:
    assert await talk.taps("returns:A1002") == talk.line("order_lookup", "ask_factor", number="A1002")


async def test_in_a_group_nothing_is_told(talk: Chat) -> None:
    said = await talk.says_in_group("我要退货", direct="chat-1")
    assert said == talk.line(R, "in_group")
    assert talk.line(R, "in_private") in [content.text for content in talk.replies]
    assert talk.open.state.get("form") is None
    assert await talk.presses("退换货") == talk.line(R, "ask_quantity", item="青瓷杯子", left=2)


async def test_the_order_that_was_named_in_a_group_is_not_asked_for_in_private(talk: Chat) -> None:
    open_shop(talk, "A1001", "A1002")
    await talk.says_in_group("A1001 要退货", direct="chat-1")
    assert await talk.presses("退换货") == talk.line(R, "ask_quantity", item="青瓷杯子", left=2)


async def test_the_order_system_is_down(talk: Chat) -> None:
    talk.shop.down = True
    assert await talk.says("退货") == talk.line("order_lookup", "unavailable")


async def test_a_shop_without_returns_says_so(talk: Chat) -> None:
    talk.return_policy = replace(POLICY, enabled=False)
    assert await talk.says("退货") == talk.line(R, "closed")
    assert "转人工" in talk.labels


async def test_a_shop_without_a_desk_takes_no_requests_that_nobody_could_decide(talk: Chat) -> None:
    talk.desk = None
    assert await talk.says("退货") == talk.line(R, "closed")


# What of it


async def test_several_items_are_chosen_by_buttons(chat: Chat) -> None:
    open_shop(chat, "A1002")
    await chat.says("你好")
    said = await chat.says("退货")
    assert "明前龙井：茶叶开封后不能退。" in said
    assert chat.labels[:3] == ["青瓷杯子 × 2", "竹茶盘 × 1", "全部"]
    said = await chat.presses("竹茶盘 × 1")
    assert said == chat.line(R, "items_more", items="竹茶盘")
    assert chat.labels[:2] == ["青瓷杯子 × 2", "就这些"]
    assert await chat.presses("就这些") == chat.line(R, "ask_reason")
    assert chat.open.state["form"]["filled"]["items"] == [1]


@pytest.mark.parametrize("words", ["继续", "下一步", "确认", "提交", "完成", "就这个", "next"])
async def test_whoever_wants_to_go_on_has_chosen_all_goods(chat: Chat, words: str) -> None:
    open_shop(chat, "A1002")
    await to_summary(chat, "你好", "退货", "竹茶盘 × 1")
    assert await chat.says(words) == chat.line(R, "ask_reason")


@pytest.mark.parametrize(("language", "told"), [("zh-CN", "青瓷杯子、竹茶盘"), ("en", "青瓷杯子, 竹茶盘")])
async def test_what_was_chosen_is_told_with_the_commas_of_the_customers_language(
    chat: Chat, language: str, told: str
) -> None:
    open_shop(chat, "A1008")
    await chat.says("你好")
    chat.speaks(language)
    await chat.taps("returns:A1008")
    assert await chat.says("1 2") == chat.line(R, "items_more", language, items=told)


async def test_what_was_chosen_is_told_whenever_the_question_is_put_again(chat: Chat) -> None:
    open_shop(chat, "A1002")
    await chat.says("你好")
    await chat.says("退货")
    more = await chat.presses("竹茶盘 × 1")
    assert await chat.says("", picture("p1")) == f"{chat.line('form', 'put_by')}\n{more}"
    assert await chat.says("谢谢") == f"{chat.line('form', 'resumed')}\n{more}"
    assert chat.labels[:2] == ["青瓷杯子 × 2", "就这些"]


@pytest.mark.parametrize("words", ["1 2", "1、2", "杯子和茶盘", "2,1"])
async def test_several_items_are_chosen_by_numbers_or_names(chat: Chat, words: str) -> None:
    open_shop(chat, "A1002")
    await chat.says("你好")
    await chat.says("退货")
    assert await chat.says(words) == chat.line(R, "ask_quantity", item="青瓷杯子", left=2)
    assert chat.open.state["form"]["filled"]["items"] == [0, 1]


async def test_everything_is_chosen_at_once(chat: Chat) -> None:
    open_shop(chat, "A1002")
    await chat.says("你好")
    await chat.says("退货")
    assert await chat.says("都退") == chat.line(R, "ask_reason")
    await chat.presses("不想要了")
    summary = await chat.presses("跳过")
    assert "青瓷杯子 × 2" in summary
    assert "竹茶盘 × 1" in summary


async def test_an_item_that_nobody_sold_is_asked_again(chat: Chat) -> None:
    open_shop(chat, "A1002")
    await chat.says("你好")
    await chat.says("退货")
    assert await chat.says("一双鞋") == chat.line(R, "bad_items")


@pytest.mark.parametrize("words", ["3", "三个", "99", "100000"])
async def test_more_than_were_bought_is_told_kindly(talk: Chat, words: str) -> None:
    await talk.says("退货")
    assert await talk.says(words) == talk.line(R, "too_many", item="青瓷杯子", left=2)
    assert await talk.says("两个") == talk.line(R, "ask_reason")


@pytest.mark.parametrize("words", ["0", "-1", "一点五", "很多", "1.5"])
async def test_a_quantity_that_is_none_is_asked_again(talk: Chat, words: str) -> None:
    await talk.says("退货")
    assert await talk.says(words) == talk.line(R, "bad_quantity", item="青瓷杯子", left=2)


async def test_what_is_on_its_way_back_cannot_be_sent_back_twice(talk: Chat) -> None:
    await sent_back(talk, "1")
    said = await talk.says("退货")
    assert said == talk.line(R, "ask_reason"), "one cup is left, and nobody is asked how many"
    await talk.presses("不想要了")
    await talk.presses("跳过")
    await talk.presses("确认提交")
    assert talk.line(R, "closed_item", item="青瓷杯子", why="") in await talk.says("退货")


async def test_an_order_of_which_nothing_may_be_sent_back(chat: Chat) -> None:
    open_shop(chat, "A1004")
    await chat.says("你好")
    said = await chat.says("退货")
    assert "茶叶开封后不能退。" in said
    assert "转人工" in chat.labels
    assert chat.open.state.get("form") is None


async def sent_back(chat: Chat, count: str) -> str:
    await chat.says("退货")
    await chat.presses(count)
    await chat.presses("不想要了")
    await chat.presses("跳过")
    return await chat.presses("确认提交")


# Why


async def test_a_reason_that_comes_too_late_is_told_and_another_one_may_fit(chat: Chat) -> None:
    open_shop(chat, "A1003")
    await chat.says("你好")
    await chat.says("退货")
    await chat.presses("1")
    said = await chat.presses("不想要了")
    assert said == chat.line(R, "too_late", item="青瓷杯子", why="（window_over）")
    assert await chat.presses("碎了或坏了") == chat.line(R, "ask_note")


async def test_a_reason_with_kinds_asks_which(talk: Chat) -> None:
    await talk.says("退货")
    await talk.presses("1")
    assert await talk.presses("尺寸不合适") == talk.line(R, "ask_sub_reason")
    assert await talk.presses("太小") == talk.line(R, "ask_note")


async def test_the_kind_alone_is_enough(talk: Chat) -> None:
    await talk.says("退货")
    await talk.presses("1")
    assert await talk.says("太小了") == talk.line(R, "ask_note")
    assert talk.open.state["form"]["filled"]["reason"] == "size"


async def test_words_that_are_no_reason_are_asked_again(talk: Chat) -> None:
    await talk.says("退货")
    await talk.presses("1")
    assert await talk.says("选哪个") == talk.line(R, "bad_reason")


async def test_the_customers_own_words_are_kept(talk: Chat) -> None:
    await talk.says("退货")
    await talk.presses("1")
    await talk.presses("不想要了")
    assert "说明：颜色 <b>和图片不一样" in await talk.says("颜色 <b>和图片不一样")
    await talk.says("确认")
    assert talk.returns.rmas["R10001"].note == "颜色 <b>和图片不一样"


# Photographs


async def asked_for_photos(chat: Chat) -> str:
    await chat.says("退货")
    await chat.presses("1")
    await chat.presses("碎了或坏了")
    return await chat.presses("跳过")


async def test_photographs_come_one_by_one_until_there_are_enough(talk: Chat) -> None:
    assert await asked_for_photos(talk) == talk.line(R, "ask_photos", least=2, most=10)
    assert await talk.says("", picture("p1")) == talk.line(R, "photos_more", count=1, missing=1)
    assert "发完了" not in talk.labels
    talk.now += 10
    assert await talk.says("", picture("p2")) == talk.line(R, "photos_more", count=2, missing=0)
    assert await talk.presses("发完了") == talk.line(R, "ask_resolution")
    await talk.presses("退货退款")
    await talk.presses("确认提交")
    assert talk.returns.rmas["R10001"].photos == ("kept-p1", "kept-p2")


async def test_several_photographs_in_one_message_are_counted(talk: Chat) -> None:
    await asked_for_photos(talk)
    said = await talk.says("", *(picture(f"p{n}") for n in range(3)))
    assert said == talk.line(R, "photos_more", count=3, missing=0)
    assert await talk.says("好了") == talk.line(R, "ask_resolution")


@pytest.mark.parametrize("words", ["完成", "继续", "下一步", "确认", "提交", "发完了", "done"])
async def test_whoever_wants_to_go_on_has_sent_all_photographs(talk: Chat, words: str) -> None:
    await asked_for_photos(talk)
    await to_summary(talk, picture("p1"), picture("p2"))
    assert await talk.says(words) == talk.line(R, "ask_resolution")


async def test_an_album_is_several_messages_and_two_answers(talk: Chat) -> None:
    await asked_for_photos(talk)
    assert await talk.says("", picture("p0")) == talk.line(R, "photos_more", count=1, missing=1)
    for number in range(1, 6):
        assert await talk.says("", picture(f"p{number}")) == ""
        talk.now += 0.5
    assert await talk.waits(3) == talk.line(R, "photos_more", count=6, missing=0)
    assert await talk.presses("发完了") == talk.line(R, "ask_resolution")


async def test_an_album_of_ten_is_all_there_can_be(talk: Chat) -> None:
    await asked_for_photos(talk)
    said = [await talk.says("", picture(f"p{number}")) for number in range(10)]
    assert said[-1] == talk.line(R, "ask_resolution")
    assert await talk.waits(3) == "", "the count has nothing to tell any more"


async def test_whoever_is_done_before_the_count_is_told_is_done(talk: Chat) -> None:
    await asked_for_photos(talk)
    await talk.says("", picture("p1"))
    await talk.says("", picture("p2"))
    assert await talk.says("发完了") == talk.line(R, "ask_resolution")
    assert await talk.waits(3) == ""


async def test_the_last_photograph_may_say_that_it_is(talk: Chat) -> None:
    await asked_for_photos(talk)
    assert await talk.says("就这些了", picture("p1"), picture("p2")) == talk.line(R, "ask_resolution")


async def test_an_album_of_more_than_the_most_is_enough(talk: Chat) -> None:
    await asked_for_photos(talk)
    assert await talk.says("", *(picture(f"p{n}") for n in range(12))) == talk.line(R, "ask_resolution")
    assert len(talk.open.state["form"]["filled"]["photos"]) == 10


async def test_the_same_photograph_twice_counts_once(talk: Chat) -> None:
    await asked_for_photos(talk)
    await talk.says("", picture("p1"))
    talk.now += 10
    assert await talk.says("", picture("p1")) == talk.line(R, "photos_more", count=1, missing=1)


@pytest.mark.parametrize("why", list(Unusable))
async def test_what_cannot_be_kept_is_told_with_what_to_do(talk: Chat, why: Unusable) -> None:
    await asked_for_photos(talk)
    talk.photos.refused["p1"] = why
    assert await talk.says("", picture("p1")) == talk.line(R, f"photo_{why}")
    assert await talk.says("", picture("p2")) == talk.line(R, "photos_more", count=1, missing=1)


async def test_what_cannot_be_kept_among_others_is_told_too(talk: Chat) -> None:
    await asked_for_photos(talk)
    talk.photos.refused["p1"] = Unusable.TOO_LARGE
    said = await talk.says("", picture("p1"), picture("p2"))
    assert said == f"{talk.line(R, 'photo_too_large')}\n{talk.line(R, 'photos_more', count=1, missing=1)}"


async def test_words_instead_of_photographs_are_asked_again(talk: Chat) -> None:
    await asked_for_photos(talk)
    assert await talk.says("真的碎了") == talk.line(R, "bad_photos")
    assert "转人工" in talk.labels, "who cannot take a photo is told to talk to a person"


async def test_photographs_that_come_before_they_are_asked_for_count(talk: Chat) -> None:
    await talk.says("退货")
    await talk.presses("1")
    await talk.presses("碎了或坏了")
    said = await talk.says("", picture("p1"))
    assert said == talk.line(R, "photos_early", count=1, missing=1)
    await talk.presses("跳过")
    talk.now += 10
    assert await talk.says("", picture("p2")) == talk.line(R, "photos_more", count=2, missing=0)


async def test_words_beside_an_early_photograph_are_heard(talk: Chat) -> None:
    await talk.says("退货")
    await talk.presses("1")
    await talk.presses("碎了或坏了")
    assert await talk.says("杯口缺了一块", picture("p1")) == talk.line(R, "photos_more", count=1, missing=1)
    assert talk.open.state["form"]["filled"]["note"] == "杯口缺了一块"
    assert talk.open.state["form"]["gathered"] == {"photos": ["kept-p1"]}


async def test_nobody_elses_pictures_are_kept(talk: Chat) -> None:
    await talk.says("退货")
    await talk.presses("1")
    await talk.presses("不想要了")
    assert await talk.says("", picture("p1")) == talk.line(R, "bad_note")
    assert talk.photos.of == {}


# Photographs that come before it is known whether any are asked for


async def test_a_photograph_before_the_reason_is_kept_for_its_question(talk: Chat) -> None:
    await talk.says("退货")
    await talk.presses("1")
    said = await talk.says("", picture("p1"))
    assert said == f"{talk.line('form', 'put_by')}\n{talk.line(R, 'ask_reason')}"
    assert talk.photos.of == {}, "nobody knows yet whether it is needed"
    assert await talk.presses("碎了或坏了") == talk.line(R, "ask_note")
    assert await talk.presses("跳过") == talk.line(R, "photos_more", count=1, missing=1)
    talk.now += 10
    assert await talk.says("", picture("p2")) == talk.line(R, "photos_more", count=2, missing=0)
    await talk.presses("发完了")
    await talk.presses("退货退款")
    await talk.presses("确认提交")
    assert talk.returns.rmas["R10001"].photos == ("kept-p1", "kept-p2")


async def test_photographs_beside_the_first_words_are_kept_through_the_proof(chat: Chat) -> None:
    open_shop(chat)
    await chat.says("你好")
    await chat.says("A1001 退货，两个杯子碎了", picture("p1"))
    assert (await chat.says("", picture("p2"))).startswith(chat.line("form", "put_by"))
    assert await chat.says("8000") == chat.line(R, "ask_note")
    assert await chat.says("跳过") == chat.line(R, "photos_more", count=2, missing=0)


async def test_photographs_beside_the_reason_are_kept(talk: Chat) -> None:
    await talk.says("退货")
    await talk.presses("1")
    assert await talk.says("碎了", picture("p1"), picture("p2")) == talk.line(R, "ask_note")
    assert await talk.presses("跳过") == talk.line(R, "photos_more", count=2, missing=0)


async def test_an_early_album_is_thanked_for_once(talk: Chat) -> None:
    await talk.says("退货")
    await talk.presses("1")
    assert await talk.says("", picture("p1"))
    assert [await talk.says("", picture(f"p{number}")) for number in (2, 3)] == ["", ""]
    assert await talk.waits(3) == ""
    await to_summary(talk, "碎了")
    assert await talk.presses("跳过") == talk.line(R, "photos_more", count=3, missing=0)


async def test_an_early_photograph_for_a_reason_that_needs_none_is_nowhere_kept(talk: Chat) -> None:
    await talk.says("退货")
    await talk.presses("1")
    await talk.says("", picture("p1"))
    await to_summary(talk, "不想要了", "跳过")
    assert (await confirmed(talk)).photos == ()
    assert talk.photos.of == {}


async def test_an_early_photograph_that_cannot_be_kept_is_told_when_it_is_needed(talk: Chat) -> None:
    await talk.says("退货")
    await talk.presses("1")
    talk.photos.refused["p1"] = Unusable.BROKEN
    await talk.says("", picture("p1"))
    assert await talk.presses("碎了或坏了") == f"{talk.line(R, 'photo_broken')}\n{talk.line(R, 'ask_note')}"


async def test_of_early_photographs_no_more_are_kept_than_a_request_takes(talk: Chat) -> None:
    await talk.says("退货")
    await talk.presses("1")
    for number in range(12):
        await talk.says("", picture(f"p{number}"))
    await talk.says("碎了或坏了")
    assert len(talk.photos.of) == 10


async def test_a_voice_before_the_reason_is_none(talk: Chat) -> None:
    await talk.says("退货")
    await talk.presses("1")
    assert talk.line("form", "put_by") not in await talk.says("", voice())


async def test_a_number_is_that_of_the_choice_and_no_other_count_of_the_goods(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    assert await talk.says("2") == talk.line(R, "ask_note")
    assert filled(talk) == {"order": "A1001", "quantity:0": 1, "reason": "broken"}


async def test_but_where_there_is_no_such_choice_it_counts_them(talk: Chat) -> None:
    await to_summary(talk, "退货 A1001", "1")
    assert await talk.says("两件") == talk.line(R, "ask_reason")
    assert filled(talk)["quantity:0"] == 2


@pytest.mark.parametrize(
    "words",
    [
        "1和2",
        "一和二",
        "第一个和第二个",
        "1、2都退",
        "选1和2",
        "1号跟2号",
        "1 and 2",
        "the first and the second",
        "１，２",
        "1.2",
    ],
)
async def test_of_three_goods_those_two_are_taken_whose_numbers_are_told(chat: Chat, words: str) -> None:
    open_shop(chat, "A1008")
    for step in ("你好", "退货 A1008"):
        await chat.says(step)
    await chat.says(words)
    assert form_of(chat)["gathered"]["items"] == [0, 1]


@pytest.mark.parametrize("words", ["1和4", "第一个和第九个", "2件和3件", "1月2日", "第一次"])
async def test_what_is_no_number_of_one_of_them_takes_none(chat: Chat, words: str) -> None:
    open_shop(chat, "A1008")
    for step in ("你好", "退货 A1008"):
        await chat.says(step)
    await chat.says(words)
    assert "items" not in {**form_of(chat)["gathered"], **filled(chat)}


@pytest.mark.parametrize(("words", "count"), [("一", 1), ("二", 2), ("两", 2), ("俩", 2), ("倆", 2)])
async def test_a_count_is_understood_in_one_character(talk: Chat, words: str, count: int) -> None:
    await talk.says("我要退货")
    await talk.says(words)
    assert filled(talk)["quantity:0"] == count
