"""Amounts as staff type them: read as they are meant, or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.returns.amounts import OtherCurrency, Unclear, read_amount

CURRENCIES = ("CNY", "TWD", "USD", "EUR", "JPY", "KWD")


@pytest.mark.parametrize(
    ("typed", "currency", "amount"),
    [
        ("299", "CNY", "299"),
        ("299.5", "CNY", "299.5"),
        ("¥299.00", "CNY", "299.00"),
        ("￥２９９．００", "CNY", "299.00"),
        ("299元", "CNY", "299"),
        ("cny299", "CNY", "299"),
        ("NT$1200", "TWD", "1200"),
        ("1200元", "TWD", "1200"),
        ("$12.30", "USD", "12.30"),
        ("12.30€", "EUR", "12.30"),
        ("¥1200", "JPY", "1200"),
        ("1.234", "KWD", "1.234"),
    ],
)
def test_an_amount_in_the_orders_currency(typed: str, currency: str, amount: str) -> None:
    assert read_amount(typed, currency, "zh-CN") == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "currency"),
    [("$12", "CNY"), ("12元", "USD"), ("€12", "USD"), ("12USD", "TWD"), ("US$12", "CNY"), ("12块", "EUR")],
)
def test_an_amount_in_another_currency(typed: str, currency: str) -> None:
    assert read_amount(typed, currency, "zh-CN") == OtherCurrency()


@pytest.mark.parametrize(
    ("typed", "currency"),
    [
        ("", "CNY"),
        ("元", "CNY"),
        ("1,299", "CNY"),
        ("1.299.00", "CNY"),
        ("12.345", "CNY"),
        ("12.5", "JPY"),
        (".5", "CNY"),
        ("5.", "CNY"),
        ("+5", "CNY"),
        ("-5", "CNY"),
        ("1 000", "CNY"),
        ("一百", "CNY"),
        ("12345678901", "CNY"),
        ("٣٤", "CNY"),
        ("½", "CNY"),
    ],
)
def test_what_could_be_read_in_two_ways_is_not_read(typed: str, currency: str) -> None:
    assert read_amount(typed, currency, "zh-CN") == Unclear()


@given(st.text(max_size=12), st.sampled_from(CURRENCIES), st.sampled_from(["zh-CN", "zh-TW", "en", "xx"]))
def test_anything_typed_is_an_amount_or_is_not(typed: str, currency: str, language: str) -> None:
    read = read_amount(typed, currency, language)
    assert isinstance(read, Unclear | OtherCurrency) or (read.is_finite() and 0 <= read < 10**9)


@given(st.decimals(0, 10**6, places=2))
def test_a_plain_number_is_itself(amount: Decimal) -> None:
    assert read_amount(str(amount), "CNY", "zh-CN") == amount
