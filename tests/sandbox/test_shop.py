"""`kefu sandbox` as one types it: it says how to talk, a second terminal talks, Ctrl-C leaves nothing behind."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bots.sandbox.serving import command
from tests.e2e.shop import free_port


@asynccontextmanager
async def kefu(
    folder: Path, *words: str, screen: int = PIPE, variables: Mapping[str, str] = os.environ
) -> AsyncIterator[Process]:
    """Typed in an empty folder; killed if the test leaves it running. `screen`: where it prints."""
    shop, temporary = folder / "shop", folder / "tmp"
    shop.mkdir(exist_ok=True)
    temporary.mkdir(exist_ok=True)
    environment = {**variables, "TMPDIR": str(temporary), "COLUMNS": "200", "PYTHONWARNINGS": "default"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bots", *words, cwd=shop, env=environment, stdin=PIPE, stdout=screen, stderr=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def until(process: Process, wanted: str) -> str:
    """Everything printed up to the line that says this."""
    assert process.stdout is not None
    printed = ""
    async with asyncio.timeout(120):
        while wanted not in printed:
            line = await process.stdout.readline()
            assert line, f"it ended after:\n{printed}\n{(await process.communicate())[1].decode()}"
            printed += line.decode()
    return printed


async def type_in(process: Process, text: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{text}\n".encode())
    await process.stdin.drain()


async def test_the_sandbox_says_how_to_talk_and_a_second_terminal_talks(tmp_path: Path) -> None:
    port = str(free_port())
    async with kefu(tmp_path, "sandbox", "--port", port) as sandbox:
        printed = await until(sandbox, "Ctrl-C stops it")
        page = re.search(r"in a browser: (http://127\.0\.0\.1:\d+)\n", printed)
        assert page
        assert printed.index(page[1]) < printed.index("/readyz")
        async with aiohttp.request("GET", page[1]) as response:
            assert "<title>" in await response.text()
        assert f"--chat wechat    --port {port}" in printed
        assert "was taken" not in printed
        assert re.search(r"A20261115\s+7788", printed)
        async with kefu(tmp_path, "sandbox", "--chat", "wechat", "--port", port) as chat:
            await type_in(chat, "查订单 A20261109")
            await until(chat, "收货手机的后四位")
            await type_in(chat, "5678")
            await until(chat, "护眼台灯")
            await type_in(chat, ":quit")
            assert await chat.wait() == 0

        sandbox.send_signal(signal.SIGINT)
        rest, errors = await sandbox.communicate()
        assert sandbox.returncode == 0, errors.decode()
        assert "nothing of it is kept" in rest.decode()
        assert "Traceback" not in errors.decode()
        assert list((tmp_path / "tmp").iterdir()) == []
        assert list((tmp_path / "shop").iterdir()) == []


async def test_in_a_chinese_terminal_the_sandbox_and_the_chat_in_it_speak_chinese(tmp_path: Path) -> None:
    port = str(free_port())
    taiwan, china = ({**os.environ, "LC_ALL": language, "PYTHONUTF8": "1"} for language in ("zh_TW", "zh_CN"))
    async with kefu(tmp_path, "sandbox", "--port", port, variables=taiwan) as sandbox:
        printed = await until(sandbox, "按 Ctrl-C 停止。")
        assert f"請在瀏覽器裡開啟：http://127.0.0.1:{port}\n" in printed
        assert f"sandbox --chat wechat    --port {port} 微信上的客戶\n" in printed
        async with kefu(tmp_path, "sandbox", "--port", port, variables=china) as another:
            _, errors = await another.communicate()
        told = f"端口 {port} 不能用：address already in use；用 --port 0 会自动选一个空闲的"
        assert (another.returncode, errors.decode().splitlines()[-1]) == (3, told)
        async with kefu(tmp_path, "sandbox", "--chat", "desk", "--port", port, variables=china) as chat:
            await until(chat, ":wechat :telegram :slack :desk 换座位，:quit 离开。")
            await type_in(chat, ":fax")
            await until(chat, "没有 :fax；可以用 :wechat, :telegram, :slack, :desk")
            sandbox.send_signal(signal.SIGINT)
            rest, _ = await sandbox.communicate()
            assert "沙盒已關閉；裡面的內容都沒有保留。" in rest.decode()
            _, errors = await chat.communicate()
        assert (chat.returncode, errors.decode()) == (3, f"端口 {port} 上的沙箱已经停止\n")


@pytest.mark.parametrize(
    ("typed", "path", "shown"),
    [
        (".venv/bin/kefu", "", ".venv/bin/kefu"),
        ("{here}/.venv/bin/kefu", "", ".venv/bin/kefu"),
        ("{here}/.venv/bin/kefu", "{here}/.venv/bin", "kefu"),
        ("/opt/kefu/bin/kefu", "", "/opt/kefu/bin/kefu"),
    ],
    ids=["by make", "by its whole name", "from the path", "from another folder"],
)
def test_what_a_second_terminal_is_told_to_type_is_found_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, path: str, shown: str
) -> None:
    program = tmp_path / ".venv/bin/kefu"
    program.parent.mkdir(parents=True)
    program.touch(mode=0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", path.format(here=tmp_path))
    monkeypatch.setattr(sys, "argv", [typed.format(here=tmp_path)])
    assert command() == shown


async def test_who_sits_down_where_no_sandbox_runs_is_told_so_in_one_line(tmp_path: Path) -> None:
    async with kefu(tmp_path, "sandbox", "--chat", "desk", "--port", str(free_port())) as chat:
        printed, errors = await chat.communicate()
        assert chat.returncode not in (0, None)
        assert "no sandbox at port" in (printed + errors).decode()
        assert "Traceback" not in (printed + errors).decode()


@pytest.mark.parametrize(
    ("words", "display", "opens"),
    [((), True, True), (("--no-browser",), True, False), ((), False, False)],
    ids=["with a display", "not wanted", "without a display"],
)
async def test_the_page_opens_by_itself_only_before_somebody_who_sees_windows(
    tmp_path: Path, words: tuple[str, ...], display: bool, opens: bool
) -> None:
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n', "utf-8")
    browser.chmod(0o755)
    variables = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    variables |= {"BROWSER": f"{browser} %s"} | ({"DISPLAY": ":0"} if display else {})
    master, screen = os.openpty()
    with open(master, "rb", buffering=0) as terminal:  # noqa: ASYNC230, PTH123 - a pty has no path
        async with kefu(tmp_path, "sandbox", "--port", "0", *words, screen=screen, variables=variables) as sandbox:
            os.close(screen)
            for wanted in ("Ctrl-C stops it", "closed"):
                printed = ""
                while wanted not in printed:
                    printed += (await asyncio.to_thread(terminal.read, 4096)).decode(errors="replace")
                if wanted != "closed":
                    sandbox.send_signal(signal.SIGINT)
            _, errors = await sandbox.communicate()
            assert sandbox.returncode == 0, errors.decode()
    assert opened.exists() == opens
    assert not opens or opened.read_text("utf-8").startswith("http://127.0.0.1:")
