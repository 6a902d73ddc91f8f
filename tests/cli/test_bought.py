"""What an operator types when somebody who bought something, and never wrote, wants a copy or to be forgotten."""

import asyncio
import json
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bots.cli.program import app
from storage.database import Database
from storage.order_book import OrderBook
from tests.cli.terminal import kefu, shop
from tests.cli.test_running_kefu import running
from tests.storage.persons import Somebody
from tests.storage.samples import order

PHONE = "13812345678"
THEIRS = [order("A10086", name="林静静", placed_at=1_793_500_000.0), order("A10087", name="林静静")]
LIN = Somebody(3, "Lindenstr-42", returned="awaiting_shipment")
"""Has proven the order A3, and asked to send it back."""


def stopped(folder: Path, *people: Somebody) -> Path:
    async def write() -> None:
        database = await Database.open(folder / "var/kefu.db")
        for person in people:
            await database.transact(person.write)
        await OrderBook(database).import_orders([*THEIRS, order("A3", phone="13900001111", email="")])
        await database.close()

    config = shop(folder)
    asyncio.run(write())
    return config


def left(folder: Path, text: str) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".json"]
    return [path.name for path in files if text.encode() in path.read_bytes()]


def test_a_copy_of_what_somebody_bought_holds_all_that_was_imported_and_nobody_else_reads_it(tmp_path: Path) -> None:
    config, out = stopped(tmp_path), tmp_path / "lin.json"
    result = kefu("orders", "export", "--of", PHONE, "--out", out, "--config", config)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "Wrote 2 orders to lin.json.\n", "")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    data = json.loads(out.read_text("utf-8"))
    assert [each["number"] for each in data["orders"]] == ["A10086", "A10087"]
    first = data["orders"][0]
    assert (first["name"], first["email"], first["lines"][0]["item"]) == ("林静静", "Lin@Example.com", "茶壶")
    assert first["placed_at"] == "2026-11-01T10:26:40+08:00"


def test_an_erasure_leaves_no_byte_of_them_in_any_file(tmp_path: Path) -> None:
    config = stopped(tmp_path)
    assert left(tmp_path, "林静静")
    result = kefu("orders", "erase", "a-10086", "A10087", "--yes", "--config", config)
    assert result.exit_code == 0, result.stderr
    assert "Erased. Receipt 1: 2 orders." in result.stdout
    for words in ("the next import of a file that has these orders brings them back", "backups", "this wish"):
        assert words in result.stdout
    assert left(tmp_path, "林静静") == []
    again = kefu("orders", "erase", "A10086", "--yes", "--config", config)
    assert (again.exit_code, again.stderr.count("\n")) == (1, 1)
    assert "no order is here for A10086" in again.stderr


async def test_beside_a_running_kefu_it_is_the_same_and_nothing_remembers_the_order(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        await shop.book.import_orders([*THEIRS, order("A1", phone="", email="")])
        assert await shop.book.find("A10086")
        exported = await shop.typed("orders", "export", "--of", "lin@example.com", "--out", tmp_path / "lin.json")
        assert exported.exit_code == 0, exported.stderr
        told = await shop.typed("orders", "erase", "--of", PHONE, "--yes", "--json")
        assert told.exit_code == 0, told.stderr
        done = json.loads(told.stdout.splitlines()[-1])  # behind what the running kefu logs
        assert (done["orders"], done["counts"], done["receipt"]) == (
            ["A10086", "A10087"],
            {"orders": 2, "proofs": 0},
            1,
        )
        assert await shop.book.find("A10086") is None
        assert await shop.book.find("A1")
        assert left(tmp_path, "林静静") == []


def test_before_anything_is_erased_it_is_shown_and_whoever_does_not_say_yes_erases_nothing(tmp_path: Path) -> None:
    config = stopped(tmp_path)
    dry = kefu("orders", "erase", "--of", PHONE, "--dry-run", "--config", config)
    assert dry.exit_code == 0
    assert "A10086" in dry.stdout
    assert "林静静" in dry.stdout
    assert PHONE not in dry.stdout
    words = ["orders", "erase", "--of", PHONE, "--config", str(config)]
    asked: Result = CliRunner().invoke(app, words, prog_name="kefu", input="n\n")
    assert asked.exit_code == 1
    assert "Erase these 2 orders for good?" in asked.output
    assert kefu("orders", "erase", "--of", PHONE, "--dry-run", "--config", config).stdout == dry.stdout


def test_an_open_return_keeps_its_order_and_who_asked_for_it_is_named(tmp_path: Path) -> None:
    config = stopped(tmp_path, LIN)
    dry = kefu("orders", "erase", "A3", "--dry-run", "--config", config)
    assert f"Under way: return {LIN.rma} is awaiting_shipment" in dry.stdout
    refused = kefu("orders", "erase", "A3", "A10086", "--yes", "--config", config)
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)
    assert refused.stderr.endswith("Finish that first\n")
    assert kefu("orders", "erase", "A10086", "--yes", "--config", config).exit_code == 0
    exported = kefu("orders", "export", "A3", "--out", tmp_path / "a.json", "--config", config)
    assert f"see kefu contacts export {LIN.conversation}" in exported.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["erase"], 2, "say which orders"),
        (["export"], 2, "say which orders"),
        (["erase", "--of", "5678"], 2, "'5678' is neither a whole telephone number nor an e-mail address"),
        (["export", "A99"], 1, "no order is here for A99"),
        (["export", PHONE], 1, "a telephone number or an e-mail address is said with --of"),
        (["erase", "--of", "nobody@example.com", "--yes"], 1, "no order is here for nobody@example.com"),
    ],
)
def test_a_slip_is_answered_in_one_line(words: list[str], code: int, said: str, tmp_path: Path) -> None:
    result = kefu("orders", *words, "--config", stopped(tmp_path))
    assert (result.exit_code, result.stderr.count("\n")) == (code, 1), result.stderr
    assert said in result.stderr


def test_in_a_chinese_terminal_it_is_told_in_chinese(tmp_path: Path) -> None:
    config = stopped(tmp_path)
    taiwan = {"LC_ALL": "zh_TW.UTF-8", "COLUMNS": "200"}
    shown = kefu("orders", "erase", "A10086", "A99", "--yes", "--config", config, **taiwan)
    assert shown.stdout.split()[:3] == ["訂單", "下單時間", "狀態"]
    assert "已刪除。憑據 1：1 筆訂單。" in shown.stdout
    assert "這裡沒有 A99 的訂單" in shown.stderr
