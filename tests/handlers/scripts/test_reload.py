"""An admin edits while customers write: good words come in force at once, bad ones never."""

import asyncio
import gc
import os
import resource
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from shutil import rmtree

import pytest
from structlog.testing import capture_logs

from handlers.scripts.problem import Broken, Fresh, Problem
from handlers.scripts.reload import Hearers, Reloading, ReloadingShelf
from handlers.scripts.shelf import LoadedLibrary
from handlers.scripts.watching import Seen
from tests.handlers.scripts.shop import DECLARATIONS, FEE, put

NEW = FEE.replace("99", "199")
OPEN_FILES = Path("/proc/self/fd")
WAIT = 60.0
"""Seconds until a test is given up; none waits so long when all is well."""


class Admin:
    """Saves files as editors do, and hears what kefu says of them."""

    def __init__(self, folder: Path, kept_in: Path | None = None) -> None:
        self.folder = folder
        self.heard: asyncio.Queue[list[Problem] | LoadedLibrary] = asyncio.Queue()
        self.shelf = ReloadingShelf(folder, DECLARATIONS, Hearers(self.on_broken, self.heard.put), kept_in=kept_in)

    async def on_broken(self, problems: list[Problem]) -> None:
        await self.heard.put(problems)

    def saves(self, text: str, name: str = "fee") -> None:
        """Written beside and moved over, as vim and VS Code do."""
        path = self.folder / "zh-CN" / f"{name}.yaml"
        beside = path.with_suffix(".yaml~")
        beside.write_text(text, "utf-8")
        beside.replace(path)

    def reads(self) -> str:
        script = self.shelf.library.script("zh-CN", "fee")
        return script.line("text", shop="小店") if script else "?"

    async def hears(self) -> list[str]:
        """The problems told next; [] when the words were loaded."""
        news = await asyncio.wait_for(self.heard.get(), WAIT)
        return [] if isinstance(news, LoadedLibrary) else [problem.code for problem in news]


@asynccontextmanager
async def watching(shelf: ReloadingShelf, poll: float = 0.1) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(shelf.watch(stop, poll=poll))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, WAIT)


@pytest.fixture
def admin(tmp_path: Path) -> Admin:
    return Admin(put(tmp_path / "scripts"))


async def test_a_saved_script_is_used_for_the_next_answer(admin: Admin) -> None:
    async with watching(admin.shelf):
        admin.saves(NEW)
        assert await admin.hears() == []
        assert admin.reads() == "满 199 元包邮，小店。"


async def test_the_last_good_words_stay_until_the_mistake_is_mended(admin: Admin) -> None:
    async with watching(admin.shelf):
        admin.saves(NEW.replace("{{ shop }}", "{{ shp }}"))
        assert await admin.hears() == ["blank_unknown"]
        assert admin.reads() == "满 99 元包邮，小店。"
        admin.saves(NEW)
        assert await admin.hears() == []
        assert admin.reads() == "满 199 元包邮，小店。"


async def test_the_same_mistake_is_told_once_another_one_again(admin: Admin) -> None:
    broken = FEE.replace("{{ shop }}", "{{ shp }}")
    for text in (broken, broken + "# saved again\n"):
        admin.saves(text)
        assert not await admin.shelf.reload()
    admin.saves(FEE.replace("{{ shop }}", "{{ shop }"))
    assert not await admin.shelf.reload()
    assert [await admin.hears(), await admin.hears()] == [["blank_unknown"], ["blank_open"]]
    assert admin.heard.empty()


async def test_a_script_that_other_languages_lack_is_not_called_what_keeps_new_words_back(admin: Admin) -> None:
    folder = admin.folder / "zh-TW"
    folder.mkdir()
    for each in (admin.folder / "zh-CN").iterdir():
        (folder / each.name).write_text(each.read_text("utf-8"), "utf-8")
    admin.saves("triggers: [停车]\nlines:\n  text: 店门口可以停车。\n", "parking")
    assert await admin.shelf.reload()
    admin.saves(FEE.replace("{{ shop }}", "{{ shp }}"))
    assert not await admin.shelf.reload()
    assert [await admin.hears(), await admin.hears()] == [[], ["blank_unknown"]]
    assert [problem.code for problem in admin.shelf.problems] == ["blank_unknown"]


async def test_a_mistake_that_moved_or_one_of_two_that_is_left_is_not_told_again(admin: Admin) -> None:
    one, two = FEE.replace("{{ shop }}", "{{ shp }}"), FEE.replace("{{ shop }}", "{{ shp }}{{ nme }}")
    for text in (two, "# an editor that saves\n# while I type\n" + two, one, two):
        admin.saves(text)
        assert not await admin.shelf.reload()
    assert await admin.hears() == ["blank_unknown", "blank_unknown"]
    assert admin.heard.empty()
    assert [problem.line for problem in admin.shelf.problems] == [4, 4]
    admin.saves(FEE)
    assert await admin.shelf.reload()
    admin.saves(one)
    assert not await admin.shelf.reload()
    assert [await admin.hears(), await admin.hears()] == [[], ["blank_unknown"]]


async def test_a_folder_that_counts_whole_seconds_is_read_as_it_is(admin: Admin) -> None:
    """Two saves within one of its seconds, of the same length, leave the same time and the same size."""
    path = admin.folder / "zh-CN/fee.yaml"
    for text in (FEE.replace("99", "88"), FEE.replace("99", "77")):
        path.write_text(text, "utf-8")
        os.utime(path, (1_800_000_000, 1_800_000_000))
        await admin.shelf.follow(a_look())
        assert await admin.hears() == []
    assert admin.reads() == "满 77 元包邮，小店。"


async def test_a_file_that_is_moved_over_another_of_the_same_time_and_size_is_seen(admin: Admin) -> None:
    path = admin.folder / "zh-CN/fee.yaml"
    status = path.stat()
    admin.saves(FEE.replace("99", "88"))
    os.utime(path, ns=(status.st_mtime_ns, status.st_mtime_ns))
    await admin.shelf.follow(a_look())
    assert admin.reads() == "满 88 元包邮，小店。"


async def test_a_file_that_nobody_may_read_any_more_is_looked_at_again(admin: Admin) -> None:
    attempts: list[Sequence[Problem]] = []

    async def attempted(problems: Sequence[Problem]) -> None:
        attempts.append(problems)

    admin.shelf.after_reload = attempted
    (admin.folder / "zh-CN/fee.yaml").chmod(0)
    await admin.shelf.follow(a_look())
    assert len(attempts) == 1


async def test_a_file_that_is_still_being_written_is_read_when_it_is_whole(tmp_path: Path) -> None:
    stages = iter((1, 2, 3, 4, 4, 4))
    read: list[int] = []
    now = 1

    def look() -> Seen:
        nonlocal now
        now = next(stages)
        return frozenset({now})

    async def heard(_: object) -> None:
        return

    def load(_place: Path, _bearing: bool) -> Fresh[int]:
        read.append(now)
        return Fresh(now, ())

    shelf = Reloading[int]("files", tmp_path, load, look, Hearers(heard, heard), None)
    await shelf.follow(a_look())
    assert read == [1, 4]


async def a_look() -> AsyncIterator[None]:
    yield


async def test_a_new_script_and_a_deleted_one_are_seen(admin: Admin) -> None:
    async with watching(admin.shelf):
        admin.saves("triggers: [发票]\nlines: {text: 有}\n", "invoice")
        assert await admin.hears() == []
        assert admin.shelf.library.triggered("发票", "zh-CN") == "invoice"
        (admin.folder / "zh-CN/invoice.yaml").unlink()
        assert await admin.hears() == []
        assert admin.shelf.library.triggered("发票", "zh-CN") is None


async def test_a_change_made_before_the_watch_began_is_seen(admin: Admin) -> None:
    admin.saves(NEW)
    async with watching(admin.shelf):
        assert await admin.hears() == []


async def test_a_folder_that_vanishes_changes_nothing_and_is_seen_again_when_it_is_back(admin: Admin) -> None:
    async with watching(admin.shelf):
        rmtree(admin.folder)
        while "no_folder" not in await admin.hears():
            continue  # told of each file as it went
        assert admin.reads() == "满 99 元包邮，小店。"
        put(admin.folder, fee=NEW)
        while admin.reads() != "满 199 元包邮，小店。":
            await admin.hears()  # told while the files come back one by one


@contextmanager
def hardly_a_file_to_open() -> Iterator[None]:
    """Of the system: it takes several to be told of changes."""
    gc.collect()  # what other tests left open is not closed amid this one
    limits, highest = resource.getrlimit(resource.RLIMIT_NOFILE), max(int(each.name) for each in OPEN_FILES.iterdir())
    taken = [os.open(os.devnull, os.O_RDONLY)]
    while taken[-1] <= highest:  # until every number below is taken: the system gives the lowest
        taken.append(os.open(os.devnull, os.O_RDONLY))
    resource.setrlimit(resource.RLIMIT_NOFILE, (taken[-1] + 1, limits[1]))
    for _ in range(2):
        os.close(taken.pop())
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    for each in taken:
        os.close(each)


async def test_where_the_system_tells_of_no_changes_we_look_by_ourselves(admin: Admin) -> None:
    with capture_logs() as logs, hardly_a_file_to_open():
        async with watching(admin.shelf):
            for text in (NEW, FEE):
                admin.saves(text)
                assert await admin.hears() == []
    assert [line["event"] for line in logs].count("files.unwatched") == 1


async def test_saving_without_a_change_is_not_news(admin: Admin) -> None:
    async with watching(admin.shelf):
        (admin.folder / "zh-CN/.fee.yaml.swp").write_text("x")
        (admin.folder / "notes.txt").write_text("x")
        admin.saves(NEW)
        await admin.hears()
        assert admin.heard.empty()


async def test_what_was_read_at_once_is_not_read_again_when_the_disk_tells_of_it(admin: Admin) -> None:
    admin.saves(NEW)
    await admin.shelf.reload()
    await admin.hears()
    await admin.shelf.follow(a_look())
    assert admin.heard.empty()
    admin.saves(FEE)
    await admin.shelf.follow(a_look())
    assert await admin.hears() == []


async def test_of_two_who_save_at_once_the_words_of_the_later_stay() -> None:
    versions, began, may_end = iter(["first", "second", "third"]), threading.Event(), threading.Event()
    loaded: asyncio.Queue[str] = asyncio.Queue()

    def read(_place: Path, _bearing: bool) -> Fresh[str]:
        version = next(versions)
        if version == "second":
            began.set()
            may_end.wait(WAIT)
        return Fresh(version, ())

    files = Reloading("words", Path(), read, frozenset, Hearers(nobody_hears, loaded.put), None)
    earlier = asyncio.create_task(files.reload())
    await asyncio.to_thread(began.wait, WAIT)
    later = asyncio.create_task(files.reload())
    await asyncio.sleep(0.05)
    may_end.set()
    await asyncio.gather(earlier, later)
    assert [loaded.get_nowait() for _ in range(2)] == ["second", "third"]


async def nobody_hears(_problems: list[Problem]) -> None:
    raise AssertionError


async def test_a_desk_that_is_away_does_not_stop_the_watch(tmp_path: Path) -> None:
    loaded = asyncio.Event()

    async def away(_problems: list[Problem]) -> None:
        raise ConnectionError

    async def on_loaded(_library: LoadedLibrary) -> None:
        loaded.set()
        raise ConnectionError

    folder = put(tmp_path)
    shelf = ReloadingShelf(folder, DECLARATIONS, Hearers(away, on_loaded))
    put(folder, fee="- a\n")
    assert not await shelf.reload()
    put(folder, fee=NEW)
    assert await shelf.reload()
    assert loaded.is_set()


BROKEN = FEE.replace("{{ shop }}", "{{ shp }}")


async def begun(folder: Path) -> Admin:
    """kefu has started, and all that it does at a start is done."""
    admin = Admin(put(folder / "scripts"), folder / "var/kept")
    async with watching(admin.shelf):
        admin.saves(NEW)
        assert await admin.hears() == []
    return admin


async def test_a_mistake_of_the_evening_does_not_keep_kefu_from_starting_at_night(tmp_path: Path) -> None:
    admin = await begun(tmp_path)
    admin.saves(BROKEN)
    again = Admin(admin.folder, tmp_path / "var/kept")
    assert again.reads() == "满 199 元包邮，小店。", "what was last in force is"
    async with watching(again.shelf):
        assert await again.hears() == ["blank_unknown"], "the admin hears of it as if it were new"
        again.saves(FEE)
        assert await again.hears() == []
    assert again.reads() == "满 99 元包邮，小店。"


async def test_whole_words_that_are_gone_are_those_of_the_last_start(tmp_path: Path) -> None:
    admin = await begun(tmp_path)
    rmtree(admin.folder)
    assert Admin(admin.folder, tmp_path / "var/kept").reads() == "满 199 元包邮，小店。"


async def test_a_mistake_is_never_taken_for_the_last_good_words(tmp_path: Path) -> None:
    admin = await begun(tmp_path)
    for text in (BROKEN, BROKEN + "# again\n"):
        admin.saves(text)
        again = Admin(admin.folder, tmp_path / "var/kept")
        async with watching(again.shelf):
            assert await again.hears() == ["blank_unknown"]
        assert again.reads() == "满 199 元包邮，小店。"


async def test_a_mistake_of_the_first_moment_is_not_kept_and_one_that_is_mended_by_then_is_not_told(
    tmp_path: Path,
) -> None:
    kept = tmp_path / "var/kept"
    admin = await begun(tmp_path)
    again = Admin(admin.folder, kept)
    again.saves(BROKEN)
    assert not await again.shelf.reload()
    async with watching(again.shelf):
        assert await again.hears() == ["blank_unknown"]
    last = Admin(admin.folder, kept)
    assert last.reads() == "满 199 元包邮，小店。"
    last.saves(FEE)
    assert await last.shelf.reload()
    async with watching(last.shelf):
        assert await last.hears() == []
    assert last.heard.empty()


async def test_what_was_kept_and_does_not_check_any_more_opens_no_shop(tmp_path: Path) -> None:
    admin = await begun(tmp_path)
    admin.saves(BROKEN)
    (tmp_path / "var/kept/scripts.zip").write_bytes(b"half of it")
    with pytest.raises(Broken, match="shp"):
        Admin(admin.folder, tmp_path / "var/kept")


async def test_a_folder_that_takes_nothing_stops_no_shop(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file in the way")
    admin = await begun(tmp_path)
    assert admin.reads() == "满 199 元包邮，小店。"


def test_a_shop_does_not_open_with_broken_words(tmp_path: Path) -> None:
    with pytest.raises(Broken):
        Admin(put(tmp_path, fee="- a\n"))


async def test_a_file_that_cannot_be_read_is_a_problem_like_any_other(admin: Admin) -> None:
    (admin.folder / "zh-CN/fee.yaml").unlink()
    (admin.folder / "zh-CN/fee.yaml").symlink_to("gone.yaml")
    assert not await admin.shelf.reload()
    assert await admin.hears() == ["unreadable"]


async def test_every_attempt_is_told_to_who_asks_for_it_also_the_same_mistake_again(admin: Admin) -> None:
    attempts: list[list[str]] = []

    async def after_reload(problems: list[Problem]) -> None:
        attempts.append([problem.code for problem in problems])

    admin.shelf.after_reload = after_reload
    broken = FEE.replace("{{ shop }}", "{{ shp }}")
    for text in (broken, broken + "# saved again\n", NEW):
        admin.saves(text)
        await admin.shelf.reload()
    assert attempts == [["blank_unknown"], ["blank_unknown"], []]
