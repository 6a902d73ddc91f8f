"""The shop's books of return requests: what is listed, shown and exported, beside a running kefu and without one."""

import asyncio
import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bots.cli.returns import each, query_of
from bots.cli.returns_csv import COLUMNS, FORMULA, guarded, header, rows_of
from storage.database import Database
from storage.inbound import TURNING, Identity
from storage.returns import MOVES, ReturnChange, ReturnQuery, Rma, RmaLine, RmaStatus
from storage.sqlite.return_books import SqliteReturnBooks
from tests.cli.terminal import kefu, shop
from tests.cli.test_running_kefu import running
from tests.moments import SHANGHAI, at
from tests.storage.returning import Shop, moved, opening


def opened(number: int, day: str = "2026-11-05 10:00", **fields: Any) -> ReturnChange:
    return opening(f"R{number}", order=f"A{number}", opened_at=at(day), changed_at=at(day), **fields)


async def written(database: Database, *changes: ReturnChange) -> None:
    books = Shop(database)
    for change in changes:
        books.returns.next_number()
        await books.turns(change)


def stopped(folder: Path, *changes: ReturnChange) -> Path:
    """A shop whose kefu is not running, with these in its database; its kefu.yaml."""

    async def write() -> None:
        database = await Database.open(folder / "var/kefu.db")
        await written(database, *changes)
        await database.close()

    config = shop(folder)
    asyncio.run(write())
    return config


def numbers(lines: str) -> list[str]:
    return [json.loads(line)["number"] for line in lines.splitlines()]


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


async def test_requests_are_listed_through_the_running_kefu_with_customers_masked(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        asked = Identity("telegram", "70012345")
        await written(shop.database, opened(10001, identity=asked), opened(10002, identity=asked))
        table = (await shop.typed("returns", "list")).stdout
        listed = (await shop.typed("returns", "list", "--json")).stdout
        assert table.index("R10002") < table.index("R10001")
        assert numbers(listed) == ["R10002", "R10001"]
        assert numbers((await shop.typed("returns", "list", "--json", "--limit", "1")).stdout) == ["R10002"]
        assert "70012345" not in table + listed
        assert "70***45" in listed


async def test_one_request_is_shown_with_all_that_happened_to_it(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        change = opened(10001)
        await written(shop.database, change, moved(change.rma, RmaStatus.DECLINED, at("2026-11-06 09:30")))
        told = (await shop.typed("returns", "show", " r１0001")).stdout
        for words in ("R10001", "A10001", "1 × 茶壶 (T-1)", "99.95 CNY", "壶嘴裂了 <b>", "review (small)"):
            assert words in told
        assert [line.split()[:4] for line in told.splitlines()[-2:]] == [
            ["2026-11-05", "10:00", "requested", "contact"],
            ["2026-11-06", "09:30", "declined", "小美"],
        ]
        rma, *events = (await shop.typed("returns", "show", "R10001", "--json")).stdout.splitlines()
        assert json.loads(rma)["status"] == "declined"
        assert [json.loads(event)["after"] for event in events] == ["requested", "declined"]


def test_in_a_chinese_terminal_requests_stand_under_chinese_headings_and_json_stays_as_it_is(tmp_path: Path) -> None:
    change = opened(10001)
    config = stopped(tmp_path, change, moved(change.rma, RmaStatus.DECLINED, at("2026-11-06 09:30")))
    china = {"LC_ALL": "zh_CN.UTF-8"}
    listed = kefu("returns", "list", "--config", config, **china).stdout.splitlines()
    assert listed[0].split() == ["编号", "申请时间", "订单", "状态", "件数", "金额", "希望", "客户"]
    facts, _, events = kefu("returns", "show", "R10001", "--config", config, **china).stdout.partition("\n\n")
    told = [line.split()[0] for line in facts.splitlines()]
    assert told == [
        "编号",
        "订单",
        "状态",
        "客户",
        "商品",
        "金额",
        "原因",
        "客户原话",
        "希望",
        "运费承担方",
        "规则判定",
    ]
    assert events.split()[:4] == ["时间", "状态", "操作人", "原因"]
    json_lines = [kefu("returns", "list", "--json", "--config", config, **terminal).stdout for terminal in (china, {})]
    assert json_lines[0] == json_lines[1]


def test_nothing_that_a_customer_writes_steers_the_operators_terminal(tmp_path: Path) -> None:
    config = stopped(tmp_path, opened(10001, note="壶嘴\x1b[2J\x1b]0;owned\x07裂了\x9b31m\u202e\n第二行"))
    shown = kefu("returns", "show", "R10001", "--config", config).stdout
    assert not TURNING.search(shown)
    assert "壶嘴[2J]0;owned裂了31m" in shown
    assert "第二行" in shown


async def test_the_export_is_the_same_beside_a_running_kefu_and_without_it(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        await written(shop.database, opened(10001), opened(10002))
        beside = await shop.typed("returns", "export", "-")
    without = await asyncio.to_thread(kefu, "returns", "export", "-", "--config", shop.config)
    assert beside.exit_code == without.exit_code == 0
    assert beside.stdout == without.stdout
    assert [row["number"] for row in read_csv(without.stdout)] == ["R10001", "R10002"]


def test_days_are_the_shops_and_both_ends_count(tmp_path: Path) -> None:
    config = stopped(
        tmp_path,
        opened(10001, "2026-10-31 23:59"),
        opened(10002, "2026-11-01 00:00"),
        opened(10003, "2026-11-30 23:59"),
        opened(10004, "2026-12-01 00:00"),
    )
    november = ("--since", "2026-11-01", "--until", "2026-11-30", "--config", config)
    assert numbers(kefu("returns", "list", "--json", *november).stdout) == ["R10003", "R10002"]
    assert [row["number"] for row in read_csv(kefu("returns", "export", "-", *november).stdout)] == ["R10002", "R10003"]


def test_only_the_wanted_status_is_listed(tmp_path: Path) -> None:
    first, second = opened(10001), opened(10002)
    config = stopped(tmp_path, first, second, moved(first.rma, RmaStatus.CANCELLED))
    assert numbers(kefu("returns", "list", "--json", "--status", "cancelled", "--config", config).stdout) == ["R10001"]
    assert kefu("returns", "list", "--status", "shipped", "--config", config).stdout == "No return requests.\n"


def test_the_file_is_for_excel_and_its_columns_can_be_summed(tmp_path: Path) -> None:
    lines = tuple(
        RmaLine(line=index, sku=f"S{index}", item="保温杯", quantity=2 - index, unit_price=Decimal("10.50"), received=1)
        for index in (0, 1)
    )
    change = opened(10001, lines=lines, amount=Decimal("31.50"), refunded=Decimal("30.00"), reference="R-7")
    config = stopped(tmp_path, change)
    file = tmp_path / "november.csv"
    result = kefu("returns", "export", file, "--config", config)
    assert (result.exit_code, result.stdout) == (0, "Wrote 1 return requests to november.csv.\n")
    assert file.read_bytes().startswith(b"\xef\xbb\xbfnumber,order_number,")
    first, second = read_csv(file.read_text("utf-8-sig"))
    assert (first["amount"], first["refunded"], first["reference"]) == ("31.50", "30.00", "R-7")
    assert (second["amount"], second["refunded"], second["reference"]) == ("", "", "")
    assert [row["line_amount"] for row in (first, second)] == ["21.00", "10.50"]
    assert first["opened_at"] == "2026-11-05 10:00:00"
    assert "lin" not in first.values(), "who asked is nobody's business in the books"
    assert "壶嘴" not in file.read_text("utf-8-sig")


def test_a_file_that_is_there_is_not_overwritten_by_a_slip(tmp_path: Path) -> None:
    config = stopped(tmp_path, opened(10001))
    file = tmp_path / "orders.csv"
    file.write_text("precious")
    result = kefu("returns", "export", file, "--config", config)
    assert (result.exit_code, result.stderr) == (1, "orders.csv is there already; --force overwrites it\n")
    assert file.read_text() == "precious"
    assert kefu("returns", "export", file, "--force", "--config", config).exit_code == 0
    assert "R10001" in file.read_text("utf-8-sig")
    assert [path.name for path in tmp_path.glob("*.part")] == []


@pytest.mark.parametrize("start", FORMULA)
def test_what_a_customer_wrote_commands_no_spreadsheet(start: str) -> None:
    rma = opened(10001, tracking_number=f'{start}HYPERLINK("http://x","y")', carrier="a=b").rma
    [row] = read_csv(header() + "".join(rows_of(rma, SHANGHAI)))
    assert row["tracking_number"] == f"'{start}" + 'HYPERLINK("http://x","y")'
    assert row["carrier"] == "a=b"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
def test_nor_does_it_where_cells_are_divided_by_a_semicolon(sign: str) -> None:
    rma = opened(10001, carrier=f'顺丰;{sign}HYPERLINK("http://x/?")').rma
    [line] = "".join(rows_of(rma, SHANGHAI)).splitlines()
    assert not [cell for cell in line.split(";") if cell.lstrip().startswith(FORMULA)]
    assert guarded("茶壶; 带盖 | 1-2") == "茶壶; 带盖 | 1-2"
    assert guarded(f'顺丰;"{sign}1+1;') == f"顺丰;\"'{sign}1+1;"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["list", "--status", "aproved"], 2, "'aproved' is not one of requested, in_review, approved"),
        (["list", "--status", "aproved"], 2, "did you mean 'approved'?"),
        (["list", "--since", "1.11.2026"], 2, "'1.11.2026' is not a date; write it like 2026-11-22"),
        (["list", "--since", "2026-11-02", "--until", "2026-11-01"], 2, "--until is before --since"),
        (["export"], 2, "Missing argument 'FILE'"),
        (["show"], 2, "Missing argument 'NUMBER'"),
        (["show", "R99999"], 1, "there is no return request R99999; `kefu returns list` shows those that are"),
        (["show", "../orders?x=1"], 1, "there is no return request ../orders?x=1"),
        (["show", " "], 1, "there is no return request"),
        (["export", "nowhere/returns.csv"], 3, "No such file or directory"),
    ],
)
def test_a_slip_is_answered_in_one_line(words: list[str], code: int, said: str, tmp_path: Path) -> None:
    result = kefu("returns", *words, "--config", stopped(tmp_path))
    assert (result.exit_code, result.stderr.count("\n")) == (code, 1)
    assert said in result.stderr


async def test_a_kefu_that_does_not_answer_is_named(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        shop.socket.unlink()
        result = await shop.typed("returns", "list")
        assert result.exit_code == 3
        assert "the running kefu does not answer" in result.stderr


async def test_a_strange_number_asks_the_running_kefu_for_nothing_else(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        for number in ("../outbox", "R1/../../orders", "%2e%2e", "退" * 200):
            result = await shop.typed("returns", "show", number)
            assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


def test_the_help_names_every_column() -> None:
    told = kefu("returns", "export", "--help").stdout
    assert [name for name in COLUMNS if name not in told] == []


PIECES = st.integers(1, 5)
DAYS = st.integers(0, 40)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(["=1+1", "a,b", 'say "x"', ""])
OPENINGS = st.lists(st.tuples(DAYS, st.lists(PIECES, min_size=1, max_size=3), WORDS), max_size=12)
MOVED = st.lists(st.tuples(st.integers(0, 11), st.sampled_from(RmaStatus)), max_size=12)
START = datetime(2026, 10, 20, 22, tzinfo=SHANGHAI)


def days_later(days: int) -> datetime:
    return START + timedelta(days=days)


Opening = tuple[int, list[int], str]
Move = tuple[int, RmaStatus]


def opening_of(index: int, day: int, quantities: list[int], words: str) -> ReturnChange:
    lines = tuple(
        RmaLine(line=line, sku="S", item=words, quantity=pieces, unit_price=Decimal("1.10"))
        for line, pieces in enumerate(quantities)
    )
    when = days_later(day).replace(tzinfo=None).isoformat()
    change = opened(10001 + index, when, reference=words, carrier=words, lines=lines)
    return replace(change, bought=dict(enumerate(quantities)))


async def stored(database: Database, openings: Sequence[Opening], moves: Iterable[Move]) -> list[Rma]:
    """The requests as they are in the end: each with those of its moves that are permitted."""
    changes = [opening_of(index, *each) for index, each in enumerate(openings)]
    rmas = [change.rma for change in changes]
    for index, after in moves:
        if index < len(rmas) and after in MOVES[rmas[index].status]:
            changes.append(moved(rmas[index], after, rmas[index].opened_at + 60))
            rmas[index] = changes[-1].rma
    await written(database, *changes)
    return rmas


@settings(max_examples=40, deadline=None)
@given(OPENINGS, MOVED, DAYS, DAYS, st.none() | st.sampled_from(RmaStatus))
@example([(0, [1], "=1+1"), (30, [2, 3], "a\r\nb")], [(0, RmaStatus.CANCELLED)], 0, 40, RmaStatus.CANCELLED)
def test_list_and_export_say_what_is_in_the_table(
    openings: list[Opening],
    moves: list[Move],
    first: int,
    last: int,
    status: RmaStatus | None,
) -> None:
    since, until = (days_later(day).date() for day in sorted((first, last)))

    def within(rma: Rma) -> bool:
        return since <= datetime.fromtimestamp(rma.opened_at, SHANGHAI).date() <= until

    async def live() -> None:
        database = await Database.open(":memory:")
        rmas = await stored(database, openings, moves)
        books = SqliteReturnBooks(database)
        query = query_of("", since.isoformat(), until.isoformat(), SHANGHAI)
        exported = [rma async for rma in each(books, query, size=2)]
        assert exported == [rma for rma in rmas if within(rma)]
        listed = await books.newest(ReturnQuery(status=status, since=query.since, until=query.until), 5)
        wanted = [rma for rma in reversed(rmas) if within(rma) and status in (None, rma.status)]
        assert listed == wanted[:5]
        text = header() + "".join(row for rma in exported for row in rows_of(rma, SHANGHAI))
        assert_says(read_csv(text), exported)
        await database.close()

    asyncio.run(live())


def assert_says(rows: list[dict[str, str]], rmas: list[Rma]) -> None:
    lines = [(rma, line) for rma in rmas for line in rma.lines]
    assert len(rows) == len(lines)
    for row, (rma, line) in zip(rows, lines, strict=True):
        assert tuple(row) == COLUMNS
        assert (row["number"], row["status"]) == (rma.number, rma.status)
        assert (int(row["quantity"]), Decimal(row["unit_price"])) == (line.quantity, line.unit_price)
        assert (row["item"], row["carrier"]) == (guarded(line.item), guarded(rma.carrier))
        assert not row["item"].startswith(FORMULA)
    assert sum(Decimal(row["amount"] or 0) for row in rows) == sum(rma.amount for rma in rmas)
