"""Numbers as somebody types them, or as they come back with a button."""

HAN_DIGITS = {**{digit: value for value, digit in enumerate("一二三四五六七八九十", start=1)}, "两": 2, "兩": 2}
LONGEST = 15
"""Digits of a number of ours. Python reads no more than 4300 of them, and the database holds no number of 19."""


def number_in(text: str) -> int | None:
    """None: it is no number, or a longer one than any of ours."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None
