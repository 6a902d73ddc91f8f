"""An admin saves scripts in the page: whole files, nobody else's work lost, and nothing outside of the folder."""

import asyncio
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bots.sandbox.page.scripts.files import NotThere, ScriptFiles, Unsaveable, digest_of
from bots.sandbox.page.values import ScriptState
from tests.sandbox.page.script_editor import editor_of, our_scripts

FEE = "zh-CN/shipping_fee"
NEW = "triggers: [运费]\nlines:\n  text: 全场包邮。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return our_scripts(tmp_path)


async def test_what_is_saved_is_on_disk_and_on_the_board(folder: Path) -> None:
    path = folder / f"{FEE}.yaml"
    path.chmod(0o640)
    async with editor_of(folder) as admin:
        _, opened = await admin.opens(FEE)
        assert opened["text"] == path.read_text("utf-8")
        status, saved = await admin.saves(FEE, NEW, opened["digest"])
        assert (status, path.read_text("utf-8")) == (200, NEW)
        assert admin.board.get(f"script/{FEE}") == ScriptState(
            language="zh-CN", id="shipping_fee", digest=saved["digest"], problems=()
        )
        assert await admin.opens(FEE) == (200, {"text": NEW, "digest": saved["digest"]})
    assert stat.S_IMODE(path.stat().st_mode) == 0o640, "who may read it stays as it was"
    assert sorted(each.suffix for each in path.parent.iterdir() if each.suffix != ".yaml") == []


async def test_somebody_elses_change_is_not_overwritten(folder: Path) -> None:
    async with editor_of(folder) as admin:
        _, opened = await admin.opens(FEE)
        (folder / f"{FEE}.yaml").write_text("# by hand\n" + opened["text"], "utf-8")
        status, refused = await admin.saves(FEE, NEW, opened["digest"])
        assert status == 409
        assert "changed by somebody else" in refused["error"]
        assert (await admin.opens(FEE))[1]["text"].startswith("# by hand\n")


async def test_a_new_script_is_made_once(folder: Path) -> None:
    async with editor_of(folder) as admin:
        assert (await admin.opens("en/spring_fair"))[0] == 404
        assert (await admin.saves("en/spring_fair", NEW, ""))[0] == 200
        assert (await admin.saves("en/spring_fair", NEW, ""))[0] == 409
        assert admin.board.get("script/en/spring_fair").digest == digest_of(NEW.encode())


@pytest.mark.parametrize(
    "script",
    [
        "zh-CN/..%2F..%2Fkefu",
        "zh-CN/%2Fetc%2Fpasswd",
        "zh-CN/menu.yaml",
        "zh-CN/.menu",
        "zh-CN/Menu",
        "zh-CN/a%00b",
        "..%2F..%2Fetc/passwd",
        "%2E%2E/scripts",
        "fr/menu",
        "ZH/menu",
    ],
)
async def test_nothing_else_can_be_named(folder: Path, script: str) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.parent.rglob("*")}
    async with editor_of(folder) as admin:
        assert (await admin.opens(script))[0] == 404
        assert (await admin.saves(script, NEW, ""))[0] == 404
    assert before == {path: path.stat().st_mtime_ns for path in folder.parent.rglob("*")}


def test_a_link_out_of_the_folder_is_not_followed(folder: Path) -> None:
    secret = folder.parent / "secret.yaml"
    secret.write_text("hush", "utf-8")
    (folder / "zh-CN" / "linked.yaml").symlink_to(secret)
    (folder / "fr").symlink_to(folder.parent)
    files = ScriptFiles(folder)
    for language, script_id in (("zh-CN", "linked"), ("fr", "secret")):
        with pytest.raises(NotThere):
            files.read(language, script_id)
        with pytest.raises(NotThere):
            files.save(language, script_id, NEW, digest_of(b"hush"))
    assert secret.read_text("utf-8") == "hush"


def test_a_link_within_the_folder_stays_a_link(folder: Path) -> None:
    link = folder / "zh-CN" / "postage.yaml"
    link.symlink_to("shipping_fee.yaml")
    files = ScriptFiles(folder)
    files.save("zh-CN", "postage", NEW, files.read("zh-CN", "postage").digest)
    assert link.is_symlink()
    assert files.read("zh-CN", "shipping_fee").text == NEW


def test_a_file_keeps_its_line_ends(folder: Path) -> None:
    path = folder / f"{FEE}.yaml"
    path.write_bytes(b"lines:\r\n  text: a\r\n")
    files = ScriptFiles(folder)
    opened = files.read("zh-CN", "shipping_fee")
    assert opened.text == "lines:\n  text: a\n"
    saved = files.save("zh-CN", "shipping_fee", "lines:\n  text: b\n", opened.digest)
    assert path.read_bytes() == saved.body == b"lines:\r\n  text: b\r\n"


@pytest.mark.parametrize("text", ["x" * 70_000, "\ud83d"])
def test_what_no_script_can_be_is_not_saved(folder: Path, text: str) -> None:
    files = ScriptFiles(folder)
    before = files.read("zh-CN", "shipping_fee")
    with pytest.raises(Unsaveable):
        files.save("zh-CN", "shipping_fee", text, before.digest)
    assert files.read("zh-CN", "shipping_fee") == before


def test_a_full_disk_leaves_the_old_file_and_no_other(folder: Path) -> None:
    files = ScriptFiles(folder)
    before, names = files.read("zh-CN", "shipping_fee"), sorted((folder / "zh-CN").iterdir())
    with room_for(10), pytest.raises(Unsaveable, match="could not be saved"):
        files.save("zh-CN", "shipping_fee", NEW, before.digest)
    assert files.read("zh-CN", "shipping_fee") == before
    assert sorted((folder / "zh-CN").iterdir()) == names


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file can be written further than so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_of_two_browsers_that_save_at_once_the_second_is_told(folder: Path) -> None:
    async with editor_of(folder) as admin:
        _, opened = await admin.opens(FEE)
        texts = [f"{NEW}# {number}\n" for number in range(5)]
        answers = await asyncio.gather(*(admin.saves(FEE, text, opened["digest"]) for text in texts))
        statuses = [status for status, _ in answers]
        assert sorted(statuses) == [200, 409, 409, 409, 409]
        assert (await admin.opens(FEE))[1]["text"] == texts[statuses.index(200)]
