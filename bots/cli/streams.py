"""Standard input, output and error, which whoever starts kefu may have closed."""

import os
import sys


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
