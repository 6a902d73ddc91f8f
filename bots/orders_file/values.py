"""One cell each: text in, value out, Wrong when it cannot be read."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from babel.numbers import list_currencies

from bots.orders_file.problems import Problems, Wrong, did_you_mean
from bots.words import Said
from storage.order_book import normalise_number
from storage.orders import OrderStatus

Parser = Callable[[str], Any]
REQUIRED = ("order_number", "placed_at", "status", "currency", "total")
MONEY = re.compile(r"\d{1,12}(\.\d{1,4})?")
THOUSANDS = re.compile(r"\d{1,3}(,\d{3}){1,3}(\.\d{1,4})?")
UNIX = re.compile(r"\d{9,10}(\.\d+)?")
SPREADSHEET_DATE = re.compile(
    r"(\d{4})[/.年-](\d{1,2})[/.月-](\d{1,2})日?(?:(?:[\sT]+|(?<=日))(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)
"""What a Chinese spreadsheet makes of an ISO date when it saves: 2026/1/5 9:03, 2026年1月5日."""
SHORTENED = re.compile(r"\d(\.\d+)?[Ee]\+?\d+")
"""What a spreadsheet makes of a long number: 2.02611E+13."""
AS_TEXT = re.compile(r'="(.*)"|\'(.*)')
"""How exports keep a spreadsheet from doing that: ="20261111000123" or '20261111000123."""
CURRENCIES = list_currencies()
YUAN = ("RMB", "¥", "元", "人民币", "人民幣")
BETWEEN_TAGS = "|"
MAX_TAGS = 20
MAX_ITEMS = 1000
"""Lines, parcels or events of one order."""


def text(value: str, *, limit: int) -> str:
    clean = " ".join(value.split())
    if not clean.isprintable():
        clean = "".join(character for character in clean if unicodedata.category(character) != "Cc")
        if any(unicodedata.category(character) == "Cs" for character in clean):
            raise Wrong(Said("half_a_character"))
    if len(clean) > limit:
        raise Wrong(Said("too_long", {"most": limit}))
    return value if clean == value else clean  # one string, not two, as long as both are kept


def code(value: str, *, limit: int) -> str:
    """A number that is a name: of an order, a phone, a parcel."""
    clean = text(value, limit=limit)
    if unwrapped := AS_TEXT.fullmatch(clean):
        clean = unwrapped[1] or unwrapped[2] or ""
    if SHORTENED.fullmatch(clean):
        raise Wrong(Said("shortened", {"value": clean}))
    return clean


def order_number(value: str) -> str:
    number = normalise_number(code(value, limit=64))
    if not number:
        raise Wrong(Said("empty"))
    return number


def status(value: str) -> OrderStatus:
    names = [name.value for name in OrderStatus]
    if value.lower() not in names:
        facts = {"value": value[:40], "choices": ", ".join(names), "guess": did_you_mean(value, names)}
        raise Wrong(Said("not_one_of", facts))
    return OrderStatus(value.lower())


def currency(value: str) -> str:
    if value.upper() not in CURRENCIES:
        code = "yuan" if value.upper() in YUAN else "not_a_currency"
        raise Wrong(Said(code, {"value": value[:40]}))
    return value.upper()


def money(value: str) -> Decimal:
    if MONEY.fullmatch(value):
        return Decimal(value)
    if THOUSANDS.fullmatch(value):
        return Decimal(value.replace(",", ""))
    raise Wrong(Said("not_an_amount", {"value": value[:40]}))


def quantity(value: str) -> int:
    if not re.fullmatch(r"\d{1,7}(\.0+)?", value, re.ASCII) or not int(value.partition(".")[0]):
        raise Wrong(Said("not_a_count", {"value": value[:40]}))
    return int(value.partition(".")[0])


def moment(value: str, *, zone: tzinfo) -> float:
    """Unix seconds. A time without a zone is the shop's."""
    try:
        when = float(value) if UNIX.fullmatch(value) else seconds(value, zone)
    except (ValueError, OverflowError):
        raise Wrong(Said("not_a_time", {"value": value[:40]})) from None
    if not 631_152_000 <= when < 4_102_444_800:
        raise Wrong(Said("not_in_our_time", {"value": value[:40]}))
    return when


def seconds(value: str, zone: tzinfo) -> float:
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        when = spreadsheet_date(value)
    return (when if when.tzinfo else when.replace(tzinfo=zone)).timestamp()


def spreadsheet_date(value: str) -> datetime:
    parts = SPREADSHEET_DATE.fullmatch(value)
    if parts is None:
        raise ValueError("not a date")
    year, month, day, hour, minute, second = (int(part or 0) for part in parts.groups())
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - `seconds` gives it the shop's zone


def tags(value: str) -> tuple[str, ...]:
    """Each once, as written; a Chinese keyboard's bar counts too."""
    parts = [text(part, limit=100) for part in value.replace("｜", BETWEEN_TAGS).split(BETWEEN_TAGS)]
    found = tuple(dict.fromkeys(part for part in parts if part))
    if len(found) > MAX_TAGS:
        raise Wrong(Said("too_many", {"most": MAX_TAGS}))
    return found


def repeated(parser: Parser) -> Parser:
    """For columns whose values come again and again: most cells need no second reading."""
    return lru_cache(maxsize=10_000)(parser)


def head_parsers(zone: tzinfo) -> dict[str, Parser]:
    """What is the same for every line of an order."""
    return {
        "order_number": order_number,
        "placed_at": partial(moment, zone=zone),
        "status": repeated(status),
        "currency": repeated(currency),
        "total": repeated(money),
        "name": partial(text, limit=200),
        "phone": partial(code, limit=40),
        "email": partial(text, limit=254),
        "tier": repeated(partial(text, limit=100)),
    }


def line_parsers() -> dict[str, Parser]:
    return {
        "sku": repeated(partial(text, limit=100)),
        "item": repeated(partial(text, limit=300)),
        "quantity": repeated(quantity),
        "unit_price": repeated(money),
        "category": repeated(partial(text, limit=100)),
        "tags": repeated(tags),
    }


def shipment_parsers(zone: tzinfo) -> dict[str, Parser]:
    return {
        "carrier": repeated(partial(text, limit=100)),
        "tracking_number": partial(code, limit=100),
        "shipped_at": repeated(partial(moment, zone=zone)),
        "delivered_at": repeated(partial(moment, zone=zone)),
    }


def parse(parsers: Mapping[str, Parser], cells: Mapping[str, str], line: int, problems: Problems) -> dict[str, Any]:
    """The values of the cells that are not blank; what cannot be read is reported, all of it, and left as None."""
    values: dict[str, Any] = {}
    for name, parser in parsers.items():
        cell = cells.get(name, "").strip()
        if not cell:
            continue
        try:
            values[name] = parser(cell)
        except Wrong as wrong:
            values[name] = None
            problems.add(line, wrong.said, name)
    return values
