"""Moments as tests say them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass
class Clock:
    """Stands still until a test moves it."""

    now: float

    def __call__(self) -> float:
        return self.now


def at(text: str, zone: ZoneInfo = SHANGHAI) -> float:
    """`2026-11-20 10:00`, as a clock there shows it, in Unix seconds."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).timestamp()
