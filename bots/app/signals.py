"""What the process hears from outside: that it shall end, or read the admin's files again."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable

import structlog

from storage.records import record

log = structlog.get_logger(__name__)


@record(frozen=True, slots=True)
class Signals:
    stop: asyncio.Event
    read_again: asyncio.Event


def heard() -> Signals:
    """From now on, in the running loop. SIGTERM and SIGINT end kefu; so does the terminal it runs in, by going away.

    Any other SIGHUP is an operator's, who expects of it what most services do.
    """
    signals = Signals(asyncio.Event(), asyncio.Event())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, signals.stop.set)
    is_in_terminal = has_terminal() and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN  # as under nohup

    def hung_up() -> None:
        (signals.stop if is_in_terminal and not has_terminal() else signals.read_again).set()

    loop.add_signal_handler(signal.SIGHUP, hung_up)
    return signals


def has_terminal() -> bool:
    """Whether somebody could press Ctrl-C. One whose window was closed cannot be opened any more."""
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK))
    except OSError:
        return False
    return True


async def read_when_told(read_again: asyncio.Event, read: Callable[[], Awaitable[object]]) -> None:
    """Until cancelled."""
    while True:
        await read_again.wait()
        read_again.clear()
        await read()
