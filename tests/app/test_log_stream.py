"""Whoever reads the log may stand still, hang up or have no room left: kefu goes on, and says what was lost."""

import os
from collections.abc import Iterator

import pytest

from bots.app.log_stream import LogStream

LINE = "x" * 1000 + "\n"
Pipe = tuple[int, LogStream]


def lost(lines: int) -> str:
    return f"{lines} lost"


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    reader, writer = os.pipe()
    yield reader, LogStream(lost, writer)
    for descriptor in (reader, writer):
        os.close(descriptor)


def read(descriptor: int) -> str:
    return os.read(descriptor, 1 << 20).decode()


def test_lines_come_as_they_are_written(pipe: Pipe) -> None:
    reader, log = pipe
    for line in ("订单\n", LINE * 20, "\udcff\n"):
        assert log.write(line) == len(line)
    assert read(reader) == f"订单\n{LINE * 20}\\udcff\n"


def test_a_reader_who_stands_still_holds_nobody_up_and_is_told_what_was_lost(pipe: Pipe) -> None:
    reader, log = pipe
    for _ in range(1000):
        log.write(LINE)
    kept = read(reader)
    assert kept.startswith(LINE * 50)
    log.write("later\n")
    assert read(reader) == f"{1000 - kept.count(LINE)} lost\nlater\n"
    log.write("and on\n")
    assert read(reader) == "and on\n"


def test_a_disk_without_room_makes_no_difference_to_whoever_logs() -> None:
    descriptor = os.open("/dev/full", os.O_WRONLY)
    log = LogStream(lost, descriptor)
    for _ in range(3):
        assert log.write(LINE) == len(LINE)
    reader, writer = os.pipe()
    os.dup2(writer, descriptor)
    log.write("room\n")
    assert read(reader) == "3 lost\nroom\n"
    for each in (descriptor, reader, writer):
        os.close(each)


def test_a_reader_who_hung_up_makes_no_difference_either() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    LogStream(lost, writer).write(LINE)
    os.close(writer)
