"""Several questions in one message: none of them is passed over."""

import pytest

from tests.handlers.chat import Chat

LOOKUP = "order_lookup"


def faq(chat: Chat, *scripts: str, language: str = "zh-CN") -> str:
    return "\n".join(chat.line(each, "text", language, shop="客服小店", name="李雷") for each in scripts)


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        ("运费多少，支持货到付款吗？", ("shipping_fee", "payment_methods")),
        ("能开发票吗？几点下班？运费呢", ("invoice", "business_hours", "shipping_fee")),
        ("运费多少？包邮吗？", ("shipping_fee",)),
        ("你好，运费多少？", ("shipping_fee",)),
    ],
)
async def test_all_that_is_asked_is_answered_in_order(chat: Chat, said: str, answers: tuple[str, ...]) -> None:
    assert await chat.says(said) == faq(chat, *answers)


async def test_in_english_too(chat: Chat) -> None:
    chat.locale = "en"
    said = await chat.says("Do you ship free and can I pay with alipay?")
    assert said == faq(chat, "shipping_fee", "payment_methods", language="en")


async def test_the_buttons_are_those_of_the_last_answer(chat: Chat) -> None:
    await chat.says("支持货到付款吗，运费多少？")
    assert chat.labels == ["查订单", "转人工"]


async def test_an_order_is_asked_about_after_what_is_answered_at_once(chat: Chat) -> None:
    said = await chat.says("订单A10086到哪了？另外运费多少？")
    assert said == f"{faq(chat, 'shipping_fee')}\n{chat.line(LOOKUP, 'ask_factor', number='A10086')}"
    assert "SF1234567890" in await chat.says("8000")


async def test_an_order_that_is_named_beside_another_question_is_not_forgotten(chat: Chat) -> None:
    said = await chat.says("我要查A10086，还有运费多少")
    assert said == f"{faq(chat, 'shipping_fee')}\n{chat.line(LOOKUP, 'ask_factor', number='A10086')}"


async def test_what_is_asked_of_an_order_does_not_ask_where_it_is(chat: Chat) -> None:
    assert await chat.says("还没发货，可以改地址吗？") == faq(chat, "order_changes")


@pytest.mark.parametrize(
    "said", ["发票和快递都没收到", "快递没收到，发票也没有", "发票、快递都没到", "發票跟包裹都沒收到"]
)
async def test_an_order_that_is_missing_beside_something_else_is_asked_for_too(chat: Chat, said: str) -> None:
    answered = await chat.says(said)
    language = chat.open.language or "zh-CN"
    assert answered == f"{faq(chat, 'invoice', language=language)}\n{chat.line(LOOKUP, 'ask_number', language)}"


async def test_so_it_is_in_english(chat: Chat) -> None:
    answered = await chat.says("my invoice and my parcel have not arrived")
    assert answered == f"{faq(chat, 'invoice', language='en')}\n{chat.line(LOOKUP, 'ask_number', 'en')}"


@pytest.mark.parametrize("said", ["跟发票一起寄吗", "快递和我说改地址要找你们", "还没发货，能改地址和电话吗"])
async def test_what_only_goes_with_it_is_not_asked_for(chat: Chat, said: str) -> None:
    await chat.says(said)
    assert chat.open.state.get("form") is None


@pytest.mark.parametrize("said", ["运费多少？转人工", "运费多少，我要找人工客服", "转人工，运费多少"])
async def test_who_wants_a_person_beside_an_answer_gets_both(chat: Chat, said: str) -> None:
    assert (await chat.says(said)).startswith(faq(chat, "shipping_fee"))
    assert chat.open.status == "open"


async def test_who_wants_to_return_something_is_not_told_what_it_costs_to_buy(chat: Chat) -> None:
    said = await chat.says("我要退货？运费谁出")
    assert said == f"{faq(chat, 'return_postage')}\n{chat.line(LOOKUP, 'ask_number')}"


async def test_no_more_are_answered_than_can_be_read(chat: Chat) -> None:
    said = await chat.says("运费多少？能开发票吗？几点下班？怎么付款？")
    assert len(chat.replies) == 3
    assert faq(chat, "shipping_fee") in said


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("my link is broken and my cup too", "en"),
        ("my link is broken, my cup is broken as well", "en"),
        ("链接打不开，杯子也坏了", "zh-CN"),
        ("連結打不開，杯子也壞了", "zh-TW"),
    ],
)
async def test_goods_that_are_broken_beside_the_website_are_not_passed_over(
    chat: Chat, words: str, language: str
) -> None:
    said = await chat.says(words)
    assert said == f"{faq(chat, 'site_trouble', language=language)}\n{chat.line(LOOKUP, 'ask_number', language)}"
    assert chat.open.state["form"]["form"] == "returns_proof"


@pytest.mark.parametrize("words", ["the app is not working and the website too", "网页打不开，小程序也是"])
async def test_a_website_is_not_sent_back(chat: Chat, words: str) -> None:
    await chat.says(words)
    assert chat.open.state.get("form") is None
