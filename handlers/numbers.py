"""Numbers as somebody types them, or as they come back with a button."""

import re

HAN_DIGITS = {**{digit: value for value, digit in enumerate("一二三四五六七八九十", start=1)}, "两": 2, "兩": 2}

LONGEST = 15
"""Digits of a number of ours. Python reads no more than 4300 of them, and the database holds no number of 19."""
LONGEST_PLACE = 20
"""Characters: whoever types more has more to say than which entry of a menu they want."""
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
COUNTED = "[0-9]{1,2}|[一二三四五六七八九十]"
PLACE = re.compile(
    r"\(?(?P<plain>[0-9]{1,2})[.、,。)号號]?"
    rf"|(?:我?[选選][择擇]?)?(?:第\s*(?P<counted>{COUNTED})\s*[个個项項条條]?|(?P<chosen>{COUNTED}))"
    rf"|(?:option|number|no\.?|the|#)?\s*(?P<english>[0-9]{{1,2}}|{'|'.join(ORDINALS)})(?:\s+(?:one|option))?",
    re.IGNORECASE,
)


def number_in(text: str) -> int | None:
    """None: it is no number, or a longer one than any of ours."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None


def place_in(text: str) -> int:
    """The number of a menu's entry, as customers type it: 2., 第二个, 选2, the second one; 0: it is none."""
    if text.isdecimal():
        return int(text) if len(text) <= 2 else 0
    found = PLACE.fullmatch(text) if len(text) <= LONGEST_PLACE else None
    if found is None:
        return 0
    said: str = found[found.lastgroup or 0].casefold()
    return int(said) if said.isdecimal() else HAN_DIGITS.get(said) or ORDINALS[said]
