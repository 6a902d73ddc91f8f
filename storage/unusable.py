"""Why a file cannot be kefu's database, and what whoever runs kefu can do about it."""

import errno
import os
import pwd
import sqlite3
from collections.abc import Callable
from pathlib import Path
from shlex import quote

from storage.words import Trouble

May = Callable[[Path, int], bool]

ANOTHER = "another"
ROOM = "make_room"
CURES = {
    errno.EROFS: "mount",
    errno.ENOSPC: ROOM,
    errno.EDQUOT: ROOM,
    errno.EMFILE: "more_files",
    errno.EIO: "see_health",
    errno.EISDIR: ANOTHER,
    errno.EEXIST: ANOTHER,
    errno.ENOTDIR: ANOTHER,
}
SQLITE_CURES = {
    sqlite3.SQLITE_CORRUPT: "put_back",
    sqlite3.SQLITE_NOTADB: "put_back_or_another",
    sqlite3.SQLITE_FULL: ROOM,
    sqlite3.SQLITE_IOERR: "see_health",
    sqlite3.SQLITE_ERROR: "if_anothers",
}
"""What to do about it: the code of its sentence."""
CLOSED = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
PRIMARY = 0xFF
"""Of SQLite's extended codes, the part that says what kind of error it is."""


def why(error: sqlite3.Error | OSError, file: Path, user: int | None = None, may: May = os.access) -> Trouble | str:
    """`user`: whom kefu runs as; `may`: whether they may do that with a file, as `os.access` tells."""
    if isinstance(error, OSError):
        reason, code = error.strerror or str(error), CURES.get(error.errno or 0)
        is_closed = isinstance(error, PermissionError)
    else:
        number = getattr(error, "sqlite_errorcode", 0) & PRIMARY
        reason, code, is_closed = str(error), SQLITE_CURES.get(number), number in CLOSED
    cure = Trouble(code) if code else None
    if is_closed:
        cure = closed_to(os.geteuid() if user is None else user, file, may)
    return Trouble("cured", {"reason": reason, "cure": cure}) if cure else reason


def closed_to(user_id: int, file: Path, may: May) -> Trouble:
    """Of what kefu writes, the first that it may not, and who may. Nothing but kefu's own is told to be given away."""
    user, folder = name_of(user_id), file.absolute().parent
    if shut := next((each for each in reversed(folder.parents) if is_there(each) and not may(each, os.X_OK)), None):
        return Trouble("may_not_enter", {"user": user, "folder": shut})
    if not is_there(folder):
        command = f"install -d -m 700 -o {user} {quote(str(folder))}"
        return Trouble("make_folder", {"user": user, "command": command})
    files = [file.with_name(f"{file.name}{end}") for end in (".lock", "", "-wal")]
    closed = [each for each in files if is_there(each) and not may(each, os.R_OK | os.W_OK)]
    if not may(folder, os.R_OK | os.W_OK | os.X_OK):
        path, command = folder, f"chown {user} {quote(str(folder))}"
    elif closed:
        path, command = closed[0], f"chown {user} {quote(str(file))}*"
    else:
        return Trouble("see_who_may_write", {"folder": folder})
    owner = name_of(path.stat().st_uid)
    if owner == user:
        command = f"chmod u+rwX {quote(str(path))}"
        return Trouble("closed_to_owner", {"path": path, "user": user, "command": command})
    return Trouble("owned_by_another", {"path": path, "owner": owner, "user": user, "command": command})


def is_there(path: Path) -> bool:
    """As far as we can see: `Path.exists` raises where we may not look."""
    try:
        path.stat()
    except OSError:
        return False
    return True


def name_of(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:  # as in a container
        return str(user)
