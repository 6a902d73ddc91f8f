"""The sandbox as a program in somebody's terminal."""

import asyncio
import os
import pty
import re
import signal
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.terminals import move_into

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0
"""Seconds: the machine may be busy."""


@dataclass(frozen=True, slots=True)
class Program:
    process: asyncio.subprocess.Process
    screen: int
    folder: Path
    """Where it keeps what is to be gone with it."""

    async def ends(self) -> int:
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()

    async def says(self, words: str) -> None:
        """Read the terminal as far as that."""
        seen = b""
        async with asyncio.timeout(PATIENCE):
            while not re.search(words.encode(), seen):
                seen += await asyncio.to_thread(os.read, self.screen, 4096)


@asynccontextmanager
async def sandbox(tmp_path: Path, columns: int = 80, language: str = "C.UTF-8") -> AsyncIterator[Program]:
    """With a terminal of its own, on which nobody types."""
    temporary, here = tmp_path / "temporary", tmp_path / "here"
    temporary.mkdir()
    here.mkdir()
    screen, terminal = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bots", "sandbox", "--port", "0", "--no-browser"),
        stdin=DEVNULL,
        stdout=terminal,
        stderr=terminal,
        cwd=here,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(temporary),
            "COLUMNS": str(columns),
            "LC_ALL": language,
        },
        start_new_session=True,
        preexec_fn=partial(move_into, terminal),
    )
    os.close(terminal)
    try:
        yield Program(process, screen, temporary)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_a_terminal_that_is_closed_leaves_nothing_of_the_sandbox_behind(tmp_path: Path) -> None:
    async with sandbox(tmp_path) as program:
        await program.says("Ctrl-C stops it")
        assert list(program.folder.iterdir())
        os.close(program.screen)
        assert await program.ends() == 0
        assert not list(program.folder.iterdir())


async def test_a_chinese_terminal_names_the_order_of_readme_with_its_proof_and_how_it_stands(tmp_path: Path) -> None:
    async with sandbox(tmp_path, language="zh_CN.UTF-8") as program:
        await program.says(r"A20261115  7788  \S*运输中")
        program.process.send_signal(signal.SIGINT)
        await program.says("沙箱已关闭")
        assert await program.ends() == 0
        os.close(program.screen)


async def test_a_narrow_terminal_breaks_no_command_that_is_to_be_copied(tmp_path: Path) -> None:
    async with sandbox(tmp_path, columns=40) as program:
        await program.says(r"sandbox --chat telegram +--port \d+ \S*a customer in Telegram")
        program.process.send_signal(signal.SIGINT)
        await program.says("The sandbox is closed")
        assert await program.ends() == 0
        os.close(program.screen)


async def test_a_sandbox_that_is_told_to_reads_the_files_again_and_goes_on(tmp_path: Path) -> None:
    async with sandbox(tmp_path) as program:
        await program.says("Ctrl-C stops it")
        program.process.send_signal(signal.SIGHUP)
        await program.says("files.read_again")
        program.process.send_signal(signal.SIGINT)
        await program.says("nothing of it is kept")
        assert await program.ends() == 0
        assert not list(program.folder.iterdir())
        os.close(program.screen)
