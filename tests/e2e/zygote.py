"""`python -m tests.e2e.zygote`: brings whole kefus to life quickly.

Everything is imported once, before the first. For each socket that comes in through standard input a fork waits there
for orders, and each kefu is a fork of that one: a process of its own, with its own loop, threads and connections, that
can be killed like any other. Orders come as lines of JSON, and so do the answers: the process id when it is born, the
status when it is dead. When the orders end, whatever lives ends too.
"""

import asyncio
import os
import select
import signal
import socket
import sys
import threading
import traceback
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import orjson

from bots.app import process, running, serve
from bots.app.logs import set_up
from bots.sandbox.clock import MovableClock
from config.loading import load
from config.settings import Settings
from tests import our_scripts
from tests.e2e.doom import Doom, DoomedDatabase, DoomedStore, Reaper
from tests.e2e.haste import HastyClock

Order = dict[str, Any]
NO_DOOM = Doom("never", 1)
ASLEEP = 0.05
"""Seconds after which all that waits for its time has begun to: before that a clock that moves wakes nobody."""


def main() -> None:
    for channel in ("telegram", "slack", "wechat", "wecom"):
        import_module(f"bots.{channel}.channel")
    with our_scripts.taken_apart_once():
        our_scripts.taken_apart("zh-CN")  # every life inherits it
        process.settle()  # a life that looked through what it inherits for garbage would have to copy it first
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a zygote ended
        with socket.socket(fileno=os.dup(0)) as door:
            while callers := socket.recv_fds(door, 1, 1)[1]:
                if os.fork() == 0:
                    door.close()
                    obey(callers[0])
                os.close(callers[0])


def obey(caller: int) -> NoReturn:
    """One after the other."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(caller, 0)
    os.dup2(caller, 1)
    os.close(caller)
    while line := sys.stdin.buffer.readline():
        pid = os.fork()
        if pid == 0:
            live(orjson.loads(line))
        tell(pid)
        _, status = os.waitpid(pid, 0)
        tell(os.waitstatus_to_exitcode(status))
    os._exit(0)


def tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def live(order: Order) -> NoReturn:
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    try:
        settings = load(Path(order["config"]), order["environment"])
        doom = Doom(**order["doom"]) if order["doom"] else None
        haste = HastyClock(**order["haste"]) if order["haste"] else None
        process.run(lived(settings, doom, haste, order["ahead"], order["passing"]))
    except BaseException:  # noqa: BLE001 - the end of a process: whatever it was is written down, and the parent must not go on in here
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def end_with_the_orders() -> None:
    """In a thread: a loop would make standard input non-blocking, which the parent shares."""
    select.select([0], [], [])
    os._exit(1)


async def lived(settings: Settings, doom: Doom | None, haste: HastyClock | None, ahead: float, passing: float) -> None:
    # The test is gone: so must be this process.
    threading.Thread(target=end_with_the_orders, daemon=True).start()
    if doom is None and haste is None and not (ahead or passing):
        return await serve(settings)
    set_up(settings.log)
    stopped, reaper, clock = asyncio.Event(), Reaper(doom or NO_DOOM), MovableClock()
    clock.moved = ahead
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    # Not by the loop: whatever is read after the signal finds it armed.
    signal.signal(signal.SIGUSR1, lambda _number, _frame: reaper.arm())
    store_of = partial(DoomedStore, reaper=reaper)
    async with running(settings, clock=haste or clock, open_database=DoomedDatabase.open, store_of=store_of):
        if passing:
            await asyncio.sleep(ASLEEP)
            clock.forward(passing)
        await stopped.wait()
    return None


if __name__ == "__main__":
    main()
