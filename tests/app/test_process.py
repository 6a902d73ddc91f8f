"""What the process asks of its system."""

import resource
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from bots.app import process
from bots.app.process import LEAST_FILES, OPEN_FILES, allow_open_files
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


@pytest.fixture
def files() -> Iterator[tuple[int, int]]:
    """What may be opened, put back when the test is over."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield before
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_a_machine_that_gives_few_files_is_told_of_once_with_the_number_that_is_wanted(files: tuple[int, int]) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (LEAST_FILES, files[1]))
    with capture_logs() as logs:
        process.tell_of_few_files()
    assert [(line["log_level"], line["may_open"], line["wanted"]) for line in logs] == [("warning", 256, 4096)]
    assert "LimitNOFILE=4096" in logs[0]["what_to_do"]
    assert process.most_requests() == LEAST_FILES // 4
    assert affordable().most_busy + process.most_requests() < LEAST_FILES


def test_of_a_machine_that_gives_enough_nothing_is_told(files: tuple[int, int]) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(OPEN_FILES, files[1]), files[1]))
    with capture_logs() as logs:
        process.tell_of_few_files()
    assert (logs, process.most_requests()) == ([], 0)
