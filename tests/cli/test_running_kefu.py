"""The command line beside a running kefu: one process owns the database, the others ask it."""

import asyncio
import json
import socket
import stat
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from typer.testing import Result

from bots.control.address import bound, socket_beside
from bots.control.books import Books
from bots.control.client import Control, NotReachable
from bots.control.server import GLANCE, PATIENCE, ControlServer
from bots.persons.keeper import Keeper, Stopped
from storage.content import Content
from storage.conversations import Conversation
from storage.database import Database
from storage.inbound import Identity, Inbound, Kind
from storage.order_book import OrderBook
from storage.photo_files import folder_beside
from storage.photo_store import PhotoStore
from storage.results import Action, Outgoing, TurnResult
from storage.sqlite import SqliteStore
from storage.sqlite.campaigns.door import SqliteCampaigns
from storage.sqlite.persons.persons import SqlitePersons
from storage.sqlite.reports import SqliteReportBooks
from storage.sqlite.return_books import SqliteReturnBooks
from storage.store import Fate, Settlement
from tests.cli.terminal import ORDERS, kefu, orders_file, shop


@dataclass
class Kefu:
    """As much of a running kefu as the command line meets."""

    config: Path
    socket: Path
    store: SqliteStore
    book: OrderBook
    database: Database
    delivering: list[int] = field(default_factory=list)

    def deliver(self, outgoing: tuple[Outgoing, ...]) -> None:
        self.delivering += [row.id for row in outgoing]

    async def typed(self, *words: str | Path, **environ: str) -> Result:
        return await asyncio.to_thread(kefu, *words, "--config", self.config, **environ)

    async def fail(self, account: str, error: str, channel: str = "telegram", action: Action = Action.SEND) -> int:
        """A message that could not be delivered; its id."""
        identity = Identity("telegram", account)
        inbound = Inbound(key=account, kind=Kind.TEXT, identity=identity, chat_id=account, text="hush", sent_at=1.0)
        inbox_id = await self.store.accept(inbound, 1.0)
        assert inbox_id is not None
        answer = Outgoing(action=action, channel=channel, to=account, content=Content(text="hush"))
        result = TurnResult(conversation=Conversation(identity=identity, chat_id=account), outgoing=(answer,))
        [row] = await self.store.commit(inbox_id, result, 1_793_500_000.0)
        await self.store.settle(Settlement(outgoing=row, fate=Fate.FAILED, at=2.0, error=error))
        return row.id


@asynccontextmanager
async def opened_again(folder: Path) -> AsyncIterator[Database]:
    database = await Database.open(folder / "var/kefu.db")
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def running(
    folder: Path, back_up: Callable[[Path], Awaitable[None]] | None = None, patience: float = PATIENCE
) -> AsyncIterator[Kefu]:
    config = await asyncio.to_thread(shop, folder)
    path = folder / "var/kefu.db"
    database = await Database.open(path)
    running = Kefu(config, socket_beside(path), SqliteStore(database), OrderBook(database), database)
    returns = SqliteReturnBooks(database)
    reports = SqliteReportBooks(database)
    photos = PhotoStore(database, folder_beside(path))
    persons = SqlitePersons(database, is_running=True, clock=lambda: 100.0)
    keeper = Keeper(persons, photos, running.book, Stopped(), lambda: 100.0)
    control = ControlServer(
        running.socket,
        running.store,
        Books(orders=running.book, returns=returns, reports=reports, campaigns=SqliteCampaigns(database)),
        keeper,
        back_up or database.back_up,
        running.deliver,
        lambda: 100.0,
        patience,
    )
    await control.start()
    try:
        yield running
    finally:
        await control.close()
        await database.close()


async def test_a_kefu_that_does_not_answer_is_named_and_its_database_left_alone(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        shop.socket.unlink()
        result = await shop.typed("orders", "import", orders_file(tmp_path))
        assert result.exit_code == 3
        assert "the running kefu does not answer" in result.stderr
        assert "another command is at work, wait for its end" in result.stderr, "nor does a command that has the file"
        assert await shop.book.find("A1001") is None


async def test_whoever_waits_for_a_kefu_that_is_stopped_is_told_so_once(tmp_path: Path) -> None:
    path, said = tmp_path / "kefu.db.sock", asyncio.Queue[str]()
    with bound(path) as stopped:
        stopped.listen()
        door = Control(path, said.put_nowait, patience=0.01)
        asking = [asyncio.create_task(door.undelivered(1)) for _ in range(2)]
        async with asyncio.timeout(30):
            assert str(path) in await said.get()
        await asyncio.sleep(0.05)
        assert said.empty()
        for each in asking:
            each.cancel()
        await asyncio.wait(asking)


async def test_a_large_backup_takes_as_long_as_it_takes_and_nothing_else_does(tmp_path: Path) -> None:
    given_up = asyncio.Event()

    async def by_and_by(_request: web.Request) -> web.Response:
        await asyncio.sleep(0.3)
        return web.json_response({})

    async def never(_request: web.Request) -> web.Response:
        await given_up.wait()
        return web.json_response({})

    app = web.Application()
    app.add_routes([web.post("/backup", by_and_by), web.get("/outbox", never)])
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    path = tmp_path / "kefu.db.sock"
    await web.SockSite(runner, bound(path)).start()
    door = Control(path, print, longest=0.1)
    await door.back_up(tmp_path / "copy")
    with pytest.raises(NotReachable):
        await door.undelivered(1)
    given_up.set()
    await runner.cleanup()


async def test_a_backup_that_nobody_waits_for_any_more_is_given_up(tmp_path: Path) -> None:
    begun, given_up = asyncio.Event(), asyncio.Event()

    async def copy(_target: Path) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            given_up.set()

    async with running(tmp_path, back_up=copy) as shop:
        waiting = asyncio.create_task(Control(shop.socket, print).back_up(tmp_path / "copy"))
        await begun.wait()
        assert not given_up.is_set()
        waiting.cancel()  # as Ctrl-C does
        async with asyncio.timeout(60):
            await given_up.wait()


async def test_a_backup_that_is_given_up_may_take_its_time_to_end(tmp_path: Path) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def copy(_target: Path) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(3 * GLANCE)  # as a slow disk's step, at whose end the locks are let go
            ended.set()

    async with running(tmp_path, back_up=copy) as shop:
        waiting = asyncio.create_task(Control(shop.socket, print).back_up(tmp_path / "copy"))
        await begun.wait()
        waiting.cancel()
        async with asyncio.timeout(10):
            await ended.wait()


@pytest.mark.parametrize(
    "words", [("orders", "export", "A1"), ("orders", "erase", "A1"), ("contacts", "erase", "1"), ("report",)]
)
async def test_a_kefu_that_was_not_restarted_after_an_upgrade_is_named_in_one_line(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    async def answered_before(_request: web.Request) -> web.Response:
        return web.json_response({"person": {"contact_id": 1, "contacts": [1], "accounts": []}, "counts": {}})

    async with running(tmp_path) as shop:
        shop.socket.unlink()
        older = web.Application()
        older.add_routes([web.get("/contacts/plan", answered_before), web.get("/report/names", answered_before)])
        runner = web.AppRunner(older)
        await runner.setup()
        await web.SockSite(runner, bound(shop.socket)).start()
        result = await shop.typed(*words)
        assert (result.exit_code, result.stdout) == (3, "")
        assert result.stderr == "the running kefu is of another version than this command: restart it first\n"
        await runner.cleanup()


async def test_of_a_kefu_that_answers_at_once_nothing_is_said(tmp_path: Path) -> None:
    said = asyncio.Queue[str]()
    async with running(tmp_path) as shop:
        assert await Control(shop.socket, said.put_nowait, patience=10).undelivered(1) == []
        assert (await shop.typed("outbox", "list")).stderr == ""
    assert said.empty()


async def test_orders_go_in_through_the_running_kefu(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        result = await shop.typed("orders", "import", orders_file(tmp_path))
        assert (result.exit_code, result.stdout) == (0, "Imported 2 orders.\n")
        order = await shop.book.find("A1001")
        assert order is not None
        assert (order.name, order.phone, order.lines[0].item) == ("王小明", "13800001234", "保温杯")


@pytest.mark.parametrize("is_running", [True, False])
@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Left out 2 orders that were silent for 30 days"),
        ("zh_CN", "有 2 个订单没有导入：它们已经 30 天没有动静"),
        ("zh_TW", "有 2 個訂單沒有匯入：它們已經 30 天沒有動靜"),
    ],
)
async def test_orders_that_are_old_enough_to_be_forgotten_are_left_out_and_counted(
    tmp_path: Path, language: str, told: str, *, is_running: bool
) -> None:
    silent = "A2,2016-11-01,delivered,CNY,1,,,,,,,\nA3,2016-11-02,paid,CNY,1,,,,,,,\n"
    today = f"A1,{datetime.now():%Y-%m-%d},paid,CNY,1,,,,,,,\n"  # noqa: DTZ005 - as the command sees the day
    file = orders_file(tmp_path, ORDERS.splitlines(keepends=True)[0] + silent + today)
    async with AsyncExitStack() as stack:
        opened = await stack.enter_async_context(running(tmp_path))
        if not is_running:
            await stack.aclose()
        result = await opened.typed(
            "orders", "import", file, LC_ALL=f"{language}.UTF-8", KEFU_RETENTION__ORDERS_DAYS="30"
        )
    assert result.exit_code == 0
    assert told in result.stdout
    async with opened_again(tmp_path) as database:
        assert await database.read("SELECT number FROM orders") == [("A1",)]


async def test_many_orders_arrive_whole(tmp_path: Path) -> None:
    rows = "".join(f"B{n:05},2026-11-01,paid,CNY,1,,,,,,,\n" for n in range(1500))
    async with running(tmp_path) as shop:
        result = await shop.typed("orders", "import", orders_file(tmp_path, ORDERS + rows))
        assert result.stdout == "Imported 1502 orders.\n"
        assert await shop.book.count() == 1502


async def test_what_is_no_order_is_refused_whole(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        connector = aiohttp.UnixConnector(path=str(shop.socket))
        good = '{"order_number":"A1","placed_at":1793500000,"status":"paid","currency":"CNY","total":1}'
        async with aiohttp.ClientSession(connector=connector) as session:
            for body in (good + "\n{}\n", b"\xff\xfe\n", good + "\n{"):
                async with session.post("http://kefu/orders", data=body) as response:
                    assert response.status == 400
        assert await shop.book.count() == 0


def lines(numbers: Iterable[int]) -> bytes:
    return b"".join(
        b'{"order_number":"A%d","placed_at":1793500000,"status":"paid","currency":"CNY","total":1}\n' % number
        for number in numbers
    )


async def written(shop: Kefu) -> int:
    [(count,)] = await shop.database.read("SELECT count(*) FROM orders")
    return int(count)


async def test_orders_are_written_as_they_come_and_gone_again_when_a_later_line_is_wrong(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:

        async def body() -> AsyncIterator[bytes]:
            yield lines(range(1000))
            async with asyncio.timeout(20):
                while await written(shop) < 1000:
                    pass
            assert await shop.book.count() == 0
            yield b"{}\n" + lines([1000])

        connector = aiohttp.UnixConnector(path=str(shop.socket))
        async with (
            aiohttp.ClientSession(connector=connector) as session,
            session.post("http://kefu/orders", data=body()) as response,
        ):
            assert response.status == 400
            assert "line 1001: order_number: missing" in (await response.json())["error"]
        assert await written(shop) == 0


async def test_whoever_goes_away_amid_an_import_leaves_nothing_and_holds_up_nobody(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        _, stream = await asyncio.open_unix_connection(str(shop.socket))
        some = lines(range(1000))
        head = b"POST /orders HTTP/1.1\r\nHost: kefu\r\nTransfer-Encoding: chunked\r\n\r\n"
        stream.write(head + b"%x\r\n%b\r\n" % (len(some), some))
        async with asyncio.timeout(20):
            while await written(shop) < 1000:
                pass
            stream.transport.abort()
            while await written(shop):
                pass
        result = await shop.typed("orders", "import", orders_file(tmp_path))
        assert result.stdout == "Imported 2 orders.\n"


async def test_an_import_that_was_put_to_sleep_does_not_keep_the_next_one_waiting(tmp_path: Path) -> None:
    async with running(tmp_path, patience=0.1) as shop:
        reader, stream = await asyncio.open_unix_connection(str(shop.socket))
        stream.write(b"POST /orders HTTP/1.1\r\nHost: kefu\r\nContent-Length: 1000000\r\n\r\n" + lines(range(10)))
        result = await shop.typed("orders", "import", orders_file(tmp_path))
        assert result.stdout == "Imported 2 orders.\n"
        assert await shop.book.count() == await written(shop) == 2
        await reader.readuntil(b"no more orders came for 0.1 s; nothing was imported")
        stream.close()


async def test_nobody_else_may_open_the_door(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        assert stat.S_IMODE(shop.socket.stat().st_mode) == 0o600
    assert not shop.socket.exists()


async def test_a_socket_left_by_a_crash_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(tmp_path / "s"))
    (tmp_path / "s").rename(tmp_path / "var/kefu.db.sock")
    async with running(tmp_path) as shop:
        assert (await shop.typed("outbox", "list")).exit_code == 0


async def test_a_folder_deeper_than_a_socket_address_is_long_works(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 60) / ("y" * 60)
    deep.mkdir(parents=True)
    async with running(deep) as shop:
        assert (await shop.typed("outbox", "list")).stdout == "Nothing has failed.\n"


async def test_what_failed_is_listed_with_its_reason_and_a_masked_recipient(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        failed = await shop.fail("70012345", "the contact blocked the bot")
        table = (await shop.typed("outbox", "list")).stdout
        assert str(failed) in table
        assert "70***45" in table
        assert "blocked" in table
        [row] = (await shop.typed("outbox", "list", "--json")).stdout.splitlines()
        assert json.loads(row)["error"] == "the contact blocked the bot"
        assert "70012345" not in table + row
        assert "hush" not in table + row


async def test_what_the_shops_own_system_refused_is_listed_with_its_words(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        await shop.fail("R10042", "NotTaken: 订单已关闭", channel="orders")
        [row] = (await shop.typed("outbox", "list", "--json")).stdout.splitlines()
        assert (json.loads(row)["to"], json.loads(row)["error"]) == ("R10042", "NotTaken: 订单已关闭")


async def test_what_failed_says_whether_it_was_a_message_an_edit_or_a_word_to_the_desk(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        await shop.fail("70012345", "too old", action=Action.EDIT)
        await shop.fail("-1001234567890", "the chat is closed", action=Action.POST)
        rows = [json.loads(row) for row in (await shop.typed("outbox", "list", "--json")).stdout.splitlines()]
        assert [(row["action"], row["to"]) for row in rows] == [("post", "desk"), ("edit", "70***45")]
        table = (await shop.typed("outbox", "list")).stdout
        assert "edit" in table
        table = (await shop.typed("outbox", "list", LC_ALL="zh_CN.UTF-8")).stdout
        assert table.split()[:6] == ["编号", "时间", "动作", "渠道", "发给", "会话"]


async def test_what_failed_is_tried_again_at_once(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        first, second, third = [await shop.fail(f"7001234{n}", "blocked") for n in range(3)]
        assert (await shop.typed("outbox", "retry", str(second))).stdout == f"Trying again: {second}.\n"
        assert shop.delivering == [second]
        assert (await shop.typed("outbox", "retry", "--all")).stdout == f"Trying again: {first}, {third}.\n"
        assert (await shop.typed("outbox", "retry", "99999")).stdout == "None of these had failed.\n"


async def test_what_failed_is_listed_and_retried_also_when_kefu_is_stopped(tmp_path: Path) -> None:
    async with running(tmp_path) as shop:
        failed = await shop.fail("70012345", "blocked")
    assert "70***45" in (await shop.typed("outbox", "list")).stdout
    assert (await shop.typed("outbox", "retry", "--all")).stdout == f"Trying again: {failed}.\n"


async def test_a_full_disk_is_told_to_whoever_types_and_the_command_works_once_there_is_room(tmp_path: Path) -> None:
    head, order, *_ = ORDERS.splitlines()
    orders = orders_file(tmp_path, "\n".join([head, *(order.replace("A1001", f"A{n}") for n in range(2000, 4000))]))
    async with running(tmp_path) as kefu:
        await kefu.database.transact(lambda connection: connection.execute("PRAGMA max_page_count=1").fetchall())
        refused = await kefu.typed("orders", "import", orders)
        assert refused.exit_code == 3
        assert "database or disk is full" in refused.stderr
        assert await kefu.book.count() == 0
        await kefu.database.transact(lambda connection: connection.execute("PRAGMA max_page_count=1000000").fetchall())
        assert (await kefu.typed("orders", "import", orders)).stdout == "Imported 2000 orders.\n"
