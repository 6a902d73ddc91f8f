"""Which of the things shown are meant by their places: `1 3`, the first two, the last one; and counts in words."""

import re
import unicodedata

from handlers.numbers import HAN_DIGITS, place_in
from handlers.returns.spotting import MEASURES, PAIRS, WORD_DIGITS, digit
from handlers.scripts.matching import APART, normal

COUNTED = rf"[0-9]{{1,2}}|[一二三四五六七八九十两兩俩倆仨]|{'|'.join(WORD_DIGITS)}"
UNIT = f"[{MEASURES}样樣种種款项項]"
LONGEST = 100
"""Characters: whoever writes more tells no places alone, and puts no spaces for commas."""
MOST = 99
"""The number of a button has two digits at most."""
BETWEEN = re.compile(r"\s*(?:[,，、;；&+/和跟与與及]|\band\b)\s*", re.IGNORECASE)
PICKED = re.compile(
    r"(?:我?[只就仅僅光]?要?[选選退换換]?|(?:only|just)\s+)"
    r"(?P<places>.+?)(?:[都也]要|[都也]?要?[退换換])?[了吧。.!！~～]*",
    re.IGNORECASE | re.DOTALL,
)
"""`选1和2`, `1、2都退`, `只退前两个`: what is said of the numbers of buttons."""
SPAN = re.compile(
    rf"(?:前[面边邊]?|[头頭])的?(?P<first>{COUNTED})\s*{UNIT}|(?:最?[后後][面边邊]?|倒[数數])的?(?P<last>{COUNTED})\s*{UNIT}"
    rf"|倒[数數]第(?P<from_end>{COUNTED})\s*{UNIT}?"
    rf"|(?:the\s+)?(?:first\s+(?P<first_ones>{COUNTED})|last(?:\s+(?P<last_ones>{COUNTED}))?)(?:\s+(?:items?|things?))?",
    re.IGNORECASE,
)
"""前两个, 最后一个, the first two, the last one."""
FROM_TO = re.compile(rf"第?({COUNTED})\s*{UNIT}?\s*(?:[-–~～到至]|to)\s*第?({COUNTED})\s*{UNIT}?", re.IGNORECASE)
LEFT_OF = re.compile(
    rf"(?:除[了去开開]?|留[下着著]?|不退|\bbut|\bexcept|\bkeep(?:ing)?)\s*(?P<count>{COUNTED})(?!\d)", re.IGNORECASE
)
"""除了一个都退, keep one: where it was asked how many."""


def numbered(text: str, most: int) -> list[int]:
    """`1 3`, `第一个和最后一个`: numbers of the buttons, and nothing else; none when one of them has no button."""
    said = unicodedata.normalize("NFKC", text[:LONGEST]).strip()
    picked = PICKED.fullmatch(said) if len(text) <= LONGEST else None
    for parts in (BETWEEN.split(picked["places"]), APART.split(picked["places"])) if picked else ():
        places = [places_in(part, most) for part in parts if part]
        if places and all(places):
            return [place for each in places for place in each]
    return []


def places_in(part: str, most: int) -> range:
    """Indices; none where one of them is none."""
    place = place_in(part)
    first, last = (place, place) if place else spanned(part, most)
    return range(first - 1, last) if 1 <= first <= last <= most else range(0)


def spanned(part: str, most: int) -> tuple[int, int]:
    """The first place and the last."""
    from_to = FROM_TO.fullmatch(part)
    if from_to:
        return digit(from_to[1]), digit(from_to[2])
    found = SPAN.fullmatch(part)
    if found is None:
        return 0, 0
    if found["from_end"]:
        place = most + 1 - digit(found["from_end"])
        return place, place
    first, last = found["first"] or found["first_ones"], found["last"] or found["last_ones"]
    return (1, digit(first)) if first else (most + 1 - (digit(last) if last else 1), most)


def count_left_out(text: str) -> int:
    found = LEFT_OF.search(unicodedata.normalize("NFKC", text))
    return digit(found["count"]) if found else 0


def count_alone(text: str) -> int | None:
    """`两`, `俩`, where it was asked how many."""
    said = normal(text)
    return HAN_DIGITS.get(said) or PAIRS.get(said)
