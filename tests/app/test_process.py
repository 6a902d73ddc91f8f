"""What the process asks of its system."""

import resource

from bots.app.process import OPEN_FILES, allow_open_files


def test_there_are_descriptors_for_all_whom_the_doors_let_in() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (enough // 4, hard))
        allow_open_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (enough, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        allow_open_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (hard, hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
