"""Moments as tests say them."""

from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str, zone: ZoneInfo = SHANGHAI) -> float:
    """`2026-11-20 10:00`, as a clock there shows it, in Unix seconds."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).timestamp()
