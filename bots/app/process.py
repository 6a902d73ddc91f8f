"""The process around a running kefu: its event loop and its garbage collector."""

import errno
import gc
import resource
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog
import uvloop

from bots.words import NotPossible, Said

log = structlog.get_logger(__name__)

T = TypeVar("T")

YOUNG_OBJECTS = 20_000
"""Allocated before the collector looks at the youngest. Python's 700 are two messages of ours."""

SWITCH_SECONDS = 0.0005
"""How long the loop may keep the interpreter from a commit that has ended in its thread. Python's 5 ms came on top of
every commit, two of which a message waits for."""


OPEN_FILES = 4096
"""Sockets are files: all that the doors take, and all that we send through. Systems begin with 256 or 1,024."""
LEAST_FILES = 256
"""With fewer a message could find none for what its answer needs, and be lost."""
HOW = Said("allow_files", {"files": OPEN_FILES})


def run(main: Coroutine[Any, Any, T]) -> T:
    """asyncio.run, on uvloop: sockets and callbacks are a good part of what a message costs. Raises OSError."""
    allow_open_files()
    if (files := open_files()) < LEAST_FILES:
        main.close()
        raise NotPossible(errno.EMFILE, Said("few_files", {"files": files, "least": LEAST_FILES, "how": HOW}))
    return uvloop.run(main)


def allow_open_files() -> None:
    """As far as the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if resource.RLIM_INFINITY != soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def open_files() -> int:
    """As many as we may have, or `OPEN_FILES` where they are more."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return OPEN_FILES if soft == resource.RLIM_INFINITY else min(soft, OPEN_FILES)


def most_requests() -> int:
    """At once, to all platforms; 0: as many as there are. Where files are few, others need some, too."""
    files = open_files()
    return 0 if files == OPEN_FILES else files // 4


def tell_of_few_files() -> None:
    if (files := open_files()) < OPEN_FILES:
        log.warning("files.few", may_open=files, wanted=OPEN_FILES, what_to_do=str(HOW))


def settle() -> None:
    """Once everything is loaded. What stands now stands as long as the process does: a collection that walked
    through all of it each time would hold up every message for tens of milliseconds.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 50)
    sys.setswitchinterval(SWITCH_SECONDS)
