"""What is told of the database, in English: a sentence for each code."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "of_file": "{file}: {said}",
    "in_use": (
        "{file} is in use by another kefu (process {holder}): stop that one first, or set another `database:` in "
        "kefu.yaml"
    ),
    "unknown": "unknown",
    "too_new": (
        "written by a later kefu (it has {newest}, this program ends at {last}): install that version, or put back "
        "what `kefu backup` wrote before it"
    ),
    "unusable": "{file} cannot be used as kefu's database: {why}",
    "old_sqlite": "Python brings SQLite {version}, kefu needs 3.35 or later: use a newer Python",
    "not_done": "the database did not do it ({error}); {cure}",
    "photographs_not_done": "the folder of photographs did not do it ({error}); see the disk's space",
    # The log beside it
    "without_log": (
        "it was not closed in order, and the log that lies beside it then (its name and -wal) is not there: what was "
        "written last may be missing. If it was copied without its log, stop kefu and put both there; if another "
        "program has opened it since, nothing is missing"
    ),
    "damaged_without_log": (
        "damaged, for its log (its name and -wal) is missing: put that beside it, or put back what `kefu backup` "
        "made ({error})"
    ),
    # A copy of it
    "copy_not_written": "{target} could not be written: {error}",
    "copy_not_sound": "the copy is not sound ({problem}), so the database may not be: see the disk's health",
    "closed_amid_copy": "the database was closed before its copy was whole",
    "closed": "the database is closed",
    # A person who is erased
    "another_by_now": "an account was linked meanwhile, or is no more: nothing was erased; try again",
    # What to do
    "cured": "{reason}; {cure}",
    "make_room": "make room on its disk",
    "see_space": "see the disk's space and health",
    "see_health": "see the disk's health",
    "another": "set another `database:` in kefu.yaml",
    "mount": "mount its disk for writing, or set another `database:` in kefu.yaml",
    "more_files": "allow kefu more open files (LimitNOFILE= of its service, `ulimit -n` of a shell)",
    "put_back": "put back a copy that `kefu backup` made",
    "put_back_or_another": (
        "put back a copy that `kefu backup` made, or, if it is something else, set another `database:` in kefu.yaml"
    ),
    "if_anothers": "if it is another program's, set another `database:` in kefu.yaml",
    "may_not_enter": ("{user}, as whom kefu runs, may not enter {folder}: set another `database:` in kefu.yaml"),
    "make_folder": "make its folder for {user}: `{command}`",
    "see_who_may_write": "see who may write in {folder}",
    "closed_to_owner": "{path} is closed even to {user}, whose it is: `{command}`",
    "owned_by_another": "{path} belongs to {owner} and kefu runs as {user}: run it as {owner}, or `{command}`",
}
