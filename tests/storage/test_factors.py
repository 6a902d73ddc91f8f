"""What counts as knowing the phone or the e-mail of an order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.factors import agrees, same_person
from tests.storage.samples import order

A = order("A", phone="+86 138 1234 5678", email="Lin@Example.com")


@pytest.mark.parametrize(
    "typed",
    [
        "5678",
        " 5678 ",
        "５６７８",
        "٥٦٧٨",
        "尾号 5678",
        "13812345678",
        "+8613812345678",
        "138-1234-5678",
        "lin@example.com",
        " LIN@EXAMPLE.COM",
        "ｌｉｎ@example.com",
    ],
)
def test_the_owner_is_known(typed: str) -> None:
    assert agrees(typed, A)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "678",
        "8",
        "1234",
        "95678",
        "99912345678",
        "lin",
        "lin@example.co",
        "@example.com",
        "5678@",
        "5678 1234",
        "-",
    ],
)
def test_anybody_else_is_not(typed: str) -> None:
    assert not agrees(typed, A)


@pytest.mark.parametrize(
    ("phone", "typed", "known"),
    [
        ("138****5678", "5678", True),
        ("138****5678", "13812345678", True),
        ("0912345678", "+886912345678", True),
        ("678", "678", False),
        ("678", "0678", False),
        ("", "", False),
        ("", "0000", False),
        ("", "00000000000", False),
    ],
)
def test_phones_as_shops_export_them(phone: str, typed: str, known: bool) -> None:
    assert agrees(typed, order("A", phone=phone, email="")) is known


@given(st.text())
def test_nothing_proves_an_order_that_is_not_there_or_has_no_factor(typed: str) -> None:
    assert not agrees(typed, None)
    assert not agrees(typed, order("A", phone="", email=""))


@given(st.text(alphabet="0123456789", min_size=4, max_size=4))
def test_four_digits_are_the_last_four_or_wrong(typed: str) -> None:
    assert agrees(typed, A) is (typed == "5678")


@pytest.mark.parametrize(
    ("phone", "email", "same"),
    [
        ("13812345678", "", True),
        ("008613812345678", "other@example.com", True),
        ("13900005678", "LIN@example.com ", True),
        ("13900005678", "", False),
        ("5678", "", False),
        ("138****5678", "", False),
        ("", "", False),
        ("", "@", False),
    ],
)
def test_two_orders_are_of_one_person_by_all_of_a_number_or_an_address(phone: str, email: str, same: bool) -> None:
    assert same_person(A, order("B", phone=phone, email=email)) is same


def test_two_orders_of_which_nothing_is_known_are_nobodys() -> None:
    assert not same_person(order("A", phone="", email=""), order("B", phone="", email=""))
