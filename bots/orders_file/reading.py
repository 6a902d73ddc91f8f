"""A file of orders, whatever its format and its encoding."""

import codecs
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import tzinfo
from pathlib import Path
from typing import TextIO

from bots.orders_file.json_lines import Reader
from bots.orders_file.problems import BadOrders, Problems, RowProblem
from bots.orders_file.spool import Spool
from bots.orders_file.spreadsheet import read_csv
from bots.words import Said
from storage.orders import Order

MAX_BYTES = 1_000_000_000
MAX_LINE = 1_000_000
"""Characters. A file without line ends is no file of orders, and must not fill the memory."""
CHUNK = 1 << 20
REPORT_EVERY = 1000
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}

Progress = Callable[[int], None]
"""Called now and then with the bytes read so far."""
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx and .xls begin."""


def silent(_: int) -> None:
    """No progress is shown."""


@contextmanager
def read_orders(path: Path, zone: tzinfo, encoding: str = "", progress: Progress = silent) -> Iterator[Spool]:
    """Raises BadOrders with every problem; OSError when the file cannot be read. `zone` is of times without one."""
    if path.stat().st_size > MAX_BYTES:
        raise BadOrders([RowProblem(0, Said("file_too_large"))])
    encoding = encoding or encoding_of(path)
    with Spool.opened() as spool:
        with path.open(encoding=encoding, newline="") as file:
            try:
                take(file, zone, progress, spool)
            except UnicodeDecodeError:
                raise BadOrders([RowProblem(0, Said("another_encoding", {"encoding": encoding}))]) from None
        if not spool:
            raise BadOrders([RowProblem(0, Said("no_orders"))])
        yield spool


def take(file: TextIO, zone: tzinfo, progress: Progress, spool: Spool) -> None:
    problems = Problems()
    for order, line in orders_of(file, zone, problems, progress, spool):
        if (first := spool.add(order, line)) is not None:
            problems.add(line, Said("order_twice", {"first": first}))
    problems.raise_any()


def orders_of(
    file: TextIO, zone: tzinfo, problems: Problems, progress: Progress, spool: Spool
) -> Iterator[tuple[Order, int]]:
    """Each with the line it begins in."""
    start = file.read(1000).lstrip()[:1]
    file.seek(0)
    if start == "[":
        raise BadOrders([RowProblem(1, Said("json_list"))])
    if start != "{":
        yield from read_csv(watched(file, progress), zone, problems, spool)
        return
    reader = Reader(zone, problems)
    for number, line in enumerate(watched(file, progress), 1):
        reader.take(number, line)
        yield from ((order, number) for order in reader.taken())


def watched(file: TextIO, progress: Progress) -> Iterator[str]:
    for number, line in enumerate(iter(lambda: file.readline(MAX_LINE), ""), 1):
        if len(line) == MAX_LINE:
            raise BadOrders([RowProblem(number, Said("endless_line"))])
        yield line
        if not number % REPORT_EVERY:
            progress(file.buffer.tell())


def encoding_of(path: Path) -> str:
    """By its mark, or the first that fits. GB18030 (Excel's in mainland China) takes nearly any bytes: last."""
    with path.open("rb") as file:
        start = file.read(4)
    if start in WORKBOOKS:
        raise BadOrders([RowProblem(0, Said("workbook"))])
    for mark, encoding in MARKS.items():
        if start.startswith(mark):
            return encoding
    for encoding in ("utf-8", "gb18030"):
        if decodes(path, encoding):
            return encoding
    raise BadOrders([RowProblem(0, Said("no_text"))])


def decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
