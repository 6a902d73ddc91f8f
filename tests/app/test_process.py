"""What the process asks of its system."""

import resource

from bots.app.process import OPEN_FILES, allow_open_files
from bots.connections import MOST, MOST_BUSY, Room, affordable


def test_there_are_descriptors_for_all_whom_the_doors_let_in() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (enough // 8, hard))
        assert affordable() == Room(enough // 16, enough // 16)
        allow_open_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (enough, hard)
        assert affordable() == Room(min(MOST, enough // 2), min(MOST_BUSY, enough // 2))
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        allow_open_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (hard, hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
