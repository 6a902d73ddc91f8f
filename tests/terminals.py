"""Terminals that programs are started in."""

import fcntl
import signal
import termios


def move_into(terminal: int) -> None:
    """By a new process, as its shell would have it: also where the tests themselves are run by nohup."""
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
