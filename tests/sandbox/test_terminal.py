"""A chat in the terminal, over the door: what one types, what one reads, and how one leaves."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from rich.console import Console

from bots.sandbox.door import Door, door_at
from bots.sandbox.page.security import HEADER
from bots.sandbox.platforms import DeskName
from bots.sandbox.seats import seats_of
from bots.sandbox.shop import open_shop
from bots.sandbox.terminal import Gone, Terminal, forgiving


class Paper(io.StringIO):
    """What the terminal has printed."""

    def __init__(self) -> None:
        super().__init__()
        self.more = asyncio.Event()
        self.read_to = 0

    def write(self, text: str) -> int:
        self.more.set()
        return super().write(text)

    async def shows(self, text: str) -> None:
        """Wait until it was printed, after what was waited for before."""
        try:
            async with asyncio.timeout(60):
                while (found := self.getvalue().find(text, self.read_to)) < 0:
                    self.more.clear()
                    await self.more.wait()
        except TimeoutError:
            raise TimeoutError(
                f"{text!r} was not printed; the paper goes on:\n{self.getvalue()[self.read_to :]}"
            ) from None
        self.read_to = found + len(text)


@dataclass
class Desktop:
    """One terminal: `typed` goes in, `paper` comes out."""

    terminal: Terminal
    paper: Paper
    keys: "asyncio.Queue[str | None]" = field(default_factory=asyncio.Queue)

    async def typed(self) -> AsyncIterator[str]:
        while (line := await self.keys.get()) is not None:
            yield line

    async def types(self, text: str, *shown: str) -> None:
        self.keys.put_nowait(text)
        for part in shown:
            await self.paper.shows(part)


@asynccontextmanager
async def terminal(url: str, seat: str) -> AsyncIterator[Desktop]:
    paper = Paper()
    async with aiohttp.ClientSession() as session:
        desktop = Desktop(Terminal(url, session, Console(file=paper, width=300, force_terminal=False)), paper)
        chatting = asyncio.create_task(desktop.terminal.chat(seat, desktop.typed()))
        try:
            yield desktop
            desktop.keys.put_nowait(":quit")
            await chatting
        finally:
            chatting.cancel()


@pytest.fixture
def desk() -> DeskName:
    return "telegram"


@pytest.fixture
async def url(tmp_path: Path, desk: DeskName) -> AsyncIterator[str]:
    """The door of a sandbox. kefu.yaml does not exist: the product's own scripts are used."""
    async with open_shop(tmp_path / "kefu.yaml", desk) as shop:
        door = Door(seats_of(shop.platforms, desk))
        try:
            yield door_at(await door.open(0))
        finally:
            await door.close()


@pytest.mark.parametrize(
    ("seat", "asked", "question", "answer"),
    [
        ("wechat", "查订单", "请把订单号发给我", "护眼台灯"),
        ("telegram", "查訂單", "請提供您的訂單編號", "护眼台灯"),
        ("slack", "where is my order", "Please send me your order number", "护眼台灯"),
    ],
)
async def test_a_customer_chats_from_the_terminal(url: str, seat: str, asked: str, question: str, answer: str) -> None:
    async with terminal(url, seat) as desktop:
        await desktop.types(asked, question)
        await desktop.types("A20261109", "A20261109")
        await desktop.types("5678", answer)


async def test_a_number_presses_the_button(url: str) -> None:
    async with terminal(url, "slack") as desktop:
        await desktop.types("hello", "welcome to", " 1  Where is my order?", " 3  Talk to a person")
        await desktop.types("1", "Please send me your order number")


async def test_four_digits_that_begin_with_noughts_are_typed_and_press_nothing(url: str) -> None:
    async with terminal(url, "slack") as desktop:
        await desktop.types("where is A20261101", "the last four digits", " 1  Back")
        await desktop.types("0001", "I couldn't find an order")


@pytest.mark.parametrize("desk", ["telegram", "slack", "wecom"])
async def test_one_terminal_plays_the_customer_and_the_agent(url: str) -> None:
    async with terminal(url, "slack") as desktop:
        await desktop.types("talk to a person", "I've called one of my colleagues")
        await desktop.types("Are you there?")
        await desktop.types(":desk", "客服群", "Emma", "Are you there?")
        await desktop.types("Hello Emma, this is Mei")
        await desktop.types(":slack", "Emma's Slack", "talk to a person", "Hello Emma, this is Mei")


@pytest.mark.parametrize(("desk", "mark"), [("telegram", "👌"), ("slack", "✅")])
async def test_an_agent_sees_that_a_message_was_delivered(url: str, mark: str) -> None:
    async with terminal(url, "slack") as customer, terminal(url, "desk") as agent:
        await customer.types("talk to a person", "I've called one of my colleagues")
        await customer.types("Are you there?")
        await agent.paper.shows("Are you there?")
        await agent.types("Hello Emma", f"{mark} Hello Emma")
        await agent.types("// from Berlin")
        await agent.types("How can I help?", f"{mark} How can I help?")
        assert agent.paper.getvalue().count(mark) == 2


@pytest.mark.parametrize("desk", ["wecom"])
async def test_an_agent_whose_platform_tells_no_names_has_one_here(url: str) -> None:
    async with terminal(url, "wechat") as desktop:
        await desktop.types("转人工", "已经为您转接人工客服")
        await desktop.types("在吗")
        await desktop.types(":desk", "客服群", "7dQ2Kx", "在吗")
        await desktop.types("您好")
        await desktop.types(":wechat", "我是 客服小美", "您好")


async def test_at_the_desk_a_number_sign_names_the_topic(url: str) -> None:
    async with terminal(url, "telegram") as first, terminal(url, "slack") as second, terminal(url, "desk") as desk:
        await first.types("真人客服", "已為您轉接客服人員")
        await first.types("在嗎")
        await desk.paper.shows("在嗎")
        await second.types("talk to a person", "I've called one of my colleagues")
        await second.types("Are you there?")
        await desk.paper.shows("Are you there?")
        await desk.types("#1 給第一位")
        await first.paper.shows("給第一位")
        await desk.types("#2 for the second")
        await second.paper.shows("for the second")
        assert "for the second" not in first.paper.getvalue()


async def test_it_is_the_number_that_stands_in_the_topics_name(url: str) -> None:
    """Whoever wrote to the bot alone has a number, too, and no topic."""
    async with terminal(url, "telegram") as first, terminal(url, "slack") as second, terminal(url, "desk") as desk:
        await first.types("你好", "歡迎光臨")
        await second.types("talk to a person", "I've called one of my colleagues")
        await desk.paper.shows("#2 Emma")
        assert "#1" not in desk.paper.getvalue()
        await desk.types("#2 for the second")
        await second.paper.shows("for the second")


async def test_who_wants_a_seat_that_is_not_there_is_told_which_there_are(url: str) -> None:
    async with terminal(url, "wechat") as desktop:
        await desktop.types(":fax", "there is no :fax; there is :wechat, :telegram, :slack, :desk")
        await desktop.types("运费", "订单满 99 元包邮")


async def test_square_brackets_in_a_message_are_words(url: str) -> None:
    async with terminal(url, "telegram") as typing, terminal(url, "telegram") as beside_it:
        await typing.types("[b]x[/nope]")
        await beside_it.paper.shows("> [b]x[/nope]")


async def test_what_one_typed_is_not_shown_twice(url: str) -> None:
    async with terminal(url, "wechat") as desktop:
        await desktop.types("运费多少", "订单满 99 元包邮")
        assert "运费多少" not in desktop.paper.getvalue()


async def test_lines_from_a_pipe_wait_for_their_answers_and_are_shown_with_them(url: str) -> None:
    async def piped() -> AsyncIterator[str]:
        for line in ("hello", "1", "US-20463", "0123"):
            yield line

    paper = Paper()
    async with aiohttp.ClientSession() as session:
        console = Console(file=paper, width=300, force_terminal=False)
        await Terminal(url, session, console, is_typed=False).chat("slack", piped())
    for part in ("> hello", "welcome to", "send me your order number", "> US-20463", "last four", "> 0123", "lamp"):
        await paper.shows(part)


async def test_who_reads_without_typing_is_told_when_the_sandbox_stops(tmp_path: Path) -> None:
    async with open_shop(tmp_path / "kefu.yaml", "telegram") as shop, aiohttp.ClientSession() as session:
        door = Door(seats_of(shop.platforms, "telegram"))
        paper, keys = Paper(), asyncio.Queue[str | None]()
        reading = Terminal(door_at(await door.open(0)), session, Console(file=paper))
        chatting = asyncio.create_task(reading.chat("wechat", Desktop(reading, paper, keys).typed()))
        await paper.shows("王小明的微信")
        await door.close()
        with pytest.raises(Gone):
            async with asyncio.timeout(30):
                await chatting


def test_a_terminal_that_is_not_utf_8_shows_question_marks_and_goes_on() -> None:
    paper = io.BytesIO()
    screen = io.TextIOWrapper(paper, encoding="latin-1")
    forgiving(screen)
    screen.write("A20261101 已签收")
    screen.flush()
    assert paper.getvalue() == b"A20261101 ???"
    keys = io.TextIOWrapper(io.BytesIO(b"\xff hello\n"), encoding="utf-8")
    forgiving(keys)
    assert keys.readline() == "\N{REPLACEMENT CHARACTER} hello\n"


async def test_a_long_chinese_answer_begins_where_its_sign_stands_however_narrow_the_terminal(url: str) -> None:
    async with aiohttp.ClientSession() as session:
        paper = Paper()
        keys: asyncio.Queue[str | None] = asyncio.Queue()
        narrow = Terminal(url, session, Console(file=paper, width=40, force_terminal=False))
        desktop = Desktop(narrow, paper, keys)
        chatting = asyncio.create_task(narrow.chat("wechat", desktop.typed()))
        await desktop.types("你好", "< 您好，欢迎光临客服小店！")
        keys.put_nowait(None)
        await chatting


async def test_a_port_that_is_taken_is_named_with_the_way_to_another(url: str) -> None:
    taken = int(url.rpartition(":")[2])
    second = Door({})
    try:
        with pytest.raises(OSError, match=f"port {taken}: address already in use; --port 0 takes one that is free"):
            await second.open(taken)
    finally:
        await second.close()


async def test_the_door_opens_for_our_terminal_only(url: str) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{url}/seats") as response:
            assert response.status == 403
        async with session.get(f"{url}/seats", headers={HEADER: "1"}) as response:
            assert [seat["name"] for seat in await response.json()] == ["wechat", "telegram", "slack", "desk"]
        async with session.post(f"{url}/seats/wechat/messages", data='{"text": "hi"}') as response:
            assert response.status == 403


async def test_a_button_that_is_not_there_is_refused_in_words(url: str) -> None:
    async with aiohttp.ClientSession(headers={HEADER: "1"}) as session:
        async with session.post(f"{url}/seats/telegram/presses", json={"label": "飞"}) as response:
            assert response.status == 409
            assert "飞" in (await response.json())["error"]
        async with session.get(f"{url}/seats/fax/messages") as response:
            assert response.status == 404
