"""The socket, and where it is."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MAX_PATH = 100
"""Bytes. Kernels take about 108 for the address of a Unix socket."""


def socket_beside(database: Path) -> Path:
    return database.with_name(database.name + ".sock")


@contextmanager
def address_of(path: Path) -> Iterator[str]:
    """The path, or a short way to it: a shop's folder may lie deeper than a socket's address is long."""
    if len(os.fsencode(path)) <= MAX_PATH:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def bound(path: Path) -> socket.socket:
    path.unlink(missing_ok=True)
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with address_of(path) as address:
            door.bind(address)
        # Nobody can connect before `listen`, so the mode is in force in time.
        path.chmod(0o600)
    except OSError:
        door.close()
        raise
    return door
