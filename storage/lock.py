"""One kefu at a time: a lock file beside the database file, held while it is open."""

import fcntl
import os
from pathlib import Path

from storage.errors import DatabaseInUse
from storage.words import Trouble


class FileLock:
    """Taken when constructed; the kernel lets it go when the process dies, however it dies."""

    def __init__(self, database: Path) -> None:
        path = database.with_name(database.name + ".lock")
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._handle, 20).decode("ascii", "replace").strip()
            self.release()
            raise DatabaseInUse(Trouble("in_use", {"file": database, "holder": holder or Trouble("unknown")})) from None
        os.truncate(self._handle, 0)
        os.pwrite(self._handle, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        os.close(self._handle)
