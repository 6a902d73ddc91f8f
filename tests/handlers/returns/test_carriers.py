"""The numbers that customers send: which are a parcel's, and whose."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.masking import EMAIL
from handlers.returns.carriers import (
    CANDIDATE,
    CARRIERS,
    DATE,
    WORD,
    carrier_in,
    carrier_of,
    name_in,
    tracking_number_in,
    tracking_numbers,
    usual,
    well_formed,
)
from handlers.returns.numbers import only_rma_number, rma_number_in, without_rma_numbers


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("SF1234567890123", "SF1234567890123"),
        ("顺丰SF1234567890123，今天寄的", "SF1234567890123"),
        ("sf 1234 5678 9012 345", "SF123456789012345"),
        ("运单号：75312345678901。", "75312345678901"),
        ("1Z999AA10123456784", "1Z999AA10123456784"),
        ("EE 123 456 785 CN", "EE123456785CN"),
        ("UPS, tracking number 1z999aa10123456784 thanks", "1Z999AA10123456784"),
        ("R10001 寄出 YT1234567890123", "YT1234567890123"),
    ],
)
def test_a_parcels_number_is_found(said: str, number: str) -> None:
    assert tracking_number_in(said) == number


@pytest.mark.parametrize(
    "said",
    [
        "",
        "寄了",
        "R10042",
        "A10086",
        "13900008000",
        "+86 13900008000",
        "2026-11-22",
        "lilei12345678@example.com",
        "1Z999AA10123456783",  # a digit was mistyped
        "EE123456789CN",  # here too
        "abcdefghijklmnop",
        "1" * 40,
    ],
)
def test_words_and_other_numbers_are_no_parcels(said: str) -> None:
    assert tracking_number_in(said) is None


@pytest.mark.parametrize(
    ("number", "carrier"),
    [
        ("SF1234567890123", "SF Express"),
        ("YT1234567890123", "YTO Express"),
        ("EE123456785CN", "EMS"),
        ("1Z999AA10123456784", "UPS"),
    ],
)
def test_a_number_may_tell_its_carrier(number: str, carrier: str) -> None:
    found = carrier_of(number)
    assert found is not None
    assert name_in(found, "en") == carrier


def test_many_numbers_tell_none() -> None:
    assert carrier_of("75312345678901") is None


@pytest.mark.parametrize(
    ("said", "carrier"),
    [("顺丰", "SF Express"), ("我用中通寄的", "ZTO Express"), ("by FedEx", "FedEx"), ("順豐", "SF Express")],
)
def test_a_carrier_is_named(said: str, carrier: str) -> None:
    found = carrier_in(said)
    assert found is not None
    assert name_in(found, "en") == carrier


@pytest.mark.parametrize("said", ["", "jdk", "upset", "哞"])
def test_no_carrier_is_named(said: str) -> None:
    assert carrier_in(said) is None


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en", "fr"])
def test_carriers_are_offered_in_every_language(language: str) -> None:
    known = {name for each in CARRIERS for name in each.names.values()}
    assert usual(language)
    assert set(usual(language)) <= known


@given(st.text(max_size=60))
def test_whatever_is_said_a_number_that_is_found_is_well_formed(said: str) -> None:
    found = tracking_number_in(said)
    assert found is None or (well_formed(found) and re.fullmatch("[A-Z0-9]{8,30}", found))


@given(st.text(alphabet=string.digits, min_size=8, max_size=8))
def test_one_mistyped_digit_of_a_posts_number_is_noticed(digits: str) -> None:
    right = [number for check in range(10) if well_formed(number := f"RR{digits}{check}CN")]
    assert len(right) == 1


parts = st.sampled_from(
    ["SF", "1234", "567", "89", "2026-11-22", " ", "-", "--", "a@b.cn", "@", ".", "运单", "ß", "x" * 35]
)


@given(st.lists(parts, max_size=10).map("".join))
def test_of_all_words_and_all_groups_of_words_those_are_found_that_are_well_formed(said: str) -> None:
    upper = DATE.sub(" ", EMAIL.sub(" ", said)).upper()
    joined = [re.sub("[ -]", "", found[0]) for pattern in (WORD, CANDIDATE) for found in pattern.finditer(upper)]
    assert list(tracking_numbers(said)) == list(dict.fromkeys(filter(well_formed, joined)))


# The numbers of return requests


@pytest.mark.parametrize(
    "said", ["R10042", "r10042 到哪了", "我的退货R10042呢", "退货单：R10042。", "(R10042)", " r 10042", "R-10042"]
)
def test_a_returns_number_is_found(said: str) -> None:
    assert rma_number_in(said) == "R10042"


@pytest.mark.parametrize(
    "said",
    [
        "",
        "10042",
        "R1004",
        "R00042",
        "AR10042",
        "R10042-7",
        "R10042X",
        "R20261115001",
        "XR-10042",
        "2 r 10042",
        "R--10042",
    ],
)
def test_what_is_no_returns_number(said: str) -> None:
    assert rma_number_in(said) is None


def test_a_returns_number_alone() -> None:
    assert only_rma_number(" r10042 ")
    assert only_rma_number("r 10042")
    assert not only_rma_number("R-10042")
    assert not only_rma_number("R10042 呢")


@given(st.text(max_size=20), st.integers(10_000, 9_999_999), st.text(max_size=20))
def test_nothing_is_left_of_a_returns_number(before: str, number: int, after: str) -> None:
    assert rma_number_in(without_rma_numbers(f"{before} R{number} {after}".upper())) in (
        None,
        rma_number_in(before),
        rma_number_in(after),
    )
