"""Personal data as staff may see it at a glance: enough to recognise, too little to misuse."""

import re

from handlers.looks import as_it_looks, capitals
from handlers.returns.numbers import RMA_NUMBER

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
DAY = r"(?<![\d-])20\d\d-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])(?![\d-])"
DIGITS = re.compile(rf"{DAY}|(\+?\d(?:[ -]?\d){{6,18}})")
"""A phone number, a card, an identity number: seven digits or more. A day of ours, 2026-11-23, is none."""
DOTTED = re.compile(r"(?<![\d.])(?=(?:\D?\d){9})\d{1,4}([.\u2010-\u2015])\d{2,5}(?:\1\d{2,5})+(?!\d)")
"""With dots or long dashes: 06.12.34.56.78. A day has fewer digits, and a price one dot."""
SHOWN_EMAIL = re.compile(EMAIL.pattern.replace(r"\.[", "[.。]["))
"""With a Chinese full stop within, as keyboards type it."""


def masked_number(number: str) -> str:
    """An order or phone number: A10086 -> A1**86. Short ones lose all but their first character."""
    if len(number) < 6:
        return number[:1] + "*" * (len(number) - 1)
    return number[:2] + "*" * (len(number) - 4) + number[-2:]


def masked_email(email: str) -> str:
    """li.lei@example.com -> l***@example.com."""
    account, _, host = email.partition("@")
    return f"{account[:1]}***@{host}"


def masked_text(text: str, order_number: re.Pattern[str]) -> str:
    """Somebody's words with every e-mail, order and phone number in them masked. What can only be read as the bot reads
    it, in full width or with signs in it that show nothing, is shown as it is read.
    """
    hidden, seen = masked_signs(text, order_number), as_it_looks(text)
    if seen == text:
        return hidden
    read = masked_signs(seen, order_number)
    return hidden if as_it_looks(hidden) == read else read


def masked_signs(text: str, order_number: re.Pattern[str]) -> str:
    text = SHOWN_EMAIL.sub(lambda found: masked_email(found[0]), text)
    text = "".join(masked_orders(text, order_number))
    text = DOTTED.sub(lambda found: masked_number(found[0]), text)
    return DIGITS.sub(lambda found: masked_number(found[1]) if found[1] else found[0], text)


def masked_orders(text: str, order_number: re.Pattern[str]) -> list[str]:
    """The pattern is written for upper case; the words around a number keep their own.

    The number of a return request is the desk's own, and says nothing of anybody.
    """
    parts: list[str] = []
    end = 0
    for found in order_number.finditer(capitals(text)):
        parts += text[end : found.start()], found[0] if RMA_NUMBER.fullmatch(found[0]) else masked_number(found[0])
        end = found.end()
    return [*parts, text[end:]]
