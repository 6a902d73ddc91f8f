"""Amounts as staff type them. Strict: one that could be read in two ways is not read at all."""

import re
import unicodedata
from decimal import Decimal

from babel.numbers import get_currency_precision, get_currency_symbol

from handlers.formats import locale_of
from storage.records import record

AMOUNT = re.compile(r"(?P<before>[^\d\s.,+-]*)(?P<number>[0-9]{1,9}(?:\.[0-9]{1,4})?)(?P<after>[^\d\s.,+-]*)")
AT_HOME = {"CNY": ("元", "¥"), "TWD": ("元",), "HKD": ("元",), "JPY": ("円",)}
"""How a currency is written where it is spent, whatever the desk's language calls it."""


@record(frozen=True, slots=True)
class Unclear:
    """No amount, or one with more places than the currency has."""


@record(frozen=True, slots=True)
class OtherCurrency:
    """It names a currency that the order was not paid in."""


def read_amount(text: str, currency: str, language: str) -> Decimal | Unclear | OtherCurrency:
    """`299`, `299.00`, `¥299.00`, `299元`, `CNY299`."""
    found = AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).strip().upper())
    if found is None:
        return Unclear()
    if any(mark and mark not in marks(currency, language) for mark in (found["before"], found["after"])):
        return OtherCurrency()
    places = len(found["number"].partition(".")[2])
    if places > get_currency_precision(currency):
        return Unclear()
    return Decimal(found["number"])


def marks(currency: str, language: str) -> frozenset[str]:
    symbols = (get_currency_symbol(currency, locale=locale_of(each)) for each in (language, "en"))
    known = (
        unicodedata.normalize("NFKC", symbol).upper() for symbol in (currency, *symbols, *AT_HOME.get(currency, ()))
    )
    return frozenset(known)
