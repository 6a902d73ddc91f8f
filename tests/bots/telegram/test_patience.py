"""What an operator reads while Telegram is away."""

from structlog.testing import capture_logs

from bots.channel import Busy, SendFailed, Unreachable
from bots.telegram.patience import patiently


async def test_that_telegram_is_away_is_told_each_time_and_that_it_is_back_once() -> None:
    days: list[SendFailed | bool] = [Unreachable("no answer"), Busy(0.0), False, False, Unreachable("no answer"), True]

    async def step() -> bool:
        day = days.pop(0)
        if isinstance(day, SendFailed):
            raise day
        return day

    with capture_logs() as log:
        await patiently(step, (0.0,))
    assert [line["event"] for line in log] == [
        "telegram not reached",
        "telegram asks to wait",
        "telegram reached again",
        "telegram not reached",
        "telegram reached again",
    ]
    with capture_logs() as log:
        days.append(True)
        await patiently(step, (0.0,))
    assert log == []
