"""A time that a member of staff writes: for so long (`2h`, `半小时`), or until then (`tomorrow 9:00`, `周一下午3点`).

Clock times are the shop's. Where its clocks jump, a time that is skipped is the one as much later, and of a time that
comes twice the first is meant that is still to come.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.fields.week import WEEKDAYS
from handlers.numbers import HAN_DIGITS

MOST_DAYS = 36_500
"""Farther off is nothing that anybody means, and soon after the year 9999 nothing that a calendar knows."""
MORNING = time(9)
"""Meant where only a day is named."""
NUMERALS: Mapping[str, float] = {"半": 0.5, **HAN_DIGITS}
NUMBER = r"\d{1,6}(?:\.\d{1,3})?|半|[一二两兩三四五六七八九]?十[一二三四五六七八九]?|[一二两兩三四五六七八九]"
UNITS = {
    60.0: ("minutes", "minute", "mins", "min", "m", "分钟", "分鐘", "分"),
    3600.0: ("hours", "hour", "hrs", "hr", "h", "个小时", "個小時", "小时", "小時", "钟头", "鐘頭"),
    86_400.0: ("days", "day", "d", "天", "日"),
    604_800.0: ("weeks", "week", "w", "周", "週", "个星期", "個星期", "星期"),
}
SECONDS = {word: seconds for seconds, words in UNITS.items() for word in words}
UNIT = "|".join(sorted(SECONDS, key=len, reverse=True))
HALF_LATER = re.compile("[个個](半)(小时|小時|钟头|鐘頭)")
"""`1个半小时` is written like `1小时半`."""
PART = re.compile(rf"({NUMBER})\s*+({UNIT})(?![a-z])(半)?\s*+(?:and|,|、|零|又)?\s*+")
"""No blank is given back, here and below: to share many out among such places in every way takes for ever."""
LENGTH = re.compile(rf"(?:for\s+)?((?:{PART.pattern})+)(?:后|後|之后|之後|以后|以後|later)?")

DAYS = {
    "today": 0,
    "今天": 0,
    "今日": 0,
    "今晚": 0,
    "tomorrow": 1,
    "tmr": 1,
    "明天": 1,
    "明日": 1,
    "明早": 1,
    "明晚": 1,
    "后天": 2,
    "後天": 2,
}
NAMED = "|".join(sorted((*DAYS, *WEEKDAYS), key=len, reverse=True))
UNTIL = r"(?:until|till|til|at|on|直到|到|至)?\s*+"
DAY_OF_YEAR = r"(?:(?P<year>\d{4})[-/年.])?(?P<month>\d{1,2})[-/月.](?P<day>\d{1,2})(?:日|号|號)?"
DATE = rf"(?P<next>下个?|下個|next\s+)?(?P<named>{NAMED})|{DAY_OF_YEAR}"
PART_OF_DAY = r"(?P<part>凌晨|早上|早晨|上午|中午|下午|晚上|晚|早)?"
CLOCK = (
    rf"{PART_OF_DAY}\s*+(?P<hour>\d{{1,2}}|[一二两兩三四五六七八九]?十[一二三]?|[一二两兩三四五六七八九])"
    r"(?:[:点點](?P<minute>\d{1,2})?分?(?P<half>半)?(?:整|钟|鐘)?)?\s*+(?P<half_day>[ap]\.?m\.?)?"
)
MOMENT = re.compile(rf"{UNTIL}(?:(?:{DATE})\s*+,?\s*+)?{UNTIL}(?:{CLOCK})?(?:再说|再說)?")
EVENING = frozenset({"晚上", "晚"})
LATER = EVENING | {"中午", "下午", "pm"}
SMALL_HOURS = 5
"""Hours below this are of the night where an evening is named (今晚1点), and after noon where noon is (中午1点)."""


def moment_of(text: str, now: float, zone: ZoneInfo) -> float | None:
    """Unix seconds, always after `now`; None for what is no time, or one that is over."""
    said = unicodedata.normalize("NFKC", text).strip().casefold()
    length = LENGTH.fullmatch(HALF_LATER.sub(r"\2\1", said))
    if length:
        return after(length[1], now, zone)
    found = MOMENT.fullmatch(said)
    return until(found, now, zone) if found and said else None


def after(said: str, now: float, zone: ZoneInfo) -> float | None:
    """Days and weeks keep the time of day; hours and minutes are what a stopwatch measures."""
    days, seconds = 0, 0.0
    for amount, unit, half in PART.findall(said):
        length = (number(amount) + (0.5 if half else 0)) * SECONDS[unit]
        whole = int(length // 86_400) if SECONDS[unit] >= 86_400 else 0
        days, seconds = days + whole, seconds + length - whole * 86_400
    if days > MOST_DAYS or not (days or seconds):
        return None
    begun = datetime.fromtimestamp(now, zone)
    later = begun.replace(tzinfo=None) + timedelta(days=days)
    start = next_of(later, now, zone) if days else now
    return None if start is None else start + seconds


def number(said: str) -> float:
    if said in NUMERALS:
        return float(NUMERALS[said])
    if "十" in said:
        tens, _, ones = said.partition("十")
        return 10 * NUMERALS.get(tens, 1) + NUMERALS.get(ones, 0)
    return float(said)


def until(found: re.Match[str], now: float, zone: ZoneInfo) -> float | None:
    today = datetime.fromtimestamp(now, zone).date()
    clock = clock_of(found)
    try:
        days = days_of(found, today)
        if clock is not None and hour_of(found) >= 24:
            days = tuple(each + timedelta(days=1) for each in days)
    except (OverflowError, ValueError):
        return None
    if clock is None and (found["hour"] or not days):
        return None
    for each in days or (today, today + timedelta(days=1)):
        at = next_of(datetime.combine(each, clock or MORNING), now, zone)
        if at is not None:
            return at if at <= now + MOST_DAYS * 86_400 else None
    return None


def days_of(found: re.Match[str], today: date) -> tuple[date, ...]:
    """The days that may be meant, the first that is not over first; empty where none is named. Raises ValueError."""
    name = found["named"]
    if name in DAYS:
        return (today + timedelta(days=DAYS[name]),)
    if name:
        ahead = WEEKDAYS[name] - today.weekday() + 7 if found["next"] else (WEEKDAYS[name] - today.weekday()) % 7
        return (today + timedelta(days=ahead), today + timedelta(days=ahead + 7))
    if not found["month"]:
        return ()
    month, day = int(found["month"]), int(found["day"])
    if found["year"]:
        return (date(int(found["year"]), month, day),)
    return (date(today.year, month, day), date(today.year + 1, month, day))


def clock_of(found: re.Match[str]) -> time | None:
    if not found["hour"]:
        return None
    minute = 30 if found["half"] else int(found["minute"] or 0)
    is_clock = number(found["hour"]) <= 24 and minute < 60
    return time(hour_of(found) % 24, minute) if is_clock else None


def hour_of(found: re.Match[str]) -> int:
    """24 and more: in the night that follows the day."""
    hour = int(number(found["hour"]))
    part = (found["half_day"] or found["part"] or named_part(found)).replace(".", "")
    if part in EVENING and (hour == 12 or hour < SMALL_HOURS):
        return 24 + hour % 12
    if hour < (SMALL_HOURS if part == "中午" else 12) and part in LATER:
        return 12 + hour
    return 0 if part == "am" and hour == 12 else hour


def named_part(found: re.Match[str]) -> str:
    return "晚" if (found["named"] or "").endswith("晚") else ""


def next_of(local: datetime, now: float, zone: ZoneInfo) -> float | None:
    """When the shop's clocks show it after `now`."""
    for fold in (0, 1):
        try:
            at = local.replace(tzinfo=zone, fold=fold).timestamp()
        except (OverflowError, ValueError):
            return None
        if at > now:
            return at
    return None
