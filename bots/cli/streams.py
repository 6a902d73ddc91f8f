"""Standard input, output and error, which whoever starts kefu may have closed, or close while it writes."""

import errno
import io
import os
import sys
from typing import Any, TextIO


class Heard(io.FileIO):
    """A file that is written to as long as somebody reads it. `kefu report | head -1` has read enough, and a terminal
    may be closed: that is no fault of kefu, which goes on to its own end and says by its exit code how that was.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number, "w", closefd=False)
        self._left = {errno.EPIPE, errno.EIO} if self.isatty() else {errno.EPIPE}

    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except OSError as error:
            if error.errno not in self._left:
                raise
            return memoryview(data).nbytes


def take() -> None:
    """To be called before anything is written."""
    keep_their_places()
    sys.stdout, sys.stderr = heard(sys.stdout), heard(sys.stderr)


def keep_their_places() -> None:
    """Else the next files opened have their numbers: libuv ends the process over that, and whatever writes to the
    standard error writes into one of them.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free: this one
    sys.stdin = sys.stdin or os.fdopen(0, closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)


def heard(stream: TextIO) -> TextIO:
    """What the terminal has no characters for is written by their numbers: the rest can be read."""
    raw, by_line = Heard(stream.fileno()), stream.isatty() or stream is sys.stderr
    return io.TextIOWrapper(io.BufferedWriter(raw), stream.encoding, "backslashreplace", line_buffering=by_line)
