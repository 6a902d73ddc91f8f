"""What an operator reads while Telegram is away."""

from structlog.testing import capture_logs

from bots.channel import Busy, SendFailed, Unreachable
from bots.telegram.patience import patiently


async def test_that_telegram_is_away_is_told_each_time_and_that_it_is_back_once() -> None:
    days: list[SendFailed | bool] = [Unreachable("no answer"), Busy(30.0), False, False, Unreachable("no answer"), True]

    async def step() -> bool:
        day = days.pop(0)
        if isinstance(day, SendFailed):
            raise day
        return day

    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    with capture_logs() as log:
        await patiently(step, (1.0, 2.0), sleep)
    assert [line["event"] for line in log] == [
        "telegram not reached",
        "telegram asks to wait",
        "telegram reached again",
        "telegram not reached",
        "telegram reached again",
    ]
    with capture_logs() as log:
        days.append(True)
        await patiently(step, (1.0, 2.0), sleep)
    assert log == []
    assert slept == [1.0, 30.0, 2.0, 2.0, 2.0]
