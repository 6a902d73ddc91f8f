"""Where is my order? Told to whoever proves that it is theirs, and to nobody else."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from handlers.contract import Policy
from handlers.without_proof import without_proof
from storage.content import Content
from storage.orders import OrderStatus, Verdict
from storage.results import Action
from tests.handlers.chat import Chat
from tests.handlers.shop import DELIVERED, SHIPPED, Shop, order

LOOKUP = "order_lookup"


async def test_a_wrong_factor_and_a_number_that_does_not_exist_read_the_same(chat: Chat) -> None:
    await chat.says("查订单")
    await chat.says("A10086")
    await chat.says("1234")
    not_theirs = chat.replies
    await chat.says("取消")
    await chat.says("查订单")
    await chat.says("A99999")
    await chat.says("1234")
    refused = Content(text=chat.line(LOOKUP, "refused"), buttons=not_theirs[0].buttons, numbered=False)
    assert chat.replies == not_theirs == [refused]


async def test_after_a_refusal_the_right_digits_alone_are_enough(chat: Chat) -> None:
    await chat.says("A10086 1234")
    assert "A10086" in await chat.says("8000")


async def test_after_a_refusal_the_question_is_open_for_a_while_and_then_over(chat: Chat) -> None:
    await chat.says("A10086 1234")
    assert await chat.waits(30 * 60) == chat.line("form", "expired")
    assert "运输中" not in await chat.says("8000")


async def test_after_a_refusal_another_number_with_its_digits_is_heard(chat: Chat) -> None:
    await chat.says("A99999 8000")
    assert "A10086" in await chat.says("打错了，是 A10086，尾号 8000")


async def test_too_many_wrong_proofs_lock_politely_and_the_desk_is_told_once(chat: Chat) -> None:
    for _ in range(5):
        await chat.says("A10086 1234")
        assert not chat.to_desk
    assert await chat.says("A10086 8000") == chat.line(LOOKUP, "locked", minutes=15, hours="")
    assert [each.action for each in chat.to_desk] == [Action.ALERT]
    assert "A10086" not in chat.posted
    assert "A1**86" in chat.posted
    assert "同时锁定的已经很多" not in chat.posted
    await chat.says("A10086 8000")
    assert chat.to_desk == []


async def test_the_last_alert_of_many_locks_tells_staff_that_no_more_of_them_follow(chat: Chat) -> None:
    chat.shop.many_locked = True
    for _ in range(6):
        await chat.says("A10086 1234")
    assert "A1**86" in chat.posted
    assert "同时锁定的已经很多" in chat.posted
    assert "提醒先不再发" in chat.posted


async def test_a_long_lock_is_told_in_hours(chat: Chat) -> None:
    chat.shop.window = 5.5 * 3600
    for _ in range(5):
        await chat.says("A10086 1234")
    assert "6 小时" in await chat.says("A10086 8000")
    assert "6 小时" in chat.posted


async def test_who_was_locked_out_may_try_again_later(chat: Chat) -> None:
    for _ in range(6):
        await chat.says("A10086 1234")
    await chat.waits(15 * 60)
    assert "运输中" in await chat.says("A10086 8000")


async def test_the_owner_of_an_order_that_somebody_guesses_at_tells_the_whole_number(chat: Chat) -> None:
    chat.shop.guessed_at["A10086"] = Verdict.WHOLE
    assert await chat.says("A10086 8000") == chat.line(LOOKUP, "ask_whole", number="A10086")
    assert "转人工" in chat.labels
    assert [each.action for each in chat.to_desk] == [Action.ALERT]
    assert "7 天" in chat.posted
    assert "A1**86" in chat.posted
    assert await chat.says("8000") == chat.line(LOOKUP, "ask_whole", number="A10086")
    assert chat.to_desk == []
    assert "运输中" in await chat.says("139 0000 8000")


@pytest.mark.parametrize(
    ("phone", "typed"),
    [
        ("13900008000", "我的手机是+8613900008000"),
        ("13900008000", "1 3 9 0 0 0 0 8 0 0 0"),
        ("0912345678", "我的手機是0912345678"),
        ("0912345678", "手機號碼 0912-345-678"),
        ("+85291234567", "電話：91234567"),
        ("+14155552671", "(415) 555-2671"),
        ("+14155552671", "it's +1 (415) 555-2671"),
        ("+14155552671", "my phone number is 415-555-2671"),
        ("01012345678", "（010）12345678"),
    ],
)
async def test_a_whole_number_is_understood_as_people_write_it(chat: Chat, phone: str, typed: str) -> None:
    chat.shop.orders["A10099"] = order("A10099", OrderStatus.SHIPPED, phone=phone, email="")
    chat.shop.guessed_at["A10099"] = Verdict.WHOLE
    await chat.says("A10099 8000")
    await chat.says(typed)
    assert "A10099" in chat.shop.proven[chat.open.identity]


async def test_what_is_too_long_for_a_telephone_is_another_order(chat: Chat) -> None:
    await chat.says("A10086")
    await chat.says("202611012222333344")
    assert chat.open.state["form"]["filled"] == {"number": "202611012222333344"}


@pytest.mark.parametrize(("asked", "line"), [(Verdict.WHOLE, "ask_whole"), (Verdict.EMAIL, "ask_email")])
async def test_whoever_was_asked_for_more_is_not_asked_for_four_digits_again(
    chat: Chat, asked: Verdict, line: str
) -> None:
    chat.shop.guessed_at["A10086"] = asked
    await chat.says("A10086 8000")
    said = chat.line(LOOKUP, line, number="A10086")
    assert await chat.says("12") == said
    assert (await chat.says("为什么")).endswith(said)
    assert await chat.says("我换手机号了") == said
    assert "转人工" in chat.labels
    assert await chat.says("A10088") == chat.line(LOOKUP, "ask_factor", number="A10088")


async def test_nor_where_one_of_two_orders_was_refused(chat: Chat) -> None:
    chat.shop.guessed_at["A10086"] = Verdict.WHOLE
    await chat.says("A10086 A10087")
    await chat.says("8000")
    said = await chat.says("13900001111")
    assert said.endswith(chat.line(LOOKUP, "ask_whole", number="A10086"))


async def test_or_the_address_where_guessing_goes_on(chat: Chat) -> None:
    chat.shop.guessed_at["A10086"] = Verdict.EMAIL
    assert await chat.says("A10086 13900008000") == chat.line(LOOKUP, "ask_email", number="A10086")
    assert "只能用邮箱" in chat.posted
    assert "运输中" in await chat.says("lilei@example.com")


async def test_of_two_orders_the_one_that_somebody_guesses_at_is_asked_for_in_full(chat: Chat) -> None:
    chat.shop.guessed_at["A10087"] = Verdict.WHOLE
    await chat.says("A10086 A10087")
    said = await chat.says("8000")
    assert "运输中" in said
    assert said.endswith(chat.line(LOOKUP, "ask_whole", number="A10087"))
    assert "已签收" in await chat.says("13900008000")


async def test_when_the_order_source_is_down_it_says_so_and_offers_a_person(chat: Chat) -> None:
    chat.shop.down = True
    assert await chat.says("A10086 8000") == chat.line(LOOKUP, "unavailable")
    assert "转人工" in chat.labels


async def test_when_the_order_source_is_back_the_digits_need_not_be_explained_again(chat: Chat) -> None:
    chat.shop.down = True
    await chat.says("A10086 8000")
    chat.shop.down = False
    assert "运输中" in await chat.says("8000")


async def test_a_proven_order_cannot_be_shown_while_the_source_is_down(chat: Chat) -> None:
    await chat.says("A10086 8000")
    chat.shop.down = True
    assert await chat.says("查订单") == chat.line(LOOKUP, "unavailable")


async def test_an_order_is_told_after_its_number_and_the_last_four_digits(chat: Chat) -> None:
    assert await chat.says("查订单") == chat.line(LOOKUP, "ask_number")
    assert await chat.says("是 a１００８６ 这个") == chat.line(LOOKUP, "ask_factor", number="A10086")
    assert await chat.says("8000") == "\n".join(
        [
            "订单 A10086：运输中，下单于 2025年11月19日",
            "· 龙井 <特级> × 2，¥268.00",
            "合计 ¥268.00，已付款",
            "顺丰速运，运单号 SF1234567890",
            "预计 11月24日周一 送达",
            "11月22日 15:26 上海 派送中",
            "11月21日 16:26 杭州 已到达",
        ]
    )
    assert chat.open.state.get("form") is None
    assert list(chat.timers) == ["idle:bot"]


@pytest.mark.parametrize(
    "words",
    [
        "A10086 8000",
        "8000 A10086",
        "A10086 80 00",
        "查订单 A10086，尾号8000。",
        "订单号：A10086 手机尾号：8000",
        "a10086 LILEI@example.com",
        "Ａ１００８６　８０００",
    ],
)
async def test_number_and_factor_in_one_message(chat: Chat, words: str) -> None:
    assert "SF1234567890" in await chat.says(words)


@pytest.mark.parametrize("words", ["A10086 13900008000", "13900008000 A10086", "查一下A10086，我手机是 139 0000 8000"])
async def test_the_whole_telephone_number_beside_the_orders_is_its_proof(chat: Chat, words: str) -> None:
    assert "SF1234567890" in await chat.says(words)


async def test_an_order_whose_number_reads_like_a_telephone_is_not_proven_by_its_own_digits(chat: Chat) -> None:
    chat.shop = Shop(orders={"13900001111": replace(DELIVERED, number="13900001111")})
    assert await chat.says("13900001111") == chat.line(LOOKUP, "ask_factor", number="13900001111")
    assert "ZT9" in await chat.says("8000")


async def test_of_two_telephone_numbers_neither_is_a_proof(chat: Chat) -> None:
    said = await chat.says("A10086 13900008000 13900008001")
    assert said == chat.line(LOOKUP, "ask_factor", number="A10086")


@pytest.mark.parametrize("words", ["A10086", "A10086到哪了", "我的订单 a10086"])
async def test_who_says_the_same_again_is_asked_the_same_again(chat: Chat, words: str) -> None:
    await chat.says("A10086")
    for _ in range(7):
        said = await chat.says(words)
    assert said == f"{chat.line('form', 'resumed')}\n{chat.line(LOOKUP, 'ask_factor', number='A10086')}"


@pytest.mark.parametrize("words", ["A1OO86", "a1oo86到哪了", "订单号是A100B6吗 A1oo86", "A-1OO86"])
async def test_letters_that_look_like_digits_are_read_as_those_where_nothing_else_can_be_meant(
    chat: Chat, words: str
) -> None:
    assert await chat.says(words) == chat.line("order_lookup", "ask_factor", number=spelled(words))
    assert "SF1234567890" in await chat.says("8000")


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("A2026ll09", "A20261109"),
        ("a2o261115 到哪了", "A20261115"),
        ("20261l1512", "2026111512"),
        ("A10086L", "A10086"),
    ],
)
async def test_such_letters_amid_the_digits_of_a_number_do_not_end_it(chat: Chat, words: str, number: str) -> None:
    assert await chat.says(words) == chat.line(LOOKUP, "ask_factor", number=number)


def spelled(words: str) -> str:
    return "A-10086" if "-" in words else "A10086"


@pytest.mark.parametrize("words", ["AlOO86", "room 1OO", "IPHONE15"])
async def test_letters_that_may_be_letters_are_left_as_they_are(chat: Chat, words: str) -> None:
    await chat.says("查订单")
    assert await chat.says(words) == chat.line("order_lookup", "bad_number")


@pytest.mark.parametrize("words", ["A\u200b10086", "\ufeffA100\u00ad86", "\u2068A10086\u2069"])
async def test_what_was_pasted_with_what_nobody_sees_in_it_is_read_as_it_looks(chat: Chat, words: str) -> None:
    assert await chat.says(words) == chat.line(LOOKUP, "ask_factor", number="A10086")
    assert "SF1234567890" in await chat.says("\u202a+86 139 0000 8000\u202c")


@pytest.mark.parametrize("words", ["A 10086", "a  10086", "Ａ　１００８６"])
async def test_a_number_alone_may_have_a_blank_behind_its_letters(chat: Chat, words: str) -> None:
    assert await chat.says(words) == chat.line(LOOKUP, "ask_factor", number="A10086")
    await chat.says("/cancel")
    await chat.says("查订单")
    assert await chat.says(words) == chat.line(LOOKUP, "ask_factor", number="A10086")


@pytest.mark.parametrize("words", ["a 10086 到哪了", "订单 A 10086 呢", "我的订单：A 10086，还没收到", "# a 10086"])
async def test_the_blank_may_be_there_amid_other_words_where_the_letters_are_no_word(chat: Chat, words: str) -> None:
    assert await chat.says(words) == chat.line(LOOKUP, "ask_factor", number="A10086")


@pytest.mark.parametrize("words", ["顺丰 SF1234567890123", "orderA10086", "SF1234567890123", "1Z999AA10123456784"])
async def test_a_piece_of_something_longer_is_no_order_number(chat: Chat, words: str) -> None:
    await chat.says("查订单")
    assert await chat.says(words) == chat.line(LOOKUP, "bad_number")


async def test_a_number_is_found_behind_a_longer_one(chat: Chat) -> None:
    said = await chat.says("快递 SF1234567890123，订单A10086到哪了")
    assert said == chat.line(LOOKUP, "ask_factor", number="A10086")


@pytest.mark.parametrize(
    "words", ["we met in 2025", "iphone 10086", "R 12345", "8 2025", "在 2025 年", "his 10086 yuan"]
)
async def test_amid_other_words_it_is_none(chat: Chat, words: str) -> None:
    await chat.says(words)
    assert chat.open.state.get("form") is None


@pytest.mark.parametrize(
    "words", ["A10086 2023年买的", "A10086 1234 5678", "A10086 12 件 50 元", "A10086 80 0", "A10086 12:8000", "A10086"]
)
async def test_digits_that_may_be_anything_are_not_taken_for_a_proof(chat: Chat, words: str) -> None:
    assert await chat.says(words) == chat.line(LOOKUP, "ask_factor", number="A10086")
    assert chat.shop.attempts == []


@pytest.mark.parametrize(
    "factor",
    [
        "8000",
        "80 00",
        "8 000",
        "８０００",
        "8 0 0 0",
        "139 0000 8000",
        "+86 13900008000",
        "手机号13900008000",
        "尾号：8000",
        "手机尾号:8000",
        "last four:8000",
        "139-0000-8000 李雷",
        "lilei@example.com",
        " LiLei@Example.com ",
        "我邮箱是lilei@example.com",
        "邮箱lilei@example.com谢谢",
        "lilei@example。com",
        "lilei@example.com。",
        "lilei@example.com。ok",
    ],
)
async def test_the_second_factor_is_taken_as_people_type_it(chat: Chat, factor: str) -> None:
    await chat.says("A10086")
    assert "SF1234567890" in await chat.says(factor)


@pytest.mark.parametrize("words", ["lilei@example.com。A10086", "A10086。lilei@example.com。thanks"])
async def test_a_sentence_ends_where_an_address_does(chat: Chat, words: str) -> None:
    assert "SF1234567890" in await chat.says(words)


@pytest.mark.parametrize("number", ["A-10086", "a-10086", "＃Ａ－１００８６"])
async def test_a_dash_that_the_shop_does_not_write_is_no_other_order(chat: Chat, number: str) -> None:
    assert "SF1234567890" in await chat.says(f"{number} 8000")
    assert "SF1234567890" in await chat.says(f"{number} 到哪了")


async def test_the_factor_of_another_order_proves_nothing(chat: Chat) -> None:
    assert await chat.says("A10089 8000") == chat.line(LOOKUP, "refused")


async def test_an_order_without_an_email_is_not_proven_by_an_empty_one(chat: Chat) -> None:
    await chat.says("A10089")
    asked = chat.line(LOOKUP, "ask_factor", number="A10089")
    assert await chat.says("@") == f"{chat.line('form', 'resumed')}\n{asked}"


async def test_once_proven_it_is_shown_at_once(chat: Chat) -> None:
    await chat.says("A10086 8000")
    assert "SF1234567890" in await chat.says("A10086 到哪了")
    assert "SF1234567890" in await chat.says("查订单")


ANOTHER = ["换一个订单", "换个订单", "另一个订单呢", "換一筆訂單", "我想查别的订单，谢谢", "another order, thanks"]


@pytest.mark.parametrize("words", ANOTHER)
async def test_who_wants_another_order_is_asked_which_and_exchanges_nothing(chat: Chat, words: str) -> None:
    await chat.says("A10086 8000")
    assert await chat.script_for(words) == LOOKUP
    assert chat.open.state["form"]["filled"] == {}
    assert "ZT9" in await chat.says("A10087 8000")


@pytest.mark.parametrize("words", [*ANOTHER, "不是这个订单", "not this order"])
async def test_at_its_proof_another_order_may_be_named_instead(chat: Chat, words: str) -> None:
    await chat.says("A10086")
    await chat.says(words)
    assert (chat.open.state["form"]["filled"], chat.open.state["form"]["invalid"]) == ({}, 0)
    assert "A10087" in await chat.says("A10087")


async def test_who_asks_again_is_told_what_has_changed_since(chat: Chat) -> None:
    assert "运输中" in await chat.says("A10086 8000")
    chat.shop.orders["A10086"] = replace(SHIPPED, status=OrderStatus.DELIVERED)
    assert "已签收" in await chat.says("查订单")


async def test_who_asks_again_in_another_language_is_told_in_that(chat: Chat) -> None:
    assert "运输中" in await chat.says("A10086 8000")
    await chat.says("English")
    assert "on its way" in await chat.says("where is my order")


async def test_a_proven_number_answers_the_question_for_one_without_another_proof(chat: Chat) -> None:
    await chat.says("A10086 8000")
    await chat.says("查订单")
    await chat.presses("查其他订单")
    assert "SF1234567890" in await chat.says("a10086")
    assert chat.open.state.get("form") is None
    assert list(chat.timers) == ["idle:bot"]


async def test_with_several_proven_orders_one_is_picked(chat: Chat) -> None:
    await chat.says("A10086 8000")
    await chat.says("A10087 8000")
    assert await chat.says("查订单") == chat.line(LOOKUP, "pick", count=2)
    assert chat.labels == ["A10086 运输中", "A10087 已签收", "查其他订单"]
    assert "ZT9" in await chat.presses("A10087 已签收")


async def test_the_number_of_a_button_picks_it(chat: Chat) -> None:
    await chat.says("A10086 8000")
    await chat.says("A10087 8000")
    await chat.says("查订单")
    assert "ZT9" in await chat.says("２")


async def test_another_order_can_be_asked_for(chat: Chat) -> None:
    await chat.says("A10086 8000")
    await chat.says("查订单")
    assert await chat.presses("查其他订单") == chat.line(LOOKUP, "ask_number")


async def test_a_button_to_an_order_that_was_never_proven_asks_for_the_proof(chat: Chat) -> None:
    assert await chat.taps("order_lookup:A10086") == chat.line(LOOKUP, "ask_factor", number="A10086")


async def test_a_deep_link_starts_at_the_second_question(chat: Chat) -> None:
    assert await chat.starts("order_A10086") == chat.line(LOOKUP, "ask_factor", number="A10086")


async def test_a_deep_link_with_nonsense_asks_for_the_number(chat: Chat) -> None:
    assert await chat.starts("order_x") == chat.line(LOOKUP, "ask_number")


async def test_picking_a_proven_order_closes_the_question_for_a_number(chat: Chat) -> None:
    await chat.says("A10086 8000")
    await chat.says("查订单")
    await chat.presses("查其他订单")
    assert "SF1234567890" in await chat.taps("order_lookup:A10086")
    assert chat.open.state.get("form") is None
    assert list(chat.timers) == ["idle:bot"]


async def test_a_greeting_with_an_order_number_is_about_the_order(chat: Chat) -> None:
    assert await chat.says("你好，A10086") == chat.line(LOOKUP, "ask_factor", number="A10086")


async def test_an_email_address_that_looks_like_an_order_number_is_none(chat: Chat) -> None:
    await chat.says("查订单")
    assert await chat.says("li12345@example.com") == chat.line(LOOKUP, "ask_number")


async def test_who_gives_the_proof_first_is_asked_for_the_number_only(chat: Chat) -> None:
    await chat.says("查订单")
    await chat.says("lilei@example.com")
    assert "SF1234567890" in await chat.says("A10086")


async def test_what_an_order_holds_is_escaped(chat: Chat) -> None:
    await chat.says("A10086 8000")
    assert "龙井 &lt;特级&gt;" in chat.replies[0].text


async def test_money_and_dates_are_said_in_english(chat: Chat) -> None:
    chat.locale = "en"
    said = await chat.says("A10086 8000")
    assert "CN¥268.00" in said
    assert "November 19, 2025" in said


async def test_other_currencies_keep_their_own_decimals(chat: Chat) -> None:
    yen = order("J20001", OrderStatus.PAID, currency="JPY", total=Decimal(3200))
    chat.shop = Shop(orders={yen.number: yen})
    assert "JP¥3,200" in await chat.says("J20001 8000")


@pytest.mark.parametrize("status", list(OrderStatus))
async def test_every_status_has_words(chat: Chat, status: OrderStatus) -> None:
    chat.shop.orders["A10086"] = replace(SHIPPED, status=status)
    assert chat.line(LOOKUP, f"status_{status}") in await chat.says("A10086 8000")


async def test_an_order_not_shipped_yet_says_so(chat: Chat) -> None:
    assert chat.line(LOOKUP, "not_shipped") in await chat.says("A10088 8000")


async def test_a_cancelled_order_says_nothing_of_shipping_or_payment(chat: Chat) -> None:
    said = await chat.says("A10089 9999")
    assert said.endswith("合计 ¥268.00")


async def test_a_delivered_parcel_says_when(chat: Chat) -> None:
    assert "11月21日 16:26 已签收" in await chat.says("A10087 8000")


async def test_only_the_latest_events_are_told(chat: Chat) -> None:
    [parcel] = SHIPPED.shipments
    chat.shop.orders["A10086"] = replace(SHIPPED, shipments=(replace(parcel, events=parcel.events * 9),))
    assert (await chat.says("A10086 8000")).count("上海") == 2


async def test_the_shops_own_order_numbers_are_understood(chat: Chat) -> None:
    chat.policy = Policy(order_number=re.compile(r"#\d{3}"))
    chat.shop = Shop(orders={"#042": replace(DELIVERED, number="#042")})
    assert "ZT9" in await chat.says("#042 8000")


async def test_a_very_long_message_is_still_answered(chat: Chat) -> None:
    assert await chat.says("啊" * 200_000)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("a 2026 1101", "A20261101"),
        ("查订单 a 2026 1101", "A20261101"),
        ("A 100 86", "A10086"),
        ("a10 086", "A10086"),
        ("2026 1101 2222", "202611012222"),
    ],
)
async def test_a_number_may_be_read_out_in_groups(chat: Chat, words: str, number: str) -> None:
    await chat.says(words)
    assert chat.open.state["form"]["filled"] == {"number": number}


@pytest.mark.parametrize("words", ["A 10086 8000", "A10086/8000", "A 100 86 => 80 00", "订单号 A 100 86 手机 8000"])
async def test_and_what_proves_it_stands_beside_it(chat: Chat, words: str) -> None:
    for each in words.split(" => "):
        said = await chat.says(each)
    assert "SF1234567890" in said


@pytest.mark.parametrize("words", ["2026 11 20", "139 0000 8000", "I have 2 3 cups", "A 20 minutes 30"])
async def test_other_groups_of_digits_are_no_order(chat: Chat, words: str) -> None:
    await chat.says(words)
    form = chat.open.state.get("form")
    assert form is None or "number" not in form["filled"]


@pytest.mark.parametrize("words", ["八零零零", "尾号是八零零零", "后四位是 8 0 0 0", "八零 零零", "手机13900008000"])
async def test_the_digits_may_be_spoken(chat: Chat, words: str) -> None:
    await chat.says("A10086")
    assert "SF1234567890" in await chat.says(words)


@pytest.mark.parametrize("words", ["二零二五年买的", "一共八百块", "一二三四五六"])
async def test_other_spoken_numbers_prove_nothing(chat: Chat, words: str) -> None:
    await chat.says("A10086")
    assert await chat.says(words) == chat.line(LOOKUP, "bad_factor")


@pytest.mark.parametrize(
    "words", ["手机号13900008000", "my phone is 13900008000", "電話是 139-0000-8000", "我的门号13900008000"]
)
async def test_what_they_call_a_telephone_is_no_order(chat: Chat, words: str) -> None:
    await chat.says("查订单")
    await chat.says(words)
    assert "SF1234567890" in await chat.says("A10086")


@pytest.mark.parametrize("asked_for", ["查订单", "A10086"])
@pytest.mark.parametrize(
    "words",
    [
        "等一下我找找",
        "等一下我找找订单号",
        "我找找訂單編號",
        "稍等",
        "等等！",
        "hold on",
        "one sec",
        "Let me check",
        "为什么要这个",
        "why?",
    ],
)
async def test_who_looks_for_the_answer_or_wonders_has_given_no_wrong_one(
    chat: Chat, asked_for: str, words: str
) -> None:
    await chat.says(asked_for)
    for _ in range(4):
        await chat.says(words)
    assert chat.open.state["form"]["invalid"] == 0


@pytest.mark.parametrize("words", ["8000A10086", "尾号8000A10086", "order 8000A10086 please"])
async def test_a_proof_may_stand_right_before_the_number(chat: Chat, words: str) -> None:
    assert "SF1234567890" in await chat.says(words)


@pytest.mark.parametrize("words", ["its 8000", "is 8000", "it's 8000", "yes 8000"])
async def test_a_word_before_the_digits_makes_no_number_of_them(chat: Chat, words: str) -> None:
    await chat.says("A10086")
    assert "SF1234567890" in await chat.says(words)


@pytest.mark.parametrize("words", ["2026A10086", "订单2026A10086", "order 2026a10086 please"])
async def test_a_year_before_the_number_is_tried_as_no_proof(chat: Chat, words: str) -> None:
    await chat.says(words)
    assert chat.open.state["form"]["filled"] == {"number": "A10086"}
    assert chat.shop.attempts == []
    assert "2026" not in without_proof(words, chat.policy), "it may be the end of a telephone all the same"


async def test_a_year_behind_a_blank_may_well_be_a_proof(chat: Chat) -> None:
    await chat.says("2026 A10086")
    assert len(chat.shop.attempts) == 1


async def test_an_email_that_comes_first_waits_for_its_order(chat: Chat) -> None:
    assert await chat.says("lilei@example.com") == chat.line(LOOKUP, "ask_number")
    assert "SF1234567890" in await chat.says("A10086")


@pytest.mark.parametrize(
    "words", ["不对，换个订单", "不对换个订单", "不是，换一个订单", "no, another order", "錯了，換個訂單"]
)
async def test_whoever_corrects_themselves_is_asked_for_the_other_order(chat: Chat, words: str) -> None:
    for first in ("A10086", "A10087 8000"):
        await chat.says(first)
        await chat.says(words)
        assert (chat.open.state["form"]["form"], chat.open.state["form"]["filled"]) == (LOOKUP, {})


@pytest.mark.parametrize("words", ["坏了", "杯子碎了", "it arrived broken"])
@pytest.mark.parametrize("asked_for", ["查订单", "A10087"])
async def test_what_is_broken_is_sent_back_and_not_looked_up(chat: Chat, asked_for: str, words: str) -> None:
    await chat.says(asked_for)
    await chat.says(words)
    await chat.says("A10087 8000")
    assert chat.open.state["form"]["form"] == "returns"


@pytest.mark.parametrize("words", ["坏了", "我要退货"])
async def test_a_return_that_begins_there_does_not_only_ask_the_same_once_more(chat: Chat, words: str) -> None:
    asked = await chat.says("查订单")
    assert await chat.says(words) == f"{chat.line('form', 'noted')}\n{asked}"


async def test_the_proof_that_comes_with_the_wish_to_return_is_taken(chat: Chat) -> None:
    await chat.says("A10087")
    await chat.says("8000，坏了要退")
    assert chat.open.state["form"]["form"] == "returns"


@pytest.mark.parametrize("words", ["速遞費", "快遞費怎麼算", "快递费多少"])
async def test_what_a_courier_costs_is_no_parcel(chat: Chat, words: str) -> None:
    assert await chat.script_for(words) == "shipping_fee"
