"""Standard error as a place for log lines that never holds kefu up, and never makes it fail.

A terminal that was closed, a pager that nobody scrolls, a disk that is full: customers are answered all the same.
"""

import os
import select
import threading
from collections.abc import Callable

STDERR = 2
PIECE = 4096
"""What a pipe that has room at all takes without making anybody wait (PIPE_BUF)."""
PATIENCE_MS = 100
"""How long whoever reads the log may stand still before a line is lost; after that, none is waited for."""


class LogStream:
    """What structlog and logging write to."""

    def __init__(self, told_of_loss: Callable[[int], str], descriptor: int = STDERR) -> None:
        """`told_of_loss`: the line that comes before the next one, once so many could not be written."""
        self._told_of_loss = told_of_loss
        self._descriptor = descriptor
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLOUT)
        self._writing = threading.Lock()
        self._lost = 0
        """Lines, since one was written."""

    def write(self, text: str) -> int:
        """One or more whole lines."""
        with self._writing:
            whole = f"{self._told_of_loss(self._lost)}\n{text}" if self._lost else text
            if self._written(whole.encode(errors="backslashreplace")):
                self._lost = 0
            else:
                self._lost += 1
        return len(text)

    def flush(self) -> None:
        """Nothing is kept back."""

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def _written(self, data: bytes) -> bool:
        try:
            while data and self._has_room():
                data = data[os.write(self._descriptor, data[:PIECE]) :]
        except OSError:  # there is nobody to tell
            return False
        return not data

    def _has_room(self) -> bool:
        return any(events & select.POLLOUT for _, events in self._poll.poll(0 if self._lost else PATIENCE_MS))
