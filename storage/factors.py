"""The second factor of a proof: what somebody typed, compared with an order's phone and e-mail."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable
from enum import Enum, auto

from storage.orders import Order
from storage.records import record

LAST_DIGITS = 4
WHOLE_DIGITS = 7
"""No telephone number has fewer: so many are hopeless to guess."""
LONG_NUMBER_DIGITS = 9
"""A longer number agrees when so many last digits do: country codes and leading zeros are written in many ways."""
ABROAD_DIGITS = 12
"""So many are a country's code and a number, also without a + before them."""
PLUS = re.compile(r"[^\d+]*\+")
CODE = re.compile(
    "[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|21[12368]|2[2346][0-9]|25[0-8]|29[017-9]|3[57][0-9]"
    "|38[0-35-79]|42[013]|5[09][0-9]|67[02-9]|68[0-35-9]|69[0-2]|85[02356]|88[06]|96[0-8]|97[0-7]|99[2-68]"
)
"""The countries' codes (E.164): none begins with another."""
LONGEST = 254
"""Characters looked at: no e-mail address is longer (RFC 5321)."""
NO_DIGITS = re.compile("[^0-9]+")
NOBODYS_PHONE = "00000000000"


class Factor(Enum):
    END = auto()
    """The last digits of a telephone number."""
    NUMBER = auto()
    """All of it."""
    EMAIL = auto()


def told(typed: str) -> Factor:
    text = _plain(typed)
    if "@" in text:
        return Factor.EMAIL
    return Factor.NUMBER if len(_digits(text)) >= WHOLE_DIGITS else Factor.END


def agrees(typed: str, order: Order | None, *, whole: bool = False) -> bool:
    """Whether it is the order's: its last four digits, its whole number, or its whole e-mail address. `whole`: the
    last digits are not enough, nor is a number of which the shop knows no more than those.

    Compares as much in as much time whether or not there is an order, and whatever the order holds.
    """
    text, needed = _plain(typed), WHOLE_DIGITS if whole else LAST_DIGITS
    phone = _same_end(_digits(text), _phone(order.phone if order else ""))
    email = _same(text, _plain(order.email if order else ""))
    has_email = order is not None and "@" in order.email
    has_phone = order is not None and len(_shown_digits(order.phone)) >= needed
    return (phone and has_phone and "@" not in text) | (email and has_email)


def same_person(one: Order, other: Order) -> bool:
    """Whether both were placed with the same e-mail address, or the same whole telephone number."""
    phones = _shown_digits(one.phone), _shown_digits(other.phone)
    phone = min(map(len, phones)) >= WHOLE_DIGITS and _same_end(*phones)
    return phone or ("@" in one.email and _same(_plain(one.email), _plain(other.email)))


def is_whole(typed: str) -> bool:
    """An e-mail address, or a telephone number that is not only its end."""
    return told(typed) is not Factor.END


def reaching(typed: str) -> Callable[[str, str], bool]:
    """Whether a telephone number and an e-mail address, as an order has them, are what was typed. Numbers with and
    without a country's code are one; others that end alike are not, though `agrees` takes them for a proof.
    """
    text = _plain(typed)
    if "@" in text:
        return lambda _phone, email: _plain(email) == text
    number, end = _number(text), _digits(text)[-WHOLE_DIGITS:]
    return lambda phone, _email: _digits(phone).endswith(end) and number.is_same(_number(_plain(phone)))


@record(frozen=True, slots=True)
class Number:
    """A telephone number as it was written."""

    abroad: str
    """With a country's code, where it can be that: no leading zero."""
    at_home: str
    """Without the code, if one is certain, and without leading zeros."""
    has_code: bool

    def is_same(self, other: "Number") -> bool:
        if len(self.at_home) < WHOLE_DIGITS:
            return False
        if self.at_home == other.at_home and not (self.has_code and other.has_code):
            return True
        return self.abroad == other.abroad != ""


NO_NUMBER = Number("", "", has_code=False)


def _number(text: str) -> Number:
    """Of what is hidden behind stars nobody knows whose it is. Digits that only look like a country's code count as
    one where the whole is too long for a number at home: a mobile number of China begins like one of America.
    """
    if "*" in text:
        return NO_NUMBER
    digits = _digits(text)
    whole = digits.lstrip("0")
    is_abroad = PLUS.match(text) or digits.startswith("00") or len(whole) == len(digits) >= ABROAD_DIGITS
    if is_abroad and (code := CODE.match(whole)):
        return Number(whole, whole[code.end() :].lstrip("0"), has_code=True)
    return Number(whole if whole == digits else "", whole, has_code=False)


def _plain(text: str) -> str:
    """Full-width forms narrowed, case folded, the ends trimmed."""
    return unicodedata.normalize("NFKC", text[:LONGEST]).strip().casefold()


def _digits(text: str) -> str:
    """The digits of any script, as 0-9."""
    if text.isascii():  # as nearly all are, of which a shop has a million
        return NO_DIGITS.sub("", text)
    values = (unicodedata.decimal(character, None) for character in text)
    return "".join(str(value) for value in values if value is not None)


def _shown_digits(phone: str) -> str:
    """A shop that exports `138****5678` leaves only what stands behind the stars."""
    return _digits(_plain(phone).rpartition("*")[2])


def _phone(phone: str) -> str:
    digits = _shown_digits(phone)
    return digits if len(digits) >= LAST_DIGITS else NOBODYS_PHONE


def _same_end(typed: str, phone: str) -> bool:
    """Four digits are the last four; of more, the last nine must agree, or as many as both have. Fewer never do."""
    length = min(len(typed), len(phone), LONG_NUMBER_DIGITS)
    return _same(typed[-length:], phone[-length:]) and len(typed) >= LAST_DIGITS


def _same(one: str, other: str) -> bool:
    """Digests are of one length, so the time says nothing about the length of what is compared."""
    return hmac.compare_digest(_digest(one), _digest(other))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()
