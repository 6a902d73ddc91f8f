"""Days of the week and hours of a day, as somebody types them: `mon`, `Monday`, `周一`; `22:00-08:00`."""

import re
import unicodedata
from collections.abc import Mapping

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
IN_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEK = ("周", "週", "星期", "礼拜", "禮拜")
WEEKDAYS: Mapping[str, int] = {
    **{name: day for names in (DAYS, IN_FULL) for day, name in enumerate(names)},
    **{f"{week}{name}": day for week in WEEK for day, name in enumerate("一二三四五六日")},
    **{f"{week}天": 6 for week in WEEK},
}
MIDNIGHT = 24 * 60
"""Where a day ends, in minutes."""
STRETCH = re.compile(r"(\d{1,2}):(\d{2}) ?[-–—~至到] ?(\d{1,2}):(\d{2})", re.ASCII)


def weekday(word: str) -> int | None:
    """Monday is 0."""
    return WEEKDAYS.get(word.strip().lower())


def stretch(written: str) -> tuple[int, int] | None:
    """The minutes of a day from which and until which; over midnight the second is the smaller."""
    found = STRETCH.fullmatch(unicodedata.normalize("NFKC", written).strip())
    if not found:
        return None
    begins, ends = minute_of_day(found[1], found[2]), minute_of_day(found[3], found[4])
    return None if begins is None or ends is None or begins in (ends, MIDNIGHT) else (begins, ends)


def minute_of_day(hour: str, minute: str) -> int | None:
    at = int(hour) * 60 + int(minute)
    return at if int(minute) < 60 and at <= MIDNIGHT else None
