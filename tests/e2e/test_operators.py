"""What an operator sees: whether kefu lives and is ready, its numbers, its log; and never what people wrote."""

import asyncio
import os
import pty
import shutil
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path

import aiohttp
import orjson
import pytest

from bots.sandbox.platforms import Platforms
from handlers.scripts.ours import OUR_SCRIPTS
from tests.e2e.chats import Customer, Desk, handed_over, settled
from tests.e2e.shop import Shop, free_port
from tests.terminals import move_into

ROOT = Path(__file__).parents[2]


async def answer(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()


async def test_kefu_says_that_it_lives_and_is_ready(shop: Shop) -> None:
    assert (await answer(f"{shop.url}/healthz"))[0] == 200
    status, body = await answer(f"{shop.url}/readyz")
    told = orjson.loads(body)
    assert (status, told["status"], told["database"], told["clock"]) == (200, "ok", "ok", "ok")
    assert told["platforms"] == {"wechat": "ok", "telegram": "ok", "slack": "ok"}


async def test_a_platform_that_is_down_is_named_without_its_token(shop: Shop) -> None:
    telegram = shop.platforms.telegram
    await telegram.close()
    status, body = await answer(f"{shop.url}/readyz")
    told = orjson.loads(body)
    assert (status, told["status"]) == (503, "not ready")
    assert told["platforms"]["telegram"] != "ok"
    assert told["platforms"]["slack"] == told["platforms"]["wechat"] == "ok"
    assert telegram.token not in body
    assert (await answer(f"{shop.url}/healthz"))[0] == 200


async def test_the_last_delivery_of_each_channel_is_told(shop: Shop, customer: Customer) -> None:
    await customer.says("你好")
    await customer.reads("欢迎光临")
    await settled(shop)
    _, body = await answer(f"{shop.url}/readyz")
    assert orjson.loads(body)["last_delivery"].keys() == {"telegram"}


async def test_the_numbers_name_nobody(shop: Shop, desk: Desk, customer: Customer) -> None:
    await customer.says("A20261109 5678")
    await customer.reads("护眼台灯")
    topic = await handed_over(customer, desk)
    await topic.sees_delivered(topic.says("您好"))
    _, body = await answer(f"{shop.url}/metrics")
    assert 'kefu_inbound_total{channel="telegram"}' in body
    assert 'kefu_sends_total{channel="telegram",fate="delivered"}' in body
    assert 'kefu_turn_seconds_count{outcome="answered"}' in body
    assert 'kefu_sends_total{channel="slack",fate="failed"} 0.0' in body
    assert 'kefu_outbox_oldest_seconds{channel="slack"} 0.0' in body
    assert "process_open_fds" in body
    for personal in [customer.name, "7001", "A20261109", "5678", "护眼台灯", shop.platforms.telegram.token]:
        assert personal not in body


@pytest.mark.parametrize("path", ["/", "/telegram", "/wechat", "/slack/events", "/admin", "/.env"])
async def test_strangers_find_no_other_door(shop: Shop, path: str) -> None:
    status, body = await answer(f"{shop.url}{path}")
    assert status in {400, 401, 403, 404, 405}
    assert "Traceback" not in body


@dataclass
class Program:
    """kefu as a program of its own, and what it logs."""

    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)

    async def logs(self, event: str) -> dict[str, object]:
        """Wait for this event. Every line is one JSON object."""
        assert self.process.stderr is not None
        async with asyncio.timeout(120):
            while True:
                line = (await self.process.stderr.readline()).decode()
                assert line, "".join(self.lines)
                self.lines.append(line)
                told: dict[str, object] = orjson.loads(line)
                if told.get("event") == event:
                    return told

    async def stops(self) -> str:
        """Everything it logged, after SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        _, rest = await self.process.communicate()
        assert self.process.returncode == 0, rest.decode()
        return "".join(self.lines) + rest.decode()


@asynccontextmanager
async def program(
    environment: Mapping[str, str], *words: str, terminal: int | None = None, log: int = PIPE
) -> AsyncIterator[Program]:
    """`terminal`: which one it is started in."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bots",
        *words,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=DEVNULL if terminal is None else terminal,
        stdout=PIPE,
        stderr=log,
        start_new_session=True,
        preexec_fn=None if terminal is None else partial(move_into, terminal),
    )
    try:
        yield Program(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@dataclass(frozen=True)
class Alone:
    config: Path

    @property
    def words(self) -> tuple[str, ...]:
        return "run", "--config", str(self.config)

    @property
    def environment(self) -> dict[str, str]:
        return {"KEFU_LOG__FORMAT": "json"}

    @property
    def log_of_the_database(self) -> Path:
        """It is there as long as the database is open."""
        return self.config.parent / "var/kefu.db-wal"


async def test_a_whole_conversation_leaves_no_secret_and_no_word_in_the_log(tmp_path: Path) -> None:
    platforms = Platforms()
    await platforms.start()
    try:
        environment = platforms.environment("telegram", tmp_path / "kefu.db", port=free_port(), calling=True)
        environment |= {"KEFU_LOG__LEVEL": "debug", "KEFU_LOG__FORMAT": "json", "KEFU_SCRIPTS__PATH": str(OUR_SCRIPTS)}
        config = tmp_path / "kefu.yaml"
        config.touch()
        async with program(environment, "run", "--config", str(config)) as kefu:
            started = await kefu.logs("kefu.running")
            platforms.connect(int(str(started["port"])))
            await talk(platforms)
            log = await kefu.stops()
    finally:
        await platforms.close()
    account = platforms.wechat.credentials
    secrets = [
        platforms.telegram.token,
        platforms.telegram.token.partition(":")[2],
        platforms.slack.bot_token,
        platforms.slack.signing_secret,
        account.app_secret,
        account.token,
        account.aes_key,
    ]
    words = ["绝密的话", "李雷", "韩梅梅", "5678", "13900005678", "lifang@example.com", "A20261109", "我是小美"]
    for hidden in [*secrets, *words]:
        assert hidden not in log, f"{hidden!r} is in the log"
    assert "Traceback" not in log
    assert all(orjson.loads(line)["level"] for line in log.splitlines())


async def talk(platforms: Platforms) -> None:
    """On every channel: words, an order, a person, and a message that cannot be delivered."""
    lei = platforms.telegram.customer(7001, "李雷", "zh-hans")
    mei = platforms.slack.customer("U0HMM", "韩梅梅", "zh-CN")
    openid = platforms.wechat.customer("oCustomer000001")
    agent = platforms.forum.agent(9001, "小美")
    for said in ["绝密的话", "A20261109 13900005678", "A20261109 lifang@example.com", "转人工"]:
        lei.say(said)
        mei.say(said)
        await openid.say(said)
    for phone in (lei, mei, openid):
        await phone.screen.until(lambda each: "已经为您转接人工客服" in each.text)
    card = await platforms.forum.screen.until(lambda each: "李雷" in each.text and "结束会话" in each.buttons)
    agent.say("您好，我是小美", thread=card.thread)
    await lei.screen.until(lambda each: "我是小美" in each.text)
    lei.chat.blocked = True
    agent.say("绝密的话", thread=card.thread)
    await platforms.forum.screen.until(lambda each: "没有收到" in each.text)


@pytest.fixture
def alone(tmp_path: Path) -> Alone:
    """A kefu whose platform nobody answers for."""
    config = tmp_path / "kefu.yaml"
    config.write_text("telegram: {token: '1:a', api_base: 'http://127.0.0.1:9'}\nserver: {port: 0}\n", "utf-8")
    config.chmod(0o600)
    shutil.copytree(OUR_SCRIPTS, tmp_path / "scripts")
    return Alone(config)


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    """systemd's side."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(120)
        yield listening


async def test_a_start_tells_which_kefu_it_is_and_that_it_began_with_nothing(alone: Alone) -> None:
    database = alone.config.parent / "var/kefu.db"
    for is_first in (True, False):
        async with program(alone.environment, *alone.words) as kefu:
            told = await kefu.logs("kefu.running")
            log = await kefu.stops()
        assert told["version"] == version("kefu")
        new = [line["path"] for line in map(orjson.loads, log.splitlines()) if line["event"] == "database.new"]
        assert new == ([str(database)] if is_first else [])


async def test_sighup_reads_the_files_again_and_tells_what_came_of_it(alone: Alone) -> None:
    async with program(alone.environment, *alone.words) as kefu:
        await kefu.logs("kefu.running")
        kefu.process.send_signal(signal.SIGHUP)
        told = await kefu.logs("files.read_again")
        assert (told["level"], told["files"]) == ("info", ["scripts", "returns", "surveys", "hours"])
        (alone.config.parent / "hours.yaml").write_text("weekly: 9\n")
        for _ in range(2):  # told again to whoever asks again
            kefu.process.send_signal(signal.SIGHUP)
            told = await kefu.logs("files.read_again")
            assert (told["level"], told["broken"]) == ("warning", ["hours"])
            assert "hours.yaml:1: " in str(told["problems"])
        await kefu.stops()


@pytest.mark.parametrize("logs_there", [False, True])
async def test_a_terminal_that_is_closed_stops_kefu_in_order(
    alone: Alone, manager: socket.socket, logs_there: bool
) -> None:
    screen, terminal = pty.openpty()
    log = alone.config.with_name("log")
    environment = alone.environment | {"NOTIFY_SOCKET": manager.getsockname()}
    with log.open("wb") as file:
        stderr = terminal if logs_there else file.fileno()
        async with program(environment, *alone.words, terminal=terminal, log=stderr) as kefu:
            os.close(terminal)
            assert await asyncio.to_thread(manager.recv, 100) == b"READY=1"
            os.close(screen)
            async with asyncio.timeout(120):
                assert await kefu.process.wait() == 0
    assert logs_there or "kefu.stopping" in log.read_text()
    assert not alone.log_of_the_database.exists(), "the database was closed"


async def test_kefu_runs_with_every_standard_stream_closed(alone: Alone, manager: socket.socket) -> None:
    environment = {**os.environ, **alone.environment, "NOTIFY_SOCKET": manager.getsockname()}
    started = 'exec "$@" 0<&- 1>&- 2>&-', "sh", sys.executable, "-m", "bots", *alone.words
    kefu = await asyncio.create_subprocess_exec("sh", "-c", *started, cwd=ROOT, env=environment)
    assert await asyncio.to_thread(manager.recv, 100) == b"READY=1"
    kefu.send_signal(signal.SIGTERM)
    assert await kefu.wait() == 0


async def test_a_log_that_nobody_reads_holds_nobody_up(alone: Alone, manager: socket.socket) -> None:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    while True:
        try:
            os.write(writer, b"x" * 4096)
        except BlockingIOError:
            break
    os.set_blocking(writer, True)
    environment = alone.environment | {"NOTIFY_SOCKET": manager.getsockname()}
    async with program(environment, *alone.words, log=writer) as kefu:
        assert await asyncio.to_thread(manager.recv, 100) == b"READY=1"
        kefu.process.send_signal(signal.SIGTERM)
        assert await kefu.process.wait() == 0
    os.close(reader)
    os.close(writer)


async def test_systemd_hears_that_kefu_is_ready_and_that_it_stops(alone: Alone, manager: socket.socket) -> None:
    async with program(alone.environment | {"NOTIFY_SOCKET": manager.getsockname()}, *alone.words) as kefu:
        assert await asyncio.to_thread(manager.recv, 100) == b"READY=1"
        await kefu.stops()
    assert await asyncio.to_thread(manager.recv, 100) == b"STOPPING=1"


async def test_a_manager_that_is_gone_keeps_nobody_from_starting(alone: Alone) -> None:
    async with program(alone.environment | {"NOTIFY_SOCKET": "/nowhere/notify"}, *alone.words) as kefu:
        await kefu.logs("kefu.running")
        assert "systemd.unreachable" in await kefu.stops()
