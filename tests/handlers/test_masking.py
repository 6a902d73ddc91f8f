"""What staff see of personal data at a glance."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from handlers.contract import Policy
from handlers.masking import masked_email, masked_number, masked_text
from handlers.order_numbers import without_digits
from handlers.returns.numbers import only_rma_number

ORDERS = Policy().order_number


def test_of_a_number_only_its_ends_are_seen() -> None:
    assert masked_number("A10086") == "A1**86"
    assert masked_number("13900008000") == "13*******00"
    assert masked_number("12") == "1*"
    assert masked_number("") == ""


def test_of_an_email_only_its_first_letter_and_its_host_are_seen() -> None:
    assert masked_email("lilei@example.com") == "l***@example.com"


def test_words_keep_what_is_nobodys_secret() -> None:
    said = "两盒 A10086，Tel 139-0000-8000，lilei@example.com，8000"
    assert masked_text(said, ORDERS) == "两盒 A1**86，Tel 13*********00，l***@example.com，8000"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("订单Ａ１００８６，邮箱lilei＠example.com", "订单A1**86,邮***@example.com"),
        ("A100\u200b86", "A1**86"),
        ("1390000\u20608000", "13*******00"),
        ("１３９００００８０００，谢谢", "１３*******００，谢谢"),
        ("lilei@example。com", "l***@example。com"),
        ("139.0000.8000，06.12.34.56.78", "13*********00，06**********78"),
        ("415–555–2671", "41********71"),
        ("2026-11-23 13900008000", "2026-11-23 13*******00"),
        ("2026-11-23-4567", "20***********67"),
        ("der weiße von a10086", "der weiße von A1**86"),
    ],
)
def test_what_the_bot_can_read_is_masked_however_it_is_written(said: str, shown: str) -> None:
    assert masked_text(said, ORDERS) == shown


@pytest.mark.parametrize(
    "said",
    ["2.5 米，12.50 元", "2026.11.23 买的", "2026-11-23 10:30 送到", "2026-1-8 到 2026-01-09", "299.00 160.00 459.00"],
)
def test_sizes_prices_and_days_stay_as_they_are(said: str) -> None:
    assert masked_text(said, ORDERS) == said


def test_what_proves_an_order_is_hidden_where_it_stands_behind_an_eszett_too() -> None:
    assert without_digits("Größe M, weiß: 2026A10086", Policy()) == "Größe M, weiß: ****A10086"


def test_the_number_of_a_return_is_the_desks_own() -> None:
    assert masked_text("R10042 的订单是 A10086", ORDERS) == "R10042 的订单是 A1**86"


@given(st.text(), st.from_regex(r"[A-Z]{1,3}[0-9]{4,12}", fullmatch=True), st.text(alphabet="ßİŉ é的", max_size=5))
def test_an_order_number_is_never_left_in_any_text(before: str, number: str, after: str) -> None:
    assume(not only_rma_number(number))
    assert number not in masked_text(f"{before} {number.lower()} {after} {number}", ORDERS)


@given(st.text())
def test_any_text_can_be_masked(text: str) -> None:
    masked_text(text, ORDERS)
    masked_number(text)
