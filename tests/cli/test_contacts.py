"""What an operator types when somebody wants to know, or to be forgotten: beside a running kefu and without one."""

import asyncio
import io
import json
import os
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import Result

from bots.cli.contacts_zip import READMES, readable, readme
from storage.database import Database
from storage.order_book import OrderBook
from storage.photo_files import PhotoFiles, folder_beside
from storage.sqlite.persons.tables import TABLES
from tests.cli.terminal import kefu, shop
from tests.cli.test_running_kefu import Kefu, running
from tests.storage.persons import Somebody, erased_and_killed
from tests.storage.samples import order
from tests.storage.test_photo_store import no_file_larger_than

LIN = Somebody(3, "Lindenstr-42")
BUSY = Somebody(7, "Busystreet", status="open", returned="awaiting_shipment")


async def written(database: Database, folder: Path, *people: Somebody) -> None:
    for person in people:
        await database.transact(person.write)
        PhotoFiles(folder_beside(folder / "var/kefu.db")).write(person.photo, b"jpg")
    await OrderBook(database).import_orders([order("A3", name="林小姐", phone="13812345678")])


async def known(kefu: Kefu, folder: Path, *people: Somebody) -> None:
    await written(kefu.database, folder, *people)


def stopped(folder: Path, *people: Somebody) -> Path:
    async def write() -> None:
        database = await Database.open(folder / "var/kefu.db")
        await written(database, folder, *people)
        await database.close()

    config = shop(folder)
    asyncio.run(write())
    return config


def unzipped(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


async def test_a_person_is_found_with_the_account_masked(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        await known(shop, tmp_path, LIN)
        table = (await shop.typed("contacts", "find", "Linden")).stdout
        assert f"#{LIN.conversation}" in table
        assert LIN.telegram.account_id not in table
        [line] = (await shop.typed("contacts", "find", "A3", "--json")).stdout.splitlines()
        found = json.loads(line)
        assert [account["conversation"] for account in found["accounts"]] == [LIN.second, LIN.conversation]
        assert LIN.telegram.account_id not in line


async def test_the_export_is_the_same_beside_a_running_kefu_and_without_it(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        await known(shop, tmp_path, LIN)
        out = tmp_path / "beside.zip"
        result = await shop.typed("contacts", "export", str(LIN.telegram), "--out", out)
        assert (result.exit_code, result.stderr) == (0, "")
        assert "1 photographs to beside.zip.\n" in result.stdout
        assert result.stdout.endswith("and e-mail address: for these, kefu orders export A3\n")
    other = tmp_path / "without.zip"
    without = await asyncio.to_thread(
        kefu, "contacts", "export", str(LIN.second), "--out", other, "--config", shop.config
    )
    assert without.exit_code == 0
    first, second = unzipped(out), unzipped(other)
    for files in (first, second):
        files["data.json"] = b"".join(line for line in files["data.json"].splitlines() if b"exported_at" not in line)
    assert first == second


def test_what_a_killed_export_left_is_written_over_at_its_place_and_told_of_beside_it(tmp_path: Path) -> None:
    config, own, other = stopped(tmp_path, LIN), tmp_path / "lin.zip.part", tmp_path / "wang.zip.part"
    for part in (own, other, tmp_path / "november.csv.part"):
        part.write_bytes(b"half")
    result = kefu("contacts", "export", str(LIN.telegram), "--out", tmp_path / "lin.zip", "--config", config)
    assert (result.exit_code, own.exists()) == (0, False)
    [said] = result.stderr.splitlines()
    assert said.startswith(f"{other} is half of a file that was cut off: delete it")


async def test_the_export_holds_all_of_it_with_times_to_read_and_orders_as_the_bot_tells_them(tmp_path: Path) -> None:
    config = await asyncio.to_thread(stopped, tmp_path, LIN)
    out = tmp_path / "lin.zip"
    await asyncio.to_thread(kefu, "contacts", "export", str(LIN.wechat), "--out", out, "--config", config)
    files = unzipped(out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert files[f"photographs/{LIN.photo}.jpg"] == b"jpg"
    data = json.loads(files["data.json"])
    assert {table.kind for table in TABLES.values() if table.told} - data.keys() == {"staff_notes"}
    [told] = data["orders_proven"]
    assert (told["number"], told["lines"][0]["item"]) == ("A3", "茶壶")
    assert "13812345678" not in files["data.json"].decode()
    assert data["transcript"][0]["at"] == "2026-11-01T10:26:40+08:00"
    assert "Notiz" not in files["data.json"].decode()
    again = tmp_path / "notes.zip"
    noted = ("contacts", "export", str(LIN.wechat), "--with-notes", "--out", again, "--config", config)
    assert (await asyncio.to_thread(kefu, *noted)).exit_code == 0
    assert "Notiz" in unzipped(again)["data.json"].decode()


def test_the_readme_explains_every_heading_in_the_shops_language_and_in_english() -> None:
    kinds = {table.kind for table in TABLES.values() if table.told} | {"orders_proven"}
    for path in READMES.iterdir():
        text = path.read_text("utf-8")
        assert [kind for kind in kinds if f"\n{kind} " not in text] == [], path.name
    assert readme("zh-TW").startswith("關於您的個人資料")
    assert "WHAT IS KEPT ABOUT YOU" in readme("zh-CN")
    assert readme("fr") == readme("en")


async def test_a_person_is_erased_through_the_running_kefu(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        await known(shop, tmp_path, LIN)
        told = await shop.typed("contacts", "erase", str(LIN.telegram), "--yes")
        assert told.exit_code == 0, told.stderr
        assert "Erased. Receipt 1:" in told.stdout
        for words in ("delete the chat in the app", f"conversation #{LIN.conversation}", "backups", "orders"):
            assert words in told.stdout
        assert LIN.secret not in told.stdout
        again = await shop.typed("contacts", "erase", str(LIN.conversation), "--yes")
        assert (again.exit_code, again.stderr.count("\n")) == (1, 1)
        assert f"nothing is kept about conversation #{LIN.conversation}" in again.stderr
        assert not (folder_beside(tmp_path / "var/kefu.db") / LIN.photo).exists()
        assert await shop.store.load(LIN.telegram) is None


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh_CN.UTF-8", "文件里残留的内容会在夜间或 kefu 重新启动时清除：照片文件夹没有完成这一步（"),
        ("en_US.UTF-8", "when kefu is started again, because the folder of photographs did not do it ("),
    ],
)
async def test_what_the_disk_refuses_after_an_erasure_is_told_in_the_language_of_the_terminal(
    language: str, told: str, tmp_path: Path
) -> None:
    async with running(tmp_path) as shop:
        await known(shop, tmp_path, LIN)
        photo = folder_beside(tmp_path / "var/kefu.db") / LIN.photo
        photo.unlink()
        photo.mkdir()
        erased = await shop.typed("contacts", "erase", str(LIN.telegram), "--yes", LC_ALL=language)
        assert erased.exit_code == 0, erased.stderr
        assert told in erased.stdout


async def test_the_orders_that_they_have_proven_are_named_as_long_as_anybody_knows(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        await known(shop, tmp_path, LIN)
        told = await shop.typed("contacts", "erase", str(LIN.telegram), "--yes")
        assert "then here: kefu orders erase A3\n" in told.stdout
        assert (await shop.typed("orders", "erase", "A3", "--yes")).exit_code == 0


def test_a_person_is_erased_while_kefu_is_stopped_and_no_byte_is_left(tmp_path: Path) -> None:
    config = stopped(tmp_path, LIN)
    result = kefu("contacts", "erase", str(LIN.wechat), "--yes", "--json", "--config", config)
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert (told["receipt"], told["counts"]["messages"]) == (1, 3)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert LIN.secret.encode() not in path.read_bytes(), path.name


def test_what_a_power_cut_left_of_whoever_was_erased_goes_when_the_command_is_repeated(tmp_path: Path) -> None:
    config = stopped(tmp_path, LIN)
    erased_and_killed(tmp_path / "var/kefu.db", LIN.conversation)
    photo = folder_beside(tmp_path / "var/kefu.db") / LIN.photo
    left = b"".join(path.read_bytes() for path in (tmp_path / "var").glob("kefu.db*"))
    assert LIN.secret.encode() in left
    assert photo.exists()
    again = kefu("contacts", "erase", str(LIN.conversation), "--yes", "--config", config)
    assert (again.exit_code, again.stderr.count("\n")) == (1, 1)
    assert "nothing is kept about" in again.stderr
    assert [
        path.name for path in tmp_path.rglob("*") if path.is_file() and LIN.secret.encode() in path.read_bytes()
    ] == []
    assert not photo.exists()


def test_a_dry_run_says_what_and_does_nothing(tmp_path: Path) -> None:
    config = stopped(tmp_path, BUSY)
    first = kefu("contacts", "erase", str(BUSY.conversation), "--dry-run", "--config", config)
    assert first.exit_code == 0
    assert f"Under way: return {BUSY.rma} is awaiting_shipment: goods or money may be owed.\n" in first.stdout
    assert "stays, without the person" in first.stdout
    assert kefu("contacts", "erase", str(BUSY.conversation), "--dry-run", "--config", config).stdout == first.stdout


def test_in_a_chinese_terminal_what_is_found_and_erased_stands_under_chinese_headings(tmp_path: Path) -> None:
    config = stopped(tmp_path, BUSY)
    taiwan = {"LC_ALL": "zh_TW.UTF-8", "COLUMNS": "200"}
    found = kefu("contacts", "find", "Busystreet", "--config", config, **taiwan).stdout
    assert found.split()[:7] == ["聯絡人", "對話", "管道", "帳號", "名字", "狀態", "最後來訊"]
    plan = kefu("contacts", "erase", str(BUSY.conversation), "--dry-run", "--config", config, **taiwan).stdout
    assert plan.splitlines()[1].split() == ["資料表", "列數", "處理"]
    assert "保留，但不再和此人有關" in plan
    assert "退貨申請，是店鋪的帳：什麼、何時、多少" in plan


def test_what_the_shop_must_finish_is_refused_and_forced(tmp_path: Path) -> None:
    config = stopped(tmp_path, BUSY)
    refused = kefu("contacts", "erase", str(BUSY.telegram), "--yes", "--config", config)
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)
    assert f"staff have conversation #{BUSY.conversation} (open)" in refused.stderr
    forced = kefu("contacts", "erase", str(BUSY.telegram), "--yes", "--force", "--config", config)
    assert forced.exit_code == 0
    assert f"return {BUSY.rma} stays in the books as awaiting_shipment" in forced.stdout


@pytest.mark.parametrize("typed", ["", "n\n"])
def test_whoever_does_not_say_yes_erases_nothing(tmp_path: Path, typed: str) -> None:
    from typer.testing import CliRunner

    from bots.cli.program import app

    config = stopped(tmp_path, LIN)
    words = ["contacts", "erase", str(LIN.telegram), "--config", str(config)]
    result: Result = CliRunner().invoke(app, words, prog_name="kefu", input=typed)
    assert result.exit_code == 1
    assert kefu("contacts", "find", str(LIN.telegram), "--config", config).exit_code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["erase", "lin"], 2, "'lin' is neither an account (telegram:1001) nor a conversation"),
        (["export", "telegram:nobody"], 1, "nothing is kept about telegram:nobody"),
        (["export", "#999"], 1, "nothing is kept about conversation #999"),
        (["erase", "999", "--yes"], 1, "nothing is kept about conversation #999"),
        (["find", "nobody"], 1, "nobody is known by 'nobody'"),
        (["find", " "], 1, "nobody is known by"),
        (["export"], 2, "Missing argument 'WHO'"),
        (["export", "3:" + "x" * 500], 1, "nothing is kept about"),
    ],
)
def test_a_slip_is_answered_in_one_line(words: list[str], code: int, said: str, tmp_path: Path) -> None:
    result = kefu("contacts", *words, "--config", stopped(tmp_path, LIN))
    assert (result.exit_code, result.stderr.count("\n")) == (code, 1)
    assert said in result.stderr


async def test_a_slip_is_answered_in_one_line_beside_a_running_kefu_too(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        for words in (("export", "telegram:nobody"), ("erase", "999", "--yes"), ("find", "../outbox?x=1&limit=9")):
            result = await shop.typed("contacts", *words)
            assert (result.exit_code, result.stderr.count("\n")) == (1, 1), words
        shop.socket.unlink()
        result = await shop.typed("contacts", "find", "x")
        assert result.exit_code == 3
        assert "the running kefu does not answer" in result.stderr


async def test_an_account_with_strange_letters_is_exported_beside_a_running_kefu(tmp_path: Path) -> None:
    strange = Somebody(4, "&who=telegram:1 #%2f 名")
    async with running(tmp_path) as shop:
        await known(shop, tmp_path, strange)
        result = await shop.typed("contacts", "export", str(strange.telegram), "--out", tmp_path / "x.zip")
        assert result.exit_code == 0, result.stderr


def test_an_export_is_whole_under_its_name_after_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config, out = stopped(tmp_path, LIN), tmp_path / "lin.zip"
    flush, flushed = os.fsync, []

    def notes(descriptor: int) -> None:
        flushed.append((os.fstat(descriptor).st_ino, os.fstat(descriptor).st_size, out.exists()))
        flush(descriptor)

    monkeypatch.setattr("os.fsync", notes)
    assert kefu("contacts", "export", str(LIN.telegram), "--out", out, "--config", config).exit_code == 0
    assert (out.stat().st_ino, out.stat().st_size, False) in flushed, "all of it is on the disk before it has its name"
    assert (tmp_path.stat().st_ino, True) in {(number, is_there) for number, _, is_there in flushed}, "then its name is"


def test_a_disk_that_fills_up_amid_an_export_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    config, out = stopped(tmp_path, LIN), tmp_path / "lin.zip"
    large = os.urandom(4_000_000)
    PhotoFiles(folder_beside(tmp_path / "var/kefu.db")).write(LIN.photo, large)
    with no_file_larger_than(len(large) - 1):
        result = kefu("contacts", "export", str(LIN.telegram), "--out", out, "--config", config)
    said = f"cannot write {out}: File too large; make room there, or name a place on another disk\n"
    assert (result.exit_code, result.stderr) == (3, said)
    assert [*tmp_path.glob("lin*")] == []


def test_an_export_that_is_there_is_not_overwritten_by_a_slip(tmp_path: Path) -> None:
    config = stopped(tmp_path, LIN)
    out = tmp_path / "kefu.yaml"
    result = kefu("contacts", "export", str(LIN.telegram), "--out", out, "--config", config)
    assert (result.exit_code, result.stderr) == (1, "kefu.yaml is there already; --force overwrites it\n")


@given(st.recursive(st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(), st.lists, max_leaves=5))
def test_what_is_no_time_is_told_as_it_is(value: object) -> None:
    from zoneinfo import ZoneInfo

    assert readable({"text": value}, ZoneInfo("UTC")) == {"text": value}
