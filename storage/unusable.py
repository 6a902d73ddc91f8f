"""Why a file cannot be kefu's database, and what whoever runs kefu can do about it."""

import errno
import os
import pwd
import sqlite3
from collections.abc import Callable
from pathlib import Path
from shlex import quote

May = Callable[[Path, int], bool]

ANOTHER = "set another `database:` in kefu.yaml"
ROOM = "make room on its disk"
CURES = {
    errno.EROFS: f"mount its disk for writing, or {ANOTHER}",
    errno.ENOSPC: ROOM,
    errno.EDQUOT: ROOM,
    errno.EMFILE: "allow kefu more open files (LimitNOFILE= of its service, `ulimit -n` of a shell)",
    errno.EIO: "see the disk's health",
    errno.EISDIR: ANOTHER,
    errno.EEXIST: ANOTHER,
    errno.ENOTDIR: ANOTHER,
}
SQLITE_CURES = {
    sqlite3.SQLITE_CORRUPT: "put back a copy that `kefu backup` made",
    sqlite3.SQLITE_NOTADB: f"put back a copy that `kefu backup` made, or, if it is something else, {ANOTHER}",
    sqlite3.SQLITE_FULL: ROOM,
    sqlite3.SQLITE_IOERR: "see the disk's health",
    sqlite3.SQLITE_ERROR: f"if it is another program's, {ANOTHER}",
}
CLOSED = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
PRIMARY = 0xFF
"""Of SQLite's extended codes, the part that says what kind of error it is."""


def why(error: sqlite3.Error | OSError, file: Path, user: int | None = None, may: May = os.access) -> str:
    """`user`: whom kefu runs as; `may`: whether they may do that with a file, as `os.access` tells."""
    if isinstance(error, OSError):
        reason, cure = error.strerror or str(error), CURES.get(error.errno or 0, "")
        is_closed = isinstance(error, PermissionError)
    else:
        code = getattr(error, "sqlite_errorcode", 0) & PRIMARY
        reason, cure, is_closed = str(error), SQLITE_CURES.get(code, ""), code in CLOSED
    if is_closed:
        cure = closed_to(os.geteuid() if user is None else user, file, may)
    return f"{reason}; {cure}" if cure else reason


def closed_to(user_id: int, file: Path, may: May) -> str:
    """Of what kefu writes, the first that it may not, and who may. Nothing but kefu's own is told to be given away."""
    user, folder = name_of(user_id), file.absolute().parent
    if shut := next((each for each in reversed(folder.parents) if is_there(each) and not may(each, os.X_OK)), None):
        return f"{user}, as whom kefu runs, may not enter {shut}: {ANOTHER}"
    if not is_there(folder):
        return f"make its folder for {user}: `install -d -m 700 -o {user} {quote(str(folder))}`"
    files = [file.with_name(f"{file.name}{end}") for end in (".lock", "", "-wal")]
    closed = [each for each in files if is_there(each) and not may(each, os.R_OK | os.W_OK)]
    if not may(folder, os.R_OK | os.W_OK | os.X_OK):
        path, cure = folder, f"`chown {user} {quote(str(folder))}`"
    elif closed:
        path, cure = closed[0], f"`chown {user} {quote(str(file))}*`"
    else:
        return f"see who may write in {folder}"
    owner = name_of(path.stat().st_uid)
    if owner == user:
        return f"{path} is closed even to {user}, whose it is: `chmod u+rwX {quote(str(path))}`"
    return f"{path} belongs to {owner} and kefu runs as {user}: run it as {owner}, or {cure}"


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
