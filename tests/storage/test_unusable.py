"""What an operator reads of a file that cannot be kefu's database."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from storage.unusable import name_of, why


def refused(code: int) -> OSError:
    return OSError(code, os.strerror(code))


def refused_by_sqlite(code: int, text: str) -> sqlite3.Error:
    error = sqlite3.OperationalError(text)
    error.sqlite_errorcode = code
    return error


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "var" / "kefu.db"
    file.parent.mkdir()
    file.touch()
    file.with_name("kefu.db.lock").touch()
    return file


@pytest.mark.parametrize(
    ("error", "cure"),
    [
        (refused(errno.EROFS), "mount its disk for writing"),
        (refused(errno.ENOSPC), "make room on its disk"),
        (refused(errno.EMFILE), "LimitNOFILE"),
        (refused(errno.EISDIR), "set another `database:`"),
        (refused_by_sqlite(sqlite3.SQLITE_FULL, "database or disk is full"), "make room on its disk"),
        (refused_by_sqlite(sqlite3.SQLITE_IOERR_WRITE, "disk I/O error"), "the disk's health"),
        (refused_by_sqlite(sqlite3.SQLITE_CORRUPT, "malformed"), "`kefu backup`"),
        (refused_by_sqlite(sqlite3.SQLITE_ERROR, "table orders already exists"), "another program's"),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_with_what_to_do(file: Path, error: sqlite3.Error | OSError, cure: str) -> None:
    told = str(why(error, file))
    assert told.startswith(f"{error.strerror if isinstance(error, OSError) else error}; ")
    assert cure in told
    assert "\n" not in told


@pytest.mark.parametrize(
    "error", [refused(errno.EACCES), refused_by_sqlite(sqlite3.SQLITE_READONLY_DIRECTORY, "readonly")], ids=str
)
@pytest.mark.parametrize("name", ["kefu.db", "kefu.db.lock", "."])
def test_what_another_user_made_is_named_with_whose_it_is(
    file: Path, name: str, error: sqlite3.Error | OSError
) -> None:
    """As after a `sudo kefu backup` beside a service that runs as somebody else."""
    theirs = file.parent / name
    ours = theirs.stat().st_uid + 1
    told = str(why(error, file, ours, lambda path, _: path != theirs))
    owner, user = name_of(theirs.stat().st_uid), name_of(ours)
    assert f"{theirs} belongs to {owner} and kefu runs as {user}: run it as {owner}, " in told
    assert told.endswith(f"`chown {user} {file.parent if name == '.' else f'{file}*'}`")


def test_a_file_that_its_own_user_may_not_open_is_to_be_opened(file: Path) -> None:
    told = str(why(refused(errno.EACCES), file, may=lambda path, _: path != file))
    assert f"`chmod u+rwX {file}`" in told


def test_a_folder_that_is_yet_to_be_made_is_made_and_the_one_above_given_to_nobody(tmp_path: Path) -> None:
    """It may be everybody's, as /var/lib is."""
    folder = tmp_path / "var"
    told = str(
        why(refused(errno.EACCES), folder / "kefu.db", may=lambda path, mode: path != tmp_path or mode == os.X_OK)
    )
    user = name_of(os.geteuid())
    assert told.endswith(f"make its folder for {user}: `install -d -m 700 -o {user} {folder}`")
    assert "chown" not in told


def test_where_a_folder_above_may_not_be_entered_nobody_is_told_to_make_what_is_there(tmp_path: Path) -> None:
    """As below /root, for a service that runs as somebody else."""
    folder = tmp_path / "var" / "shop"
    told = str(why(refused(errno.EACCES), folder / "kefu.db", may=lambda path, _: path != tmp_path))
    user = name_of(os.geteuid())
    assert told.endswith(f"{user}, as whom kefu runs, may not enter {tmp_path}: set another `database:` in kefu.yaml")
    assert "install" not in told


def test_what_is_to_be_typed_can_be_pasted_into_a_shell(tmp_path: Path) -> None:
    folder = tmp_path / "my shop"
    told = str(why(refused(errno.EACCES), folder / "kefu.db"))
    assert told.endswith(f"`install -d -m 700 -o {name_of(os.geteuid())} '{folder}'`")
