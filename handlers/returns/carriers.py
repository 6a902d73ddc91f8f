"""Carriers and the numbers of their parcels, as far as a form tells one from the other."""

import re
from collections.abc import Iterator

from handlers.fields.words import Words
from handlers.masking import EMAIL
from handlers.returns.numbers import RMA_NUMBER
from handlers.scripts.matching import normal
from handlers.scripts.phrases import contains
from storage.records import record

CANDIDATE = re.compile(r"(?<![A-Z0-9@._])[A-Z0-9](?:[ -]?[A-Z0-9]){7,33}(?![A-Z0-9@])", re.ASCII)
BETWEEN = re.compile("[ -]")
DATE = re.compile(r"\b20\d\d-\d\d?-\d\d?\b")
WORD = re.compile(r"[A-Z0-9-]+", re.ASCII)
DIGIT = re.compile("[0-9]")
LEAST, MOST = 8, 30
DIGITS = 6
"""A tracking number has so many at least; a word with a number in it has fewer."""
PHONE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
POSTAL = re.compile(r"[A-Z]{2}(\d{8})(\d)[A-Z]{2}")
"""UPU S10: registered and express mail of every post."""
S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
UPS = re.compile(r"1Z[A-Z0-9]{16}")


@record(frozen=True, slots=True, kw_only=True)
class Carrier:
    names: Words
    also: tuple[str, ...] = ()
    """Names that customers use."""
    number: re.Pattern[str] | None = None
    """What only its numbers look like."""


def named(simplified: str, traditional: str, english: str) -> Words:
    return {"zh-CN": simplified, "zh-TW": traditional, "en": english}


CARRIERS = (
    Carrier(
        names=named("顺丰速运", "順豐速運", "SF Express"),
        also=("顺丰", "順豐", "sf"),
        number=re.compile(r"SF\d{12,15}"),
    ),
    Carrier(names=named("中通快递", "中通快遞", "ZTO Express"), also=("中通", "zto")),
    Carrier(
        names=named("圆通速递", "圓通速遞", "YTO Express"),
        also=("圆通", "圓通", "yto"),
        number=re.compile(r"YT\d{13,15}"),
    ),
    Carrier(names=named("申通快递", "申通快遞", "STO Express"), also=("申通", "sto")),
    Carrier(names=named("韵达快递", "韻達快遞", "Yunda"), also=("韵达", "韻達")),
    Carrier(
        names=named("极兔速递", "極兔速遞", "J&T Express"),
        also=("极兔", "極兔", "j t"),
        number=re.compile(r"JT\d{13,15}"),
    ),
    Carrier(
        names=named("京东快递", "京東快遞", "JD Logistics"),
        also=("京东", "京東", "jd"),
        number=re.compile(r"JD[A-Z0-9]{2}\d{9,13}"),
    ),
    Carrier(
        names=named("邮政 EMS", "郵政 EMS", "EMS"),
        also=("邮政", "ems", "中国邮政"),
        number=re.compile(r"[A-Z]{2}\d{9}CN"),
    ),
    Carrier(
        names=named("中华邮政", "中華郵政", "Chunghwa Post"),
        also=("邮局", "郵局", "郵政"),
        number=re.compile(r"[A-Z]{2}\d{9}TW"),
    ),
    Carrier(names=named("黑猫宅急便", "黑貓宅急便", "T-CAT"), also=("黑猫", "黑貓", "tcat")),
    Carrier(names=named("UPS", "UPS", "UPS"), number=UPS),
    Carrier(names=named("FedEx", "FedEx", "FedEx"), also=("联邦", "聯邦")),
    Carrier(names=named("DHL", "DHL", "DHL")),
    Carrier(names=named("USPS", "USPS", "USPS"), number=re.compile(r"9[2-5]\d{20}|[A-Z]{2}\d{9}US")),
)
USUAL = {
    "zh-CN": ("顺丰速运", "中通快递", "圆通速递", "申通快递", "韵达快递", "极兔速递", "京东快递", "邮政 EMS"),
    "zh-TW": ("黑貓宅急便", "中華郵政", "順豐速運"),
}
"""Offered as buttons, by language; elsewhere the last ones of the table."""


def tracking_numbers(text: str) -> Iterator[str]:
    """What may be the number of a parcel, most like one first; spaces and dashes in it do not count."""
    if len(DIGIT.findall(text)) < DIGITS:  # as in most messages
        return
    if "@" in text:
        text = EMAIL.sub(" ", text)
    upper = DATE.sub(" ", text).upper()
    words = WORD.findall(upper)
    if " " in upper or "-" in upper:
        words = [word.replace("-", "") for word in words]
        words += [BETWEEN.sub("", found[0]) for found in CANDIDATE.finditer(upper)]
    yield from filter(well_formed, dict.fromkeys(words))


def tracking_number_in(text: str) -> str | None:
    return next(tracking_numbers(text), None)


def well_formed(number: str) -> bool:
    """As a carrier would have printed it: a digit that was mistyped is noticed where the number can tell."""
    if not LEAST <= len(number) <= MOST or sum(map(str.isdecimal, number)) < DIGITS:
        return False
    if RMA_NUMBER.fullmatch(number) or PHONE.fullmatch(number):
        return False
    return postal_check(number) and ups_check(number)


def postal_check(number: str) -> bool:
    found = POSTAL.fullmatch(number)
    if found is None:
        return True
    weighed = 11 - sum(int(digit) * weight for digit, weight in zip(found[1], S10_WEIGHTS, strict=True)) % 11
    return int(found[2]) == {10: 0, 11: 5}.get(weighed, weighed)


def ups_check(number: str) -> bool:
    if UPS.fullmatch(number) is None:
        return True
    values = [int(each) if each.isdecimal() else (ord(each) - 63) % 10 for each in number[2:]]
    total = sum(value * (2 if place % 2 else 1) for place, value in enumerate(values[:-1]))
    return (10 - total % 10) % 10 == values[-1]


def carrier_of(number: str) -> Carrier | None:
    """Guessed from the form of a number."""
    return next((each for each in CARRIERS if each.number and each.number.fullmatch(number)), None)


def carrier_in(text: str) -> Carrier | None:
    """The one that a text names; the longest name wins."""
    said = normal(text)
    names = ((normal(name), each) for each in CARRIERS for name in (*each.names.values(), *each.also))
    found = [(name, each) for name, each in names if name and contains(said, name)]
    return max(found, key=lambda one: len(one[0]))[1] if found else None


def name_in(carrier: Carrier, language: str) -> str:
    return carrier.names.get(language, carrier.names["en"])


def usual(language: str) -> tuple[str, ...]:
    """The carriers most sent with, by name."""
    return USUAL.get(language, ("UPS", "FedEx", "DHL", "USPS"))
